//! Reads any bytes as the body of an error, in both ways: `cargo +nightly fuzz run decode`.

#![no_main]

use error_catalog::ReceivedError;
use error_catalog::http::{HeaderMap, StatusCode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    assert_ne!(error_catalog::__private::ways_agree(body), Some(false));
    let error: ReceivedError = ReceivedError::from_parts(StatusCode::NOT_FOUND, HeaderMap::new(), body);
    let _ = (error.to_string(), error.retry(), error.retry_after());
    let _ = ReceivedError::<error_catalog::ErrorCode>::from_json(body);
});
