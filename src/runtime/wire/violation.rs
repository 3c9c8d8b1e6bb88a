//! What is wrong with one field of a request.

use core::fmt;
use core::str;

use serde_json::{Value as Json, json};

use super::limits::MAX_MESSAGE;
use crate::shared::text::{floor_char_boundary, truncate};

/// What is wrong with one field of a request: an entry of `error.details.violations`.
///
/// ```
/// use error_catalog::{ApiError, ErrorCode, Violation};
///
/// let error = ApiError::new(ErrorCode::ValidationError).with_violation("/amount", "must be positive");
/// assert_eq!(error.violations(), [Violation::new("/amount", "must be positive")]);
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Violation {
    pointer: String,
    message: String,
}

impl Violation {
    /// The number of violations that an error sends. An error drops further ones.
    pub const MAX_COUNT: usize = 32;

    /// The longest pointer and the longest message, in bytes.
    const MAX_BYTES: usize = 512;

    /// The name of the list in `error.details`.
    const MEMBER: &'static str = "violations";

    /// A violation of the field at this JSON pointer ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)), such as
    /// `/items/0/price`. The empty pointer is the whole body.
    ///
    /// - A text without a leading `/` is the name of a field of the body.
    /// - A `~` that is not part of `~0` or `~1` is escaped.
    /// - A pointer that is longer than 512 bytes is shortened to a field that contains the field.
    /// - A message that is longer than 512 bytes is cut, and ends in an ellipsis.
    ///
    /// ```
    /// use error_catalog::Violation;
    ///
    /// assert_eq!(Violation::new("/items/0/price", "is missing").pointer(), "/items/0/price");
    /// assert_eq!(Violation::new("a/b", "is missing").pointer(), "/a~1b");
    /// assert_eq!(Violation::new("", "is empty").pointer(), "");
    /// ```
    #[must_use]
    pub fn new(pointer: impl AsRef<str>, message: impl Into<String>) -> Self {
        let message = truncate(message.into().into(), Self::MAX_BYTES).into_owned();
        Self { pointer: valid_pointer(pointer.as_ref()), message }
    }

    /// The JSON pointer of the field.
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// What is wrong, for people. On a client, the text comes from another program, so escape it before you log it.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The entries of a received body, if it is complete JSON. Malformed entries are skipped.
    pub(crate) fn in_body(body: &[u8]) -> Vec<Self> {
        let root = str::from_utf8(body).ok().and_then(|body| body.parse::<Json>().ok());
        let list =
            root.as_ref().and_then(|root| root.get("error")?.get("details")?.get(Self::MEMBER)?.as_array());
        let read = |entry: &Json| {
            let text = |name| entry.get(name).and_then(Json::as_str).map(str::to_owned);
            Some(Self { pointer: text("pointer")?, message: text("message")? })
        };
        list.into_iter().flatten().filter_map(read).collect()
    }

    /// Adds the list to `error.details`.
    pub(crate) fn add_to(details: &mut Json, violations: &[Self]) {
        let entry = |Self { pointer, message }: &Self| json!({ "pointer": pointer, "message": message });
        details[Self::MEMBER] = violations.iter().map(entry).collect();
    }
}

/// `/amount must be positive`, for a message or a log.
impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let space = if self.pointer.is_empty() { "" } else { " " };
        write!(f, "{}{space}{}", self.pointer, self.message)
    }
}

/// Several violations in one text.
pub(crate) struct List<'a>(pub(crate) &'a [Violation]);

impl fmt::Display for List<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for violation in self.0 {
            write!(f, "{separator}{violation}")?;
            separator = "; ";
        }
        Ok(())
    }
}

/// A message that names the violations.
pub(crate) fn named(message: &str, violations: &[Violation]) -> String {
    truncate(format!("{message}: {}", List(violations)).into(), MAX_MESSAGE).into_owned()
}

/// One step of a pointer.
pub(crate) fn push_token(pointer: &mut String, name: &str) {
    pointer.push('/');
    pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
}

fn valid_pointer(text: &str) -> String {
    let mut pointer = String::with_capacity(text.len() + 1);
    if text.is_empty() || text.starts_with('/') {
        let mut rest = text;
        while let Some(at) = rest.find('~') {
            let (before, after) = rest.split_at(at + 1);
            pointer.push_str(before);
            if !after.starts_with(['0', '1']) {
                pointer.push('0');
            }
            rest = after;
        }
        pointer.push_str(rest);
    } else {
        push_token(&mut pointer, text);
    }
    if pointer.len() > Violation::MAX_BYTES {
        // A part of a name would be another field.
        let end = floor_char_boundary(&pointer, Violation::MAX_BYTES + 1);
        pointer.truncate(pointer[..end].rfind('/').unwrap_or_default());
    }
    pointer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pointer_is_valid() {
        for (text, expected) in [
            ("", ""),
            ("/", "/"),
            ("/a/0", "/a/0"),
            ("/a~0b/~1", "/a~0b/~1"),
            ("/a~", "/a~0"),
            ("/a~2", "/a~02"),
            ("/~~1", "/~0~1"),
            ("a~0/b", "/a~00~1b"),
        ] {
            assert_eq!(valid_pointer(text), expected, "{text}");
        }
    }

    #[test]
    fn a_long_pointer_is_that_of_a_parent() {
        let deep = "/aé".repeat(300);
        let short = valid_pointer(&deep);
        assert!(short.len() <= Violation::MAX_BYTES && short.len() > Violation::MAX_BYTES - 5);
        assert!(deep.starts_with(&format!("{short}/")));
        assert_eq!(valid_pointer(&format!("/{}", "a".repeat(600))), "");
        let fits = format!("/{}", "a".repeat(511));
        assert_eq!(valid_pointer(&fits), fits);
        assert_eq!(valid_pointer(&format!("{fits}/b")), fits);
    }

    #[test]
    fn malformed_entries_are_skipped() {
        let read = |list: &str| {
            Violation::in_body(format!(r#"{{"error":{{"details":{{"violations":{list}}}}}}}"#).as_bytes())
        };
        assert_eq!(
            read(
                r#"[1,null,{"pointer":"/a"},{"pointer":1,"message":"m"},{"pointer":"/b","message":"m","more":1}]"#
            ),
            [Violation::new("/b", "m")]
        );
        for list in ["null", "{}", "\"/a\"", "[[]]", "[", "[]"] {
            assert_eq!(read(list), [], "{list}");
        }
        for body in ["", "[]", r#"{"error":"a"}"#, r#"{"error":{"details":[]}}"#, "\u{feff}{}"] {
            assert_eq!(Violation::in_body(body.as_bytes()), [], "{body}");
        }
    }
}
