//! Texts of sources, as a table has them.

use core::fmt::Write as _;

use crate::shared::text::is_invisible;
use crate::table::review::LONGEST_MESSAGE;

/// A text in one line, without characters that do not show.
pub(super) fn line(text: &str) -> String {
    let visible: String =
        text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !is_invisible(*c)).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A cell without the marks of Markdown and quotes around all of it.
pub(super) fn bare(text: &str) -> String {
    let mut text = line(text);
    loop {
        let inner = text.trim_matches(['`', '"', '\'', '*', '“', '”', '~']).trim();
        let inner =
            inner.strip_prefix("<code>").and_then(|inner| inner.strip_suffix("</code>")).unwrap_or(inner);
        // JSX has texts in braces.
        let inner = inner.strip_prefix('{').and_then(|inner| inner.strip_suffix('}')).unwrap_or(inner).trim();
        if inner.len() == text.len() {
            return text.replace("\\_", "_");
        }
        text = inner.to_owned();
    }
}

/// A text as a cause of one line, and all of it where that is more.
pub(super) fn cause_and_details(text: &str) -> (String, Option<String>) {
    let whole = line(text);
    // A longer text has its first sentence there.
    if whole.chars().count() <= LONGEST_MESSAGE {
        return (whole, None);
    }
    let end = sentence_end(&whole).filter(|end| *end <= LONGEST_MESSAGE).unwrap_or_else(|| {
        let cut = crate::shared::text::floor_char_boundary(&whole, LONGEST_MESSAGE);
        whole[..cut].rfind(' ').unwrap_or(cut)
    });
    let first = whole[..end].trim_end_matches(['.', ' ', ',', ';', ':']).to_owned();
    let details: Vec<String> = text.lines().map(line).collect();
    (first, Some(details.join("\n").trim().to_owned()))
}

fn sentence_end(text: &str) -> Option<usize> {
    text.match_indices(". ")
        .map(|(at, _)| at)
        .find(|at| !text[..*at].ends_with("e.g") && !text[..*at].ends_with("i.e"))
}

/// A text with placeholders: as a message of a table, with the parameters that it needs.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Template {
    /// With `{name}` for each parameter.
    pub(super) message: String,
    /// With dots in place of each.
    pub(super) text: String,
    /// Names and types.
    pub(super) params: Vec<(String, &'static str)>,
}

/// The placeholders of other languages in a text: `%s`, `${x}`, `{0}`, `{{x}}`, `{x:?}`. `None` if it has none.
pub(super) fn template(text: &str) -> Option<Template> {
    let mut out = Template { message: String::new(), text: String::new(), params: Vec::new() };
    let mut rest = text;
    let mut literal_braces = false;
    while let Some(character) = rest.chars().next() {
        if let Some((length, name, kind)) = placeholder(rest) {
            let name = name.unwrap_or_else(|| format!("value{}", out.params.len() + 1));
            if !out.params.iter().any(|(known, _)| *known == name) {
                out.params.push((name.clone(), kind));
            }
            // Writing to a string does not fail.
            let _ = write!(out.message, "{{{name}}}");
            out.text.push('…');
            rest = &rest[length..];
            continue;
        }
        if let Some(after) = rest.strip_prefix("%%") {
            out.message.push('%');
            out.text.push('%');
            rest = after;
            continue;
        }
        literal_braces |= matches!(character, '{' | '}');
        out.message.push(character);
        out.text.push(character);
        rest = &rest[character.len_utf8()..];
    }
    // A message cannot have braces that are meant as such.
    (!out.params.is_empty() && !literal_braces).then_some(out)
}

/// The length of a placeholder at the start of a text, its name, and the type of its value.
fn placeholder(text: &str) -> Option<(usize, Option<String>, &'static str)> {
    let of = |open: &str, close: &str| {
        let inner = text.strip_prefix(open)?;
        let end = inner.find(close)?;
        let name = inner[..end].split([':', ',']).next().unwrap_or_default().trim();
        let name = name.rsplit('.').next().unwrap_or_default();
        let length = open.len() + end + close.len();
        if name.is_empty() || name.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some((length, None, "string"));
        }
        parameter(name).map(|name| (length, Some(name), "string"))
    };
    if text.starts_with("{{") {
        return of("{{", "}}");
    }
    if text.starts_with("${") {
        return of("${", "}");
    }
    if text.starts_with("#{") {
        return of("#{", "}");
    }
    if text.starts_with('{') {
        return of("{", "}");
    }
    let verb = text.strip_prefix('%')?;
    // Python: `%(name)s`.
    if let Some((name, after)) = verb.strip_prefix('(').and_then(|inner| inner.split_once(')')) {
        let kind = kind(after.chars().next()?)?;
        return Some((name.len() + 4, parameter(name), kind));
    }
    // C, Go and Java: `%s`, `%1$s`, `%-5d`, `%.2f`, `%ld`.
    let length =
        verb.find(|c: char| !matches!(c, '0'..='9' | '$' | '.' | '-' | '+' | '#' | 'l' | 'z' | 'h'))?;
    let kind = kind(verb[length..].chars().next()?)?;
    let next = verb[length + 1..].chars().next();
    // `100 %discount` is no placeholder.
    (!next.is_some_and(char::is_alphanumeric)).then_some((length + 2, None, kind))
}

fn kind(verb: char) -> Option<&'static str> {
    match verb {
        's' | 'v' | 'q' | 'w' | 'r' | 'T' | '@' | 'x' | 'X' => Some("string"),
        'd' | 'i' => Some("i64"),
        'u' => Some("u64"),
        'f' | 'g' | 'e' => Some("f64"),
        't' => Some("bool"),
        _ => None,
    }
}

/// A name as a parameter has it: `userId` is `user_id`.
fn parameter(name: &str) -> Option<String> {
    let words = super::field::words(name).replace(' ', "_");
    let is_name = words.starts_with(|c: char| c.is_ascii_lowercase())
        && words.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    let is_keyword = crate::table::catalog::is_keyword(&words);
    is_name.then(|| if is_keyword { format!("{words}_value") } else { words })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_of_other_languages_become_parameters() {
        for (text, message, params) in [
            ("%s is wrong", "{value1} is wrong", "value1: string"),
            ("User ${userId} is gone", "User {user_id} is gone", "user_id: string"),
            ("{0} of {1}", "{value1} of {value2}", "value1: string, value2: string"),
            ("in DC {{new_dc}}", "in DC {new_dc}", "new_dc: string"),
            ("{resource:?} failed", "{resource} failed", "resource: string"),
            ("%1$s has %2$d", "{value1} has {value2}", "value1: string, value2: i64"),
            ("%(name)s at 100%%", "{name} at 100%", "name: string"),
            ("took %.2f s", "took {value1} s", "value1: f64"),
            ("{x} and {x}", "{x} and {x}", "x: string"),
            ("{type}", "{type_value}", "type_value: string"),
        ] {
            let template = template(text).expect(text);
            let found: Vec<String> =
                template.params.iter().map(|(name, kind)| format!("{name}: {kind}")).collect();
            assert_eq!((&*template.message, &*found.join(", ")), (message, params), "{text}");
        }
        for text in [
            "",
            "100 %",
            "100 %discount",
            "50%",
            "{",
            "{}}{",
            "a {\"b\": 1} c",
            "${",
            "%",
            "{{x}",
            "%(x",
            "{ä}",
        ] {
            assert_eq!(template(text), None, "{text}");
        }
    }

    #[test]
    fn a_long_text_is_split_after_its_first_sentence() {
        let long = format!("The id is unknown, e.g. it was deleted. {}", "More about it. ".repeat(20));
        let (cause, details) = cause_and_details(&long);
        assert_eq!(cause, "The id is unknown, e.g. it was deleted");
        assert_eq!(details.as_deref(), Some(long.trim()));
        assert_eq!(cause_and_details(" a\n\tb\u{200B} "), ("a b".to_owned(), None));
        let (cause, details) = cause_and_details(&"ä".repeat(500));
        assert!(cause.len() <= LONGEST_MESSAGE && details.is_some());
    }

    #[test]
    fn marks_around_a_cell_are_taken_off() {
        for text in ["`A_B`", "**A_B**", "\"A_B\"", "{'A_B'}", "**`A\\_B`**", "~~A_B~~", " A_B "] {
            assert_eq!(bare(text), "A_B", "{text}");
        }
    }
}
