//! Codes of several services in one program: each keeps the table that it is from.

use std::collections::{BTreeSet, HashSet};

use error_catalog::{AnyCode, ApiError, Code, ReceivedError};
use http::{HeaderMap, StatusCode};

mod orders {
    #![allow(clippy::pedantic, unreachable_pub, reason = "as it is generated")]
    include!("include/good/orders.rs");
}

mod users {
    #![allow(clippy::pedantic, unreachable_pub, reason = "as it is generated")]
    include!("include/good/users.rs");
}

#[test]
fn a_code_knows_its_table() {
    const TABLE: &str = orders::ErrorCode::RateLimited.table();
    assert_eq!(TABLE, "Base");
    let tables: Vec<(&str, &str)> =
        orders::ErrorCode::ALL.iter().map(|code| (code.as_str(), Code::table(*code))).collect();
    assert_eq!(
        tables,
        [
            ("INVALID_TOKEN", "Common"),
            ("NOT_FOUND", "Orders"),
            ("ORDER_SHIPPED", "Orders"),
            ("RATE_LIMITED", "Base")
        ]
    );
}

#[test]
fn what_two_services_include_is_one_code_and_a_namesake_is_another() {
    let limited =
        [AnyCode::from(orders::ErrorCode::RateLimited), AnyCode::from(users::ErrorCode::RateLimited)];
    assert_eq!(limited[0], limited[1]);
    let not_found = [AnyCode::from(orders::ErrorCode::NotFound), AnyCode::from(users::ErrorCode::NotFound)];
    assert_ne!(not_found[0], not_found[1]);

    let all = || {
        let orders = orders::ErrorCode::ALL.iter().copied().map(AnyCode::from);
        orders.chain(users::ErrorCode::ALL.iter().copied().map(AnyCode::from))
    };
    assert_eq!(all().collect::<HashSet<_>>().len(), 6);
    let sorted: Vec<String> = all().collect::<BTreeSet<_>>().iter().map(|code| format!("{code:?}")).collect();
    assert_eq!(
        sorted,
        [
            "Base/RATE_LIMITED",
            "Common/INVALID_TOKEN",
            "Orders/NOT_FOUND",
            "Orders/ORDER_SHIPPED",
            "Users/INVALID_TOKEN",
            "Users/NOT_FOUND"
        ]
    );
    assert_eq!(format!("{:>14}|", limited[0]), "  RATE_LIMITED|");
}

#[test]
fn it_says_all_that_the_row_says() {
    for &code in orders::ErrorCode::ALL {
        let any = AnyCode::from(code);
        assert_eq!((any.as_str(), any.table()), (code.as_str(), code.table()));
        assert_eq!((any.status(), any.retry()), (code.status(), code.retry()));
        assert_eq!((any.retry_after(), any.cause()), (code.retry_after(), code.cause()));
        assert_eq!((any.message(), any.remedy()), (code.message(), code.remedy()));
        assert_eq!((any.as_ref(), any.to_string()), (code.as_str(), code.to_string()));
        assert_eq!(any.get(), Some(code));
    }
}

#[test]
fn a_code_is_found_again_where_its_table_is_included() {
    let limited = AnyCode::from(orders::ErrorCode::RateLimited);
    assert_eq!(limited.get(), Some(users::ErrorCode::RateLimited));
    for code in [orders::ErrorCode::NotFound, orders::ErrorCode::InvalidToken] {
        assert_eq!(AnyCode::from(code).get::<users::ErrorCode>(), None, "{code} is another there");
    }
}

fn received(status: u16, body: &'static str) -> ReceivedError<orders::ErrorCode> {
    let status = StatusCode::from_u16(status).expect("a status");
    ReceivedError::from_parts(status, HeaderMap::new(), body)
}

#[test]
fn a_gateway_passes_a_shared_code_on_as_its_own() {
    let received = received(429, r#"{"error":{"code":"RATE_LIMITED","message":"10 in a minute"}}"#);
    let error: ApiError<users::ErrorCode> = received.forward_as();
    assert_eq!(error.code(), Some(users::ErrorCode::RateLimited));
    let (status, headers, body) = error.into_parts();
    assert_eq!(status, 429);
    assert_eq!(headers["retry-after"], "7");
    assert_eq!(&*body, br#"{"error":{"code":"RATE_LIMITED","message":"10 in a minute"}}"#);
}

#[test]
fn a_gateway_passes_any_other_code_on_byte_for_byte() {
    // The row says 401: code and status always agree.
    let error = received(418, r#"{"error":{"code":"INVALID_TOKEN","message":""}}"#);
    let error: ApiError<users::ErrorCode> = error.forward_as();
    assert_eq!(error.code(), None, "the gateway's INVALID_TOKEN is another");
    let (status, headers, body) = error.into_parts();
    assert_eq!(status, 401);
    assert_eq!(
        ["x-error-code", "x-should-retry", "x-retry-advice"].map(|name| headers[name].to_str().unwrap()),
        ["INVALID_TOKEN", "false", "never"]
    );
    assert_eq!(
        &*body,
        br#"{"error":{"code":"INVALID_TOKEN","message":"The token is unknown or has expired"}}"#
    );

    let error = received(402, r#"{"error":{"code":"Some.new:code","message":"New"}}"#);
    let (status, _, body) = error.forward_as::<users::ErrorCode>().into_parts();
    assert_eq!(status, 402);
    assert_eq!(&*body, br#"{"error":{"code":"Some.new:code","message":"New"}}"#);
}

#[test]
fn an_answer_without_a_code_is_what_its_status_is_to_the_gateway() {
    let error: ApiError<users::ErrorCode> = received(429, "<h1>Slow down</h1>").forward_as();
    assert_eq!(error.code(), Some(users::ErrorCode::RateLimited));
    let error: ApiError<users::ErrorCode> = received(404, "").forward_as();
    assert_eq!((error.code(), error.status()), (None, StatusCode::NOT_FOUND));
}

#[test]
fn to_its_own_catalog_it_passes_on_as_ever() {
    for &code in orders::ErrorCode::ALL {
        let (status, headers, body) = ApiError::new(code).into_parts();
        let received = || ReceivedError::<orders::ErrorCode>::from_parts(status, headers.clone(), &body);
        let (one, other) = (received().forward(), received().forward_as::<orders::ErrorCode>());
        assert_eq!((one.code(), other.code()), (Some(code), Some(code)));
        let (one, other) = (one.into_parts(), other.into_parts());
        assert_eq!((one.0, one.1, &*one.2), (other.0, other.1, &*other.2));
    }
}
