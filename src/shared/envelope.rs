//! The envelope as text. This is the one place that writes it: responses, generated code and documents all show what
//! comes from here.

use core::fmt::{Display, Write as _};

/// `{"error":{"code":"...","message":"..."}}`, with `details` (JSON) behind the message where there are any.
pub(crate) fn body(code: &str, message: &str, details: Option<&dyn Display>) -> String {
    let mut out = String::with_capacity(code.len() + message.len() + 40);
    out.push_str(r#"{"error":{"code":"#);
    write_string(&mut out, code);
    out.push_str(r#","message":"#);
    write_string(&mut out, message);
    if let Some(details) = details {
        // Writing to a string does not fail.
        let _ = write!(out, r#","details":{details}"#);
    }
    out.push_str("}}");
    out
}

/// A JSON string ([RFC 8259, 7](https://www.rfc-editor.org/rfc/rfc8259#section-7)), escaped as `serde_json` does.
fn write_string(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\0'..='\u{1f}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(character));
            }
            _ => out.push(character),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_is_what_serde_json_writes() {
        let characters =
            (0..=0x100).filter_map(char::from_u32).chain(['\u{2028}', '\u{1F980}', '\u{10FFFF}']);
        let text: String = characters.collect();
        let mut written = String::new();
        write_string(&mut written, &text);
        assert_eq!(written, serde_json::Value::from(&*text).to_string());
    }

    #[test]
    fn details_come_last() {
        assert_eq!(body("A", "a", None), r#"{"error":{"code":"A","message":"a"}}"#);
        assert_eq!(body("A", "a", Some(&"{}")), r#"{"error":{"code":"A","message":"a","details":{}}}"#);
    }
}
