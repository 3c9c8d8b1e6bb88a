//! A gateway over two services whose tables overlap: everything over real sockets.

use std::collections::BTreeSet;

use axum::Router;
use error_catalog::{AnyCode, Code, ErrorForCode as _, ReceivedError, Retry};
use reqwest::Client;
use shop::Services;
use tokio::net::TcpListener;

#[tokio::test]
async fn codes_of_both_are_held_in_one_type() {
    let services = services().await;
    let mut held = BTreeSet::new();
    for code in orders::ErrorCode::ALL {
        let failure = services.orders(&format!("raise/{code}")).await.expect_err("it is raised");
        let any = failure.code.expect("the gateway knows it");
        assert_eq!((any.get(), any.get::<shipping::ErrorCode>()), (Some(*code), None));
        assert_eq!(
            (any.table(), any.as_str(), any.status(), any.retry()),
            ("orders", code.as_str(), code.status(), code.retry())
        );
        held.insert(any);
    }
    for code in shipping::ErrorCode::ALL {
        let failure = services.shipping(&format!("raise/{code}")).await.expect_err("it is raised");
        let any = failure.code.expect("the gateway knows it");
        assert_eq!((any.get(), any.get::<orders::ErrorCode>()), (Some(*code), None));
        // What all services have is the gateway's own, too.
        let shared = any.table() == "all services of the shop";
        assert_eq!(any.get::<shop::ErrorCode>().is_some(), shared, "{any:?}");
        assert_eq!(shared, failure.error.code().is_some(), "{any:?}");
        held.insert(any);
    }
    assert_eq!(
        held.len(),
        orders::ErrorCode::ALL.len() + shipping::ErrorCode::ALL.len(),
        "none is taken for another"
    );

    let cart: AnyCode = orders::ErrorCode::Locked.into();
    let parcel: AnyCode = shipping::ErrorCode::Locked.into();
    assert_eq!(cart.as_str(), parcel.as_str());
    assert_ne!(cart, parcel);
    assert_eq!((cart.retry(), parcel.retry()), (Retry::Backoff, Retry::Never));
    let limited: AnyCode = shipping::ErrorCode::RateLimited.into();
    assert_eq!(limited, shop::ErrorCode::RateLimited.into(), "it is the same row");
}

#[tokio::test]
async fn a_client_of_the_gateway_reads_each_as_its_service_sent_it() {
    let shop = serve(shop::router(services().await)).await;
    for code in orders::ErrorCode::ALL {
        agrees(&shop, "orders", *code).await;
    }
    for code in shipping::ErrorCode::ALL {
        agrees(&shop, "shipping", *code).await;
    }
    let error: ReceivedError<shop::ErrorCode> = ask(&format!("{shop}/returns/7")).await;
    assert_eq!(error.code(), Some(shop::ErrorCode::NoSuchService));
}

async fn agrees<C: Code>(shop: &str, service: &str, code: C) {
    let error: ReceivedError<C> = ask(&format!("{shop}/{service}/raise/{code}")).await;
    assert_eq!(
        (error.code(), error.status(), error.message()),
        (Some(code), code.status(), Some(code.message()))
    );
    assert_eq!((error.retry(), error.retry_after()), (code.retry(), code.retry_after()), "{error:?}");
}

#[tokio::test]
async fn another_status_of_the_row_comes_through_the_gateway() {
    let shop = serve(shop::router(services().await)).await;
    let error: orders::ReceivedError = ask(&format!("{shop}/orders/race/7")).await;
    assert_eq!((error.code(), error.status().as_u16()), (Some(orders::ErrorCode::OrderClosed), 409));
    assert!(!error.status_mismatch());
}

#[tokio::test]
async fn values_come_through_the_gateway_typed() {
    use orders::params::OutOfStock;

    let shop = serve(shop::router(services().await)).await;
    let url = format!("{shop}/orders/stock/lamp/3");
    let error: orders::ReceivedError = ask(&url).await;
    assert_eq!(error.message(), Some("only 2 of lamp are left"));
    assert_eq!(error.params(), Some(OutOfStock { left: 2, article: "lamp".to_owned() }));
    assert_eq!(error.to_string(), format!("409 OUT_OF_STOCK: only 2 of {{article}} are left ({url})"));
    assert_eq!(error.redacted_message().as_deref(), Some("only 2 of {article} are left"));
}

/// A column of the table's own is in the program of each side, and not in the response.
#[tokio::test]
async fn the_owner_of_an_error_is_known_without_a_word_in_the_response() {
    let shop = serve(shop::router(services().await)).await;
    let client = Client::builder().no_proxy().build().expect("no TLS has to be set up");
    let url = format!("{shop}/orders/raise/PAYMENT_UNCLEAR");
    let response = client.get(url).send().await.expect("there is an answer");
    let (headers, status) = (format!("{:?}", response.headers()), response.status());
    let body = response.text().await.expect("it is text");
    assert!(![&headers, &body].iter().any(|text| text.contains("payments")), "{headers}\n{body}");

    let error: orders::ReceivedError = ReceivedError::from_parts(status, Default::default(), body);
    let code = error.code().expect("this client knows it");
    assert_eq!((code.owner(), orders::ErrorCode::Locked.owner()), (Some("payments"), None));
}

#[tokio::test]
async fn a_service_that_is_gone_is_an_error_of_the_gateway() {
    let services =
        Services::new("http://127.0.0.1:1".to_owned(), "http://127.0.0.1:1".to_owned()).expect("no TLS");
    let failure = services.orders("raise/LOCKED").await.expect_err("nobody is there");
    assert_eq!((failure.code, failure.error.code()), (None, Some(shop::ErrorCode::ServiceUnreachable)));
}

async fn ask<C: Code>(url: &str) -> ReceivedError<C> {
    let client = Client::builder().no_proxy().build().expect("no TLS has to be set up");
    let response = client.get(url).send().await.expect("there is an answer");
    response.error_for_code().await.expect_err("it is an error")
}

async fn services() -> Services {
    let (orders, shipping) = (serve(orders::router()).await, serve(shipping::router()).await);
    Services::new(orders, shipping).expect("no TLS has to be set up")
}

/// Returns the URL of a server that ends with the test.
async fn serve(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("there is a free port");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(axum::serve(listener, router).into_future());
    format!("http://{address}")
}
