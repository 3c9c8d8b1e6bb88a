//! The response body of a row, written at build time.

/// `{"error":{"code":"...","message":"..."}}`, byte for byte what the envelope serialises to.
pub(super) fn body(code: &str, message: &str) -> String {
    let mut out = String::with_capacity(code.len() + message.len() + 40);
    out.push_str(r#"{"error":{"code":"#);
    write_string(&mut out, code);
    out.push_str(r#","message":"#);
    write_string(&mut out, message);
    out.push_str("}}");
    out
}

/// A JSON string (RFC 8259, 7). A text of a table holds no control character that would have to be escaped.
fn write_string(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            _ => out.push(character),
        }
    }
    out.push('"');
}
