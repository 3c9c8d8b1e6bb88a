//! Reads tokens of JSON from a text. `None` means that the text is unusual, not that it is wrong.

use std::borrow::Cow;

pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// The next byte that is not a space.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        loop {
            let byte = *self.text.as_bytes().get(self.at)?;
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(byte);
            }
            self.at += 1;
        }
    }

    #[inline]
    pub(super) fn expect(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    /// The text has to end here.
    pub(super) fn end(mut self) -> Option<()> {
        self.peek().is_none().then_some(())
    }

    /// Whether an object ends here. If not, another member follows.
    #[inline]
    pub(super) fn is_last(&mut self) -> Option<bool> {
        let byte = self.peek()?;
        self.at += 1;
        match byte {
            b'}' => Some(true),
            b',' => Some(false),
            _ => None,
        }
    }

    /// A name without escapes, and its colon: the place among the known names, each with the quote at its end, or else
    /// the number of them.
    #[inline]
    pub(super) fn name<const N: usize>(&mut self, known: [&[u8]; N]) -> Option<usize> {
        self.expect(b'"')?;
        let found = known.iter().position(|name| self.rest().starts_with(name));
        match found.and_then(|at| known.get(at)) {
            Some(name) => self.at += name.len(),
            None => self.plain_rest().map(drop)?,
        }
        self.expect(b':')?;
        Some(found.unwrap_or(N))
    }

    /// A string without escapes.
    #[inline]
    pub(super) fn plain_string(&mut self) -> Option<&'a str> {
        self.expect(b'"')?;
        self.plain_rest()
    }

    #[inline]
    fn plain_rest(&mut self) -> Option<&'a str> {
        let start = self.at;
        self.at += length(self.rest());
        let text = self.text.get(start..self.at)?;
        (self.next()? == b'"').then_some(text)
    }

    /// A string, copied if it has escapes.
    #[inline]
    pub(super) fn string(&mut self) -> Option<Cow<'a, str>> {
        self.expect(b'"')?;
        let start = self.at;
        self.at += length(self.rest());
        let text = self.text.get(start..self.at)?;
        match self.next()? {
            b'"' => Some(Cow::Borrowed(text)),
            b'\\' => self.escaped(text).map(Cow::Owned),
            _ => None,
        }
    }

    /// The rest of a string, from its first escape on.
    #[cold]
    fn escaped(&mut self, start: &str) -> Option<String> {
        let mut end = Scanner { text: self.text, at: self.at + 1 };
        end.skip_string()?;
        // An escape is longer than what it stands for.
        let mut text = String::with_capacity(start.len() + end.at - self.at);
        text.push_str(start);
        loop {
            text.push(self.escape()?);
            let start = self.at;
            self.at += length(self.rest());
            text.push_str(self.text.get(start..self.at)?);
            match self.next()? {
                b'"' => return Some(text),
                b'\\' => {}
                _ => return None,
            }
        }
    }

    /// The character of an escape, after its backslash.
    fn escape(&mut self) -> Option<char> {
        Some(match self.next()? {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.unit()?;
                if !(0xD800..0xE000).contains(&first) {
                    return char::from_u32(first);
                }
                (self.next()? == b'\\' && self.next()? == b'u').then_some(())?;
                let second = self.unit()?;
                let is_pair = first < 0xDC00 && (0xDC00..0xE000).contains(&second);
                return is_pair
                    .then(|| char::from_u32(0x1_0000 + ((first & 0x3FF) << 10) + (second & 0x3FF)))?;
            }
            _ => return None,
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        self.at += 4;
        digits.bytes().try_fold(0, |unit, digit| Some(unit << 4 | char::from(digit).to_digit(16)?))
    }

    /// Passes over a value that is neither a list nor an object, and has neither an escape nor a fraction.
    pub(super) fn simple(&mut self) -> Option<()> {
        match self.peek()? {
            b'"' => drop(self.plain_string()?),
            b't' => self.word(b"true")?,
            b'f' => self.word(b"false")?,
            b'n' => self.word(b"null")?,
            _ => {
                let digits = self.rest().iter().take_while(|byte| byte.is_ascii_digit()).count();
                // Zero may be alone only.
                let is_number = (1..=18).contains(&digits) && (digits == 1 || !self.rest().starts_with(b"0"));
                is_number.then(|| self.at += digits)?;
            }
        }
        Some(())
    }

    fn word(&mut self, word: &[u8]) -> Option<()> {
        self.rest().starts_with(word).then(|| self.at += word.len())
    }

    /// Passes over any value, by its brackets and quotes.
    pub(super) fn skip(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            match self.next()? {
                b'"' => self.skip_string()?,
                b'{' | b'[' => depth += 1,
                // The end of a word or a number belongs to the object around it.
                b',' | b'}' | b']' if depth == 0 => {
                    self.at -= 1;
                    return Some(());
                }
                b'}' | b']' => depth -= 1,
                _ => continue,
            }
            if depth == 0 {
                return Some(());
            }
        }
    }

    /// Passes over the rest of a string.
    #[inline]
    fn skip_string(&mut self) -> Option<()> {
        loop {
            self.at += length(self.rest());
            match self.next()? {
                b'"' => return Some(()),
                b'\\' => self.at += 1,
                _ => return None,
            }
        }
    }

    #[inline]
    fn next(&mut self) -> Option<u8> {
        let byte = self.text.as_bytes().get(self.at).copied();
        self.at += 1;
        byte
    }
}

/// The number of bytes before the end of a JSON string, or before the first byte that is not plain text. Each step
/// checks eight bytes.
#[inline]
fn length(text: &[u8]) -> usize {
    let mut length = 0;
    let mut rest = text;
    while let Some((word, tail)) = rest.split_first_chunk() {
        let stops = stops(u64::from_le_bytes(*word));
        if stops != 0 {
            return length + (stops.trailing_zeros() / 8) as usize;
        }
        length += word.len();
        rest = tail;
    }
    length + rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1F)).unwrap_or(rest.len())
}

/// Sets the highest bit of every byte that is a quote, a backslash or a control character. Only the lowest set bit is
/// exact, because a borrow can set bits above it.
const fn stops(word: u64) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES << 7;
    let quote = word ^ (ONES * b'"' as u64);
    let backslash = word ^ (ONES * b'\\' as u64);
    let is_quote = quote.wrapping_sub(ONES) & !quote;
    let is_backslash = backslash.wrapping_sub(ONES) & !backslash;
    let is_control = word.wrapping_sub(ONES * 0x20) & !word;
    (is_quote | is_backslash | is_control) & HIGH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_ends_where_a_plain_loop_says() {
        let by_hand = |text: &[u8]| text.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1F));
        for before in 0..20 {
            for byte in 0..=u8::MAX {
                for after in [b'a', b'"', 0x1F, b' ', b'!', 0x80, 0xFF] {
                    let mut text = vec![b'!'; before];
                    text.push(byte);
                    text.resize(before + 12, after);
                    assert_eq!(length(&text), by_hand(&text).unwrap_or(text.len()), "{text:?}");
                }
            }
        }
    }
}
