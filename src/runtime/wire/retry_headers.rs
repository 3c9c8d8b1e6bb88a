//! The values of the two headers with the retry advice, for server and client. The table sets their names.
//!
//! `x-should-retry` has the answer for one request, `true` or `false`. `x-retry-advice` has the advice of the table.

use http::{HeaderMap, HeaderName, HeaderValue};

use super::idempotency::Idempotency;
use crate::runtime::settings::Settings;
use crate::shared::retry::Retry;

/// The value of `x-should-retry` for a request.
pub(crate) const fn should_retry(retry: Retry, request: Idempotency) -> HeaderValue {
    HeaderValue::from_static(retry.should_retry(matches!(request, Idempotency::Idempotent)))
}

/// The value of `x-retry-advice`.
pub(crate) const fn advice(retry: Retry) -> HeaderValue {
    HeaderValue::from_static(retry.as_str())
}

/// The advice in the headers of a response: that of `x-retry-advice`, or else that of `x-should-retry`.
pub(crate) fn read(settings: &Settings, headers: &HeaderMap) -> Option<Retry> {
    let of =
        |name: &Option<HeaderName>| parse(headers.get_all(name.as_ref()?).iter().map(HeaderValue::as_bytes));
    of(&settings.advice_header).or_else(|| of(&settings.retry_header))
}

/// The advice in the fields of a header, or `None` if they contain no known word. Both headers accept the same words,
/// because older servers wrote `if-idempotent` into `x-should-retry`.
///
/// Proxies repeat fields and join them with commas, and people write `False`. The most cautious word counts, because
/// a request that is sent twice by mistake may be paid twice.
pub(crate) fn parse<'v>(fields: impl Iterator<Item = &'v [u8]>) -> Option<Retry> {
    let words = fields.flat_map(|field| field.split(|byte| *byte == b',')).filter_map(word);
    words.min_by_key(|retry| match retry {
        Retry::Never => 0,
        Retry::IfIdempotent => 1,
        Retry::Backoff => 2,
    })
}

/// Other forms of `false` are read, because this is the more cautious reading. Other forms of `true` are not.
fn word(text: &[u8]) -> Option<Retry> {
    let text = text.split(|byte| *byte == b';').next()?.trim_ascii();
    let text = text.strip_prefix(b"\"").and_then(|text| text.strip_suffix(b"\"")).unwrap_or(text);
    let is = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word.as_bytes()));
    [
        (Retry::Never, &["never", "false", "0", "no", "?0"][..]),
        (Retry::IfIdempotent, &["if-idempotent"]),
        (Retry::Backoff, &["backoff", "true"]),
    ]
    .into_iter()
    .find_map(|(retry, words)| is(words).then_some(retry))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_cautious_known_word_counts() {
        for (fields, expected) in [
            (&["true"][..], Some(Retry::Backoff)),
            (&[" FALSE\t"], Some(Retry::Never)),
            (&["If-Idempotent"], Some(Retry::IfIdempotent)),
            (&["backoff", "never"], Some(Retry::Never)),
            (&["true, if-idempotent"], Some(Retry::IfIdempotent)),
            (&["true,true", "maybe, False"], Some(Retry::Never)),
            (&["soon, true"], Some(Retry::Backoff)),
            (&["caf\u{e9},true"], Some(Retry::Backoff)),
            (&["true false"], None),
            (&["\"false\"", "true;q=1"], Some(Retry::Never)),
            (&["0"], Some(Retry::Never)),
            (&["?0"], Some(Retry::Never)),
            (&["", " , ", "1", "?1", "yes"], None),
            (&[], None),
        ] {
            assert_eq!(parse(fields.iter().map(|field| field.as_bytes())), expected, "{fields:?}");
        }
    }
}
