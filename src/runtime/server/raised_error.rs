//! The error behind a response, for layers.

use core::error::Error;
use core::fmt;
use core::time::Duration;
use std::borrow::Cow;
use std::sync::Arc;

use http::StatusCode;
#[cfg(any(feature = "actix", feature = "tower"))]
use http::header::{HeaderName, HeaderValue};

use super::ApiError;
use super::api_error::{More, Origin};
use crate::runtime::any_code::AnyCode;
use crate::runtime::code::Code;
use crate::runtime::settings::Settings;
use crate::runtime::wire::idempotency::Idempotency;
#[cfg(any(feature = "actix", feature = "tower"))]
use crate::runtime::wire::retry_headers;
use crate::runtime::wire::status_advice;
use crate::runtime::wire::violation::Violation;
use crate::shared::actor::Actor;
use crate::shared::retry::Retry;
use crate::shared::text::OneLine;

/// The error that a response was made from, in the [extensions](http::Response::extensions) of the response.
///
/// It is for layers that count errors, keep an audit log or report to an error tracker. Such a layer serves any
/// catalog, so this type has no parameter. [`source`](Error::source) is the internal cause, which the client does not
/// receive.
///
/// The guard and the framework integrations put it there, for errors that a handler returned and for those that the
/// guard made.
///
/// ```
/// use std::error::Error;
///
/// use error_catalog::{ApiError, ErrorCode, RaisedError};
///
/// let error = ApiError::new(ErrorCode::UploadFailed).with_source("bucket eu-7 is full");
/// let response: http::Response<Vec<u8>> = error.into();
///
/// let raised = response.extensions().get::<RaisedError>().unwrap();
/// assert_eq!(raised.label(), "UPLOAD_FAILED");
/// assert!(raised.counts_against_service());
/// assert_eq!(raised.source().unwrap().to_string(), "bucket eu-7 is full");
/// ```
#[derive(Clone)]
pub struct RaisedError {
    origin: Origin<AnyCode>,
    settings: &'static Settings,
    more: Option<Arc<More>>,
}

impl RaisedError {
    /// The code, if it is in the catalog. See [`ApiError::code`].
    #[must_use]
    pub const fn code(&self) -> Option<AnyCode> {
        match self.origin {
            Origin::Row(code) => Some(code),
            Origin::Bare(_) | Origin::Foreign(_) => None,
        }
    }

    /// The code as it is sent.
    #[must_use]
    pub fn code_str(&self) -> Cow<'_, str> {
        match self.origin {
            Origin::Row(code) => code.as_str().into(),
            Origin::Foreign(_) => {
                self.more.as_ref().and_then(|more| more.code.as_deref()).unwrap_or_default().into()
            }
            Origin::Bare(status) => {
                let style = self.settings.style;
                let number = || style.code(&format!("status {}", status.as_u16()));
                status.canonical_reason().map_or_else(number, |phrase| style.code(phrase)).into()
            }
        }
    }

    /// The label for metrics. See [`ApiError::label`].
    #[must_use]
    pub fn label(&self) -> &'static str {
        self.origin.label()
    }

    /// The status of the error. A handler can send another one: then the response has it.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        More::status(self.more.as_deref(), self.origin)
    }

    /// Who has to act before such a request can succeed: by the row of the code, or else by the status
    /// ([`Actor::of_status`]).
    #[must_use]
    pub fn actor(&self) -> Actor {
        self.code().map_or_else(|| Actor::of_status(self.status().as_u16()), AnyCode::actor)
    }

    /// Whether the service failed, and not the caller ([`Actor::counts_against_service`]): for a service level objective.
    #[must_use]
    pub fn counts_against_service(&self) -> bool {
        self.actor().counts_against_service()
    }

    /// The message that the client receives.
    #[must_use]
    pub fn message(&self) -> &str {
        let own = self.more.as_ref().and_then(|more| more.own_message(self.status()));
        own.unwrap_or_else(|| self.origin.message())
    }

    /// The retry advice: that of the error, or else of the row, or else of the status. `Never` becomes
    /// [`IfIdempotent`](Retry::IfIdempotent) if a wait was set for this response.
    #[must_use]
    pub fn retry(&self) -> Retry {
        let more = self.more.as_ref();
        more.and_then(|more| more.retry).unwrap_or_else(|| {
            match self.code().map_or_else(|| status_advice::of(self.status()), AnyCode::retry) {
                Retry::Never if more.is_some_and(|more| more.retry_after.is_some()) => Retry::IfIdempotent,
                retry => retry,
            }
        })
    }

    /// The wait before the next attempt, if the response has one. The advice `never` has no wait.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        let own = self.more.as_ref().and_then(|more| more.retry_after);
        let wait = own.or_else(|| self.code()?.retry_after())?;
        (self.retry() != Retry::Never).then_some(wait)
    }

    /// Whether the request is idempotent, as far as the error knows it.
    pub(super) fn request(&self) -> Idempotency {
        match &self.more {
            Some(more) if more.is_idempotent => Idempotency::Idempotent,
            _ => Idempotency::Unknown,
        }
    }

    /// The header that tells the answer for a request, and that answer. `None` if the table leaves the header out.
    #[cfg(any(feature = "actix", feature = "tower"))]
    pub(super) fn should_retry(&self, request: Idempotency) -> Option<(&'static HeaderName, HeaderValue)> {
        Some((self.settings.retry_header.as_ref()?, retry_headers::should_retry(self.retry(), request)))
    }

    /// What is wrong with which field of the request. See [`ApiError::violations`].
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        self.more.as_ref().map(|more| &*more.violations).unwrap_or_default()
    }

    /// The part of the message that a log may show.
    fn log_message(&self) -> &str {
        let own = self.more.as_ref().and_then(|more| more.log_message());
        own.unwrap_or_else(|| self.message())
    }

    pub(super) fn debug(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let withheld = self.more.as_ref().and_then(|more| more.withheld_message(self.status()));
        f.debug_struct(name)
            .field("code", &self.code_str())
            .field("message", &self.log_message())
            .field("withheld_message", &withheld)
            .field("violations", &self.violations())
            .field("source", &self.source())
            .finish_non_exhaustive()
    }

    /// Whether its author set this header, by [`ApiError::with_header`] or in the row.
    #[cfg(any(feature = "actix", feature = "tower"))]
    pub(super) fn has_header(&self, name: &HeaderName) -> bool {
        let row = self.code().map(|code| code.row().headers()).unwrap_or_default();
        self.more.as_ref().is_some_and(|more| more.headers.contains_key(name))
            || row.iter().any(|(declared, _)| *declared == name.as_str())
    }

    /// Whether it is from the same table as the codes `C`.
    #[cfg(any(feature = "actix", feature = "tower"))]
    pub(super) fn is_of<C: Code>(&self) -> bool {
        core::ptr::eq(self.settings, C::settings())
    }

    /// Whether the code is another server's, and not in the catalog.
    #[cfg(any(feature = "actix", feature = "tower"))]
    pub(super) const fn is_foreign(&self) -> bool {
        matches!(self.origin, Origin::Foreign(_))
    }
}

impl<C: Code> From<&ApiError<C>> for RaisedError {
    fn from(error: &ApiError<C>) -> Self {
        Self { origin: error.origin(), settings: C::settings(), more: error.more().cloned() }
    }
}

/// For logs. Contains the parts that the client does not receive.
impl fmt::Debug for RaisedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.debug("RaisedError", f)
    }
}

/// One line: the code and the public message. The cause is not in it, but in `source()`.
impl fmt::Display for RaisedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A forwarded code is the text of another server.
        write!(f, "{}: {}", OneLine(&self.code_str()), OneLine(self.log_message()))
    }
}

impl Error for RaisedError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        let source = self.more.as_ref()?.source.as_ref()?;
        Some(&**source)
    }
}
