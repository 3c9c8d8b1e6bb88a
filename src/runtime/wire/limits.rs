//! The size of what a response says.

/// The longest message that an [`ApiError`](crate::ApiError) sends or logs, in bytes before they are escaped. A longer one is cut between
/// two characters and ends in an ellipsis. A message can quote what the client sent, so it could be as long as the request.
/// Values of parameters in `error.details` have the same limit.
///
/// ```
/// use error_catalog::{ApiError, ErrorCode, MAX_MESSAGE};
///
/// let error = ApiError::new(ErrorCode::InvalidAmount).with_message("9".repeat(1_000_000));
/// assert_eq!(error.message().len(), MAX_MESSAGE);
/// assert!(error.message().ends_with("9…"));
/// ```
pub const MAX_MESSAGE: usize = 4096;
