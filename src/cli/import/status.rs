//! A status as sources spell it: `404`, `403 Forbidden`, `HttpStatus.NOT_FOUND`, `http.StatusConflict`, `// HTTP: 400`.

use http::StatusCode;

/// The statuses in a text that is about a status, in the order of the text.
pub(super) fn all(text: &str) -> Vec<u16> {
    let mut found: Vec<u16> = numbers(text).filter(|number| (100..=999).contains(number)).collect();
    if found.is_empty() {
        let parts = text.split([',', '|', ';', '\n']).map(str::trim);
        found = parts.filter_map(named).collect();
    }
    let mut seen = Vec::new();
    found.retain(|status| {
        !seen.contains(status) && {
            seen.push(*status);
            true
        }
    });
    found
}

/// The status that a text of any kind spells as one: `HTTP 404`, `(404)`, `status: 404`, `// HTTP: 400`, `404 Not Found`,
/// `HttpStatus.NOT_FOUND`. A number that only happens to have three digits is none.
pub(super) fn spelled(text: &str) -> Option<u16> {
    let text = text.trim();
    let lower = text.to_lowercase();
    let labelled = [
        "http status code",
        "http status",
        "http mapping",
        "status code",
        "status",
        "http code",
        "http/1.1",
        "http",
    ];
    let after = |label: &str| {
        let at = lower.find(label)? + label.len();
        let rest = lower.get(at..)?.trim_start_matches([':', '=', ' ', '(', '`', '*', '_', '.', '"', '\'']);
        number_at_start(rest)
    };
    let bracketed = || {
        let inner = lower.split('(').skip(1).find_map(|part| part.split(')').next());
        inner.filter(|inner| inner.trim().len() == 3).and_then(number_at_start)
    };
    let found = labelled.iter().find_map(|label| after(label)).or_else(bracketed);
    found.or_else(|| phrase(&lower)).or_else(|| text.split_whitespace().find_map(qualified))
}

/// The status that a text begins with, with its reason phrase, and what follows.
pub(super) fn leading(text: &str) -> (Option<u16>, &str) {
    let Some(status) = number_at_start(text) else { return (None, text) };
    let rest = text[3..].trim_start();
    let reason =
        StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or_default();
    match rest.get(..reason.len()).filter(|start| !reason.is_empty() && start.eq_ignore_ascii_case(reason)) {
        Some(_) => (Some(status), &rest[reason.len()..]),
        None if rest.is_empty() || rest.starts_with([':', '-', '–', '—', ',', '.', '(']) => {
            (Some(status), rest)
        }
        None => (None, text),
    }
}

/// `404 Not Found`, and `404` alone.
fn phrase(text: &str) -> Option<u16> {
    let status = number_at_start(text)?;
    let rest = text.get(3..)?.trim_matches(|c: char| !c.is_alphanumeric());
    let reason = StatusCode::from_u16(status).ok()?.canonical_reason().unwrap_or_default();
    (rest.is_empty() || squeezed(rest).starts_with(&squeezed(reason)) && !reason.is_empty()).then_some(status)
}

/// A status at the start of a text, and no longer number.
fn number_at_start(text: &str) -> Option<u16> {
    let digits = text.get(..3)?;
    let next = text[3..].chars().next();
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    let ends = !next.is_some_and(|next| next.is_alphanumeric() || next == '_');
    digits.parse().ok().filter(|status| is_number && ends && (100..=599).contains(status))
}

/// A constant of some library: a name with a prefix that says that it is a status.
fn qualified(word: &str) -> Option<u16> {
    let lower = word.to_lowercase();
    (lower.contains("status") || lower.starts_with("http")).then(|| named(word)).flatten()
}

/// The status of a name: of a reason phrase, or of a constant that is named after one.
pub(super) fn named(text: &str) -> Option<u16> {
    let last = text.trim().trim_matches(|c: char| !c.is_alphanumeric()).rsplit(['.', ':', '/']).next()?;
    let squeezed = squeezed(last);
    // `HTTP_404_NOT_FOUND`, `Status404NotFound`.
    if let Some(status) = numbers(&squeezed).find(|number| (100..=599).contains(number)) {
        return Some(status);
    }
    let name = ["httpstatus", "status", "http", "sc"].iter().find_map(|prefix| squeezed.strip_prefix(prefix));
    [Some(&*squeezed), name].into_iter().flatten().find_map(of_reason)
}

fn of_reason(name: &str) -> Option<u16> {
    let alias = ALIASES.iter().find(|(alias, _)| *alias == name).map(|(_, status)| *status);
    alias.or_else(|| {
        (100..=599).find(|status| {
            let reason = StatusCode::from_u16(*status).ok().and_then(|status| status.canonical_reason());
            reason.is_some_and(|reason| squeezed_is(reason, name))
        })
    })
}

/// Names that differ from the reason phrase.
const ALIASES: &[(&str, u16)] = &[
    ("requesttoolong", 413),
    ("requestentitytoolarge", 413),
    ("contenttoolarge", 413),
    ("requesturitoolong", 414),
    ("requestedrangenotsatisfiable", 416),
    ("teapot", 418),
    ("unprocessablecontent", 422),
    ("servererror", 500),
    ("internalerror", 500),
    ("internal", 500),
    ("networkauthrequired", 511),
];

fn squeezed_is(reason: &str, name: &str) -> bool {
    let letters = reason.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase());
    letters.eq(name.bytes())
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The numbers in a text. `4040` is one, and not a status.
fn numbers(text: &str) -> impl Iterator<Item = u16> + '_ {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 3)
        .filter_map(|digits| digits.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_read_as_sources_spell_it() {
        for (text, status) in [
            ("404", 404),
            ("403 Forbidden", 403),
            ("HTTP 404", 404),
            ("HttpStatus.NOT_FOUND", 404),
            ("http.StatusConflict", 409),
            ("StatusCode::IM_A_TEAPOT", 418),
            ("status.HTTP_404_NOT_FOUND", 404),
            ("StatusCodes.Status409Conflict", 409),
            ("HttpStatus.SC_BAD_GATEWAY", 502),
            ("http.StatusRequestEntityTooLarge", 413),
            ("// HTTP: 400", 400),
            ("HTTP status code: `429`", 429),
            ("Too fast (429)", 429),
        ] {
            assert_eq!(spelled(text), Some(status), "{text}");
        }
        for text in
            ["", "40", "4040", "more than 500 rows", "the limit is 404 KB", "http", "é", "12345", "status ok"]
        {
            assert_eq!(spelled(text), None, "{text}");
        }
        assert_eq!(all("400/409/500"), [400, 409, 500]);
        assert_eq!(all("Not Found"), [404]);
        assert_eq!(all("400, 400"), [400]);
        assert_eq!(all("n/a"), [0_u16; 0]);
    }
}
