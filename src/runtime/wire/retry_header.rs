//! The retry header, for both halves. Its name is in the table.

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
