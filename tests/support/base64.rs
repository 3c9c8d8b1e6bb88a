//! RFC 4648, 4.

/// The bytes behind a text that a test has made itself.
pub(crate) fn decode(text: &str) -> Vec<u8> {
    let digits = text.trim_end_matches('=').bytes().map(|digit| match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        other => panic!("{other} is no digit"),
    });
    let (mut bytes, mut bits, mut length) = (Vec::new(), 0u32, 0);
    for digit in digits {
        bits = bits << 6 | u32::from(digit);
        length += 6;
        if length >= 8 {
            length -= 8;
            bytes.push((bits >> length & 0xFF) as u8);
        }
    }
    bytes
}
