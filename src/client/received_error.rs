//! The error that a client gets.

use core::error::Error;
use core::fmt;
use core::time::Duration;
use std::borrow::Cow;

use http::{HeaderMap, Response, StatusCode};

use super::decode::{Decoded, WireCode, decode};
use super::retry;
use crate::code::{Code, ErrorCode, OTHER};
use crate::text::OneLine;
use crate::vocab::Retry;

/// What a client gets from any response that is no success.
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
/// A code that this build does not know is kept byte for byte. There is no variant for it, so a `match` on
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
    code: WireCode<C>,
    message: Option<Cow<'static, str>>,
    /// The body, where it was not the envelope.
    body: Option<Box<[u8]>>,
}

impl<C: Code> ReceivedError<C> {
    /// Reads the error of a response whose body has arrived.
    ///
    /// The status is not judged: whoever asks has decided that the response is no success. Whose codes it is read by has
    /// to be said, as in `let error: ReceivedError = ...` for this crate's own.
    pub fn from_response<B: AsRef<[u8]>>(response: Response<B>) -> Self {
        let (parts, body) = response.into_parts();
        Self::from_parts(parts.status, parts.headers, body)
    }

    /// The same from status, headers and body, as any HTTP client has them.
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
        let body = body.as_ref();
        let Decoded { code, message, is_envelope } = decode(&headers, body);
        Self(Box::new(Inner { status, headers, code, message, body: (!is_envelope).then(|| body.into()) }))
    }

    /// The code, if this build knows it.
    #[must_use]
    pub fn code(&self) -> Option<C> {
        match self.0.code {
            WireCode::Known(code) => Some(code),
            WireCode::Unknown(_) | WireCode::Absent => None,
        }
    }

    /// The code as it came over the wire, known or not; `None` where neither the body nor a header had one. What is
    /// longer than 128 bytes is not taken for a code.
    #[must_use]
    pub fn code_str(&self) -> Option<&str> {
        match &self.0.code {
            WireCode::Known(code) => Some(code.as_str()),
            WireCode::Unknown(code) => Some(code),
            WireCode::Absent => None,
        }
    }

    /// The value for a metric's label, and for `error.type` of OpenTelemetry: the code, or `_OTHER` for one that this
    /// build does not know. There are never more of them than rows, and one, whatever servers send.
    #[must_use]
    pub fn label(&self) -> &'static str {
        self.code().map_or(OTHER, Code::as_str)
    }

    /// The status of the response, which need not be the row's.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The technical message of the envelope. It is a stranger's text: escape it before it goes to a log.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// The headers of the response.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The body, where it was something else than the envelope.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.0.body.as_deref()
    }

    /// Whether the same request may be sent again.
    ///
    /// The first that has something to say decides:
    ///
    /// 1. the retry header of this response (`x-should-retry`);
    /// 2. the row of the code, if this build knows it;
    /// 3. the status: [`Backoff`](Retry::Backoff) for 425 and 429, [`IfIdempotent`](Retry::IfIdempotent) for 408, 502,
    ///    503 and 504, [`Never`](Retry::Never) for any other.
    ///
    /// Where 2 and 3 say never but the response names a time in `Retry-After`, the server expects the request again:
    /// that makes it [`IfIdempotent`](Retry::IfIdempotent).
    #[must_use]
    pub fn retry(&self) -> Retry {
        retry::advice(self.code(), self.0.status, &self.0.headers)
    }

    /// How long to wait before the next attempt: the `Retry-After` of this response in seconds, one day at most, or
    /// else the row's.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        retry::retry_after(self.code(), &self.0.headers)
    }
}

impl<C: Code> fmt::Debug for ReceivedError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("ReceivedError");
        out.field("status", &self.status().as_u16())
            .field("code", &self.code_str())
            .field("message", &self.message());
        if let Some(body) = self.body() {
            out.field("body", &String::from_utf8_lossy(body));
        }
        out.finish_non_exhaustive()
    }
}

/// One line, whatever the server sent: status, code and message, or what came in their place.
impl<C: Code> fmt::Display for ReceivedError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status().as_u16())?;
        match self.code_str() {
            Some(code) => write!(f, " {}", OneLine(code))?,
            None => write!(f, " {}", self.status().canonical_reason().unwrap_or("error"))?,
        }
        match (self.message(), self.body()) {
            (Some(message), _) => write!(f, ": {}", OneLine(message)),
            (None, Some([])) => f.write_str(": empty body"),
            (None, Some(body)) => {
                let shown = String::from_utf8_lossy(&body[..body.len().min(MAX_SHOWN)]);
                write!(f, ": no error envelope, but {}", OneLine(shown.trim()))?;
                if body.len() > MAX_SHOWN { f.write_str("...") } else { Ok(()) }
            }
            (None, None) => Ok(()),
        }
    }
}

/// As much of a foreign body as tells a person what it is.
const MAX_SHOWN: usize = 200;

impl<C: Code> Error for ReceivedError<C> {}
