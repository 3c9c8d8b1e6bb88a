//! Whether and when the request of a received error may be sent again.

use core::time::Duration;

use super::received_error::ReceivedError;
use super::retry;
use crate::runtime::code::Code;
use crate::runtime::wire::idempotency::Idempotency;
use crate::shared::retry::Retry;

impl<C: Code> ReceivedError<C> {
    /// The retry advice for the request that got this error.
    ///
    /// The first of these sources that exists decides:
    ///
    /// 1. the header `Idempotent-Replayed: true`: [`Never`](Retry::Never), because the server answers with the stored
    ///    response of the first request with this idempotency key, and will do so again;
    /// 2. the header `x-retry-advice`: `never`, `backoff` or `if-idempotent`;
    /// 3. the header `x-should-retry`: `true` for [`Backoff`](Retry::Backoff), `false` for [`Never`](Retry::Never);
    /// 4. the row of the code, if this build knows it;
    /// 5. the status: [`Backoff`](Retry::Backoff) for 425 and 429, [`IfIdempotent`](Retry::IfIdempotent) for 408, 502,
    ///    503 and 504, and for what edges make up: 420, 509, 520 to 525, 527, 529, 530, 598 and 599. It is
    ///    [`Never`](Retry::Never) for any other.
    ///
    /// The table sets the names of the headers 2 and 3. Both accept the words of both, in any case, and repeated or joined by
    /// commas, as proxies do. The most cautious word counts: `never`, then `if-idempotent`, then `backoff`. `0`, `no` and
    /// `?0` are read as `false`. Unknown words are ignored, and a header without a known word does not decide.
    ///
    /// If 4 or 5 decides `never` and the response names a time ([`retry_after`](Self::retry_after)), the server expects the
    /// request again. The advice is then [`IfIdempotent`](Retry::IfIdempotent). A time that cannot be read counts too, a
    /// wait of zero does not. The end of a quota counts only if 5 decides. A header that says `never` is not changed.
    ///
    /// ```
    /// use error_catalog::{ReceivedError, Retry};
    ///
    /// let response = http::Response::builder()
    ///     .status(504)
    ///     .header("x-should-retry", "false")
    ///     .header("x-retry-advice", "if-idempotent")
    ///     .body("")?;
    /// let error: ReceivedError = ReceivedError::from_response(response);
    /// assert_eq!(error.retry(), Retry::IfIdempotent);
    /// # Ok::<_, http::Error>(())
    /// ```
    #[must_use]
    pub fn retry(&self) -> Retry {
        self.answer().advice()
    }

    /// Whether this request may be sent again, by its [`retry`](Self::retry) advice. For `if-idempotent`, the request
    /// has to be idempotent by its method, or carry an idempotency key.
    ///
    /// A request that was redirected may have been carried out before, even if the last response says otherwise. Let a
    /// client follow redirects for idempotent requests only.
    ///
    /// Pass the request, or only its method if the request has no idempotency key:
    ///
    /// ```
    /// use error_catalog::{ErrorCode, ReceivedError};
    /// use http::{HeaderMap, Method, Request, StatusCode};
    ///
    /// // It may have been paid for.
    /// let body = r#"{"error":{"code":"GENERATION_TIMEOUT","message":"no image after 60 s"}}"#;
    /// let error: ReceivedError =
    ///     ReceivedError::from_parts(StatusCode::GATEWAY_TIMEOUT, HeaderMap::new(), body);
    ///
    /// assert!(error.may_retry(&Method::GET));
    /// assert!(!error.may_retry(&Method::POST));
    ///
    /// let request = Request::post("/v1/thumbnails").header("Idempotency-Key", "8e03978e").body("A fox")?;
    /// assert!(error.may_retry(&request));
    /// # Ok::<_, http::Error>(())
    /// ```
    #[must_use]
    pub fn may_retry(&self, request: impl Into<Idempotency>) -> bool {
        retry::allows(self.retry(), request.into())
    }

    /// The wait that the server asks for, or else the wait of the row. `None` if the [`retry`](Self::retry) advice is
    /// `never`, because there is no next attempt. A wait is at most one day.
    ///
    /// The first of these that can be read counts:
    ///
    /// 1. the header `Retry-After` ([RFC 9110, 10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)): seconds, or
    ///    a date;
    /// 2. the headers `retry-after-ms` and `x-ms-retry-after-ms`: milliseconds;
    /// 3. for 403, 429 and 503, the end of a quota that is used up: `RateLimit` and `RateLimit-Reset` of the [IETF
    ///    draft](https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/), or `x-ratelimit-reset`, in
    ///    seconds or as a time, if `x-ratelimit-remaining` is 0;
    /// 4. in the body: the `retryDelay` of a `RetryInfo` of Google's APIs;
    /// 5. in the body: `retry_after`, `retryAfter`, `retry_after_seconds` and `retryAfterSeconds` in seconds, `retry_after_ms` and
    ///    `retryAfterMs` in milliseconds.
    ///
    /// A fraction of a second is rounded up, and the longest of several values counts. A date can have any form that
    /// servers write, such as ISO 8601. It is relative to the `Date` of the response, or to the local clock if `Date` is
    /// missing. A date in the past gives zero. If a cache has kept the response, its `Age` is subtracted.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use error_catalog::ReceivedError;
    ///
    /// let response = http::Response::builder().status(429).header("Retry-After", "60").header("Age", "50").body("")?;
    /// let error: ReceivedError = ReceivedError::from_response(response);
    /// assert_eq!(error.retry_after(), Some(Duration::from_secs(10)));
    /// # Ok::<_, http::Error>(())
    /// ```
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.answer().wait()
    }

    /// The wait before the next attempt. Pass the wait of your backoff, or `None` if the backoff gives up. `None`
    /// returns `None`.
    ///
    /// The result is [`retry_after`](Self::retry_after) plus the backoff. So a client never comes before the time that
    /// the server asked for. If a thousand clients got the same time, the jitter of their backoffs spreads them.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use error_catalog::ReceivedError;
    ///
    /// let response = http::Response::builder().status(429).header("Retry-After", "2").body("")?;
    /// let error: ReceivedError = ReceivedError::from_response(response);
    /// assert_eq!(error.next_delay(Some(Duration::from_millis(130))), Some(Duration::from_millis(2_130)));
    /// assert_eq!(error.next_delay(None), None);
    /// # Ok::<_, http::Error>(())
    /// ```
    ///
    /// A server can ask for a day. To give up instead of waiting that long, add `.filter(|delay| *delay <
    /// Duration::from_secs(20))`.
    #[must_use]
    pub fn next_delay(&self, backoff: Option<Duration>) -> Option<Duration> {
        Some(backoff?.saturating_add(self.retry_after().unwrap_or_default()))
    }
}
