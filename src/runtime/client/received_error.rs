//! The error that a client gets.

use core::error::Error;
use core::fmt;
use core::time::Duration;
use std::borrow::Cow;
use std::io::Read;

use http::{HeaderMap, Response, StatusCode};

use super::decode::{BorrowedParts, WireCode};
use super::idempotency::Idempotency;
use super::message::Message;
use super::read::{Fault, Incomplete, ReadBody, ReadLimits};
use super::request_id::request_id;
use super::retry;
use crate::runtime::code::{Code, ErrorCode, OTHER};
use crate::runtime::params::details::Details;
use crate::runtime::params::{Params, log_message, unsafe_template};
use crate::shared::retry::Retry;
use crate::shared::text::OneLine;

/// The error that a client reads from any response that is not a success.
///
/// Building one never fails and never loses the status: the envelope, some other JSON, HTML from a proxy and an empty
/// body all give one.
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
/// A code that this build does not know is kept byte for byte. It has no variant, so a `match` on
/// [`code`](Self::code) means the same after the code has become known:
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
pub struct ReceivedError<C = ErrorCode>(Box<Inner<C>>);

#[derive(Clone)]
struct Inner<C> {
    status: StatusCode,
    headers: HeaderMap,
    parts: OwnedParts<C>,
    fault: Option<Fault>,
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
        Self(Box::new(Inner { status, headers, parts, fault }))
    }

    /// Reads the error of a response whose body has arrived.
    ///
    /// The status is not checked: the caller has decided that the response is an error. Whose codes it is read by has
    /// to be said, as in `let error: ReceivedError = ...` for this crate's own.
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

    /// Reads the error from a blocking reader of the body, within limits. An error
    /// of the reader keeps the part that came before it: see [`incomplete`](Self::incomplete).
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

    /// Reads the error from a part of the body.
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

    /// The code as it came over the wire, known or not; `None` where neither the body nor a header had one. What is
    /// longer than 128 bytes is not taken for a code.
    ///
    /// Of an answer that is not in the envelope it is
    ///
    /// - for problem details ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)) the member `code`, or else the `type`:
    ///   the code at its end, if that is one of the catalog, or else all of it;
    /// - for an error of Google's APIs ([AIP-193](https://google.aip.dev/193)), whose `code` is a number, the `reason`
    ///   of its `ErrorInfo`.
    #[must_use]
    pub fn code_str(&self) -> Option<&str> {
        self.0.parts.code.as_str()
    }

    /// The value for a metric's label, and for `error.type` of OpenTelemetry: the code, or `_OTHER` for one that this
    /// build does not know. The number of labels is at most the number of rows plus one.
    #[must_use]
    pub fn label(&self) -> &'static str {
        self.code().map_or(OTHER, Code::as_str)
    }

    /// The status of the response, which need not be the row's: see [`status_mismatch`](Self::status_mismatch).
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Whether the status puts the fault with the request: 400 to 499.
    #[must_use]
    pub fn is_client_error(&self) -> bool {
        self.status().is_client_error()
    }

    /// Whether the status puts the fault with the server: 500 to 599, or beyond what a status can be
    /// ([RFC 9110, 15](https://www.rfc-editor.org/rfc/rfc9110#section-15)).
    #[must_use]
    pub fn is_server_error(&self) -> bool {
        self.status().as_u16() >= 500
    }

    /// Whether the status is not the one that the row of the code has. A proxy has changed it then, or the
    /// server's table is another one. The code is what a program goes by; this is for a log.
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

    /// The technical message of the envelope; of problem details the `detail`, or else the `title`. It is a stranger's
    /// text: escape it before it goes to a log.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.0.parts.message.as_ref().map(Message::as_str)
    }

    /// The parameters of the message, as the type that the generator made for the code: `None` for any other code, and
    /// where the response does not carry them whole. See [`Params`].
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

    /// The headers of the response. Where one that this crate reads is there more than once, the first counts.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The server's id of this request, for support: the first of `x-request-id`,
    /// `request-id` and others like them that the response has.
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

    /// The body, where it says more than [`code_str`](Self::code_str) and [`message`](Self::message) do: where it was
    /// not the envelope, or an envelope with more members, or where a part of it could not be read.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.0.parts.body.as_deref()
    }

    /// Why the end of the body is missing, if the reader had to stop. The part that arrived has been read as
    /// far as it goes.
    #[must_use]
    pub fn incomplete(&self) -> Option<Incomplete> {
        Some(self.0.fault.as_ref()?.why)
    }

    /// The parameters of the message as they came, if the catalog has the code send them.
    pub(crate) fn details(&self) -> Option<Details> {
        let template = self.code()?.template().filter(|template| template.is_sent)?;
        Details::in_body(self.body()?, template.names())
    }

    /// The part of [`message`](Self::message) that a log may show.
    pub(crate) fn log_message(&self) -> Option<Cow<'_, str>> {
        log_message(self.code(), self.message(), self.body())
    }

    /// The retry advice for a request that got this error.
    ///
    /// The first of these that gives an advice decides:
    ///
    /// 1. the retry header of this response (`x-should-retry`);
    /// 2. the row of the code, if this build knows it;
    /// 3. the status: [`Backoff`](Retry::Backoff) for 425 and 429, [`IfIdempotent`](Retry::IfIdempotent) for 408, 502,
    ///    503 and 504, [`Never`](Retry::Never) for any other.
    ///
    /// If 2 and 3 say never but the response has a `Retry-After`, the server expects the request again:
    /// that makes it [`IfIdempotent`](Retry::IfIdempotent).
    #[must_use]
    pub fn retry(&self) -> Retry {
        retry::advice(self.code(), self.0.status, &self.0.headers)
    }

    /// Whether this request may be sent again: [`retry`](Self::retry) allows it, and for `if-idempotent`
    /// the request is idempotent, by its method or by an idempotency key.
    ///
    /// A request that was redirected may have been carried out before, even if the last response says otherwise. Let a
    /// client follow redirects for idempotent requests only.
    ///
    /// It takes the request, or its method if it has no key:
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

    /// The wait that the server asks for: the `Retry-After` of this response, or else the row's, unless the retry
    /// header says never.
    ///
    /// It is in seconds or a time ([RFC 9110, 10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)), in any of
    /// the three forms. A time is taken relative to the `Date` of the response, or to the clock of this machine where
    /// it is missing. A date in the past gives zero, and no wait is longer than a day.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        retry::wait(self.code(), self.0.status, &self.0.headers)
    }

    /// The wait before the next attempt, from the wait that a backoff would make of it by itself; `None` stays `None`,
    /// the backoff's word for *enough*.
    ///
    /// It is [`retry_after`](Self::retry_after) and the backoff on top. So no client comes before the time that the server
    /// has named, and a thousand clients that were told the same time do not all come at it: the jitter of their
    /// backoffs sets them apart.
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
    /// A server can name a day. A client that prefers the error then adds
    /// `.filter(|delay| *delay < Duration::from_secs(20))`.
    #[must_use]
    pub fn next_delay(&self, backoff: Option<Duration>) -> Option<Duration> {
        Some(backoff?.saturating_add(self.retry_after().unwrap_or_default()))
    }
}

impl<C: Code> fmt::Debug for ReceivedError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("ReceivedError");
        out.field("status", &self.status().as_u16())
            .field("code", &self.code_str())
            .field("message", &self.log_message());
        if let Some(body) = self.body() {
            if unsafe_template(self.code()).is_none() {
                out.field("body", &String::from_utf8_lossy(&body[..body.len().min(MAX_SHOWN)]));
            }
            out.field("body_length", &body.len());
        }
        if let Some(fault) = &self.0.fault {
            out.field("incomplete", &fault.why);
        }
        out.finish_non_exhaustive()
    }
}

/// One line in any case: status, code and message, or what came in their place, and the id of the
/// request where there is one.
impl<C: Code> fmt::Display for ReceivedError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status().as_u16())?;
        match self.code_str() {
            Some(code) => write!(f, " {}", OneLine(code))?,
            None => write!(f, " {}", self.status().canonical_reason().unwrap_or("error"))?,
        }
        match (self.log_message(), self.body()) {
            (Some(message), _) if !message.is_empty() => write!(f, ": {}", OneLine(&message))?,
            // Nothing is missing: a response to a `HEAD`, for one.
            (_, Some([])) if self.code_str().is_some() => {}
            (_, Some([])) => f.write_str(": empty body")?,
            (_, Some(_)) if unsafe_template(self.code()).is_some() => f.write_str(": no message")?,
            (_, Some(body)) => {
                let shown = String::from_utf8_lossy(&body[..body.len().min(MAX_SHOWN)]);
                let missing = if self.code_str().is_some() { "message" } else { "error envelope" };
                write!(f, ": no {missing}, but {}", OneLine(shown.trim()))?;
                f.write_str(if body.len() > MAX_SHOWN { "..." } else { "" })?;
            }
            (_, None) => {}
        }
        if let Some(why) = self.incomplete() {
            write!(f, "; {why}")?;
        }
        match self.request_id() {
            Some(id) => write!(f, " (request {})", OneLine(id)),
            None => Ok(()),
        }
    }
}

/// The start of a foreign body, for a person who reads the log.
const MAX_SHOWN: usize = 200;

/// The source is what broke the body, where something did.
impl<C: Code> Error for ReceivedError<C> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        let source = self.0.fault.as_ref()?.source.as_ref()?;
        Some(&**source)
    }
}
