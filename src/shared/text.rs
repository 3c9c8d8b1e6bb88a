//! Text from strangers: what does not show, and how much of it is enough.

use core::fmt::{self, Write as _};
use std::borrow::Cow;

/// The longest code, in bytes: long enough for every API that was looked at, short enough for a header and a log line.
pub(crate) const MAX_CODE: usize = 128;

/// Whether a text can be a code of a table. Its characters mean the same in JSON, in a header, in a URL, in a file name's
/// stem and in Markdown.
pub(crate) fn is_code(text: &str) -> bool {
    text.len() <= MAX_CODE
        && text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text.chars().all(is_code_character)
}

pub(crate) fn is_code_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || "_-.:/".contains(character)
}

/// A character that does not show where it stands, or changes how its neighbours show: controls, zero-width
/// characters, line separators and the bidirectional overrides of <https://www.unicode.org/reports/tr9/>.
pub(crate) fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

/// The nearest place at or before this one at which a text can be cut. (`str::floor_char_boundary` is younger than the
/// oldest Rust that this crate builds with.)
pub(crate) fn floor_char_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Shortens a text to a number of bytes, with an ellipsis where it was cut.
pub(crate) fn truncate(text: Cow<'_, str>, max: usize) -> Cow<'_, str> {
    const ELLIPSIS: char = '…';
    if text.len() <= max {
        return text;
    }
    let end = floor_char_boundary(&text, max.saturating_sub(ELLIPSIS.len_utf8()));
    let mut short = String::with_capacity(max);
    short.push_str(&text[..end]);
    short.push(ELLIPSIS);
    Cow::Owned(short)
}

/// Shows a text as a part of one line of a log or a terminal: what would steer either is escaped, and of a long text the
/// middle is left out, because the reason often stands at the end.
pub(crate) struct OneLine<'a>(pub(crate) &'a str);

impl OneLine<'_> {
    /// A person does not read more than the two together.
    const HEAD_CHARS: usize = 350;
    const TAIL_CHARS: usize = 150;
}

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = length_within(Self::HEAD_CHARS, self.0.chars());
        let (head, rest) = self.0.split_at(head);
        let tail = rest.len() - length_within(Self::TAIL_CHARS, rest.chars().rev());
        write_escaped(f, head)?;
        f.write_str(if tail == 0 { "" } else { "..." })?;
        write_escaped(f, &rest[tail..])
    }
}

/// The bytes of those first characters that fit into a width when they are escaped.
fn length_within(width: usize, characters: impl Iterator<Item = char>) -> usize {
    let mut room = width;
    let fits = |character: &char| {
        // An escape takes up to ten characters.
        let width = if is_invisible(*character) { character.escape_default().len() } else { 1 };
        let left = room.checked_sub(width);
        room = left.unwrap_or_default();
        left.is_some()
    };
    characters.take_while(fits).map(char::len_utf8).sum()
}

fn write_escaped(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    text.chars().try_for_each(|character| {
        if is_invisible(character) {
            write!(f, "{}", character.escape_default())
        } else {
            f.write_char(character)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(truncate("ab".into(), 2), "ab");
        assert_eq!(truncate("abcdef".into(), 5), "ab…");
        assert_eq!(truncate("aéé".into(), 4), "a…");
        for length in 0..20 {
            let text = "🫖".repeat(length);
            let short = truncate((&*text).into(), 16);
            assert!(short.len() <= 16, "{short}");
            assert_eq!(short.ends_with('…'), text.len() > 16, "{short}");
        }
    }

    #[test]
    fn one_line_stays_one_line() {
        let hostile = "a\r\nERROR forged \u{1b}[31m\u{202e}b\u{85}";
        assert_eq!(OneLine(hostile).to_string(), r"a\r\nERROR forged \u{1b}[31m\u{202e}b\u{85}");
        assert_eq!(OneLine(&"x".repeat(600)).to_string().len(), 503);
        assert_eq!(OneLine(&"\u{1b}".repeat(600)).to_string().len(), 501);
        for fits in ["", "\u{e9}", &"\u{e9}".repeat(500), &"x".repeat(500)] {
            assert_eq!(OneLine(fits).to_string(), fits);
        }
        let long = format!("cannot send {}: connection refused", "x".repeat(10_000));
        let shown = OneLine(&long).to_string();
        assert!(shown.starts_with("cannot send xx") && shown.ends_with("xx: connection refused"), "{shown}");
    }
}
