//! What the facts of a row mean to whoever meets them.

use http::StatusCode;

use crate::shared::retry::Retry;

/// The answer to *may I send the same request again?*
pub(crate) const fn may_retry(retry: Retry) -> &'static str {
    match retry {
        Retry::Never => "No: it cannot succeed until the request, the account or the service is changed.",
        Retry::Backoff => "Yes, after a wait: the failed attempt changed nothing.",
        Retry::IfIdempotent => {
            "After a wait, if a second attempt does no harm: the first may have been carried out."
        }
    }
}

/// A status with its reason phrase, where it has one.
pub(crate) fn status_line(status: u16) -> String {
    let phrase = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    phrase.map_or_else(|| status.to_string(), |phrase| format!("{status} {phrase}"))
}
