//! Errors that are not responses.

use std::collections::BTreeMap;

use http::{HeaderMap, StatusCode};
use serde::de::IgnoredAny;

use super::ReceivedError;
use crate::runtime::code::Code;

impl<C: Code> ReceivedError<C> {
    /// Reads an error that is not an error response: an event of a stream, a line of JSON lines, a message of a WebSocket,
    /// or the body of a response that says 200. `None` if the text is not an object with the member `error` and a code.
    ///
    /// The status is that of the code's row, or 500 if this build does not know the code. The retry advice is that of the
    /// row too.
    ///
    /// ```
    /// use error_catalog::{ErrorCode, ReceivedError, Retry};
    ///
    /// let event = r#"{"error":{"code":"SERVICE_UNDER_MAINTENANCE","message":"Service maintenance window is active"}}"#;
    /// let error: ReceivedError = ReceivedError::from_json(event).unwrap();
    /// assert_eq!(error.code(), Some(ErrorCode::ServiceUnderMaintenance));
    /// assert_eq!((error.status().as_u16(), error.retry()), (503, Retry::Backoff));
    ///
    /// assert!(ReceivedError::<ErrorCode>::from_json(r#"{"delta":"once upon a time"}"#).is_none());
    /// ```
    pub fn from_json(text: impl AsRef<[u8]>) -> Option<Self> {
        let text = text.as_ref();
        #[expect(clippy::zero_sized_map_values, reason = "serde has no set of the members of an object")]
        let members: BTreeMap<String, IgnoredAny> = serde_json::from_slice(text).ok()?;
        members.get("error")?;
        let read = |status| Self::from_parts(status, HeaderMap::new(), text);
        let error = read(StatusCode::INTERNAL_SERVER_ERROR);
        error.code_str()?;
        Some(error.code().map_or(error, |code| read(code.status())))
    }
}
