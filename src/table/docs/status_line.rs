//! A status in words.

use http::StatusCode;

use crate::table::catalog::Entry;

/// Every status of a row, each with its reason phrase.
pub(crate) fn status_lines(entry: &Entry) -> String {
    entry.statuses().map(status_line).collect::<Vec<_>>().join(" or ")
}

/// A status with its reason phrase, where it has one.
pub(crate) fn status_line(status: u16) -> String {
    let phrase = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    phrase.map_or_else(|| status.to_string(), |phrase| format!("{status} {phrase}"))
}
