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
///
/// Instead of a code, it takes [the parameters of a message](crate::Params), or an error with more to say:
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/generated/credits.rs"));
/// # fn main() {
/// use error_catalog::OrCode;
///
/// fn charge(balance: u64, price: u64) -> Result<u64, error_catalog::ApiError<ErrorCode>> {
///     Ok(balance.checked_sub(price).or_code(params::InsufficientCredits { needed: price, balance })?)
/// }
///
/// assert_eq!(charge(12, 3).unwrap(), 9);
/// assert_eq!(charge(3, 12).unwrap_err().message(), "need 12 credits, have 3");
/// # }
/// ```
pub trait OrCode<T> {
    /// Returns the value, or an error with this code. The original error becomes its `source()`: it is logged and never
    /// sent. The errors of `validator` and `garde` become [violations](ApiError::violations), with the features of these names.
    ///
    /// # Errors
    ///
    /// An [`ApiError`] with the code, for an `Err` and for a `None`.
    fn or_code<C: Code>(self, code: impl Into<ApiError<C>>) -> Result<T, ApiError<C>>;
}

impl<T, E: Into<Box<dyn Error + Send + Sync>>> OrCode<T> for Result<T, E> {
    fn or_code<C: Code>(self, code: impl Into<ApiError<C>>) -> Result<T, ApiError<C>> {
        self.map_err(|error| code.into().with_cause(error.into()))
    }
}

impl<T> OrCode<T> for Option<T> {
    fn or_code<C: Code>(self, code: impl Into<ApiError<C>>) -> Result<T, ApiError<C>> {
        self.ok_or_else(|| code.into())
    }
}
