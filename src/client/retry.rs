//! May I send this again, and when? One ladder decides, from what is known best to what is known least.

use core::time::Duration;

use http::StatusCode;
use http::header::{HeaderMap, RETRY_AFTER};

use crate::code::Code;
use crate::hints;
use crate::vocab::Retry;

/// The advice for a response: the server's hint on this response, then the row of the code, then the status.
pub(super) fn advice<C: Code>(code: Option<C>, status: StatusCode, headers: &HeaderMap) -> Retry {
    let hint = C::settings().retry_header.as_ref().and_then(|name| headers.get(name));
    if let Some(retry) = hint.and_then(hints::read) {
        return retry;
    }
    let known = code.map_or_else(|| by_status(status), Code::retry);
    match (known, wait(headers)) {
        // A server that names a time expects the request again, though not that it is safe to carry it out twice.
        (Retry::Never, Some(_)) => Retry::IfIdempotent,
        _ => known,
    }
}

/// How long to wait, in whole seconds, by the same ladder.
pub(super) fn retry_after<C: Code>(code: Option<C>, headers: &HeaderMap) -> Option<Duration> {
    wait(headers).or_else(|| code?.retry_after())
}

/// What a bare status allows. A refusal at the door changed nothing; of a proxy's 502, 503 and 504, and of a 408,
/// nobody knows whether the request went through before; any other error stays.
fn by_status(status: StatusCode) -> Retry {
    match status {
        StatusCode::TOO_EARLY | StatusCode::TOO_MANY_REQUESTS => Retry::Backoff,
        StatusCode::REQUEST_TIMEOUT
        | StatusCode::BAD_GATEWAY
        | StatusCode::SERVICE_UNAVAILABLE
        | StatusCode::GATEWAY_TIMEOUT => Retry::IfIdempotent,
        _ => Retry::Never,
    }
}

/// `Retry-After` in seconds (RFC 9110, 10.2.3). `+120` is not one, and a number beyond any clock is taken for the
/// longest wait rather than for none.
fn wait(headers: &HeaderMap) -> Option<Duration> {
    let digits = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(Duration::from_secs(digits.parse().unwrap_or(u64::MAX)).min(MAX_WAIT))
}

/// A server that asks for more than a day is broken, or hostile.
const MAX_WAIT: Duration = Duration::from_secs(24 * 60 * 60);
