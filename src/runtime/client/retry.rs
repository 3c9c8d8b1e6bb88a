//! Decides whether and when a request may be sent again, from the most specific source to the least specific.

use core::time::Duration;
use std::time::SystemTime;

use http::StatusCode;
use http::header::{DATE, HeaderMap, RETRY_AFTER};

use super::fields;
use crate::runtime::code::Code;
use crate::runtime::wire::idempotency::Idempotency;
use crate::runtime::wire::{retry_headers, status_advice};
use crate::shared::retry::Retry;

/// The advice for a response: its headers, or else the row of the code, or else the status.
pub(super) fn advice<C: Code>(code: Option<C>, status: StatusCode, headers: &HeaderMap) -> Retry {
    if let Some(retry) = retry_headers::read(C::settings(), headers) {
        return retry;
    }
    let known = code.map_or_else(|| status_advice::of(status), Code::retry);
    match (known, named_wait(headers)) {
        // A server that sends `Retry-After` expects the request again, but a second execution may still do harm.
        (Retry::Never, Some(_)) => Retry::IfIdempotent,
        _ => known,
    }
}

/// Whether the advice allows to send the request again.
pub(super) fn allows(advice: Retry, request: Idempotency) -> bool {
    advice.allows(request == Idempotency::Idempotent)
}

/// The wait, from the response or else from the row. The advice `never` has no wait, because there is no next attempt.
pub(super) fn wait<C: Code>(code: Option<C>, status: StatusCode, headers: &HeaderMap) -> Option<Duration> {
    let wait = named_wait(headers).or_else(|| code?.retry_after())?;
    (advice(code, status, headers) != Retry::Never).then_some(wait)
}

/// `Retry-After` ([RFC 9110, 10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)): seconds, or a date. Of
/// several values, the longest wait counts.
fn named_wait(headers: &HeaderMap) -> Option<Duration> {
    let waits = fields::times(headers, &RETRY_AFTER).filter_map(|value| {
        seconds(value).or_else(|| {
            let then = httpdate::parse_http_date(value).ok()?;
            Some(then.duration_since(now(headers)).unwrap_or(Duration::ZERO))
        })
    });
    Some(waits.max()?.min(MAX_WAIT))
}

/// `1*DIGIT`, so `+120` is not a wait. A number beyond any clock is the longest wait.
fn seconds(value: &str) -> Option<Duration> {
    let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| Duration::from_secs(value.parse().unwrap_or(u64::MAX)))
}

/// The server's clock, which its dates refer to, or the local clock if the response has no date.
fn now(headers: &HeaderMap) -> SystemTime {
    let date = fields::times(headers, &DATE).find_map(|date| httpdate::parse_http_date(date).ok());
    date.unwrap_or_else(SystemTime::now)
}

/// Whether a status is an error: 400 or above. A status above 599 is an error of the server.
#[cfg(any(feature = "http-body", feature = "reqwest-retry", feature = "tower-retry", feature = "ureq"))]
pub(super) fn is_error(status: StatusCode) -> bool {
    status.as_u16() >= 400
}

/// A server that asks for more than a day is broken, or hostile.
const MAX_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

/// The advice and the wait from status and headers, or `None` if the response is not an error. A middleware cannot read
/// the body, so the code comes from the header.
#[cfg(any(feature = "reqwest-retry", feature = "tower-retry"))]
pub(super) fn of_head<C: Code>(status: StatusCode, headers: &HeaderMap) -> Option<(Retry, Option<Duration>)> {
    if !is_error(status) {
        return None;
    }
    let code: Option<C> = super::decode::in_header(headers).and_then(|code| code.known());
    Some((advice(code, status, headers), wait(code, status, headers)))
}

/// The advice for a request that was redirected if the two URLs differ. The server that redirected it may have carried
/// it out, as a 303 says.
#[cfg(feature = "reqwest")]
#[cfg(any(feature = "reqwest-retry", feature = "tower-retry"))]
pub(super) fn redirected(advice: Retry, asked: &reqwest::Url, answered: &reqwest::Url) -> Retry {
    let place = |url: &reqwest::Url| {
        let mut url = url.clone();
        url.set_fragment(None);
        url
    };
    match advice {
        Retry::Backoff if place(asked) != place(answered) => Retry::IfIdempotent,
        _ => advice,
    }
}
