//! The codes in a cell of a source.

use super::text;
use crate::table::catalog::code_fault;

/// A cell of codes, and what else it says.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct CodeCell {
    pub(super) codes: Vec<String>,
    /// What stands in brackets behind it, such as its status.
    pub(super) rest: String,
    pub(super) deprecated: bool,
}

/// Reads a cell, or says why it has no code.
pub(super) fn of(cell: &str) -> Result<CodeCell, String> {
    let (cell, deprecated) = without_mark(cell);
    let bare = text::bare(&cell);
    if bare.is_empty() {
        return Err("there is no code".to_owned());
    }
    let codes = |codes: Vec<String>, rest: &str| CodeCell { codes, rest: rest.to_owned(), deprecated };
    if is_code(&bare) {
        return Ok(codes(vec![bare], ""));
    }
    let parts: Vec<String> = cell
        .split(['\n', ',', ';', '|'])
        .flat_map(|part| part.split(" or "))
        .flat_map(|part| part.split(" / "))
        .map(text::bare)
        .collect();
    if parts.len() > 1 && parts.iter().all(|part| is_code(part) && !is_status(part)) {
        return Ok(codes(parts, ""));
    }
    // `NOT_FOUND (404)`, `404 NOT_FOUND`.
    if let Some((code, rest)) = bare.split_once(['(', '[']) {
        let code = text::bare(code);
        if is_code(&code) {
            return Ok(codes(vec![code], rest.trim_end_matches([')', ']'])));
        }
    }
    if let Some((status, code)) = bare.split_once([' ', '-', ':']) {
        let code = text::bare(code.trim_start_matches(['-', '–', ':', ' ']));
        if is_status(status) && is_code(&code) {
            return Ok(codes(vec![code], status));
        }
    }
    let why = code_fault(&bare).map_or_else(|| "it is no code".to_owned(), |(_, why)| why);
    Err(why)
}

/// A cell without the words that call its code obsolete, and whether it had them.
fn without_mark(cell: &str) -> (String, bool) {
    const MARKS: [&str; 6] =
        ["(deprecated)", "[deprecated]", "(obsolete)", "[obsolete]", "deprecated", "obsolete"];
    let lower = cell.to_ascii_lowercase();
    let struck = cell.trim().starts_with("~~") && cell.trim().ends_with("~~");
    for mark in MARKS {
        let Some(at) = lower.find(mark) else { continue };
        let (before, after) = (&cell[..at], &cell[at + mark.len()..]);
        let is_word =
            |c: Option<char>| !c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
        if is_word(before.chars().next_back())
            && is_word(after.chars().next())
            && !(before.trim().is_empty() && after.trim().is_empty())
        {
            return (format!("{before} {}", after.trim_start_matches(':')), true);
        }
    }
    (cell.to_owned(), struck)
}

/// Whether a text can be a code.
pub(super) fn is_code(text: &str) -> bool {
    code_fault(text).is_none()
}

/// Whether a text is a bare status, such as `404`.
pub(super) fn is_status(text: &str) -> bool {
    text.len() == 3 && text.parse().is_ok_and(|status: u16| (100..=599).contains(&status))
}

/// Whether a text looks like a code and like nothing else: several words joined, or capitals. A word such as `name` does not.
pub(super) fn is_surely_code(text: &str) -> bool {
    let joined = text.contains(['_', '.', ':', '-', '/']) && text.chars().any(|c| c.is_ascii_alphabetic());
    let capitals = text.len() > 3
        && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
        && text.chars().any(|c| c.is_ascii_uppercase());
    let humps = text.chars().next().is_some_and(|c| c.is_ascii_uppercase())
        && text.chars().filter(char::is_ascii_uppercase).count() > 1
        && text.chars().any(|c| c.is_ascii_lowercase());
    is_code(text) && (joined || capitals || humps) && !text.contains("://") && !text.starts_with("www.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_may_have_several_codes_or_marks() {
        for (cell, found, rest, deprecated) in [
            ("`NOT_FOUND`", "NOT_FOUND", "", false),
            ("A_B, C_D", "A_B C_D", "", false),
            ("A_B\nC_D", "A_B C_D", "", false),
            ("`A_B` or `C_D`", "A_B C_D", "", false),
            ("NOT_FOUND (404)", "NOT_FOUND", "404", false),
            ("404 NOT_FOUND", "NOT_FOUND", "404", false),
            ("A_B (deprecated)", "A_B", "", true),
            ("Deprecated: A_B", "A_B", "", true),
            ("~~A_B~~", "A_B", "", true),
            ("DEPRECATED_MODEL", "DEPRECATED_MODEL", "", false),
            ("deprecated", "deprecated", "", false),
            ("auth/user-not-found", "auth/user-not-found", "", false),
            ("20003", "20003", "", false),
        ] {
            let codes = of(cell).expect(cell);
            assert_eq!(
                (&*codes.codes.join(" "), &*codes.rest, codes.deprecated),
                (found, rest, deprecated),
                "{cell}"
            );
        }
        for cell in ["", "``", "Not Found", "a b c", "ä", "_", "A_B:"] {
            assert!(of(cell).is_err(), "{cell}");
        }
    }
}
