//! The error that a client receives.

use core::error::Error;
use std::borrow::Cow;
use std::io::Read;

use http::{HeaderMap, Method, Response, StatusCode};

use super::decode::{BorrowedParts, WireCode};
use super::help_link::help_link;
use super::message::Message;
use super::read::{Fault, Incomplete, ReadBody, ReadLimits};
use super::request_id::request_id;
use super::request_line::RequestLine;
use super::retry::Answer;
use crate::runtime::code::{Code, ErrorCode, OTHER};
use crate::runtime::params::details::Details;
use crate::runtime::params::{Params, log_message};
use crate::runtime::wire::violation::Violation;
use crate::shared::actor::Actor;

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

    /// Adds the request that failed, for [`Display`](core::fmt::Display) and logs. Credentials, query and fragment of the URL are
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

    pub(super) fn request(&self) -> Option<&RequestLine> {
        self.0.request.as_deref()
    }

    /// The method of the request, if it is known: see [`with_request`](Self::with_request).
    #[must_use]
    pub fn method(&self) -> Option<&Method> {
        self.request()?.method.as_ref()
    }

    /// The URL of the request without credentials, query and fragment, if it is known: see
    /// [`with_request`](Self::with_request). After a redirect, it is the last URL.
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        Some(self.request()?.url())
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
        self.code().is_some_and(|code| code.statuses().all(|status| status != self.status()))
    }

    /// The text for people: the technical message of the envelope, or that of another form of error. The text comes from
    /// another program, so escape it before you log it.
    ///
    /// Frameworks and intermediaries write it into `message`, `detail`, `error_description`, `title`, `errors` and other
    /// members. The texts of a list are joined with `; `. A short body of the type `text/plain` is a message too. HTML is
    /// not: [`Display`](core::fmt::Display) shows its title.
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
    /// shown. [`Display`](core::fmt::Display) and [`Serialize`](serde::Serialize) show it too. It is as untrusted as
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

    pub(super) fn answer(&self) -> Answer<'_, C> {
        Answer { code: self.code(), status: self.0.status, headers: &self.0.headers, body: self.body() }
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

/// The source is the error that ended the body, if there was one.
impl<C: Code> Error for ReceivedError<C> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        let source = self.0.fault.as_ref()?.source.as_ref()?;
        Some(&**source)
    }
}
