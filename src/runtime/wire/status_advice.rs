//! The retry advice of a status, for an error without a row.

use http::StatusCode;

use crate::shared::retry::Retry;

/// The advice of a bare status. With 425 and 429, the server refused the request and changed nothing. With 408, and
/// with 502, 503 and 504 of a proxy, the request may have been carried out. Any other error is permanent.
pub(crate) fn of(status: StatusCode) -> Retry {
    match status {
        StatusCode::TOO_EARLY | StatusCode::TOO_MANY_REQUESTS => Retry::Backoff,
        StatusCode::REQUEST_TIMEOUT
        | StatusCode::BAD_GATEWAY
        | StatusCode::SERVICE_UNAVAILABLE
        | StatusCode::GATEWAY_TIMEOUT => Retry::IfIdempotent,
        _ => Retry::Never,
    }
}
