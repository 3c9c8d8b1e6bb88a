//! Numbers of waits, as people write them.

use core::time::Duration;

/// Seconds, with or without a fraction, with or without the unit: `2`, `1.5`, `30s`. A fraction is rounded up, because a
/// client must not come early.
pub(super) fn seconds(text: &str) -> Option<Duration> {
    let text = text.trim_ascii();
    let number = text.strip_suffix(['s', 'S']).map_or(text, str::trim_ascii_end);
    rounded_up(number).map(Duration::from_secs)
}

/// A number without sign and exponent, rounded up. A number beyond any clock is the largest.
pub(super) fn rounded_up(text: &str) -> Option<u64> {
    let (whole, fraction) = text.trim_ascii().split_once('.').unwrap_or((text.trim_ascii(), ""));
    let has_more = fraction.bytes().any(|digit| digit != b'0');
    fraction.bytes().all(|byte| byte.is_ascii_digit()).then_some(())?;
    Some(natural(whole)?.saturating_add(has_more.into()))
}

/// A natural number. One beyond any clock is the largest.
pub(super) fn natural(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_are_rounded_up() {
        for (text, expected) in [
            ("0", Some(0)),
            ("007", Some(7)),
            ("1.5", Some(2)),
            ("2.0", Some(2)),
            ("2.", Some(2)),
            ("0.001", Some(1)),
            (" 30s ", Some(30)),
            ("30 S", Some(30)),
            ("99999999999999999999", Some(u64::MAX)),
            ("99999999999999999999.9", Some(u64::MAX)),
            ("", None),
            ("s", None),
            (".5", None),
            ("1.5.2", None),
            ("1.-5", None),
            ("+5", None),
            ("-1", None),
            ("1e3", None),
            ("1_000", None),
            ("5ms", None),
            ("\u{663}", None),
        ] {
            assert_eq!(seconds(text), expected.map(Duration::from_secs), "{text}");
        }
    }
}
