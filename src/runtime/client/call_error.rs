//! The error of a whole call.

use core::error::Error;
use core::fmt;
use core::time::Duration;

use http::{Method, StatusCode};

use super::failure::Failure;
use super::received_error::ReceivedError;
use super::request_line::RequestLine;
use super::retry;
use crate::runtime::code::{Code, ErrorCode};
use crate::runtime::wire::idempotency::Idempotency;
use crate::shared::actor::Actor;
use crate::shared::retry::Retry;

/// The error of a whole call: of its response, or because there is none. Both have a retry advice.
///
/// The errors of HTTP clients become it with `?`: those of `reqwest`, `ureq`, `hyper-util` and `reqwest-middleware`, with
/// the features of this crate. [`no_response`](Self::no_response) takes the error of any other client.
#[cfg_attr(
    feature = "reqwest",
    doc = "
```no_run
use error_catalog::{CallError, ErrorForCode};

async fn persona(client: &reqwest::Client) -> Result<String, CallError> {
    let response = client.get(\"https://api.example.com/v1/personas/7\").send().await?;
    Ok(response.error_for_code().await?.text().await?)
}
```
"
)]
///
/// ```
/// use std::io;
///
/// use error_catalog::{CallError, Failure, Retry};
/// use http::Method;
///
/// let refused = io::Error::from(io::ErrorKind::ConnectionRefused);
/// let error: CallError = CallError::no_response(refused).with_request(&Method::GET, "https://example.com/v1?key=s");
/// assert_eq!(error.failure(), Some(Failure::Connect));
/// assert_eq!(error.retry(), Retry::IfIdempotent);
/// assert!(error.counts_against_service());
/// assert_eq!(error.to_string(), "no connection (GET https://example.com/v1)");
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum CallError<C: Code = ErrorCode> {
    /// The server has answered with an error.
    Received(ReceivedError<C>),
    /// There is no response, or none that can be read.
    NoResponse(NoResponse),
}

/// Why a call got no response, with the error of the HTTP client as its [`source`](Error::source).
#[derive(Debug)]
pub struct NoResponse {
    failure: Failure,
    request: Option<RequestLine>,
    source: Box<dyn Error + Send + Sync>,
}

impl NoResponse {
    fn new(source: Box<dyn Error + Send + Sync>) -> Self {
        Self { failure: Failure::of(&*source), request: None, source }
    }

    /// Why there is no response.
    #[must_use]
    pub fn failure(&self) -> Failure {
        self.failure
    }
}

impl<C: Code> CallError<C> {
    /// The error of a call that got no response, from the error of the HTTP client. [`Failure::of`] classifies it.
    pub fn no_response(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let error = error.into();
        // These show the URL, if nobody removes it.
        #[cfg(feature = "reqwest")]
        let error = match error.downcast::<reqwest::Error>() {
            Ok(error) => return Self::from(*error),
            Err(error) => error,
        };
        #[cfg(feature = "reqwest-retry")]
        let error = match error.downcast::<reqwest_middleware::Error>() {
            Ok(error) => return Self::from(*error),
            Err(error) => error,
        };
        Self::NoResponse(NoResponse::new(error))
    }

    /// Adds the request that failed, for [`Display`](fmt::Display). Credentials, query and fragment of the URL are left
    /// out.
    #[must_use]
    pub fn with_request(self, method: &Method, url: &str) -> Self {
        match self {
            Self::Received(error) => Self::Received(error.with_request(method, url)),
            Self::NoResponse(error) => {
                let request = Some(RequestLine::new(Some(method.clone()), url));
                Self::NoResponse(NoResponse { request, ..error })
            }
        }
    }

    /// The error of the response, if there is one.
    #[must_use]
    pub fn received(&self) -> Option<&ReceivedError<C>> {
        match self {
            Self::Received(error) => Some(error),
            Self::NoResponse(_) => None,
        }
    }

    /// Why there is no response, if there is none.
    #[must_use]
    pub fn failure(&self) -> Option<Failure> {
        match self {
            Self::Received(_) => None,
            Self::NoResponse(error) => Some(error.failure),
        }
    }

    /// The code of the response, if this build knows it.
    #[must_use]
    pub fn code(&self) -> Option<C> {
        self.received()?.code()
    }

    /// The status of the response.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        Some(self.received()?.status())
    }

    /// The label for metrics: that of the response ([`ReceivedError::label`]), or else of the failure
    /// ([`Failure::as_str`]). So the number of labels is bounded.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self {
            Self::Received(error) => error.label(),
            Self::NoResponse(error) => error.failure.as_str(),
        }
    }

    /// Who has to act before such a request can succeed.
    #[must_use]
    pub fn actor(&self) -> Actor {
        match self {
            Self::Received(error) => error.actor(),
            Self::NoResponse(error) => error.failure.actor(),
        }
    }

    /// Whether the service failed, and not the caller: see [`ReceivedError::counts_against_service`]. It is a predicate for
    /// circuit breakers and service level objectives.
    #[must_use]
    pub fn counts_against_service(&self) -> bool {
        self.actor().counts_against_service()
    }

    /// The retry advice of the response ([`ReceivedError::retry`]), or else of the failure ([`Failure::retry`]).
    #[must_use]
    pub fn retry(&self) -> Retry {
        match self {
            Self::Received(error) => error.retry(),
            Self::NoResponse(error) => error.failure.retry(),
        }
    }

    /// Whether this request may be sent again: see [`ReceivedError::may_retry`].
    #[must_use]
    pub fn may_retry(&self, request: impl Into<Idempotency>) -> bool {
        retry::allows(self.retry(), request.into())
    }

    /// The wait that the response asks for: see [`ReceivedError::retry_after`].
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.received()?.retry_after()
    }

    /// The wait before the next attempt: see [`ReceivedError::next_delay`].
    #[must_use]
    pub fn next_delay(&self, backoff: Option<Duration>) -> Option<Duration> {
        Some(backoff?.saturating_add(self.retry_after().unwrap_or_default()))
    }
}

impl<C: Code> From<ReceivedError<C>> for CallError<C> {
    fn from(error: ReceivedError<C>) -> Self {
        Self::Received(error)
    }
}

/// A URL can have secrets in its query, so the source does not have it.
#[cfg(feature = "reqwest")]
impl<C: Code> From<reqwest::Error> for CallError<C> {
    fn from(error: reqwest::Error) -> Self {
        let request = error.url().map(|url| RequestLine::new(None, url.as_str()));
        match error.status() {
            Some(status) if error.is_status() => Self::Received(ReceivedError::bare(status, request)),
            _ => Self::NoResponse(NoResponse { request, ..NoResponse::new(error.without_url().into()) }),
        }
    }
}

/// The error of the last attempt. The error of another middleware is kept as it is.
#[cfg(feature = "reqwest-retry")]
impl<C: Code> From<reqwest_middleware::Error> for CallError<C> {
    fn from(error: reqwest_middleware::Error) -> Self {
        use reqwest_middleware::Error as Middleware;
        use reqwest_retry::RetryError;
        match error {
            Middleware::Reqwest(error) => error.into(),
            Middleware::Middleware(error) => match error.downcast() {
                Ok(RetryError::Error(error) | RetryError::WithRetries { err: error, .. }) => error.into(),
                Err(error) => Self::NoResponse(NoResponse::new(Middleware::Middleware(error).into())),
            },
        }
    }
}

/// By default, ureq drops the body of an error response. See [`blocking::ErrorForCode`](crate::blocking::ErrorForCode).
#[cfg(feature = "ureq")]
impl<C: Code> From<ureq::Error> for CallError<C> {
    fn from(error: ureq::Error) -> Self {
        match error {
            ureq::Error::StatusCode(status) => match StatusCode::from_u16(status) {
                Ok(status) => Self::Received(ReceivedError::bare(status, None)),
                Err(_) => Self::no_response(error),
            },
            // The text has the whole URL.
            ureq::Error::BadUri(text) => {
                Self::no_response(ureq::Error::BadUri(RequestLine::new(None, &text).url().to_owned()))
            }
            error => Self::no_response(error),
        }
    }
}

#[cfg(feature = "hyper")]
impl<C: Code> From<hyper_util::client::legacy::Error> for CallError<C> {
    fn from(error: hyper_util::client::legacy::Error) -> Self {
        Self::no_response(error)
    }
}

#[cfg(feature = "hyper")]
impl<C: Code> From<hyper::Error> for CallError<C> {
    fn from(error: hyper::Error) -> Self {
        Self::no_response(error)
    }
}

impl<C: Code> fmt::Display for CallError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Received(error) => error.fmt(f),
            Self::NoResponse(error) => error.fmt(f),
        }
    }
}

impl fmt::Display for NoResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.failure.fmt(f)?;
        match &self.request {
            Some(request) => write!(f, " ({request})"),
            None => Ok(()),
        }
    }
}

impl<C: Code> Error for CallError<C> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Received(error) => error.source(),
            Self::NoResponse(error) => error.source(),
        }
    }
}

impl Error for NoResponse {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.source)
    }
}
