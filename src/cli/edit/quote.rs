//! Keys and values as TOML text.

/// Whether a key needs no quotes.
pub(crate) fn is_bare(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

/// A key as TOML.
pub(crate) fn key(key: &str) -> String {
    if is_bare(key) { key.to_owned() } else { string(key) }
}

/// A text as a basic string of one line.
pub(crate) fn string(text: &str) -> String {
    format!("\"{}\"", text.chars().map(|c| escaped(c, "\\n")).collect::<String>())
}

/// A code, or the list of several.
pub(crate) fn codes(codes: &[String]) -> String {
    match codes {
        [code] => string(code),
        codes => format!("[{}]", codes.iter().map(|code| string(code)).collect::<Vec<_>>().join(", ")),
    }
}

/// A text as a basic string that has a line for each of its lines.
pub(crate) fn text(text: &str) -> String {
    if !text.contains('\n') {
        return string(text);
    }
    // The first line break of such a string is not part of it.
    format!("\"\"\"\n{}\"\"\"", text.chars().map(|c| escaped(c, "\n")).collect::<String>())
}

fn escaped(character: char, line_break: &str) -> String {
    match character {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        '\n' => line_break.to_owned(),
        '\t' => "\t".to_owned(),
        c if c.is_control() => format!("\\u{:04X}", u32::from(c)),
        c => c.to_string(),
    }
}
