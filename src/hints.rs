//! What the headers say beside the body. Their names are in the table; their words are here, for both halves.

use http::HeaderValue;

use crate::vocab::Retry;

/// The word for a retry advice. `true` and `false` are what the SDKs of large AI APIs already honour; they pass over
/// the third, and a caller that does not know it is left with its own rules.
pub(crate) const fn write(retry: Retry) -> HeaderValue {
    HeaderValue::from_static(match retry {
        Retry::Backoff => "true",
        Retry::IfIdempotent => "if-idempotent",
        Retry::Never => "false",
    })
}

/// The advice behind a word, or `None` for a word of somebody else.
pub(crate) fn read(value: &HeaderValue) -> Option<Retry> {
    Retry::ALL.into_iter().find(|retry| write(*retry) == value)
}
