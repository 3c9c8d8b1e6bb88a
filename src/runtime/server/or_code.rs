//! Attaches a code to any other error.

use core::error::Error;

use super::ApiError;
use crate::runtime::code::Code;

/// Attaches a code to a failed `Result` or to a `None`.
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
    /// Returns the value, or an error with this code. The original error becomes its `source()`: it is logged and never
    /// sent.
    ///
    /// # Errors
    ///
    /// An [`ApiError`] with the code, for an `Err` and for a `None`.
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
