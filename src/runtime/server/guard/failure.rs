//! A service that gives no response at all, as an error with a status.

use core::error::Error;

use http::StatusCode;
use tower::load_shed::error::Overloaded;
use tower::timeout::error::Elapsed;

use crate::runtime::code::Code;
use crate::runtime::server::ApiError;
use crate::shared::retry::Retry;

/// The error type of tower services.
pub(in crate::runtime::server) type BoxError = Box<dyn Error + Send + Sync>;

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
