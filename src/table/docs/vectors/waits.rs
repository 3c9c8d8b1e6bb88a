//! The wait that a response asks for, in every place where servers write one.

use super::{Subject, Vector, envelope};

use Wait::{Absent, Quota, Seconds, Unreadable};

pub(super) fn vectors(table: &Subject<'_>) -> Vec<Vector> {
    let mut vectors = Vec::new();
    // With one status it is seen whether a time is named, with the other how long it is.
    for status in [404, 503] {
        vectors.extend(NUMBERS.iter().map(|(value, wait)| {
            vector(format!("retry after `{value}`, {status}"), status, &[("retry-after", value)], "", *wait)
        }));
    }
    vectors.extend(DATES.iter().map(|(value, wait)| {
        let headers = [("retry-after", *value), ("date", NOW)];
        vector(format!("retry after `{value}`"), 404, &headers, "", *wait)
    }));
    vectors.extend(
        HEADERS
            .iter()
            .map(|(name, status, headers, wait)| vector((*name).to_owned(), *status, headers, "", *wait)),
    );
    vectors
        .extend(BODIES.iter().map(|(body, wait)| vector(format!("a wait in {body}"), 404, &[], body, *wait)));
    vectors.extend(
        ORDER.iter().map(|(name, headers, body, wait)| vector((*name).to_owned(), 429, headers, body, *wait)),
    );
    if let Some(entry) =
        table.catalog.errors().iter().find(|entry| entry.retry == crate::shared::retry::Retry::Never)
    {
        let known = |name: &str, headers: &[(&str, &str)], wait| {
            let body = envelope(&entry.code, "?");
            vector(format!("a row that says never, {name}"), 429, headers, &body, wait)
                .code(&entry.code)
                .message("?")
        };
        vectors.push(known("zero", &[("retry-after", "0")], Seconds(0)));
        vectors.push(known("unreadable", &[("retry-after", "soon")], Unreadable));
        vectors.push(known("a quota", &[("ratelimit-reset", "9")], Quota(9)));
    }
    vectors
}

fn vector(name: String, status: u16, headers: &[(&str, &str)], body: &str, wait: Wait) -> Vector {
    let vector = Vector::new(name, status, body);
    let mut vector = headers.iter().fold(vector, |vector, (name, value)| vector.header(name, *value));
    vector.message = message(body);
    match wait {
        Absent => vector,
        Unreadable => Vector { is_named: true, ..vector },
        Seconds(seconds) => vector.wait(seconds),
        Wait::Milliseconds(milliseconds) => vector.wait_in_milliseconds(milliseconds),
        Wait::Left { asked, left } => Vector { is_named: asked > 0, ..vector.wait(left) },
        Quota(seconds) => Vector { is_named: false, is_of_quota: seconds > 0, ..vector.wait(seconds) },
    }
}

/// Every body here that has a message has this one.
fn message(body: &str) -> Option<String> {
    body.contains("slow down").then(|| "slow down".to_owned())
}

/// What is read.
#[derive(Clone, Copy)]
enum Wait {
    Absent,
    Unreadable,
    Seconds(u64),
    Milliseconds(u64),
    /// In seconds. A cache has kept the response for the difference.
    Left {
        asked: u64,
        left: u64,
    },
    /// In seconds.
    Quota(u64),
}

const DAY: u64 = 24 * 60 * 60;
const NOW: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
const LATER: &str = "Sun, 06 Nov 1994 08:51:37 GMT";

const NUMBERS: &[(&str, Wait)] = &[
    ("120", Seconds(120)),
    ("0", Seconds(0)),
    ("007", Seconds(7)),
    ("86400", Seconds(DAY)),
    ("86401", Seconds(DAY)),
    ("18446744073709551615", Seconds(DAY)),
    ("99999999999999999999999999999999999999", Seconds(DAY)),
    ("1.5", Seconds(2)),
    ("2.0", Seconds(2)),
    ("2.", Seconds(2)),
    ("0.2", Seconds(1)),
    ("120 s", Seconds(120)),
    ("30s", Seconds(30)),
    ("5, 9", Seconds(9)),
    ("9,5", Seconds(9)),
    ("5, 5", Seconds(5)),
    ("soon, 5", Seconds(5)),
    (", 5 ,", Seconds(5)),
    (" 5\t", Seconds(5)),
    ("+120", Unreadable),
    ("-1", Unreadable),
    ("1e3", Unreadable),
    ("0x10", Unreadable),
    ("1_000", Unreadable),
    (".5", Unreadable),
    ("5ms", Unreadable),
    ("soon", Unreadable),
    ("\u{663}", Unreadable),
    ("", Absent),
    (" , ", Absent),
];

/// Two minutes after `NOW`, where a date can be read.
const DATES: &[(&str, Wait)] = &[
    (LATER, Seconds(120)),
    ("Sunday, 06-Nov-94 08:51:37 GMT", Seconds(120)),
    ("Sun Nov  6 08:51:37 1994", Seconds(120)),
    ("Sun Nov 06 08:51:37 1994", Seconds(120)),
    ("Sun Nov 6 08:51:37 UTC 1994", Seconds(120)),
    ("Sun, 06 Nov 1994 08:51:37 GMT, Sun, 06 Nov 1994 08:50:37 GMT", Seconds(120)),
    ("30, Sunday, 06-Nov-94 08:51:37 GMT", Seconds(120)),
    ("Sun Nov  6 08:51:37 1994, 600", Seconds(600)),
    // Nearly right.
    ("Sun, 06 Nov 1994 08:51:37 UTC", Seconds(120)),
    ("Sun, 06 Nov 1994 08:51:37 UT", Seconds(120)),
    ("Sun, 06 Nov 1994 08:51:37 Z", Seconds(120)),
    ("Sun, 06 Nov 1994 08:51:37 +0000", Seconds(120)),
    ("Sun, 06 Nov 1994 08:51:37 -00:00", Seconds(120)),
    ("Sun, 06 Nov 1994 09:51:37 +0100", Seconds(120)),
    ("Sun, 06 Nov 1994 00:51:37 -0800", Seconds(120)),
    ("Sun, 6 Nov 1994 08:51:37 GMT", Seconds(120)),
    ("Sun, 06 Nov 1994 8:51:37 GMT", Seconds(120)),
    ("Mon, 06 Nov 1994 08:51:37 GMT", Seconds(120)),
    ("Sunsday, 06-Nov-94 08:51:37 GMT", Seconds(120)),
    ("06 Nov 1994 08:51:37 GMT", Seconds(120)),
    ("06 November 1994 08:51:37", Seconds(120)),
    ("Sun, 06 NOV 1994 08:51:37 gmt", Seconds(120)),
    ("Sunday, 06-Nov-1994 08:51:37 GMT", Seconds(120)),
    ("Sun, 06 Nov 1994 08:51:36.5 GMT", Seconds(120)),
    ("Sun, 06 Nov 1994 08:50:60 GMT", Seconds(83)),
    ("Sun, 06 Nov 1994 08:52 GMT", Seconds(143)),
    ("1994-11-06T08:51:37Z", Seconds(120)),
    ("1994-11-06 08:51:37", Seconds(120)),
    ("1994-11-06t10:51:36.9+02:00", Seconds(120)),
    // Other days.
    (NOW, Seconds(0)),
    ("Sun, 06 Nov 1994 08:49:36 GMT", Seconds(0)),
    ("Thu, 01 Jan 1970 00:00:00 GMT", Seconds(0)),
    ("Wednesday, 06-Nov-24 08:51:37 GMT", Seconds(DAY)),
    ("Tuesday, 31-Dec-69 23:59:59 GMT", Seconds(DAY)),
    ("Thu, 29 Feb 1996 00:00:00 GMT", Seconds(DAY)),
    ("Fri, 31 Dec 9999 23:59:59 GMT", Seconds(DAY)),
    // Not a date.
    ("Wed, 29 Feb 1995 00:00:00 GMT", Unreadable),
    ("Sun, 32 Nov 1994 08:51:37 GMT", Unreadable),
    ("Sun, 00 Nov 1994 08:51:37 GMT", Unreadable),
    ("Sun, 06 Nov 1994 25:51:37 GMT", Unreadable),
    ("Sun, 06 Nov 1994 08:61:37 GMT", Unreadable),
    ("Sun, 06 Nov 1994 08:51:61 GMT", Unreadable),
    ("Sun, 06 Nov 1994 08:51:37 CET", Unreadable),
    ("Sun, 06 Nov 1994", Unreadable),
    ("Fri, 31 Dec 99999 23:59:59 GMT", Unreadable),
    ("Wed, 31 Dec 1969 23:59:59 GMT", Unreadable),
    ("Sun", Unreadable),
];

type Headers = &'static [(&'static str, &'static str)];

/// Several headers: clocks, caches, milliseconds and quotas.
const HEADERS: &[(&str, u16, Headers, Wait)] = &[
    ("retry after twice", 404, &[("retry-after", "5"), ("Retry-After", "9")], Seconds(9)),
    // The local clock is later than that.
    ("retry after a time, no date", 503, &[("retry-after", LATER)], Seconds(0)),
    ("retry after a time, strange date", 503, &[("retry-after", LATER), ("date", "yesterday")], Seconds(0)),
    (
        "retry after a time, date twice in a field",
        404,
        &[("retry-after", LATER), ("date", "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT")],
        Seconds(120),
    ),
    (
        "retry after a time, date in an old form",
        404,
        &[("retry-after", LATER), ("date", "Sunday, 06-Nov-94 08:49:37 GMT")],
        Seconds(120),
    ),
    ("age", 404, &[("retry-after", "60"), ("age", "50")], Wait::Left { asked: 60, left: 10 }),
    (
        "age of a time",
        404,
        &[("retry-after", LATER), ("date", NOW), ("age", "20")],
        Wait::Left { asked: 120, left: 100 },
    ),
    ("age beyond the wait", 404, &[("retry-after", "60"), ("age", "61")], Wait::Left { asked: 60, left: 0 }),
    (
        "age beyond any",
        404,
        &[("retry-after", "60"), ("age", "99999999999999999999999")],
        Wait::Left { asked: 60, left: 0 },
    ),
    (
        "age of more than a day",
        404,
        &[("retry-after", "90000"), ("age", "1000")],
        Wait::Left { asked: 90000, left: DAY },
    ),
    ("age that is none", 404, &[("retry-after", "60"), ("age", "-5")], Seconds(60)),
    ("age with a fraction", 404, &[("retry-after", "60"), ("age", "5.5")], Seconds(60)),
    ("age twice", 404, &[("retry-after", "60"), ("age", "5, 9")], Wait::Left { asked: 60, left: 55 }),
    ("milliseconds", 404, &[("retry-after-ms", "1500")], Wait::Milliseconds(1500)),
    ("milliseconds with a fraction", 404, &[("Retry-After-Ms", "0.5")], Wait::Milliseconds(1)),
    ("milliseconds, zero", 404, &[("retry-after-ms", "0")], Seconds(0)),
    ("milliseconds with a unit", 404, &[("retry-after-ms", "5ms")], Unreadable),
    (
        "milliseconds, several",
        404,
        &[("retry-after-ms", "100, 250"), ("retry-after-ms", "20")],
        Wait::Milliseconds(250),
    ),
    (
        "milliseconds of a cached response",
        404,
        &[("retry-after-ms", "1500"), ("age", "1")],
        Wait::Milliseconds(500),
    ),
    ("milliseconds of Azure", 404, &[("x-ms-retry-after-ms", "2000")], Seconds(2)),
    ("quota, its end", 429, &[("ratelimit", "\"default\";r=0;t=17")], Quota(17)),
    ("quota, its end, 403", 403, &[("RateLimit", "\"default\";r=0;t=17")], Quota(17)),
    ("quota, its end, 404", 404, &[("ratelimit", "\"default\";r=0;t=17")], Absent),
    ("quota with a rest", 403, &[("ratelimit", "\"default\";r=3;t=17")], Absent),
    ("quota without a rest", 403, &[("ratelimit", "\"default\";t=17")], Quota(17)),
    ("quota, two", 403, &[("ratelimit", "\"burst\";r=5;t=60, \"daily\" ; R=0 ; T=30")], Quota(30)),
    ("quota, two used up", 403, &[("ratelimit", "\"a\";r=0;t=3"), ("ratelimit", "\"b\";r=0;t=9")], Quota(9)),
    ("quota of draft 7", 403, &[("ratelimit", "limit=100, remaining=0, reset=17")], Quota(17)),
    ("quota of draft 7 with a rest", 403, &[("ratelimit", "limit=100, remaining=1, reset=17")], Absent),
    ("quota that cannot be read", 403, &[("ratelimit", "\"default\";r=0;t=soon")], Absent),
    ("quota of zero", 403, &[("ratelimit", "\"default\";r=0;t=0")], Quota(0)),
    ("reset", 403, &[("ratelimit-reset", "17")], Quota(17)),
    (
        "reset, nothing remains",
        403,
        &[("RateLimit-Reset", "17;w=60"), ("RateLimit-Remaining", "0")],
        Quota(17),
    ),
    ("reset, something remains", 403, &[("ratelimit-reset", "17"), ("ratelimit-remaining", "3")], Absent),
    ("x reset alone", 403, &[("x-ratelimit-reset", "17")], Absent),
    (
        "x reset, nothing remains",
        403,
        &[("x-ratelimit-reset", "17"), ("x-ratelimit-remaining", "0")],
        Quota(17),
    ),
    (
        "x reset, something remains",
        403,
        &[("x-ratelimit-reset", "17"), ("x-ratelimit-remaining", "1")],
        Absent,
    ),
    (
        "x reset with a fraction",
        403,
        &[("x-ratelimit-reset", "16.2"), ("x-ratelimit-remaining", "0.0")],
        Quota(17),
    ),
    (
        "x reset, an epoch",
        403,
        &[
            ("X-RateLimit-Reset", "1700000017"),
            ("X-RateLimit-Remaining", "0"),
            ("date", "Tue, 14 Nov 2023 22:13:20 GMT"),
        ],
        Quota(17),
    ),
    (
        "x reset, an epoch in milliseconds",
        403,
        &[
            ("x-ratelimit-reset", "1700000017000"),
            ("x-ratelimit-remaining", "0"),
            ("date", "Tue, 14 Nov 2023 22:13:20 GMT"),
        ],
        Quota(17),
    ),
    (
        "x reset, an epoch that is past",
        429,
        &[("x-ratelimit-reset", "1000000000"), ("x-ratelimit-remaining", "0")],
        Quota(0),
    ),
    (
        "x reset, a date",
        403,
        &[("x-ratelimit-reset", LATER), ("x-ratelimit-remaining", "0"), ("date", NOW)],
        Quota(120),
    ),
    ("x reset, other name", 429, &[("x-rate-limit-reset", "17"), ("x-rate-limit-remaining", "0")], Quota(17)),
    ("quota of a cached response", 429, &[("ratelimit-reset", "17"), ("age", "7")], Quota(10)),
];

/// The wait of a body, with the status 404.
const BODIES: &[(&str, Wait)] = &[
    (r#"{"error":{"message":"slow down","retry_after":7}}"#, Seconds(7)),
    (r#"{"error":{"message":"slow down","retryAfter":"7"}}"#, Seconds(7)),
    (r#"{"error":{"message":"slow down","details":{"retry_after_seconds":7}}}"#, Seconds(7)),
    (r#"{"error":{"message":"slow down"},"retryAfterSeconds":6.1}"#, Seconds(7)),
    (r#"{"message":"slow down","retry_after":64.57,"global":false}"#, Seconds(65)),
    (r#"{"ok":false,"description":"slow down","parameters":{"retry_after":7}}"#, Seconds(7)),
    (r#"{"message":"slow down","details":{"retryAfterSeconds":7}}"#, Seconds(7)),
    (r#"{"errors":[{"message":"slow down","extensions":{"retry_after":7}}]}"#, Seconds(7)),
    (r#"{"errors":[{"message":"slow down","retryAfterMs":700}]}"#, Wait::Milliseconds(700)),
    (r#"{"title":"slow down","extensions":{"retry_after_ms":"700"}}"#, Wait::Milliseconds(700)),
    (r#"{"message":"slow down","retry_after":"30s"}"#, Seconds(30)),
    (r#"{"message":"slow down","retry_after":"9999-12-31T00:00:00Z"}"#, Seconds(DAY)),
    (r#"{"message":"slow down","retry_after":1e300}"#, Seconds(DAY)),
    (r#"{"message":"slow down","retry_after":0}"#, Seconds(0)),
    (r#"{"message":"slow down","retry_after":null}"#, Absent),
    (r#"{"message":"slow down","retry_after":true}"#, Absent),
    (r#"{"message":"slow down","retry_after":-1}"#, Unreadable),
    (r#"{"message":"slow down","retry_after":"soon"}"#, Unreadable),
    (r#"{"message":"slow down","retry_after":[7]}"#, Unreadable),
    (r#"{"message":"slow down","retry_after":"soon","retryAfter":7}"#, Seconds(7)),
    (r#"{"error":{"message":"slow down","retry_after":3},"retry_after":9}"#, Seconds(3)),
    (r#"{"message":"slow down","x":{"retry_after":9}}"#, Absent),
    (r#"{"message":"slow down","retry_after":7"#, Absent),
    (r#"{"message":"slow down","retry_after":7,"x"#, Absent),
    (r#"{"message":"slow down","retry_after":"7","x"#, Seconds(7)),
    (
        r#"{"error":{"code":429,"message":"slow down","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"30s"}]}}"#,
        Seconds(30),
    ),
    (
        r#"{"code":8,"message":"slow down","details":[{},{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"1.5s"}]}"#,
        Seconds(2),
    ),
    (
        r#"{"error":{"message":"slow down","details":[{"@type":"google.rpc.RetryInfo","retryDelay":{"seconds":"4","nanos":1}}]}}"#,
        Seconds(5),
    ),
    (
        r#"{"error":{"message":"slow down","details":[{"@type":"google.rpc.RetryInfo","retryDelay":{"nanos":0}}]}}"#,
        Seconds(0),
    ),
    (
        r#"{"error":{"message":"slow down","details":[{"@type":"google.rpc.RetryInfo","retryDelay":7}]}}"#,
        Unreadable,
    ),
    (
        r#"{"error":{"message":"slow down","details":[{"@type":"google.rpc.Help","retryDelay":"7s"}]}}"#,
        Absent,
    ),
    (
        r#"{"error":{"message":"slow down","details":[{"@type":"google.rpc.RetryInfo","retryDelay":"7s"}],"retry_after":9}}"#,
        Seconds(7),
    ),
];

/// The first source that can be read counts.
const ORDER: &[(&str, Headers, &str, Wait)] = &[
    ("seconds before milliseconds", &[("retry-after-ms", "1500"), ("retry-after", "1")], "", Seconds(1)),
    (
        "milliseconds before those of Azure",
        &[("x-ms-retry-after-ms", "1"), ("retry-after-ms", "1500")],
        "",
        Wait::Milliseconds(1500),
    ),
    (
        "milliseconds after a wait that is unreadable",
        &[("retry-after-ms", "1500"), ("retry-after", "soon")],
        "",
        Wait::Milliseconds(1500),
    ),
    (
        "milliseconds before a quota",
        &[("ratelimit", "\"x\";r=0;t=9"), ("x-ms-retry-after-ms", "1500")],
        "",
        Wait::Milliseconds(1500),
    ),
    ("a quota before its reset", &[("ratelimit-reset", "5"), ("ratelimit", "\"x\";r=0;t=9")], "", Quota(9)),
    (
        "a reset before the one without a standard",
        &[("x-ratelimit-reset", "5"), ("x-ratelimit-remaining", "0"), ("ratelimit-reset", "9")],
        "",
        Quota(9),
    ),
    (
        "a quota before the body",
        &[("ratelimit-reset", "9")],
        r#"{"message":"slow down","retry_after":5}"#,
        Quota(9),
    ),
    (
        "a header before the body",
        &[("retry-after", "9")],
        r#"{"message":"slow down","retry_after":5}"#,
        Seconds(9),
    ),
    (
        "the body after a header that is unreadable",
        &[("retry-after", "soon")],
        r#"{"message":"slow down","retry_after":5}"#,
        Seconds(5),
    ),
    (
        "the body of a cached response",
        &[("age", "2")],
        r#"{"message":"slow down","retry_after":5}"#,
        Seconds(3),
    ),
];
