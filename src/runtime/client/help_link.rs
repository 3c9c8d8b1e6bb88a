//! The page about an error, to which the response links.

use http::header::{HeaderMap, LINK};

/// The target of the first link with the relation `help` ([RFC 8288](https://www.rfc-editor.org/rfc/rfc8288)) that goes
/// into the web. A link from a stranger must not open a file or run a script.
pub(super) fn help_link(headers: &HeaderMap) -> Option<&str> {
    let values = headers.get_all(LINK).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(Links).find(|link| link.is_help() && is_web(link.target)).map(|link| link.target)
}

/// A link and its parameters, as they are written.
struct Link<'h> {
    target: &'h str,
    params: &'h str,
}

impl Link<'_> {
    /// Only the first `rel` counts. Its value is a list of words, with or without quotes.
    fn is_help(&self) -> bool {
        let params = split(self.params, ';').filter_map(|param| param.split_once('='));
        let mut rels = params.filter(|(name, _)| name.trim().eq_ignore_ascii_case("rel"));
        rels.next().is_some_and(|(_, value)| {
            let value = value.trim().trim_matches('"');
            value.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("help"))
        })
    }
}

/// The links of one header.
struct Links<'h>(&'h str);

impl<'h> Iterator for Links<'h> {
    type Item = Link<'h>;

    fn next(&mut self) -> Option<Link<'h>> {
        let (_, rest) = self.0.split_once('<')?;
        let (target, rest) = rest.split_once('>')?;
        // The parameters end at a comma that is not in quotes.
        let params = split(rest, ',').next().unwrap_or_default();
        self.0 = &rest[params.len()..];
        Some(Link { target: target.trim(), params })
    }
}

/// The parts of a text between separators that are not in quotes.
fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut in_quotes = false;
    let mut is_escaped = false;
    text.split(move |c: char| {
        let was_escaped = core::mem::take(&mut is_escaped);
        match c {
            '\\' if in_quotes && !was_escaped => is_escaped = true,
            '"' if !was_escaped => in_quotes = !in_quotes,
            _ => {}
        }
        c == separator && !in_quotes
    })
}

/// Whether it is an absolute URL of the web, with nothing in it that a URL cannot have.
fn is_web(url: &str) -> bool {
    let has_scheme = |scheme: &str| {
        let start = url.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme)) && url.len() > scheme.len()
    };
    let is_plain = url.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\"".contains(&byte));
    url.len() <= MAX_LENGTH && is_plain && ["https://", "http://"].into_iter().any(has_scheme)
}

/// A longer value is not a link for people.
const MAX_LENGTH: usize = 2_000;

#[cfg(test)]
mod tests {
    use http::header::HeaderValue;

    use super::*;

    #[test]
    fn only_a_help_link_into_the_web_is_taken() {
        for (values, expected) in [
            (&["<https://a.example/e#POT>; rel=\"help\""][..], Some("https://a.example/e#POT")),
            (&["<http://a.example/e>;rel=help"], Some("http://a.example/e")),
            (&["<https://a.example/e>; REL = \"next Help\""], Some("https://a.example/e")),
            (
                &["<https://a.example/1>; rel=next, <https://a.example/2>; rel=help"],
                Some("https://a.example/2"),
            ),
            (
                &["<https://a.example/1>; rel=next", "<https://a.example/2>; rel=help"],
                Some("https://a.example/2"),
            ),
            (
                &["<https://a.example/1,2;3>; title=\"a, b; rel=next \\\" <x>\"; rel=help"],
                Some("https://a.example/1,2;3"),
            ),
            (&["<javascript:alert(1)>; rel=help, <HTTPS://a.example>; rel=help"], Some("HTTPS://a.example")),
            (&["<https://a.example/1>; rel=next; rel=help"], None),
            (&["<https://a.example/1>; title=\"rel=help\""], None),
            (&["<https://a.example/1>; rel=helper"], None),
            (&["<javascript:alert(1)>; rel=help"], None),
            (&["<file:///etc/passwd>; rel=help"], None),
            (&["</errors#POT>; rel=help"], None),
            (&["<https://>; rel=help"], None),
            (&["<https://a.example/a b>; rel=help"], None),
            (&["<https://a.example; rel=help"], None),
            (&["https://a.example; rel=help"], None),
            (&["", ",,;;\"", "<>", "<><>; rel=\"help"], None),
            (&[], None),
        ] {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(LINK, HeaderValue::from_static(value));
            }
            assert_eq!(help_link(&headers), expected, "{values:?}");
        }
        let mut headers = HeaderMap::new();
        headers.append(
            LINK,
            HeaderValue::from_bytes(b"<https://a.example/\xff>; rel=help").expect("http takes it"),
        );
        assert_eq!(help_link(&headers), None);
    }
}
