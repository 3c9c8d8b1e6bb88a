//! A received error as people and logs see it: without values that are not safe.

use core::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::body_text::{BodyText, MAX_SHOWN};
use super::received_error::ReceivedError;
use crate::runtime::code::Code;
use crate::runtime::params::unsafe_template;
use crate::shared::text::OneLine;

impl<C: Code> fmt::Debug for ReceivedError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("ReceivedError");
        out.field("status", &self.status().as_u16())
            .field("code", &self.code_str())
            .field("message", &self.redacted_message());
        if let Some(body) = self.body() {
            if unsafe_template(self.code()).is_none() {
                out.field("body", &String::from_utf8_lossy(&body[..body.len().min(MAX_SHOWN)]));
            }
            out.field("body_length", &body.len());
        }
        if let Some(why) = self.incomplete() {
            out.field("incomplete", &why);
        }
        if let Some(request) = self.request() {
            out.field("request", &format_args!("{request}"));
        }
        out.finish_non_exhaustive()
    }
}

/// One line for any response: the status, the code, the message or else the start of the body, the request, and its id.
impl<C: Code> fmt::Display for ReceivedError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status().as_u16())?;
        match self.code_str() {
            Some(code) => write!(f, " {}", OneLine(code))?,
            None => write!(f, " {}", self.status().canonical_reason().unwrap_or("error"))?,
        }
        match (self.redacted_message(), self.body()) {
            (Some(message), _) if !message.is_empty() => write!(f, ": {}", OneLine(&message))?,
            // Nothing is missing: for example, a response to a `HEAD` has a code and an empty body.
            (_, Some([])) if self.code_str().is_some() => {}
            (_, Some([])) => f.write_str(": empty body")?,
            (_, Some(_)) if unsafe_template(self.code()).is_some() => f.write_str(": no message")?,
            (_, Some(body)) => {
                let missing = if self.code_str().is_some() { "message" } else { "error envelope" };
                write!(f, ": no {missing}, but {}", BodyText { headers: self.headers(), body })?;
            }
            (_, None) => {}
        }
        if let Some(why) = self.incomplete() {
            write!(f, "; {why}")?;
        }
        match (self.request(), self.request_id()) {
            (Some(request), Some(id)) => write!(f, " ({request}, request {})", OneLine(id)),
            (Some(request), None) => write!(f, " ({request})"),
            (None, Some(id)) => write!(f, " (request {})", OneLine(id)),
            (None, None) => Ok(()),
        }
    }
}

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
