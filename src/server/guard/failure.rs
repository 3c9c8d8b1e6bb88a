//! A service that gives no response at all, as an error with a status.

use core::any::Any;
use core::error::Error;
use core::fmt;

use http::StatusCode;
use tower::load_shed::error::Overloaded;
use tower::timeout::error::Elapsed;

use crate::code::Code;
use crate::server::ApiError;
use crate::vocab::Retry;

/// What services fail with.
pub(in crate::server) type BoxError = Box<dyn Error + Send + Sync>;

/// The error for a service that failed. What it says stays in the log.
pub(super) fn failed<C: Code>(error: BoxError) -> ApiError<C> {
    let error = match error.downcast::<ApiError<C>>() {
        Ok(raised) => return *raised,
        Err(error) => error,
    };
    if error.is::<Elapsed>() {
        // The handler was stopped somewhere in the middle.
        return ApiError::from_status(StatusCode::GATEWAY_TIMEOUT).with_source(error);
    }
    if error.is::<Overloaded>() {
        let shed = ApiError::from_status(StatusCode::SERVICE_UNAVAILABLE);
        return shed.with_retry(Retry::Backoff).with_source(error);
    }
    ApiError::from_status(StatusCode::INTERNAL_SERVER_ERROR).with_source(error)
}

/// The error for a service that panicked.
pub(super) fn panicked<C: Code>(payload: Box<dyn Any + Send>) -> ApiError<C> {
    let said = match payload.downcast::<String>() {
        Ok(said) => *said,
        Err(payload) => payload.downcast_ref::<&str>().copied().unwrap_or("no message").to_owned(),
    };
    ApiError::from_status(StatusCode::INTERNAL_SERVER_ERROR).with_source(Panicked(said))
}

/// What a panic said.
#[derive(Debug)]
struct Panicked(String);

impl fmt::Display for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "panicked: {}", self.0)
    }
}

impl Error for Panicked {}
