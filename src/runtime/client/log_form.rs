//! A received error in a log: a form without values that are not safe.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::received_error::ReceivedError;
use crate::runtime::code::Code;

/// What a log may have: `status`, `code`, `message` ([`ReceivedError::redacted_message`]), `retry`, `retry_after_ms`,
/// `request_id`, `method`, `url` and `incomplete`. Members that are not known are left out, and so is the body.
///
/// ```
/// use error_catalog::{ErrorCode, ReceivedError};
///
/// let error = ReceivedError::for_test(ErrorCode::NotFound);
/// let line = serde_json::to_string(&error)?;
/// assert_eq!(line, r#"{"status":404,"code":"NOT_FOUND","message":"Requested pikzonality does not exist","retry":"never"}"#);
/// # Ok::<_, serde_json::Error>(())
/// ```
impl<C: Code> Serialize for ReceivedError<C> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut form = serializer.serialize_struct("ReceivedError", 9)?;
        form.serialize_field("status", &self.status().as_u16())?;
        let wait = self.retry_after().map(|wait| u64::try_from(wait.as_millis()).unwrap_or(u64::MAX));
        let incomplete = self.incomplete().map(|why| why.to_string());
        let message = self.redacted_message();
        field(&mut form, "code", self.code_str())?;
        field(&mut form, "message", message.as_deref())?;
        form.serialize_field("retry", self.retry().as_str())?;
        field(&mut form, "retry_after_ms", wait)?;
        field(&mut form, "request_id", self.request_id())?;
        field(&mut form, "method", self.method().map(http::Method::as_str))?;
        field(&mut form, "url", self.url())?;
        field(&mut form, "incomplete", incomplete.as_deref())?;
        form.end()
    }
}

fn field<F: SerializeStruct>(
    form: &mut F,
    name: &'static str,
    value: Option<impl Serialize>,
) -> Result<(), F::Error> {
    match value {
        Some(value) => form.serialize_field(name, &value),
        None => form.skip_field(name),
    }
}
