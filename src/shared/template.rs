//! Messages with placeholders, as a table writes them: `need {needed} credits, have {balance}`.

/// A part of a message.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Part<'a> {
    Text(&'a str),
    /// The text between the braces.
    Placeholder(&'a str),
}

/// Takes a message apart. What stands in braces and could be a name is a placeholder; any other brace is text.
pub(crate) fn parts(message: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = message;
    core::iter::from_fn(move || {
        let (start, inner) = match rest.match_indices('{').find_map(|(at, _)| Some((at, name_at(rest, at)?)))
        {
            Some((start @ 1.., _)) => (start, None),
            Some((0, inner)) => (inner.len() + 2, Some(inner)),
            None if rest.is_empty() => return None,
            None => (rest.len(), None),
        };
        let (part, tail) = rest.split_at(start);
        rest = tail;
        Some(inner.map_or(Part::Text(part), Part::Placeholder))
    })
}

/// The text in the braces that open at this place, if it could be a name.
fn name_at(text: &str, open: usize) -> Option<&str> {
    let (inner, _) = text[open + 1..].split_once('}')?;
    let name = inner.trim();
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_name.then_some(inner)
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
            ("{{a}}", &[Text("{"), Placeholder("a"), Text("}")]),
            ("{} {a b} {\"a\": 1} {", &[Text("{} {a b} {\"a\": 1} {")]),
            ("} {ä} }", &[Text("} {ä} }")]),
        ] {
            assert_eq!(parts(message).collect::<Vec<_>>(), expected, "{message}");
        }
    }
}
