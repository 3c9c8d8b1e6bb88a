//! Text from strangers: what does not show, and how much of it is enough.

use core::fmt::{self, Write as _};

/// The longest code, in bytes: long enough for every API that was looked at, short enough for a header and a log line.
pub(crate) const MAX_CODE: usize = 128;

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

/// Shows a text as a part of one line of a log or a terminal: what would steer either is escaped, and what is too long
/// is cut.
pub(crate) struct OneLine<'a>(pub(crate) &'a str);

impl OneLine<'_> {
    /// A person does not read more than that.
    const MAX_CHARS: usize = 500;
}

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut room = Self::MAX_CHARS;
        for character in self.0.chars() {
            let escaped = is_invisible(character).then(|| character.escape_default());
            // An escape takes up to ten characters.
            room = match room.checked_sub(escaped.as_ref().map_or(1, ExactSizeIterator::len)) {
                Some(room) => room,
                None => return f.write_str("..."),
            };
            match escaped {
                Some(escaped) => write!(f, "{escaped}")?,
                None => f.write_char(character)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_stays_one_line() {
        let hostile = "a\r\nERROR forged \u{1b}[31m\u{202e}b\u{85}";
        assert_eq!(OneLine(hostile).to_string(), r"a\r\nERROR forged \u{1b}[31m\u{202e}b\u{85}");
        assert_eq!(OneLine(&"x".repeat(600)).to_string().len(), 503);
        assert_eq!(OneLine(&"\u{1b}".repeat(600)).to_string().len(), 501);
    }
}
