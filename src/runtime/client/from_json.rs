//! Errors that are not responses.

use http::{HeaderMap, StatusCode};

use super::ReceivedError;
use super::decode::whole_json;
use crate::runtime::code::Code;
use crate::runtime::wire::json_tree::Json;

impl<C: Code> ReceivedError<C> {
    /// Reads an error that is not an error response: an event of a stream, a line of JSON lines, a message of a WebSocket,
    /// or the body of a response that says 200. `None` if the text is not an error.
    ///
    /// An error is a JSON object with a member `error`, which is an object or a text, or with a list `errors` and no
    /// `data`. It must not be empty.
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
        whole_json(text).filter(is_error)?;
        let read = |status| Self::from_parts(status, HeaderMap::new(), text);
        let error = read(StatusCode::INTERNAL_SERVER_ERROR);
        Some(error.code().map_or(error, |code| read(code.status())))
    }
}

fn is_error(json: &Json<'_>) -> bool {
    let has_error = json.all("error").any(|error| match error {
        Json::Text(text) => !text.trim().is_empty(),
        error => !error.members().is_empty(),
    });
    let has_data = json.get("data").is_some_and(|data| *data != Json::Null);
    has_error || !has_data && json.get("errors").is_some_and(|errors| !errors.items().is_empty())
}
