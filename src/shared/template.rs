//! Messages with placeholders, as a table writes them: `need {needed} credits, have {balance}`.

use std::borrow::Cow;

/// A part of a message.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Part<'a> {
    Text(&'a str),
    /// The text between the braces.
    Placeholder(&'a str),
}

/// Takes a message apart. What stands in braces and could be a name is a placeholder; in doubled braces it is text with single
/// ones, as in `format!`. Any other brace is text.
pub(crate) fn parts(message: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = message;
    let mut next = [None, None];
    core::iter::from_fn(move || {
        if let Some(part) = next.iter_mut().find_map(Option::take) {
            return Some(part);
        }
        let found = rest.match_indices('{').find_map(|(at, _)| Some((at, Braces::at(rest, at)?)));
        let (part, length) = match found {
            Some((start @ 1.., _)) => (Part::Text(&rest[..start]), start),
            Some((0, Braces { before, name, after, length })) => {
                let [before, after] =
                    [before, after].map(|text| Some(Part::Text(text)).filter(|_| !text.is_empty()));
                let mut parts = [before, name.map(Part::Placeholder), after].into_iter().flatten();
                let part = parts.next()?;
                next = [parts.next(), parts.next()];
                (part, length)
            }
            None if rest.is_empty() => return None,
            None => (Part::Text(rest), rest.len()),
        };
        rest = &rest[length..];
        Some(part)
    })
}

/// The text of a message without placeholders.
#[cfg_attr(not(feature = "docs"), allow(dead_code, reason = "documents and generated code ask for it"))]
pub(crate) fn text(message: &str) -> Cow<'_, str> {
    if !message.contains("{{") {
        return Cow::Borrowed(message);
    }
    let text = |part| match part {
        Part::Text(text) | Part::Placeholder(text) => text,
    };
    parts(message).map(text).collect()
}

/// Braces around what could be a name.
struct Braces<'a> {
    /// The text that single braces of doubled ones make, and what is in them if all are doubled.
    before: &'a str,
    /// The text between single braces.
    name: Option<&'a str>,
    after: &'a str,
    /// All of it, in bytes.
    length: usize,
}

impl<'a> Braces<'a> {
    fn at(text: &'a str, open: usize) -> Option<Self> {
        let count = |text: &str, brace| text.bytes().take_while(|byte| *byte == brace).count();
        let opened = count(&text[open..], b'{');
        let start = open + opened;
        let end = start + text[start..].find('}')?;
        let name = text[start..end].trim();
        let is_name =
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if !is_name || count(&text[end..], b'}') < opened {
            return None;
        }
        let (half, length) = (opened / 2, end + opened - open);
        Some(if opened % 2 == 0 {
            Self { before: &text[open + half..end + half], name: None, after: "", length }
        } else {
            let (before, after) = (&text[open..open + half], &text[end..end + half]);
            Self { before, name: Some(&text[start..end]), after, length }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Part::{Placeholder, Text};
    use super::*;

    #[test]
    fn a_name_in_braces_is_a_placeholder() {
        for (message, expected) in [
            ("", &[] as &[_]),
            ("plain", &[Text("plain")]),
            ("{a}{b}", &[Placeholder("a"), Placeholder("b")]),
            ("need {needed}.", &[Text("need "), Placeholder("needed"), Text(".")]),
            ("{ Needed }", &[Placeholder(" Needed ")]),
            ("{{a}}", &[Text("{a}")]),
            ("use {{ a }}!", &[Text("use "), Text("{ a }"), Text("!")]),
            ("{{{a}}}", &[Text("{"), Placeholder("a"), Text("}")]),
            ("{{{{a}}}}", &[Text("{{a}}")]),
            ("{{{{{a}}}}}x", &[Text("{{"), Placeholder("a"), Text("}}"), Text("x")]),
            ("{{a}", &[Text("{"), Placeholder("a")]),
            ("{a}}", &[Placeholder("a"), Text("}")]),
            ("{{a}}}", &[Text("{a}"), Text("}")]),
            ("{{\"a\": {}}}", &[Text("{{\"a\": {}}}")]),
            ("{} {a b} {\"a\": 1} {", &[Text("{} {a b} {\"a\": 1} {")]),
            ("} {ä} }", &[Text("} {ä} }")]),
        ] {
            assert_eq!(parts(message).collect::<Vec<_>>(), expected, "{message}");
        }
    }
}
