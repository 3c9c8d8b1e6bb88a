//! Generated code that a project checked in with an older version of this crate still compiles, and works.
//!
//! The files in `tests/frozen/` are not generated again: CONTRIBUTING.md says when one is added, and when one may go.

use error_catalog::{AnyCode, Code, OrCode, Params, Retry};
use http::StatusCode;

#[deny(warnings, missing_docs)]
#[allow(unreachable_pub, reason = "nothing in a test is public")]
mod v0_1 {
    include!("frozen/v0_1.rs");
}

#[test]
fn what_0_1_generated_compiles_and_works() {
    use v0_1::{ApiError, ErrorCode, ReceivedError, params};

    assert_eq!(ErrorCode::ALL.len(), 6);
    assert_eq!("timed_out".parse(), Ok(ErrorCode::TimedOut));
    let busy = ErrorCode::Busy;
    assert_eq!(
        (busy.status(), busy.retry(), busy.message()),
        (StatusCode::SERVICE_UNAVAILABLE, Retry::Backoff, "Come back later")
    );
    assert_eq!(
        (busy.retry_after().map(|wait| wait.as_secs()), busy.remedy(), busy.owner()),
        (Some(120), None, None)
    );
    assert_eq!(<ErrorCode as Code>::default_for(StatusCode::GONE), Some(ErrorCode::NotFound));
    assert_eq!(AnyCode::from(ErrorCode::RateLimited).table(), "Frozen, shared");

    let declined = ErrorCode::CardDeclined;
    assert_eq!((declined.owner(), declined.level(), declined.paged()), (Some("payments"), Some(-2), true));
    let raised = params::CardDeclined {
        amount: 9.5,
        currency: "EUR".into(),
        balance: -3,
        retryable: false,
        r#type: 7,
    };
    let error = ApiError::from(raised.clone());
    assert_eq!(error.to_string(), "card_declined: declined for 9.5 {currency}, balance {balance}");
    assert_eq!(raised.message(), "declined for 9.5 EUR, balance -3");

    let (status, headers, body) = error.into_parts();
    assert_eq!(headers["x-frozen-code"], "card_declined");
    assert_eq!(headers["x-should-retry"], "false");
    assert!(!headers.contains_key("x-retry-advice"), "0.1 has no such header");
    let received = ReceivedError::from_parts(status, headers, body);
    assert_eq!(received.code(), Some(declined));
    assert_eq!(received.params::<params::CardDeclined>(), Some(raised));

    let missing: Result<u8, ApiError> = None::<u8>.or_code(ErrorCode::NotFound);
    let (_, headers, body) = missing.expect_err("there is none").into_parts();
    assert_eq!(headers["x-frozen-code"], "not_found");
    assert_eq!(&*body, br#"{"error":{"code":"not_found","message":"Nothing is there"}}"#);
}
