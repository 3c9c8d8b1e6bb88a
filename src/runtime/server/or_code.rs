//! Attaches a code to any other error.

use core::error::Error;

use super::ApiError;
use crate::runtime::code::Code;

/// Gives a failed `Result`, or a `None`, a code.
///
/// ```
/// use error_catalog::{ApiError, ErrorCode, OrCode};
///
/// fn amount(text: &str) -> Result<u32, ApiError> {
///     text.parse::<u32>().or_code(ErrorCode::InvalidAmount)
/// }
///
/// assert_eq!(amount("3")?, 3);
/// assert_eq!(amount("-3").unwrap_err().code(), Some(ErrorCode::InvalidAmount));
/// # Ok::<_, ApiError>(())
/// ```
pub trait OrCode<T> {
    /// The value, or an error with this code. What went wrong is kept as its `source()`, for the log, and never sent.
    ///
    /// # Errors
    ///
    /// An [`ApiError`] with the code if the value is missing.
    fn or_code<C: Code>(self, code: C) -> Result<T, ApiError<C>>;
}

impl<T, E: Into<Box<dyn Error + Send + Sync>>> OrCode<T> for Result<T, E> {
    fn or_code<C: Code>(self, code: C) -> Result<T, ApiError<C>> {
        self.map_err(|error| ApiError::new(code).with_source(error))
    }
}

impl<T> OrCode<T> for Option<T> {
    fn or_code<C: Code>(self, code: C) -> Result<T, ApiError<C>> {
        self.ok_or(ApiError::new(code))
    }
}
