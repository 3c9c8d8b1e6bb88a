//! The values of the retry header, for server and client. The table sets its name.

use http::HeaderValue;

use crate::shared::retry::Retry;

/// The value for a retry advice.
pub(crate) const fn write(retry: Retry) -> HeaderValue {
    HeaderValue::from_static(retry.in_header())
}

/// Parses a header value; `None` if it is unknown.
pub(crate) fn read(value: &HeaderValue) -> Option<Retry> {
    Retry::ALL.into_iter().find(|retry| write(*retry) == value)
}
