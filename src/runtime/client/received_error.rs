//! The error that a client receives.

use core::error::Error;
use core::fmt;
use core::time::Duration;
use std::borrow::Cow;
use std::io::Read;

use http::{HeaderMap, Method, Response, StatusCode};

use super::body_text::{BodyText, MAX_SHOWN};
use super::decode::{BorrowedParts, WireCode};
use super::help_link::help_link;
use super::message::Message;
use super::read::{Fault, Incomplete, ReadBody, ReadLimits};
use super::request_id::request_id;
use super::request_line::RequestLine;
use super::retry::{self, Answer};
use crate::runtime::code::{Code, ErrorCode, OTHER};
use crate::runtime::params::details::Details;
use crate::runtime::params::{Params, log_message, unsafe_template};
use crate::runtime::wire::idempotency::Idempotency;
use crate::runtime::wire::violation::Violation;
use crate::shared::actor::Actor;
use crate::shared::retry::Retry;
use crate::shared::text::OneLine;

/// The error that a client reads from any response that is not a success.
///
/// Building one never fails and never loses the status. The body can be the envelope, other JSON, HTML from a proxy, or
/// empty.
///
/// ```
/// use error_catalog::{ErrorCode, ReceivedError, Retry};
///
/// let response = http::Response::builder()
///     .status(400)
///     .body(r#"{"error":{"code":"CANNOT_DELETE_PROCESSING","message":"still rendering"}}"#)?;
/// let error: ReceivedError = ReceivedError::from_response(response);
///
/// assert_eq!(error.code(), Some(ErrorCode::CannotDeleteProcessing));
/// assert_eq!(error.message(), Some("still rendering"));
/// assert_eq!(error.retry(), Retry::Backoff);
/// # Ok::<_, http::Error>(())
/// ```
///
/// A code that this build does not know is kept byte for byte. It has no variant, so a `match` on [`code`](Self::code)
/// keeps its meaning when a later build knows the code:
///
/// ```
/// use error_catalog::{ReceivedError, Retry};
///
/// let response = http::Response::builder()
///     .status(429)
///     .body(r#"{"error":{"code":"QUOTA_EXCEEDED","message":"10 per minute"}}"#)?;
/// let error: ReceivedError = ReceivedError::from_response(response);
///
/// assert_eq!(error.code(), None);
/// assert_eq!(error.code_str(), Some("QUOTA_EXCEEDED"));
/// assert_eq!(error.retry(), Retry::Backoff, "the status says so");
/// # Ok::<_, http::Error>(())
/// ```
#[derive(Clone)]
pub struct ReceivedError<C: Code = ErrorCode>(Box<Inner<C>>);

#[derive(Clone)]
struct Inner<C> {
    status: StatusCode,
    headers: HeaderMap,
    parts: OwnedParts<C>,
    fault: Option<Fault>,
    request: Option<Box<RequestLine>>,
}

/// The parts of the response, owned.
#[derive(Clone)]
pub(super) struct OwnedParts<C> {
    code: WireCode<'static, C>,
    message: Option<Message>,
    body: Option<Box<[u8]>>,
}

impl<C: Code> From<BorrowedParts<'_, C>> for OwnedParts<C> {
    fn from(parts: BorrowedParts<'_, C>) -> Self {
        let row = parts.code.known().map(Code::message);
        Self {
            code: parts.code.into_owned(),
            message: parts.message.map(|text| Message::new(text, row)),
            body: parts.body.map(Into::into),
        }
    }
}

impl<C: Code> ReceivedError<C> {
    pub(super) fn new(
        status: StatusCode,
        headers: HeaderMap,
        parts: OwnedParts<C>,
        fault: Option<Fault>,
    ) -> Self {
        Self(Box::new(Inner { status, headers, parts, fault, request: None }))
    }

    /// The error of a response of which the client has left no more than the status.
    #[cfg(any(feature = "reqwest", feature = "ureq"))]
    pub(super) fn bare(status: StatusCode, request: Option<RequestLine>) -> Self {
        Self::from_parts(status, HeaderMap::new(), "").of_request(request)
    }

    #[cfg(any(feature = "http-body", feature = "ureq"))]
    pub(super) fn of_request(mut self, request: Option<RequestLine>) -> Self {
        self.0.request = request.map(Box::new);
        self
    }

    /// Adds the request that failed, for [`Display`](fmt::Display) and logs. Credentials, query and fragment of the URL are
    /// left out.
    ///
    /// `error_for_code` adds what the client knows: the URL for `reqwest` and `ureq`. The ready parts for retries add the
    /// method and the URL.
    ///
    /// ```
    /// use error_catalog::ReceivedError;
    /// use http::{HeaderMap, Method, StatusCode};
    ///
    /// let error: ReceivedError = ReceivedError::from_parts(StatusCode::BAD_GATEWAY, HeaderMap::new(), "");
    /// let error = error.with_request(&Method::GET, "https://user:secret@example.com/v1/styles?key=secret");
    /// assert_eq!(error.to_string(), "502 Bad Gateway: empty body (GET https://example.com/v1/styles)");
    /// ```
    #[must_use]
    pub fn with_request(mut self, method: &Method, url: &str) -> Self {
        self.0.request = Some(Box::new(RequestLine::new(Some(method.clone()), url)));
        self
    }

    /// The method of the request, if it is known: see [`with_request`](Self::with_request).
    #[must_use]
    pub fn method(&self) -> Option<&Method> {
        self.0.request.as_ref()?.method.as_ref()
    }

    /// The URL of the request without credentials, query and fragment, if it is known: see
    /// [`with_request`](Self::with_request). After a redirect, it is the last URL.
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        Some(self.0.request.as_ref()?.url())
    }

    /// Reads the error of a response whose body has arrived.
    ///
    /// The status is not checked: the caller has decided that the response is an error. The type names the catalog, as
    /// in `let error: ReceivedError = ...` for the codes of this crate.
    pub fn from_response<B: AsRef<[u8]>>(response: Response<B>) -> Self {
        let (parts, body) = response.into_parts();
        Self::from_parts(parts.status, parts.headers, body)
    }

    /// Reads the error from status, headers and body, which every HTTP client has.
    ///
    /// ```
    /// use error_catalog::ReceivedError;
    /// use http::{HeaderMap, StatusCode};
    ///
    /// let error: ReceivedError =
    ///     ReceivedError::from_parts(StatusCode::BAD_GATEWAY, HeaderMap::new(), "<h1>Bad gateway</h1>");
    /// assert_eq!(error.code(), None);
    /// assert_eq!(error.body(), Some(&b"<h1>Bad gateway</h1>"[..]));
    /// ```
    pub fn from_parts(status: StatusCode, headers: HeaderMap, body: impl AsRef<[u8]>) -> Self {
        let parts = BorrowedParts::new(&headers, body.as_ref()).into();
        Self::new(status, headers, parts, None)
    }

    /// Reads the error from a blocking reader of the body, within limits. If the reader fails, the part before the
    /// failure is kept: see [`incomplete`](Self::incomplete).
    ///
    /// The time limit is checked between two reads. Only the reader itself can end a read that waits.
    ///
    /// ```
    /// use error_catalog::{ErrorCode, ReadLimits, ReceivedError};
    /// use http::{HeaderMap, StatusCode};
    ///
    /// let socket = &br#"{"error":{"code":"NOT_FOUND","message":"gone"}}"#[..];
    /// let error: ReceivedError =
    ///     ReceivedError::from_reader(StatusCode::NOT_FOUND, HeaderMap::new(), socket, ReadLimits::new());
    /// assert_eq!(error.code(), Some(ErrorCode::NotFound));
    /// ```
    pub fn from_reader(status: StatusCode, headers: HeaderMap, body: impl Read, limits: ReadLimits) -> Self {
        Self::from_read(status, headers, ReadBody::from_reader(body, limits))
    }

    /// Reads the error from the part of a body that arrived.
    pub(super) fn from_read(status: StatusCode, headers: HeaderMap, body: ReadBody) -> Self {
        let ReadBody { bytes, fault, .. } = body;
        let parts = BorrowedParts::new(&headers, &bytes).into();
        Self::new(status, headers, parts, fault)
    }

    /// The code, if this build knows it.
    #[must_use]
    pub fn code(&self) -> Option<C> {
        self.0.parts.code.known()
    }

    /// The code as it came over the wire, known or not. `None` if the response has no code.
    ///
    /// A code has 1 to 128 letters, digits and `_ - . : /`, and starts with a letter or a digit. Other texts are not codes,
    /// nor is a URL, nor a number below 600, which is a status of HTTP or gRPC. The first of these that is a code counts:
    ///
    /// 1. in the body: `code`, then the `reason` of an `ErrorInfo` of Google's APIs
    ///    ([AIP-193](https://google.aip.dev/193)), `error_code`, `errorCode` and `extensions.code`;
    /// 2. the header with the code;
    /// 3. in the body, a text that stands in for a code: `type`, `status`, `error`, `name` and `__type`. People write
    ///    other texts into these members. Such a text counts if the catalog has the code, if it contains `_`, if it is in
    ///    capital letters, or if it starts with `urn:`. For a `type` of problem details ([RFC
    ///    9457](https://www.rfc-editor.org/rfc/rfc9457)), a code of the catalog at the end of the URI counts.
    ///
    /// The members are those of the object `error`. Without that object, they are those of the body, of `detail` and of
    /// the first of `errors`.
    #[must_use]
    pub fn code_str(&self) -> Option<&str> {
        self.0.parts.code.as_str()
    }

    /// The label for metrics, and the `error.type` of OpenTelemetry: the code, or `_OTHER` for a code that this build
    /// does not know. The number of labels is at most the number of rows plus one.
    #[must_use]
    pub fn label(&self) -> &'static str {
        self.code().map_or(OTHER, Code::as_str)
    }

    /// Who has to act before such a request can succeed: by the row of the code, or else by the status
    /// ([`Actor::of_status`]).
    #[must_use]
    pub fn actor(&self) -> Actor {
        self.code().map_or_else(|| Actor::of_status(self.status().as_u16()), Code::actor)
    }

    /// Whether the service failed, and not the caller ([`Actor::counts_against_service`]). It is a predicate for circuit
    /// breakers and service level objectives: a thousand wrong requests do not open a circuit.
    ///
    /// ```
    /// use error_catalog::ReceivedError;
    /// use http::{HeaderMap, StatusCode};
    ///
    /// let counts = |status, body: &str| {
    ///     let error: ReceivedError = ReceivedError::from_parts(status, HeaderMap::new(), body);
    ///     error.counts_against_service()
    /// };
    /// assert!(counts(StatusCode::SERVICE_UNAVAILABLE, ""));
    /// assert!(!counts(StatusCode::TOO_MANY_REQUESTS, ""));
    /// // A 500 by the documentation of the API, but the image of the request is at fault.
    /// let image = r#"{"error":{"code":"INVALID_IMAGE","message":"not an image"}}"#;
    /// assert!(!counts(StatusCode::INTERNAL_SERVER_ERROR, image));
    /// ```
    #[must_use]
    pub fn counts_against_service(&self) -> bool {
        self.actor().counts_against_service()
    }

    /// The status of the response. It can differ from the status of the row: see
    /// [`status_mismatch`](Self::status_mismatch).
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Whether the status is a client error: 400 to 499.
    #[must_use]
    pub fn is_client_error(&self) -> bool {
        self.status().is_client_error()
    }

    /// Whether the status is a server error: 500 to 599, or an invalid status above that range ([RFC 9110,
    /// 15](https://www.rfc-editor.org/rfc/rfc9110#section-15)).
    #[must_use]
    pub fn is_server_error(&self) -> bool {
        self.status().as_u16() >= 500
    }

    /// Whether the status differs from the status of the code's row. Then a proxy has changed the status, or the server
    /// has another table. Programs should rely on the code. This method is for logs.
    ///
    /// ```
    /// use error_catalog::ReceivedError;
    /// use http::{HeaderMap, StatusCode};
    ///
    /// let body = r#"{"error":{"code":"NOT_FOUND","message":"gone"}}"#;
    /// let error: ReceivedError = ReceivedError::from_parts(StatusCode::OK, HeaderMap::new(), body);
    /// assert!(error.status_mismatch());
    /// ```
    #[must_use]
    pub fn status_mismatch(&self) -> bool {
        self.code().is_some_and(|code| code.status() != self.status())
    }

    /// The text for people: the technical message of the envelope, or that of another form of error. The text comes from
    /// another program, so escape it before you log it.
    ///
    /// Frameworks and intermediaries write it into `message`, `detail`, `error_description`, `title`, `errors` and other
    /// members. The texts of a list are joined with `; `. A short body of the type `text/plain` is a message too. HTML is
    /// not: [`Display`](fmt::Display) shows its title.
    ///
    /// ```
    /// use error_catalog::ReceivedError;
    /// use http::{HeaderMap, StatusCode};
    ///
    /// let message = |body: &str| {
    ///     let error: ReceivedError = ReceivedError::from_parts(StatusCode::BAD_REQUEST, HeaderMap::new(), body);
    ///     error.message().map(str::to_owned)
    /// };
    /// let fastapi = r#"{"detail":[{"loc":["body","age"],"msg":"is missing"},{"loc":["body","name"],"msg":"is too long"}]}"#;
    /// assert_eq!(message(fastapi).as_deref(), Some("is missing; is too long"));
    /// let spring = r#"{"status":400,"error":"Bad Request","message":"","path":"/x"}"#;
    /// assert_eq!(message(spring).as_deref(), Some("Bad Request"));
    /// ```
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.0.parts.message.as_ref().map(Message::as_str)
    }

    /// The parameters of the message, with their types. `None` if the code is another one, or if the response does not
    /// carry all of them. See [`Params`].
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/generated/credits.rs"));
    /// # fn main() {
    /// use error_catalog::ReceivedError;
    /// use http::{HeaderMap, StatusCode};
    ///
    /// let body = r#"{"error":{"code":"INSUFFICIENT_CREDITS","message":"need 12 credits, have 3",
    ///     "details":{"balance":3,"needed":12}}}"#;
    /// let error: ReceivedError<ErrorCode> =
    ///     ReceivedError::from_parts(StatusCode::PAYMENT_REQUIRED, HeaderMap::new(), body);
    ///
    /// let short = error.params::<params::InsufficientCredits>().map(|credits| credits.needed - credits.balance);
    /// assert_eq!(short, Some(9));
    /// # }
    /// ```
    #[must_use]
    pub fn params<P: Params<Code = C>>(&self) -> Option<P> {
        (self.code() == Some(P::CODE)).then_some(())?;
        P::read(&Details::in_body(self.body()?, P::TEMPLATE.names())?)
    }

    /// What is wrong with which field of the request: the entries of `error.details.violations`, in order. Malformed
    /// entries are skipped.
    ///
    /// ```
    /// use error_catalog::ReceivedError;
    /// use http::{HeaderMap, StatusCode};
    ///
    /// let body = r#"{"error":{"code":"VALIDATION_ERROR","message":"2 fields are invalid","details":{"violations":[
    ///     {"pointer":"/amount","message":"must be positive"},{"pointer":"/name","message":"is missing"}]}}}"#;
    /// let error: ReceivedError = ReceivedError::from_parts(StatusCode::BAD_REQUEST, HeaderMap::new(), body);
    ///
    /// let pointers: Vec<_> = error.violations().iter().map(|violation| violation.pointer().to_owned()).collect();
    /// assert_eq!(pointers, ["/amount", "/name"]);
    /// ```
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        self.body().map(Violation::in_body).unwrap_or_default()
    }

    /// The headers of the response. Proxies repeat headers, and join them with commas. Of a repeated code or content type,
    /// this crate reads the first, of a wait the longest, and of a retry advice the most cautious.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The server's id of this request, for support. It is the first of `x-request-id`, `request-id` and similar
    /// headers that the response has.
    ///
    /// ```
    /// use error_catalog::ReceivedError;
    ///
    /// let response = http::Response::builder().status(502).header("x-request-id", "7f3a").body("")?;
    /// let error: ReceivedError = ReceivedError::from_response(response);
    /// assert_eq!(error.request_id(), Some("7f3a"));
    /// assert_eq!(error.to_string(), "502 Bad Gateway: empty body (request 7f3a)");
    /// # Ok::<_, http::Error>(())
    /// ```
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers())
    }

    /// The page about the error, if the response links to one: the target of the header `Link` with `rel="help"`
    /// ([RFC 8288](https://www.rfc-editor.org/rfc/rfc8288)). Only `https:` and `http:` URLs are returned. A server sends the
    /// link if its table has a `docs_url`.
    ///
    /// ```
    /// use error_catalog::ReceivedError;
    ///
    /// let link = r#"<https://docs.example.com/errors#NOT_FOUND>; rel="help""#;
    /// let response = http::Response::builder().status(404).header("link", link).body("")?;
    /// let error: ReceivedError = ReceivedError::from_response(response);
    /// assert_eq!(error.docs_url(), Some("https://docs.example.com/errors#NOT_FOUND"));
    /// # Ok::<_, http::Error>(())
    /// ```
    #[must_use]
    pub fn docs_url(&self) -> Option<&str> {
        help_link(self.headers())
    }

    /// The body, if it contains more than [`code_str`](Self::code_str) and [`message`](Self::message): if it is not the
    /// envelope, if the envelope has other members, or if a part of it could not be read.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.0.parts.body.as_deref()
    }

    /// Why the end of the body is missing, if the reader had to stop. The part that arrived is decoded as far as
    /// possible.
    #[must_use]
    pub fn incomplete(&self) -> Option<Incomplete> {
        Some(self.0.fault.as_ref()?.why)
    }

    /// The received parameters of the message, if the catalog sends them for this code.
    pub(crate) fn details(&self) -> Option<Details> {
        let template = self.code()?.template().filter(|template| template.is_sent)?;
        Details::in_body(self.body()?, template.names())
    }

    /// The text for people without values that a log must not have: of a code with parameters, only the `safe` ones are
    /// shown. [`Display`](fmt::Display) and [`Serialize`](serde::Serialize) show it too. It is as untrusted as
    /// [`message`](Self::message).
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/generated/credits.rs"));
    /// # fn main() {
    /// use error_catalog::ReceivedError;
    ///
    /// let credits = params::InsufficientCredits { balance: 3, needed: 12 };
    /// let error = ReceivedError::for_test(credits);
    /// assert_eq!(error.message(), Some("need 12 credits, have 3"));
    /// assert_eq!(error.redacted_message().as_deref(), Some("need 12 credits, have {balance}"));
    /// # }
    /// ```
    #[must_use]
    pub fn redacted_message(&self) -> Option<Cow<'_, str>> {
        log_message(self.code(), self.message(), self.body())
    }

    fn answer(&self) -> Answer<'_, C> {
        Answer { code: self.code(), status: self.0.status, headers: &self.0.headers, body: self.body() }
    }

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

/// Equal in what a program can go by: status, code, message, body, retry advice and wait. Other headers, such as `Date`,
/// do not matter.
impl<C: Code> PartialEq for ReceivedError<C> {
    fn eq(&self, other: &Self) -> bool {
        let head = |error: &Self| (error.status(), error.retry(), error.retry_after());
        head(self) == head(other)
            && self.code_str() == other.code_str()
            && self.message() == other.message()
            && self.body() == other.body()
    }
}

impl<C: Code> fmt::Debug for ReceivedError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("ReceivedError");
        out.field("status", &self.status().as_u16())
            .field("code", &self.code_str())
            .field("message", &self.redacted_message());
        if let Some(body) = self.body() {
            if unsafe_template(self.code()).is_none() {
                out.field("body", &String::from_utf8_lossy(&body[..body.len().min(MAX_SHOWN)]));
            }
            out.field("body_length", &body.len());
        }
        if let Some(fault) = &self.0.fault {
            out.field("incomplete", &fault.why);
        }
        if let Some(request) = &self.0.request {
            out.field("request", &format_args!("{request}"));
        }
        out.finish_non_exhaustive()
    }
}

/// One line for any response: the status, the code, the message or else the start of the body, the request, and its id.
impl<C: Code> fmt::Display for ReceivedError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status().as_u16())?;
        match self.code_str() {
            Some(code) => write!(f, " {}", OneLine(code))?,
            None => write!(f, " {}", self.status().canonical_reason().unwrap_or("error"))?,
        }
        match (self.redacted_message(), self.body()) {
            (Some(message), _) if !message.is_empty() => write!(f, ": {}", OneLine(&message))?,
            // Nothing is missing: for example, a response to a `HEAD` has a code and an empty body.
            (_, Some([])) if self.code_str().is_some() => {}
            (_, Some([])) => f.write_str(": empty body")?,
            (_, Some(_)) if unsafe_template(self.code()).is_some() => f.write_str(": no message")?,
            (_, Some(body)) => {
                let missing = if self.code_str().is_some() { "message" } else { "error envelope" };
                write!(f, ": no {missing}, but {}", BodyText { headers: self.headers(), body })?;
            }
            (_, None) => {}
        }
        if let Some(why) = self.incomplete() {
            write!(f, "; {why}")?;
        }
        match (&self.0.request, self.request_id()) {
            (Some(request), Some(id)) => write!(f, " ({request}, request {})", OneLine(id)),
            (Some(request), None) => write!(f, " ({request})"),
            (None, Some(id)) => write!(f, " (request {})", OneLine(id)),
            (None, None) => Ok(()),
        }
    }
}

/// The source is the error that ended the body, if there was one.
impl<C: Code> Error for ReceivedError<C> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        let source = self.0.fault.as_ref()?.source.as_ref()?;
        Some(&**source)
    }
}
