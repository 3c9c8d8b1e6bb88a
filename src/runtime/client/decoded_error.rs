//! The borrowed form of a received error.

use core::time::Duration;

use http::{HeaderMap, StatusCode};

use super::decode::BorrowedParts;
use super::received_error::ReceivedError;
use super::retry::{self, Answer};
use crate::runtime::code::{Code, ErrorCode, OTHER};
use crate::runtime::params::log_message;
use crate::runtime::wire::idempotency::Idempotency;
use crate::shared::retry::Retry;

/// The error of a response, borrowed from its headers and its body. Use it where a check must not allocate, such as in
/// a proxy or a metric.
///
/// It follows the same rules as [`ReceivedError`], and [`into_owned`](Self::into_owned) converts it into one. For an
/// envelope without escapes it allocates nothing, in any layout that servers send. Without a body, as in a middleware that
/// must not read it, the code is the one in the header.
///
/// ```
/// use error_catalog::{DecodedError, ErrorCode, Retry};
/// use http::{HeaderMap, StatusCode};
///
/// let headers = HeaderMap::new();
/// let body = br#"{"error":{"code":"CANNOT_DELETE_PROCESSING","message":"still rendering"}}"#;
/// let error: DecodedError = DecodedError::new(StatusCode::BAD_REQUEST, &headers, body);
///
/// assert_eq!(error.code(), Some(ErrorCode::CannotDeleteProcessing));
/// assert_eq!(error.message(), Some("still rendering"));
/// assert_eq!(error.retry(), Retry::Backoff);
/// ```
#[derive(Clone)]
pub struct DecodedError<'a, C: Code = ErrorCode> {
    status: StatusCode,
    headers: &'a HeaderMap,
    parts: BorrowedParts<'a, C>,
}

impl<'a, C: Code> DecodedError<'a, C> {
    /// Reads the error of a response. The status is not checked.
    #[must_use]
    pub fn new(status: StatusCode, headers: &'a HeaderMap, body: &'a [u8]) -> Self {
        Self { status, headers, parts: BorrowedParts::new(headers, body) }
    }

    /// Like [`ReceivedError::code`].
    #[must_use]
    pub fn code(&self) -> Option<C> {
        self.parts.code.known()
    }

    /// Like [`ReceivedError::code_str`].
    #[must_use]
    pub fn code_str(&self) -> Option<&str> {
        self.parts.code.as_str()
    }

    /// Like [`ReceivedError::label`].
    #[must_use]
    pub fn label(&self) -> &'static str {
        self.code().map_or(OTHER, Code::as_str)
    }

    /// Like [`ReceivedError::status`].
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Like [`ReceivedError::headers`].
    #[must_use]
    pub fn headers(&self) -> &'a HeaderMap {
        self.headers
    }

    /// Like [`ReceivedError::message`].
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.parts.message.as_deref()
    }

    /// Like [`ReceivedError::body`].
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.parts.body
    }

    fn answer(&self) -> Answer<'_, C> {
        Answer { code: self.code(), status: self.status, headers: self.headers, body: self.parts.body }
    }

    /// Like [`ReceivedError::retry`].
    #[must_use]
    pub fn retry(&self) -> Retry {
        self.answer().advice()
    }

    /// Like [`ReceivedError::may_retry`].
    #[must_use]
    pub fn may_retry(&self, request: impl Into<Idempotency>) -> bool {
        retry::allows(self.retry(), request.into())
    }

    /// Like [`ReceivedError::retry_after`].
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.answer().wait()
    }

    /// Converts it into a [`ReceivedError`], which owns its parts.
    #[must_use]
    pub fn into_owned(self) -> ReceivedError<C> {
        ReceivedError::new(self.status, self.headers.clone(), self.parts.into(), None)
    }
}

impl<C: Code> core::fmt::Debug for DecodedError<'_, C> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("DecodedError")
            .field("status", &self.status.as_u16())
            .field("code", &self.code_str())
            .field("message", &log_message(self.code(), self.message(), self.body()))
            .finish_non_exhaustive()
    }
}
