//! The retry advice of a status, for an error without a row.

use http::StatusCode;

use crate::shared::retry::Retry;

/// The advice of a bare status.
///
/// With 425 and 429, the server refused the request and changed nothing. With 408, and with 502, 503 and 504 of a proxy,
/// the request may have been carried out. So it is with the statuses that edges make up:
///
/// - 420 and 509 for a limit, 529 for an overload, as 429 and 503 in servers that know what they say;
/// - 520 to 525, 527 and 530 of an edge that does not reach the server or does not understand it;
/// - 598 and 599 for a timeout of a proxy.
///
/// Any other error is permanent. With 526, somebody has to mend a certificate first.
pub(crate) fn of(status: StatusCode) -> Retry {
    match status.as_u16() {
        425 | 429 => Retry::Backoff,
        408 | 420 | 502..=504 | 509 | 520..=525 | 527 | 529 | 530 | 598 | 599 => Retry::IfIdempotent,
        _ => Retry::Never,
    }
}
