//! The wait in a body.

use core::time::Duration;

use super::super::decode::json_of;
use super::super::forms::is_of_type;
use super::clock::{Clock, Wait};
use super::{Source, number};
use crate::runtime::wire::json_tree::{Json, Number};

/// The wait in a `RetryInfo` of Google's APIs, or else in the first member that is made for one.
pub(super) fn wait(body: &[u8], clock: &Clock) -> Source {
    // Each of the names contains these letters, unless they are escaped. Most bodies have neither.
    if !body.windows(4).any(|word| word == b"etry" || word.starts_with(b"\\u")) {
        return Source::Absent;
    }
    json_of(body, |root| {
        let error = root.all("error").find(|value| value.is_object()).unwrap_or(&Json::Null);
        let in_info = [error, root].into_iter().find_map(|object| {
            object.get("details")?.items().iter().find_map(|detail| retry_info(detail, clock))
        });
        let first = root.get("errors").and_then(|errors| errors.items().first()).unwrap_or(&Json::Null);
        let of = |object: &'_ Json<'_>, name| {
            object.get(name).map_or(Source::Absent, |inner| members(inner, clock))
        };
        let places = [
            in_info.unwrap_or(Source::Absent),
            members(error, clock),
            of(error, "details"),
            members(root, clock),
            of(root, "details"),
            of(root, "parameters"),
            of(root, "extensions"),
            members(first, clock),
            of(first, "extensions"),
        ];
        first_readable(places)
    })
}

/// The first that can be read, or else any that is there.
fn first_readable(places: impl IntoIterator<Item = Source>) -> Source {
    places.into_iter().fold(Source::Absent, |found, place| match (found, place) {
        (Source::Wait(_), _) | (_, Source::Absent) => found,
        _ => place,
    })
}

/// `google.rpc.RetryInfo` ([AIP-193](https://google.aip.dev/193)), with a duration in one of its two forms.
fn retry_info(detail: &Json<'_>, clock: &Clock) -> Option<Source> {
    let delay = detail.get("retryDelay").filter(|_| is_of_type(detail, "google.rpc.RetryInfo"))?;
    let wait = match delay {
        Json::Text(text) => number::seconds(text),
        _ => duration(delay),
    };
    Some(wait.map_or(Source::Unreadable, |wait| Source::Wait(clock.after(wait))))
}

fn duration(delay: &Json<'_>) -> Option<Duration> {
    let seconds = match delay.get("seconds") {
        Some(Json::Text(text)) => number::natural(text)?,
        Some(Json::Number(Number::Natural(seconds))) => *seconds,
        None => 0,
        Some(_) => return None,
    };
    let has_more = matches!(delay.get("nanos"), Some(Json::Number(Number::Natural(1..))));
    delay.is_object().then(|| Duration::from_secs(seconds.saturating_add(has_more.into())))
}

/// The members with a wait, and the milliseconds of their unit.
const MEMBERS: [(&str, u64); 6] = [
    ("retry_after", 1000),
    ("retryAfter", 1000),
    ("retry_after_seconds", 1000),
    ("retryAfterSeconds", 1000),
    ("retry_after_ms", 1),
    ("retryAfterMs", 1),
];

fn members(object: &Json<'_>, clock: &Clock) -> Source {
    first_readable(MEMBERS.map(|(name, unit)| match object.get(name) {
        None | Some(Json::Null | Json::Bool) => Source::Absent,
        Some(value) => read(value, unit, clock).map_or(Source::Unreadable, Source::Wait),
    }))
}

fn read(value: &Json<'_>, unit: u64, clock: &Clock) -> Option<Wait> {
    let units = match value {
        Json::Text(text) if unit == 1 => return clock.milliseconds(text),
        Json::Text(text) => return clock.seconds_or_date(text),
        Json::Number(Number::Natural(number)) => *number,
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is not negative, and the cast saturates"
        )]
        Json::Number(Number::Other(number)) if *number >= 0.0 => number.ceil() as u64,
        _ => return None,
    };
    Some(clock.after(Duration::from_millis(units.saturating_mul(unit))))
}
