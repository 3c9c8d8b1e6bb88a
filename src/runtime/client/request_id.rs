//! The id that the server gave a request.

use http::header::{HeaderMap, HeaderName};

/// The headers in which servers, gateways and clouds send the id, the most specific first.
const NAMES: [HeaderName; 10] = [
    HeaderName::from_static("x-request-id"),
    HeaderName::from_static("request-id"),
    HeaderName::from_static("x-correlation-id"),
    HeaderName::from_static("correlation-id"),
    HeaderName::from_static("x-amzn-requestid"),
    HeaderName::from_static("x-amz-request-id"),
    HeaderName::from_static("x-ms-request-id"),
    HeaderName::from_static("x-trace-id"),
    HeaderName::from_static("x-amz-cf-id"),
    HeaderName::from_static("cf-ray"),
];

/// The first id that is present and readable.
pub(super) fn request_id(headers: &HeaderMap) -> Option<&str> {
    let readable =
        |name| headers.get(name)?.to_str().ok().filter(|id| !id.is_empty() && id.len() <= MAX_LENGTH);
    NAMES.iter().find_map(readable)
}

/// A longer value is not an id.
const MAX_LENGTH: usize = 200;
