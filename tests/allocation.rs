//! What costs an allocation, and what does not.

use allocation_counter::measure;
use error_catalog::{ApiError, Code, DecodedError, ErrorCode, ReceivedError};
use http::{HeaderMap, Method, StatusCode};

#[test]
fn an_error_from_a_code_allocates_nothing() {
    let info = measure(|| {
        let error: ApiError = ErrorCode::NotFound.into();
        assert_eq!(error.message(), ErrorCode::NotFound.message());
    });
    assert_eq!(info.count_total, 0);
}

#[test]
fn its_response_allocates_for_headers_and_extensions_alone() {
    // The first one of a row puts the headers together that the others copy.
    drop(ApiError::from(ErrorCode::NotFound).into_parts());
    let headers = measure(|| drop(HeaderMap::<http::HeaderValue>::with_capacity(5)));
    let response = measure(|| drop(ApiError::from(ErrorCode::NotFound).into_parts()));
    assert_eq!(response.count_total, headers.count_total);

    let extension = measure(|| {
        http::Extensions::new().insert(1);
    });
    let with_body = measure(|| drop(http::Response::<Vec<u8>>::from(ApiError::from(ErrorCode::NotFound))));
    assert_eq!(
        with_body.count_total,
        headers.count_total + extension.count_total + 1,
        "a `Vec` cannot be static"
    );
}

#[test]
fn looking_a_code_up_allocates_nothing() {
    let info = measure(|| assert_eq!(ErrorCode::parse("NOT_FOUND"), Some(ErrorCode::NotFound)));
    assert_eq!(info.count_total, 0);
}

#[test]
fn a_known_error_is_received_in_one_allocation() {
    let (_, _, row) = ApiError::from(ErrorCode::NotFound).into_parts();
    let sentence = envelope(&"x".repeat(127));
    for body in [&row[..], &sentence, br#"{ "error": { "message": "gone", "code": "NOT_FOUND" } }"#] {
        let headers = HeaderMap::new();
        let info = measure(|| {
            let error: ReceivedError = ReceivedError::from_parts(StatusCode::NOT_FOUND, headers, body);
            assert_eq!(error.code(), Some(ErrorCode::NotFound));
        });
        assert_eq!(info.count_total, 1, "{}", body.escape_ascii());
    }
    let page = envelope(&"x".repeat(128));
    let headers = HeaderMap::new();
    let info = measure(|| drop(ReceivedError::<ErrorCode>::from_parts(StatusCode::NOT_FOUND, headers, page)));
    assert_eq!(info.count_total, 2, "a message that is longer than a sentence has memory of its own");
}

#[test]
fn the_borrowed_form_of_an_error_allocates_nothing() {
    let headers = HeaderMap::new();
    for body in [
        &envelope(&"x".repeat(1_000))[..],
        br#"{"error":{"code":"NEWER","message":"later","details":[{"@type":"x","reason":"y"}]}}"#,
        b"<html>",
    ] {
        let info = measure(|| {
            let error: DecodedError = DecodedError::new(StatusCode::NOT_FOUND, &headers, body);
            assert!(error.code_str().is_some() || error.body() == Some(body));
            assert!(!error.may_retry(&Method::GET));
            assert_eq!(error.retry_after(), None);
        });
        assert_eq!(info.count_total, 0, "{}", body.escape_ascii());
    }
}

fn envelope(message: &str) -> Vec<u8> {
    format!(r#"{{"error":{{"code":"NOT_FOUND","message":"{message}"}}}}"#).into()
}
