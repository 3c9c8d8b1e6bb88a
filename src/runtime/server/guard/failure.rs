//! Converts the failure of a service into an error with a status.

use core::error::Error;

use http::StatusCode;
use tower::load_shed::error::Overloaded;
use tower::timeout::error::Elapsed;

use crate::runtime::code::Code;
use crate::runtime::server::ApiError;
use crate::shared::retry::Retry;

/// The error type of tower services.
pub(in crate::runtime::server) type BoxError = Box<dyn Error + Send + Sync>;

/// The error for a service that failed. An [`ApiError`] stays as it is. Any other error is only logged.
pub(super) fn failed<C: Code>(error: BoxError) -> ApiError<C> {
    let error = match error.downcast::<ApiError<C>>() {
        Ok(raised) => return *raised,
        Err(error) => error,
    };
    if error.is::<Elapsed>() {
        // The handler was stopped before its end.
        return ApiError::from_status(StatusCode::GATEWAY_TIMEOUT).with_source(error);
    }
    if error.is::<Overloaded>() {
        let shed = ApiError::from_status(StatusCode::SERVICE_UNAVAILABLE);
        return shed.with_retry(Retry::Backoff).with_source(error);
    }
    ApiError::from_status(StatusCode::INTERNAL_SERVER_ERROR).with_source(error)
}
