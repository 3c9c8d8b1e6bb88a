//! Errors of one's own that know their code.

use core::error::Error;

use super::ApiError;
use crate::code::Code;

/// An error type that names a code per variant, so that `?` turns it into an [`ApiError`]. What it says is kept as the
/// `source()`, for the log, and never sent.
///
/// Every code is one, too.
///
/// ```
/// use std::error::Error;
///
/// use error_catalog::{ApiError, Coded, ErrorCode};
///
/// // As well with `#[derive(thiserror::Error)]` or `#[derive(snafu::Snafu)]`.
/// #[derive(Debug)]
/// enum StorageError {
///     Missing,
///     Refused(std::io::Error),
/// }
///
/// impl std::fmt::Display for StorageError {
///     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
///         f.write_str("storage failed")
///     }
/// }
///
/// impl Error for StorageError {}
///
/// impl Coded for StorageError {
///     type Code = ErrorCode;
///
///     fn code(&self) -> ErrorCode {
///         match self {
///             Self::Missing => ErrorCode::NotFound,
///             Self::Refused(_) => ErrorCode::UploadFailed,
///         }
///     }
/// }
///
/// fn load() -> Result<(), ApiError> {
///     Err(StorageError::Missing)?
/// }
///
/// let error = load().unwrap_err();
/// assert_eq!(error.code(), Some(ErrorCode::NotFound));
/// assert_eq!(error.source().unwrap().to_string(), "storage failed");
/// ```
pub trait Coded: Error + Send + Sized + Sync + 'static {
    /// The codes that it speaks of.
    type Code: Code;

    /// The code of this error.
    fn code(&self) -> Self::Code;

    /// The error as a handler returns it. An implementation may say more than the code, with
    /// [`ApiError::with_message`] and its like.
    fn into_api_error(self) -> ApiError<Self::Code> {
        ApiError::new(self.code()).with_source(self)
    }
}

impl<C: Code> Coded for C {
    type Code = Self;

    fn code(&self) -> Self {
        *self
    }

    fn into_api_error(self) -> ApiError<Self> {
        ApiError::new(self)
    }
}
