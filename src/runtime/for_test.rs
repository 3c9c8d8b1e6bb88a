//! Received errors for tests, from the server's half: so they are what a server would send.

use crate::runtime::client::ReceivedError;
use crate::runtime::code::Code;
use crate::runtime::server::ApiError;

impl<C: Code> ReceivedError<C> {
    /// The error that a client receives if a server sends this one: a code, parameters, or an [`ApiError`]. For tests of
    /// programs that handle errors.
    ///
    /// ```
    /// use error_catalog::{ApiError, ErrorCode, ReceivedError};
    ///
    /// let error = ReceivedError::for_test(ErrorCode::NotFound);
    /// assert_eq!((error.status().as_u16(), error.code()), (404, Some(ErrorCode::NotFound)));
    ///
    /// let busy = ApiError::new(ErrorCode::ServiceUnderMaintenance).with_retry_after(std::time::Duration::from_secs(3));
    /// assert_eq!(ReceivedError::for_test(busy).retry_after().map(|wait| wait.as_secs()), Some(3));
    /// ```
    ///
    /// A mock server sends the same bytes: see [`ApiError::into_parts`].
    pub fn for_test(error: impl Into<ApiError<C>>) -> Self {
        let (status, headers, body) = error.into().into_parts();
        Self::from_parts(status, headers, body)
    }
}
