//! What the headers say beside the body, for both halves. Their names are in the table, their words in the vocabulary.

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
