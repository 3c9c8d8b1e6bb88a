//! What costs an allocation, and what does not.

use allocation_counter::measure;
use error_catalog::{ApiError, Code, ErrorCode, ReceivedError};
use http::{HeaderMap, StatusCode};

#[test]
fn an_error_from_a_code_allocates_nothing() {
    let info = measure(|| {
        let error: ApiError = ErrorCode::NotFound.into();
        assert_eq!(error.message(), ErrorCode::NotFound.message());
    });
    assert_eq!(info.count_total, 0);
}

#[test]
fn its_response_allocates_for_the_header_map_alone() {
    // The first one of a row puts the headers together that the others copy.
    drop(ApiError::from(ErrorCode::NotFound).into_parts());
    let headers = measure(|| drop(HeaderMap::<http::HeaderValue>::with_capacity(5)));
    let response = measure(|| drop(ApiError::from(ErrorCode::NotFound).into_parts()));
    assert_eq!(response.count_total, headers.count_total);
    let with_body = measure(|| drop(http::Response::<Vec<u8>>::from(ApiError::from(ErrorCode::NotFound))));
    assert_eq!(with_body.count_total, headers.count_total + 1, "a `Vec` cannot be static");
}

#[test]
fn looking_a_code_up_allocates_nothing() {
    let info = measure(|| assert_eq!(ErrorCode::parse("NOT_FOUND"), Some(ErrorCode::NotFound)));
    assert_eq!(info.count_total, 0);
}

#[test]
fn a_known_error_with_its_own_message_is_received_in_one_allocation() {
    let (_, _, body) = ApiError::from(ErrorCode::NotFound).into_parts();
    let headers = HeaderMap::new();
    let info = measure(|| {
        let error: ReceivedError = ReceivedError::from_parts(StatusCode::NOT_FOUND, headers, &body);
        assert_eq!(error.code(), Some(ErrorCode::NotFound));
    });
    assert_eq!(info.count_total, 1);
}
