//! The end of a quota, from the headers in which servers describe their quotas.

use http::StatusCode;
use http::header::HeaderMap;

use super::super::fields;
use super::clock::{Clock, Wait};
use super::{date, number};

/// When the quota that is used up is there again. Every response can describe its quota, so only a status with which
/// servers refuse for a quota counts.
pub(super) fn wait(status: StatusCode, headers: &HeaderMap, clock: &Clock) -> Option<Wait> {
    let is_refusal = [StatusCode::FORBIDDEN, StatusCode::TOO_MANY_REQUESTS, StatusCode::SERVICE_UNAVAILABLE];
    is_refusal.contains(&status).then_some(())?;
    rate_limit(headers, clock).or_else(|| rate_limit_reset(headers, clock)).or_else(|| {
        let names = [
            ("x-ratelimit-remaining", "x-ratelimit-reset"),
            ("x-rate-limit-remaining", "x-rate-limit-reset"),
        ];
        names.into_iter().find_map(|(remaining, reset)| unofficial(headers, remaining, reset, clock))
    })
}

/// `RateLimit: "default";r=0;t=17` of the [IETF
/// draft](https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/), and `limit=100, remaining=0,
/// reset=17` of its earlier versions.
fn rate_limit(headers: &HeaderMap, clock: &Clock) -> Option<Wait> {
    let items = || fields::elements(headers, "ratelimit");
    let value = |item: &str, names: [&str; 2]| {
        let mut pairs = item.split(';').filter_map(|part| part.split_once('='));
        let is_named = |name: &str| names.into_iter().any(|known| name.trim().eq_ignore_ascii_case(known));
        pairs.find(|(name, _)| is_named(name)).map(|(_, value)| value.trim().trim_matches('"').to_owned())
    };
    let has_rest = |item: &str| value(item, ["r", "remaining"]).is_some_and(|rest| is_positive(&rest));
    // An item of its own speaks for all others.
    let has_rest_of_all = items().any(|item| !item.contains(';') && has_rest(item));
    let waits = items()
        .filter(|item| !has_rest(item) && !has_rest_of_all)
        .filter_map(|item| Some(clock.after(number::seconds(&value(item, ["t", "reset"])?)?)));
    waits.max()
}

/// `RateLimit-Reset` of the early versions of the draft.
fn rate_limit_reset(headers: &HeaderMap, clock: &Clock) -> Option<Wait> {
    let elements = |name: &'static str| fields::elements(headers, name).map(before_semicolon);
    let has_rest = elements("ratelimit-remaining").any(is_positive);
    let waits = elements("ratelimit-reset").filter_map(|value| Some(clock.after(number::seconds(value)?)));
    waits.max().filter(|_| !has_rest)
}

/// Headers without a standard. The reset is a wait for some servers and a time for others, and it says something about
/// this error only if nothing remains.
fn unofficial(
    headers: &HeaderMap,
    remaining: &'static str,
    reset: &'static str,
    clock: &Clock,
) -> Option<Wait> {
    let elements = |name: &'static str| fields::elements(headers, name).map(before_semicolon);
    let is_zero = |text: &str| number::rounded_up(text) == Some(0);
    (elements(remaining).next().is_some() && elements(remaining).all(is_zero)).then_some(())?;
    let waits = elements(reset).filter_map(|value| match number::rounded_up(value) {
        // No quota lasts for 30 years.
        Some(milliseconds @ 1_000_000_000_000..) => clock.until(milliseconds),
        Some(seconds @ 1_000_000_000..) => clock.until(seconds * 1000),
        Some(_) => Some(clock.after(number::seconds(value)?)),
        None => clock.until(date::parse(value)?.saturating_mul(1000)),
    });
    waits.max()
}

fn before_semicolon(text: &str) -> &str {
    text.split(';').next().unwrap_or_default().trim_ascii()
}

/// Whether it is a number above zero.
fn is_positive(text: &str) -> bool {
    number::rounded_up(text).is_some_and(|number| number > 0)
}
