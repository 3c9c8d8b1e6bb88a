//! Decides whether and when a request may be sent again, from the most specific source to the least specific.

use core::time::Duration;

use http::StatusCode;
use http::header::HeaderMap;

use super::wait::{self, Asked};
use crate::runtime::code::Code;
use crate::runtime::wire::idempotency::Idempotency;
use crate::runtime::wire::{retry_headers, status_advice};
use crate::shared::retry::Retry;

/// The parts of a response that decide.
#[derive(Clone, Copy)]
pub(super) struct Answer<'a, C> {
    pub(super) code: Option<C>,
    pub(super) status: StatusCode,
    pub(super) headers: &'a HeaderMap,
    /// The body, if it was read and contains more than code and message.
    pub(super) body: Option<&'a [u8]>,
}

impl<C: Code> Answer<'_, C> {
    /// The advice: that of the headers, or else of the row of the code, or else of the status.
    pub(super) fn advice(self) -> Retry {
        if let Some(retry) = retry_headers::read(C::settings(), self.headers) {
            return retry;
        }
        let known = self.code.map_or_else(|| status_advice::of(self.status), Code::retry);
        if known != Retry::Never {
            return known;
        }
        let asked = self.asked();
        // A server that names a time expects the request again, but a second execution may still do harm. A quota says
        // less: the row of a known code explains the error better.
        let is_expected = asked.is_named || asked.is_of_quota && self.code.is_none();
        if is_expected { Retry::IfIdempotent } else { known }
    }

    /// The wait, from the response or else from the row. The advice `never` has no wait, because there is no next
    /// attempt.
    pub(super) fn wait(self) -> Option<Duration> {
        let wait = self.asked().wait.or_else(|| self.code?.retry_after())?;
        (self.advice() != Retry::Never).then_some(wait)
    }

    fn asked(self) -> Asked {
        wait::asked(self.status, self.headers, self.body)
    }
}

/// Whether the advice allows to send the request again.
pub(super) fn allows(advice: Retry, request: Idempotency) -> bool {
    advice.allows(request == Idempotency::Idempotent)
}

/// Whether a status is an error: 400 or above. A status above 599 is an error of the server.
#[cfg(any(feature = "http-body", feature = "reqwest-retry", feature = "tower-retry", feature = "ureq"))]
pub(super) fn is_error(status: StatusCode) -> bool {
    status.as_u16() >= 400
}

/// The advice and the wait from status and headers, or `None` if the response is not an error. A middleware cannot read
/// the body, so the code comes from the header.
#[cfg(any(feature = "reqwest-retry", feature = "tower-retry"))]
pub(super) fn of_head<C: Code>(status: StatusCode, headers: &HeaderMap) -> Option<(Retry, Option<Duration>)> {
    if !is_error(status) {
        return None;
    }
    let code: Option<C> = super::decode::in_header(headers).and_then(|code| code.known());
    let answer = Answer { code, status, headers, body: None };
    Some((answer.advice(), answer.wait()))
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
