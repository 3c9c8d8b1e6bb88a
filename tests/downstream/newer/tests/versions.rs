//! A server and a client that were built from tables of different versions understand each other over a socket.

use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use error_catalog::axum::guard;
use error_catalog::guard::GuardLayer;
use error_catalog::{ApiError, Code, ErrorForCode as _, ReceivedError, Retry};
use reqwest::{Client, Method};
use tokio::net::TcpListener;

type Older = error_catalog::ErrorCode;
type Newer = newer::ErrorCode;

#[tokio::test]
async fn an_older_client_understands_a_newer_server() {
    let news = meet::<Newer, Older>().await;
    assert_eq!(news, ["NAME_TAKEN", "PERSONA_IN_TRAINING", "QUOTA_USED_UP", "VIDEO_FAILED"]);
}

#[tokio::test]
async fn a_newer_client_understands_an_older_server() {
    let news = meet::<Older, Newer>().await;
    assert_eq!(news, ["PARSE_ERROR"]);
}

#[tokio::test]
async fn a_renamed_code_of_an_older_server_is_the_new_variant() {
    let server = serve(routes::<Older>()).await;
    let client = Client::builder().no_proxy().build().expect("no TLS has to be set up");
    let error: ReceivedError<Newer> = ask(&client, Method::GET, &format!("{server}/NAME_RESERVED")).await;
    assert_eq!(error.code(), Some(Newer::NameTaken));
    assert_eq!(error.message(), Some(Older::NameReserved.message()));
}

/// Has a server of one table raise each of its errors, with each advice, at a client of another table. Returns the codes
/// that were new to the client.
async fn meet<Theirs: Code, Mine: Code>() -> Vec<&'static str> {
    let server = serve(routes::<Theirs>()).await;
    let client = Client::builder().no_proxy().build().expect("no TLS has to be set up");
    let mut news = Vec::new();
    for code in Theirs::ALL {
        let overrides = Retry::ALL.map(|retry| (format!("{server}/{code}/{retry}"), retry));
        for (url, retry) in [(format!("{server}/{code}"), code.retry())].into_iter().chain(overrides) {
            // The answer to a `HEAD` has no body: there the headers have to do.
            for method in [Method::GET, Method::HEAD] {
                let error: ReceivedError<Mine> = ask(&client, method.clone(), &url).await;
                // A client with the newer table calls a code that was renamed by its new name.
                let name = Mine::parse(code.as_str()).map_or(code.as_str(), Code::as_str);
                assert_eq!(error.code_str(), Some(name), "{method} {url}: {error:?}");
                assert_eq!(error.code(), Mine::parse(code.as_str()), "{method} {url}: {error:?}");
                assert_eq!(error.status(), code.status(), "{method} {url}: {error:?}");
                assert_eq!(error.retry(), retry, "{method} {url}: {error:?}");
                let message = Some(code.message()).filter(|_| method == Method::GET);
                assert_eq!(error.message(), message, "{method} {url}: {error:?}");
            }
        }
        let error: ReceivedError<Mine> = ask(&client, Method::GET, &format!("{server}/{code}")).await;
        assert_eq!(error.retry_after(), code.retry_after(), "{error:?}");
        news.extend(error.code().is_none().then_some(code.as_str()));
    }
    news
}

async fn ask<C: Code>(client: &Client, method: Method, url: &str) -> ReceivedError<C> {
    let response = client.request(method, url).send().await.expect("there is an answer");
    response.error_for_code().await.expect_err("it is an error")
}

fn routes<C: Code>() -> Router {
    let routes = Router::new().route("/{code}", get(raise::<C>)).route("/{code}/{retry}", get(advise::<C>));
    guard(routes, GuardLayer::<C>::new().strict())
}

async fn raise<C: Code>(Path(code): Path<String>) -> ApiError<C> {
    ApiError::new(code.parse().expect("it is in the table"))
}

async fn advise<C: Code>(Path((code, retry)): Path<(String, String)>) -> ApiError<C> {
    ApiError::new(code.parse().expect("it is in the table"))
        .with_retry(retry.parse().expect("it is one of the three"))
}

/// Returns the URL of a server that ends with the test.
async fn serve(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("there is a free port");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(axum::serve(listener, router).into_future());
    format!("http://{address}")
}
