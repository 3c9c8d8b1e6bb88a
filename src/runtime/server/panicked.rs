//! Converts a panic into an error.

use core::any::Any;
use core::error::Error;
use core::fmt;

use http::StatusCode;

use super::ApiError;
use crate::runtime::code::Code;

/// The error for a service that panicked. The message of the panic is logged and never sent.
pub(super) fn panicked<C: Code>(payload: Box<dyn Any + Send>) -> ApiError<C> {
    let said = match payload.downcast::<String>() {
        Ok(said) => *said,
        Err(payload) => payload.downcast_ref::<&str>().copied().unwrap_or("no message").to_owned(),
    };
    ApiError::from_status(StatusCode::INTERNAL_SERVER_ERROR).with_source(Panicked(said))
}

/// The message of a panic.
#[derive(Debug)]
struct Panicked(String);

impl fmt::Display for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "panicked: {}", self.0)
    }
}

impl Error for Panicked {}
