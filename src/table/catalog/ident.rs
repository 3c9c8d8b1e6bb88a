//! The Rust variant that a code becomes.

use super::format_rule::FormatRule;
use crate::shared::text::{MAX_CODE, is_code_character};

/// The name people would choose: `NOT_FOUND`, `not_found` and `KV:NotFound` become `NotFound`, `NotFound` and
/// `KvNotFound`.
///
/// Words end at separators and before an upper-case letter that follows a lower-case one. A code that begins with a
/// digit gets an `E` in front, as in `E20003`.
pub(crate) fn variant(code: &str) -> String {
    let mut name = String::with_capacity(code.len());
    if code.starts_with(|first: char| first.is_ascii_digit()) {
        name.push('E');
    }
    for word in code.split(|c: char| !c.is_ascii_alphanumeric()) {
        // A word in mixed case, `NotLeader`, is already written as a name; one in capitals is not.
        let mixed = word.contains(|c: char| c.is_ascii_lowercase());
        for (at, character) in word.chars().enumerate() {
            name.push(match at {
                0 => character.to_ascii_uppercase(),
                _ if mixed => character,
                _ => character.to_ascii_lowercase(),
            });
        }
    }
    name
}

/// Why a name cannot be a variant, or `None` where it can.
pub(crate) fn variant_fault(name: &str) -> Option<&'static str> {
    let mut characters = name.chars();
    if !characters.next().is_some_and(|first| first.is_ascii_uppercase()) {
        return Some("a variant starts with a capital letter, A to Z");
    }
    if !characters.all(|c| c.is_ascii_alphanumeric()) {
        return Some("a variant has only letters and digits, as in `NotFound`");
    }
    match name {
        "Self" => Some("`Self` is a keyword of Rust"),
        // It would hide the constant of that name.
        "ALL" => Some("`ErrorCode::ALL` is the list of all codes"),
        _ => None,
    }
}

/// Whether a name is a keyword of some edition of Rust (<https://doc.rust-lang.org/reference/keywords.html>).
pub(crate) fn is_keyword(name: &str) -> bool {
    KEYWORDS.contains(&name)
}

const KEYWORDS: [&str; 51] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop",
    "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static",
    "struct", "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual",
    "where", "while", "yield",
];

/// Checks the text of a code, and names the rule and the remedy if it fails.
pub(crate) fn code_fault(code: &str) -> Option<(FormatRule, String)> {
    if let Some(found) = code.chars().find(|c| !is_code_character(*c)) {
        let found = found.escape_debug();
        return Some((FormatRule::Code, format!("`{found}` is not a letter, a digit or one of `_ - . : /`")));
    }
    if !code.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return Some((FormatRule::Code, "a code starts with a letter or a digit".to_owned()));
    }
    if let Some(last) = code.chars().last().filter(|last| matches!(last, ':' | '.' | '/')) {
        return Some((
            FormatRule::Code,
            format!("a code does not end with `{last}`, which is punctuation in a sentence"),
        ));
    }
    (code.len() > MAX_CODE).then(|| {
        let length = code.len();
        (FormatRule::Code, format!("{length} characters, at most {MAX_CODE} are allowed"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_are_what_people_would_choose() {
        for (code, name) in [
            ("NOT_FOUND", "NotFound"),
            ("card_declined", "CardDeclined"),
            ("M_FORBIDDEN", "MForbidden"),
            ("KV:Raftstore:NotLeader", "KvRaftstoreNotLeader"),
            ("auth.token.expired", "AuthTokenExpired"),
            ("20003", "E20003"),
            ("22P02", "E22p02"),
            ("rateLimited", "RateLimited"),
            ("TLS13_REQUIRED", "Tls13Required"),
            ("A__B--C", "ABC"),
            ("teapot/is-empty", "TeapotIsEmpty"),
        ] {
            assert_eq!(variant(code), name, "{code}");
            assert_eq!(variant_fault(name), None, "{name}");
        }
    }

    #[test]
    fn names_that_rust_would_not_take_are_refused() {
        for name in ["", "Self", "ALL", "notFound", "Not_Found", "9Lives", "É"] {
            assert!(variant_fault(name).is_some(), "{name}");
        }
    }
}
