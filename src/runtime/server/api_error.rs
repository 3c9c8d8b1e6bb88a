//! The error that a handler returns.

use core::error::Error;
use core::fmt;
use core::time::Duration;
use std::borrow::Cow;
use std::sync::Arc;

use http::StatusCode;
use http::header::{HeaderMap, HeaderName, HeaderValue};

use super::status_text;
use super::{RaisedError, row_header};
use crate::runtime::any_code::AnyCode;
use crate::runtime::code::{Code, ErrorCode, OTHER};
use crate::runtime::params::Params;
use crate::runtime::params::details::Details;
use crate::runtime::wire::idempotency::Idempotency;
use crate::runtime::wire::limits::MAX_MESSAGE;
use crate::runtime::wire::violation::Violation;
use crate::shared::retry::Retry;
use crate::shared::text::truncate;

/// The error that a handler returns: a code, and optionally a message, a cause, retry advice and headers.
///
/// An error that is made from a code alone allocates nothing, and its response body is static. The `?` operator
/// converts any code:
///
/// ```
/// use error_catalog::{ApiError, ErrorCode};
///
/// fn persona(id: &str) -> Result<&'static str, ApiError> {
///     let known = [("7c9e6679", "Ada")];
///     let (_, name) = known.iter().find(|(known, _)| *known == id).ok_or(ErrorCode::NotFound)?;
///     Ok(name)
/// }
///
/// assert_eq!(persona("7c9e6679")?, "Ada");
/// assert_eq!(persona("0").unwrap_err().code(), Some(ErrorCode::NotFound));
/// # Ok::<_, ApiError>(())
/// ```
///
/// # Error types of your own
///
/// Implement `From` for an error type of your server, written by hand or with `thiserror` or `snafu`. Choose a code for
/// each variant, and keep the error as the source. The `?` operator then converts it:
///
/// ```
/// use std::error::Error;
/// use std::fmt;
///
/// use error_catalog::{ApiError, ErrorCode};
///
/// #[derive(Debug)]
/// enum StorageError {
///     Missing,
///     Full { bucket: &'static str },
/// }
///
/// impl From<StorageError> for ApiError {
///     fn from(error: StorageError) -> Self {
///         let code = match error {
///             StorageError::Missing => ErrorCode::NotFound,
///             StorageError::Full { .. } => ErrorCode::UploadFailed,
///         };
///         Self::new(code).with_source(error)
///     }
/// }
///
/// fn upload() -> Result<(), ApiError> {
///     Err(StorageError::Full { bucket: "eu-7" })?
/// }
///
/// let error = upload().unwrap_err();
/// assert_eq!(error.code(), Some(ErrorCode::UploadFailed));
/// assert_eq!(error.source().unwrap().to_string(), "bucket eu-7 is full");
///
/// # impl Error for StorageError {}
/// impl fmt::Display for StorageError {
///     fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
///         match self {
///             Self::Missing => f.write_str("no such object"),
///             Self::Full { bucket } => write!(f, "bucket {bucket} is full"),
///         }
///     }
/// }
/// ```
///
/// # What the client receives
///
/// The client receives the code, and the message of the row or the message that you set. The internal cause
/// ([`source`](Error::source)) stays on the server. The body, the headers and [`Display`] do not contain it.
///
/// [`Display`]: fmt::Display
#[derive(Clone)]
pub struct ApiError<C = ErrorCode> {
    origin: Origin<C>,
    /// Behind a pointer, so that a `Result` stays small. Shared by clones. `None` if the error is made from a code alone.
    more: Option<Arc<More>>,
}

/// The origin of code and status.
#[derive(Clone, Copy)]
pub(super) enum Origin<C> {
    Row(C),
    /// A bare status without a row.
    Bare(StatusCode),
    /// Another server's error, with a code that is not in the catalog: see [`More::code`].
    Foreign(StatusCode),
}

impl Origin<AnyCode> {
    pub(super) const fn status(self) -> StatusCode {
        match self {
            Self::Row(code) => code.status(),
            Self::Bare(status) | Self::Foreign(status) => status,
        }
    }

    /// The message of an error without one of its own.
    pub(super) fn message(self) -> &'static str {
        match self {
            Self::Row(code) => code.message(),
            Self::Bare(status) | Self::Foreign(status) => {
                status.canonical_reason().unwrap_or("Unknown error")
            }
        }
    }

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Row(code) => code.as_str(),
            Self::Bare(status) => status_text::digits(status),
            Self::Foreign(_) => OTHER,
        }
    }
}

#[derive(Clone, Default)]
pub(super) struct More {
    pub(super) code: Option<Box<str>>,
    /// The status of the response, where it is another one of the row.
    status: Option<StatusCode>,
    message: Option<Cow<'static, str>>,
    audience: Audience,
    /// The message for logs, if logs may not show all of it.
    pub(super) log_message: Option<Box<str>>,
    pub(super) details: Option<Details>,
    pub(super) violations: Vec<Violation>,
    /// The message and the message for logs, with the violations, where a response does not list them.
    pub(super) named_message: Option<Box<str>>,
    pub(super) named_log_message: Option<Box<str>>,
    pub(super) source: Option<Arc<dyn Error + Send + Sync>>,
    pub(super) retry: Option<Retry>,
    /// Whether the request is known to be idempotent.
    pub(super) is_idempotent: bool,
    pub(super) retry_after: Option<Duration>,
    /// The headers that were added to the error.
    pub(super) headers: HeaderMap,
    /// The headers of the row whose values are made from parameters.
    pub(super) row_headers: Vec<(HeaderName, HeaderValue)>,
}

impl More {
    /// The status of the response.
    pub(super) fn status(more: Option<&Self>, origin: Origin<AnyCode>) -> StatusCode {
        more.and_then(|more| more.status).unwrap_or_else(|| origin.status())
    }

    /// The message that overrides the message of the row, with the violations that it names.
    pub(super) fn own_message(&self, status: StatusCode) -> Option<&str> {
        self.named_message.as_deref().or_else(|| self.sent_message(status))
    }

    /// The part of the message that a log may show, if it may not show all of it.
    pub(super) fn log_message(&self) -> Option<&str> {
        self.named_log_message.as_deref().or(self.log_message.as_deref())
    }

    /// The message without violations, if it is sent with this status.
    pub(super) fn sent_message(&self, status: StatusCode) -> Option<&str> {
        let is_sent = match self.audience {
            #[cfg(any(feature = "actix", feature = "axum"))]
            Audience::Logs => false,
            Audience::ByStatus => !status.is_server_error(),
            Audience::Everyone => true,
        };
        self.message.as_deref().filter(|_| is_sent)
    }

    /// The message, if it is only logged.
    pub(super) fn withheld_message(&self, status: StatusCode) -> Option<&str> {
        self.message.as_deref().filter(|_| self.sent_message(status).is_none())
    }
}

/// Who may read the message of an error.
#[derive(Clone, Copy, Default)]
enum Audience {
    /// Logs only.
    #[cfg(any(feature = "actix", feature = "axum"))]
    Logs,
    /// Also the client, unless the status is a 5xx.
    #[default]
    ByStatus,
    /// Also the client, with any status.
    Everyone,
}

impl<C: Code> ApiError<C> {
    /// An error with the message and the advice of its row.
    pub const fn new(code: C) -> Self {
        Self { origin: Origin::Row(code), more: None }
    }

    /// An error for a bare status, such as the 404 of a framework. It has the code and the status of the row whose
    /// `default_for` lists the status.
    ///
    /// Without such a row, the status stays, and the code is its reason phrase in the style of the table. A client
    /// treats it as a code that it does not know. A status that is not an error becomes a 500.
    ///
    /// ```
    /// use error_catalog::{ApiError, ErrorCode};
    /// use http::StatusCode;
    ///
    /// let error: ApiError = ApiError::from_status(StatusCode::NOT_FOUND);
    /// assert_eq!(error.code(), Some(ErrorCode::NotFound));
    ///
    /// let error: ApiError = ApiError::from_status(StatusCode::METHOD_NOT_ALLOWED);
    /// assert_eq!(error.code(), None);
    /// assert_eq!(error.code_str(), "METHOD_NOT_ALLOWED");
    /// assert_eq!(error.status(), 405);
    /// ```
    #[must_use]
    pub fn from_status(status: StatusCode) -> Self {
        let is_error = status.is_client_error() || status.is_server_error();
        let status = if is_error { status } else { StatusCode::INTERNAL_SERVER_ERROR };
        match C::default_for(status) {
            Some(code) => Self::new(code).with_status(status),
            None => Self { origin: Origin::Bare(status), more: None },
        }
    }

    /// The error for the rejection of a framework. The text of a 4xx describes what the client sent, so the client
    /// receives it. The text of a 5xx names types of the server, and is only logged, whatever the status of the row is.
    #[cfg(any(feature = "actix", feature = "axum"))]
    pub(super) fn rejected(status: StatusCode, text: String) -> Self {
        let audience = if status.is_client_error() { Audience::ByStatus } else { Audience::Logs };
        Self::from_status(status).set_message(text, audience)
    }

    /// Like `new`, for a code of another server that is not in the catalog.
    pub(crate) fn foreign(status: StatusCode, code: &str) -> Self {
        let mut error = Self::from_status(status);
        error.origin = Origin::Foreign(error.status());
        error.more_mut().code = Some(code.into());
        error
    }

    /// An error with the message of these parameters.
    pub(crate) fn with_params<P: Params<Code = C>>(params: &P) -> Self {
        let mut error =
            Self::new(P::CODE).with_public_message(params.message()).with_log_message(&params.log_message());
        error.more_mut().row_headers = row_header::rendered(P::CODE.row(), params);
        if P::TEMPLATE.is_sent {
            error.with_details(Details::of(P::TEMPLATE.names().zip(params.values())))
        } else {
            error
        }
    }

    /// Sets the message for logs.
    pub(crate) fn with_log_message(mut self, message: &str) -> Self {
        self.more_mut().log_message = Some(truncate(message.into(), MAX_MESSAGE).into());
        self.name_violations();
        self
    }

    /// Also sends the parameters of the message.
    pub(crate) fn with_details(mut self, details: Details) -> Self {
        self.more_mut().details = Some(details);
        self
    }

    /// Overrides the message of the row.
    ///
    /// For a 5xx, the message is only logged, and the client receives the message of the row. Details of a server fault
    /// are for the operators of the server. [`with_public_message`](Self::with_public_message) sends a message with any
    /// status. A message that is longer than [`MAX_MESSAGE`](crate::MAX_MESSAGE) is cut.
    ///
    /// ```
    /// use error_catalog::{ApiError, ErrorCode};
    ///
    /// let error = ApiError::new(ErrorCode::InvalidAmount).with_message("amount is -3");
    /// assert_eq!(error.message(), "amount is -3");
    ///
    /// let error = ApiError::new(ErrorCode::UploadFailed).with_message("bucket eu-7 is full");
    /// assert_eq!(error.message(), ErrorCode::UploadFailed.message());
    /// ```
    #[must_use]
    pub fn with_message(self, message: impl Into<Cow<'static, str>>) -> Self {
        self.set_message(message, Audience::ByStatus)
    }

    /// Overrides the message of the row, with any status. Use it only for a text that contains nothing internal.
    ///
    /// ```
    /// use error_catalog::{ApiError, ErrorCode};
    ///
    /// let error = ApiError::new(ErrorCode::ServiceUnderMaintenance).with_public_message("back at 14:00 UTC");
    /// assert_eq!(error.message(), "back at 14:00 UTC");
    /// ```
    #[must_use]
    pub fn with_public_message(self, message: impl Into<Cow<'static, str>>) -> Self {
        self.set_message(message, Audience::Everyone)
    }

    fn set_message(mut self, message: impl Into<Cow<'static, str>>, audience: Audience) -> Self {
        let more = self.more_mut();
        more.message = Some(truncate(message.into(), MAX_MESSAGE));
        more.log_message = None;
        more.audience = audience;
        self.name_violations();
        self
    }

    /// Attaches the cause. It is logged and never sent.
    ///
    /// ```
    /// use std::error::Error;
    ///
    /// use error_catalog::{ApiError, ErrorCode};
    ///
    /// let error = ApiError::new(ErrorCode::UploadFailed).with_source("bucket eu-7 is full");
    /// assert_eq!(error.source().unwrap().to_string(), "bucket eu-7 is full");
    /// assert_eq!(error.message(), "Failed to upload generated output to storage");
    /// ```
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.more_mut().source = Some(Arc::from(source.into()));
        self
    }

    /// Overrides the retry advice of the row for this response.
    ///
    /// ```
    /// use error_catalog::{ApiError, ErrorCode, Retry};
    ///
    /// // It failed before any work was done.
    /// let error = ApiError::new(ErrorCode::FalError).with_retry(Retry::Backoff);
    /// assert_eq!(error.into_parts().1["x-should-retry"], "true");
    /// ```
    #[must_use]
    pub fn with_retry(mut self, retry: Retry) -> Self {
        self.more_mut().retry = Some(retry);
        self
    }

    /// Sets the request that this error answers. It decides what `x-should-retry` says for the advice `if-idempotent`:
    /// `true` if the request is [idempotent](Idempotency), otherwise `false`. An unknown request counts as not idempotent.
    ///
    /// The guard of axum, tower and actix-web does this for all its errors. Without a guard, pass the request, or only its
    /// method.
    ///
    /// ```
    /// use error_catalog::{ApiError, ErrorCode};
    /// use http::{Method, Request};
    ///
    /// let timeout = || ApiError::new(ErrorCode::GenerationTimeout);
    /// let (_, headers, _) = timeout().for_request(&Method::POST).into_parts();
    /// assert_eq!(headers["x-should-retry"], "false");
    /// assert_eq!(headers["x-retry-advice"], "if-idempotent");
    ///
    /// let request = Request::post("/v1/thumbnails").header("Idempotency-Key", "8e03978e").body(())?;
    /// let (_, headers, _) = timeout().for_request(&request).into_parts();
    /// assert_eq!(headers["x-should-retry"], "true");
    /// # Ok::<_, http::Error>(())
    /// ```
    #[must_use]
    pub fn for_request(mut self, request: impl Into<Idempotency>) -> Self {
        let is_idempotent = request.into() == Idempotency::Idempotent;
        // Unknown is the default, which needs no memory.
        if is_idempotent || self.more.is_some() {
            self.more_mut().is_idempotent = is_idempotent;
        }
        self
    }

    /// Overrides the wait of the row for this response. `Retry-After` is in whole seconds, so a fraction is rounded up.
    ///
    /// A server that sets a wait expects the request again. If the row says `never`, the advice becomes `if-idempotent`.
    /// If [`with_retry`](Self::with_retry) says `never`, the response has no wait.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use error_catalog::{ApiError, ErrorCode};
    ///
    /// let error = ApiError::new(ErrorCode::CannotDeleteProcessing).with_retry_after(Duration::from_millis(1_500));
    /// assert_eq!(error.into_parts().1["retry-after"], "2");
    /// ```
    #[must_use]
    pub fn with_retry_after(mut self, wait: Duration) -> Self {
        self.more_mut().retry_after = Some(wait);
        self
    }

    /// Adds a header to the response, such as `Allow` on a 405. It overrides a header that the row has in its column
    /// `headers`. A header of the same name that was added before stays beside it. `content-type`, `content-length`, and the
    /// headers of the code and of the advice cannot be replaced.
    ///
    /// ```
    /// use error_catalog::{ApiError, ErrorCode};
    /// use http::header::{HeaderValue, WWW_AUTHENTICATE};
    ///
    /// let error = ApiError::new(ErrorCode::MissingApiKey)
    ///     .with_header(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    /// assert_eq!(error.into_parts().1["www-authenticate"], "Bearer");
    /// ```
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.more_mut().headers.append(name, value);
        self
    }

    /// Sends the error with another status of its row: one that the column `also` lists. Any other changes nothing, since clients
    /// rely on the statuses of the table.
    ///
    /// ```
    /// use error_catalog::{ApiError, ErrorCode};
    /// use http::StatusCode;
    ///
    /// let error = ApiError::new(ErrorCode::NotFound).with_status(StatusCode::BAD_GATEWAY);
    /// assert_eq!(error.status(), 404, "the row has no other");
    /// ```
    #[must_use]
    pub fn with_status(mut self, status: StatusCode) -> Self {
        if let Origin::Row(code) = self.origin {
            if code.statuses().any(|known| known == status) && self.status() != status {
                self.more_mut().status = Some(status);
            }
        }
        self
    }

    /// The code, if the catalog has it. `None` for a bare status without a row, and for a
    /// [forwarded](crate::ReceivedError::forward) code that only another server's table has.
    #[must_use]
    pub const fn code(&self) -> Option<C> {
        match self.origin {
            Origin::Row(code) => Some(code),
            Origin::Bare(_) | Origin::Foreign(_) => None,
        }
    }

    /// The code as it is sent.
    #[must_use]
    pub fn code_str(&self) -> Cow<'static, str> {
        match self.origin {
            Origin::Row(code) => Cow::Borrowed(code.as_str()),
            _ => RaisedError::from(self).code_str().into_owned().into(),
        }
    }

    /// The status of the response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        More::status(self.more.as_deref(), self.origin())
    }

    /// The message that the client receives.
    #[must_use]
    pub fn message(&self) -> &str {
        self.own_message().unwrap_or_else(|| self.origin().message())
    }

    /// The message without violations.
    pub(super) fn base_message(&self) -> &str {
        let sent = self.more.as_ref().and_then(|more| more.sent_message(self.status()));
        sent.unwrap_or_else(|| self.origin().message())
    }

    /// The label for metrics, and the `error.type` of OpenTelemetry: the code, or the number of a status without a row,
    /// or `_OTHER` for a [forwarded](crate::ReceivedError::forward) code that is not in the catalog. All of them are
    /// fixed sets, so the number of labels stays small.
    ///
    /// ```
    /// use error_catalog::{ApiError, ErrorCode};
    /// use http::StatusCode;
    ///
    /// assert_eq!(ApiError::new(ErrorCode::NotFound).label(), "NOT_FOUND");
    /// assert_eq!(ApiError::<ErrorCode>::from_status(StatusCode::METHOD_NOT_ALLOWED).label(), "405");
    /// ```
    #[must_use]
    pub fn label(&self) -> &'static str {
        self.origin().label()
    }

    /// A message that overrides the row's message, and is sent.
    pub(super) fn own_message(&self) -> Option<&str> {
        self.more.as_ref()?.own_message(self.status())
    }

    /// A message that is only logged.
    #[cfg(feature = "tracing")]
    pub(super) fn withheld_message(&self) -> Option<&str> {
        self.more.as_ref()?.withheld_message(self.status())
    }

    pub(super) fn origin(&self) -> Origin<AnyCode> {
        match self.origin {
            Origin::Row(code) => Origin::Row(AnyCode::from(code)),
            Origin::Bare(status) => Origin::Bare(status),
            Origin::Foreign(status) => Origin::Foreign(status),
        }
    }

    pub(super) fn more(&self) -> Option<&Arc<More>> {
        self.more.as_ref()
    }

    pub(super) fn headers(&self) -> Option<&HeaderMap> {
        Some(&self.more.as_ref()?.headers)
    }

    pub(super) fn take_headers(&mut self) -> HeaderMap {
        let take = |more: &mut Arc<More>| match Arc::get_mut(more) {
            Some(more) => core::mem::take(&mut more.headers),
            None => more.headers.clone(),
        };
        self.more.as_mut().map(take).unwrap_or_default()
    }

    pub(super) fn more_mut(&mut self) -> &mut More {
        Arc::make_mut(self.more.get_or_insert_default())
    }
}

impl<C: Code> From<C> for ApiError<C> {
    fn from(code: C) -> Self {
        Self::new(code)
    }
}

/// For an error that several callers wait for, as a cache returns it.
impl<C: Code> From<Arc<Self>> for ApiError<C> {
    fn from(shared: Arc<Self>) -> Self {
        Arc::unwrap_or_clone(shared)
    }
}

/// For logs. Contains the parts that the client does not receive.
impl<C: Code> fmt::Debug for ApiError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        RaisedError::from(self).debug("ApiError", f)
    }
}

/// One line: the code and the public message. The cause is not in it, but in `source()`.
impl<C: Code> fmt::Display for ApiError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        RaisedError::from(self).fmt(f)
    }
}

impl<C: Code> Error for ApiError<C> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        let source = self.more.as_ref()?.source.as_ref()?;
        Some(&**source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checked-in code of older versions can give a bare 500 the row of a 4xx.
    #[cfg(any(feature = "actix", feature = "axum"))]
    #[test]
    fn a_rejection_of_a_5xx_is_withheld_whatever_the_row_is() {
        let rejected = |status| ApiError::<ErrorCode>::rejected(status, "of type `app::Secret`".to_owned());
        let mut error = rejected(StatusCode::INTERNAL_SERVER_ERROR);
        error.origin = Origin::Row(ErrorCode::ValidationError);
        assert_eq!(error.message(), ErrorCode::ValidationError.message());
        assert_eq!(error.withheld_message(), Some("of type `app::Secret`"));
        assert_eq!(rejected(StatusCode::BAD_REQUEST).message(), "of type `app::Secret`");
    }
}
