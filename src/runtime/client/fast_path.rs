//! Reads the envelope, as servers of this crate write it, without a parser.

use core::str;

/// Code and message of an envelope without spaces, escapes or other members. `None` for any other body, which needs the
/// parser. Most errors take this path, which needs a fraction of the parser's time.
pub(super) fn read(body: &[u8]) -> Option<(&str, &str)> {
    let rest = body.strip_prefix(br#"{"error":{"code":""#)?;
    let (code, rest) = rest.split_at_checked(length(rest))?;
    let rest = rest.strip_prefix(br#"","message":""#)?;
    let (message, rest) = rest.split_at_checked(length(rest))?;
    (rest == br#""}}"#).then_some(())?;
    Some((str::from_utf8(code).ok()?, str::from_utf8(message).ok()?))
}

/// The number of bytes before the end of a JSON string, or before the first byte that is not plain text. Each step
/// checks eight bytes.
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
