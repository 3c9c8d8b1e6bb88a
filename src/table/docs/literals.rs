//! Texts of a table in the source code of other languages.

/// A text as a string literal of JSON, which is one of TypeScript, Python and Go as well: a table holds no character that
/// they write in another way.
pub(super) fn quote(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A paragraph as lines of a comment.
///
/// A line but the first starts with a letter or a digit: with anything else it could be a tag, a list, a heading or a
/// directive to a tool that reads the comment.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let can_start = word.starts_with(|c: char| c.is_alphanumeric());
        match lines.last_mut() {
            Some(line) if !can_start || line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A reader with what is made from the table in its place.
pub(super) fn fill(reader: &str, place: &str, table: &str) -> String {
    // A reader has one such line.
    reader.replacen(place, table.trim_end(), 1)
}

/// `NotFound` as `NOT_FOUND`.
pub(super) fn screaming(variant: &str) -> String {
    let mut out = String::with_capacity(variant.len() + 4);
    let mut before = 'A';
    for (at, character) in variant.char_indices() {
        let ends_word = !before.is_ascii_uppercase();
        let starts_word = variant[at + 1..].starts_with(|c: char| c.is_ascii_lowercase());
        if at > 0 && character.is_ascii_uppercase() && (ends_word || starts_word) {
            out.push('_');
        }
        out.push(character.to_ascii_uppercase());
        before = character;
    }
    out
}

/// `max_size` as `MaxSize`.
pub(super) fn camel(name: &str) -> String {
    let words = name.split('_').filter_map(|word| {
        let mut rest = word.chars();
        Some(rest.next()?.to_ascii_uppercase().to_string() + rest.as_str())
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_starts_with_what_could_mean_something() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("one @two # three", 3), ["one @two #", "three"]);
        assert_eq!(wrap("  ", 7), [""; 0]);
    }

    #[test]
    fn names_are_those_of_the_language() {
        for (variant, name) in [
            ("NotFound", "NOT_FOUND"),
            ("E20003", "E20003"),
            ("E22p02", "E22P02"),
            ("Tls13Required", "TLS13_REQUIRED"),
            ("KVNotLeader", "KV_NOT_LEADER"),
            ("X", "X"),
        ] {
            assert_eq!(screaming(variant), name);
        }
        for (name, field) in [("max_size", "MaxSize"), ("a", "A"), ("a__b_", "AB"), ("x_1", "X1")] {
            assert_eq!(camel(name), field);
        }
    }
}
