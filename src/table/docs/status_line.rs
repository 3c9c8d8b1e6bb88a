//! A status in words.

use http::StatusCode;

/// A status with its reason phrase, where it has one.
pub(crate) fn status_line(status: u16) -> String {
    let phrase = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    phrase.map_or_else(|| status.to_string(), |phrase| format!("{status} {phrase}"))
}
