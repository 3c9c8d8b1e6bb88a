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

/// The headers with which servers say that a response is a stored one: that of the first request with the same
/// idempotency key.
pub(crate) const REPLAYED: [&str; 2] = ["idempotent-replayed", "idempotency-replayed"];

/// The advice in the headers of a response: that of `x-retry-advice`, or else that of `x-should-retry`. A stored response
/// does not change, whatever else it says.
pub(crate) fn read(settings: &Settings, headers: &HeaderMap) -> Option<Retry> {
    let fields = |name: &HeaderName| headers.get_all(name).iter().map(HeaderValue::as_bytes);
    let of = |name: &Option<HeaderName>| parse(fields(name.as_ref()?));
    let replayed = REPLAYED.map(|name| headers.get_all(name).iter().map(HeaderValue::as_bytes));
    if replayed.into_iter().any(is_true) {
        return Some(Retry::Never);
    }
    of(&settings.advice_header).or_else(|| of(&settings.retry_header))
}

/// Whether a header says yes, in any form.
pub(crate) fn is_true<'v>(fields: impl Iterator<Item = &'v [u8]>) -> bool {
    words(fields).any(|text| is_one_of(text, &["true", "1", "yes", "?1"]))
}

/// The advice in the fields of a header, or `None` if they contain no known word. Both headers accept the same words,
/// because older servers wrote `if-idempotent` into `x-should-retry`.
///
/// Proxies repeat fields and join them with commas, and people write `False`. The most cautious word counts, because
/// a request that is sent twice by mistake may be paid twice.
pub(crate) fn parse<'v>(fields: impl Iterator<Item = &'v [u8]>) -> Option<Retry> {
    words(fields).filter_map(advice_of).min_by_key(|retry| match retry {
        Retry::Never => 0,
        Retry::IfIdempotent => 1,
        Retry::Backoff => 2,
    })
}

/// Other forms of `false` are read, because this is the more cautious reading. Other forms of `true` are not.
fn advice_of(word: &[u8]) -> Option<Retry> {
    [
        (Retry::Never, &["never", "false", "0", "no", "?0"][..]),
        (Retry::IfIdempotent, &["if-idempotent"]),
        (Retry::Backoff, &["backoff", "true"]),
    ]
    .into_iter()
    .find_map(|(retry, words)| is_one_of(word, words).then_some(retry))
}

/// The words in the fields of a header, without quotes and without parameters.
fn words<'v>(fields: impl Iterator<Item = &'v [u8]>) -> impl Iterator<Item = &'v [u8]> {
    fields.flat_map(|field| field.split(|byte| *byte == b',')).map(|element| {
        let word = element.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
        word.strip_prefix(b"\"").and_then(|word| word.strip_suffix(b"\"")).unwrap_or(word)
    })
}

fn is_one_of(word: &[u8], words: &[&str]) -> bool {
    words.iter().any(|known| word.eq_ignore_ascii_case(known.as_bytes()))
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
