//! What one line shows of a body that is not an error in a known form.

use core::fmt;
use std::borrow::Cow;

use http::header::{CONTENT_ENCODING, HeaderMap};

use super::fields;
use crate::shared::text::OneLine;

/// The start of a body: of HTML the title, because a page often begins with comments and styles.
pub(super) struct BodyText<'a> {
    pub(super) headers: &'a HeaderMap,
    pub(super) body: &'a [u8],
}

/// The number of bytes that a text shows of a body.
pub(super) const MAX_SHOWN: usize = 200;

impl fmt::Display for BodyText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { headers, body } = *self;
        if let Some(coding) = coding(headers, body) {
            return write!(
                f,
                "a body in the coding {}, which the HTTP client did not decode",
                OneLine(coding)
            );
        }
        let text = String::from_utf8_lossy(body);
        for (element, what) in [("title", "title"), ("h1", "heading")] {
            if let Some(text) = content(&text, element) {
                return write!(f, "HTML with the {what} {:?}", OneLine(&text).to_string());
            }
        }
        let shown = String::from_utf8_lossy(&body[..body.len().min(MAX_SHOWN)]);
        write!(f, "{}", OneLine(shown.trim()))?;
        f.write_str(if body.len() > MAX_SHOWN { "..." } else { "" })
    }
}

/// The content coding ([RFC 9110, 8.4.1](https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1)) of a body that a client
/// without support for it hands over as it came.
fn coding<'a>(headers: &'a HeaderMap, body: &[u8]) -> Option<&'a str> {
    let starts = [(&b"\x1f\x8b"[..], "gzip"), (b"\x28\xb5\x2f\xfd", "zstd")];
    let by_start = starts.into_iter().find(|(start, _)| body.starts_with(start)).map(|(_, name)| name);
    // A client that decodes can leave the header, so text is taken for text.
    let is_text = core::str::from_utf8(body).is_ok();
    let named =
        fields::first(headers, &CONTENT_ENCODING).filter(|name| !name.eq_ignore_ascii_case("identity"));
    named.filter(|_| !is_text).or(by_start)
}

/// The text in the first element of a name in HTML, in one line.
fn content<'t>(html: &'t str, element: &str) -> Option<Cow<'t, str>> {
    html.trim_start_matches('\u{feff}').trim_start().starts_with('<').then_some(())?;
    let mut tags = html.match_indices('<').map(|(at, _)| &html[at + 1..]);
    let rest = tags.find_map(|tag| {
        let rest = strip_name(tag, element)?;
        // `<titles>` is another element.
        rest.starts_with(|c: char| c == '>' || c.is_ascii_whitespace()).then_some(rest)
    })?;
    let (_, text) = rest.split_once('>')?;
    let text = &text[..text.find('<').unwrap_or(text.len())];
    let words: Vec<&str> = text.split_whitespace().collect();
    Some(words.join(" ").into()).filter(|text: &Cow<'_, str>| !text.is_empty())
}

fn strip_name<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (start, rest) = tag.split_at_checked(name.len())?;
    start.eq_ignore_ascii_case(name).then_some(rest)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn shown(coding: &'static str, body: &[u8]) -> String {
        let headers = HeaderMap::from_iter([(CONTENT_ENCODING, HeaderValue::from_static(coding))]);
        BodyText { headers: &headers, body }.to_string()
    }

    #[test]
    fn html_shows_its_title() {
        let comments = format!("<!DOCTYPE html>\n<!-- {} -->\n", "x".repeat(1_000));
        for (html, expected) in [
            (
                "<html><head><TITLE lang=en>502\r\n Bad  Gateway</TITLE>",
                "HTML with the title \"502 Bad Gateway\"",
            ),
            ("<titles>a</titles><title>b", "HTML with the title \"b\""),
            ("<title> </title><h1>Bad <b>gateway</b></h1>", "HTML with the heading \"Bad\""),
            ("<title>a\u{202e}\"b</title>", r#"HTML with the title "a\\u{202e}\"b""#),
            ("<html><p>down</p>", "<html><p>down</p>"),
            ("1 < 2 <title>b</title>", "1 < 2 <title>b</title>"),
            ("<title", "<title"),
            ("<ü", "<ü"),
        ] {
            assert_eq!(shown("identity", html.as_bytes()), expected);
        }
        let page = comments + "<title>Down</title>";
        assert_eq!(shown("identity", page.as_bytes()), "HTML with the title \"Down\"");
    }

    #[test]
    fn an_encoded_body_says_so() {
        let said = |name: &str| format!("a body in the coding {name}, which the HTTP client did not decode");
        assert_eq!(shown("identity", b"\x1f\x8b\x08\0"), said("gzip"));
        assert_eq!(shown("br", b"\x0b\x02\x80\xff"), said("br"));
        assert_eq!(shown("identity", b"\x28\xb5\x2f\xfd"), said("zstd"));
        assert_eq!(shown("gzip", b"decoded"), "decoded");
    }
}
