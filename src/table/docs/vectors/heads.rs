//! What status and headers say: the code in a header, words and times of the retry advice, statuses of unknown codes.

use super::rows::answer;
use super::{Subject, Vector, envelope};
use crate::shared::retry::Retry;
use crate::table::catalog::Entry;

pub(super) fn vectors(table: &Subject<'_>) -> Vec<Vector> {
    let mut vectors = statuses(table);
    for retry in Retry::ALL {
        if let Some(entry) = table.catalog.errors().iter().find(|entry| entry.retry == retry) {
            vectors.extend(known(entry));
        }
    }
    if let Some(entry) = table.sample() {
        vectors.extend(codes(table, entry));
        vectors.extend(words(table, entry));
    }
    vectors.extend(waits());
    vectors.extend(types());
    vectors
}

/// An unknown code leaves the status.
fn statuses(table: &Subject<'_>) -> Vec<Vector> {
    let newer = &table.newer;
    let coded =
        |name: String, status| Vector::new(name, status, envelope(newer, "?")).code(newer).message("?");
    let mut vectors: Vec<Vector> =
        [400, 401, 404, 408, 409, 422, 425, 429, 500, 501, 502, 503, 504, 507, 599]
            .into_iter()
            .map(|status| coded(format!("unknown code, {status}"), status))
            .collect();
    vectors.push(Vector::new("no code, 429", 429, ""));
    vectors.push(Vector::new("no code, 502", 502, "<html>"));
    vectors.push(coded("unknown code, 404, with a wait".to_owned(), 404).header("retry-after", "5").wait(5));
    vectors.push(coded("unknown code, 429, with a wait".to_owned(), 429).header("retry-after", "5").wait(5));
    vectors
}

/// A known code whose status is another's, and a wait that its row knows nothing of.
fn known(entry: &Entry) -> Vec<Vector> {
    let Entry { code, retry, status, .. } = entry;
    let coded = |what: &str, status| {
        Vector::new(format!("{retry} by row, {what}"), status, envelope(code, "?")).code(code).message("?")
    };
    vec![
        coded("status 200", 200),
        coded("status 404", 404),
        coded("status 429", 429),
        coded("status 502", 502),
        coded("with a wait", *status).header("Retry-After", "7").wait(7),
    ]
}

/// The code in a header, where the table has one.
fn codes(table: &Subject<'_>, entry: &Entry) -> Vec<Vector> {
    let Entry { code, status, .. } = entry;
    let Some(header) = table.catalog.headers().code.as_deref() else {
        // The usual name means nothing here.
        return vec![
            Vector::new("code in a header that the table leaves out", *status, "")
                .header("x-error-code", code),
        ];
    };
    let newer = &table.newer;
    let named = |what: &str, body: &str, value: &str| {
        Vector::new(format!("code in the header, {what}"), *status, body).header(header, value)
    };
    let problem = format!(r#"{{"type":"https://proxy.example/{newer}","title":"Blocked"}}"#);
    let mut vectors = vec![
        named("body empty", "", code).code(code),
        named("body HTML", "<html>", code).code(code),
        named("unknown", "", newer).code(newer),
        named("another in the body", &envelope(code, "?"), newer).code(code).message("?"),
        named("none in the envelope", r#"{"error":{"message":"gone"}}"#, code).code(code).message("gone"),
        named("a list in the envelope", r#"{"error":{"code":["?"],"message":"gone"}}"#, code)
            .code(code)
            .message("gone"),
        named("cut off in the body", r#"{"error":{"code":"N"#, code).code(code),
        named("problem details beside it", &problem, code).code(code).message("Blocked"),
        named("empty", "", ""),
        named("not ASCII", "", "caf\u{e9}"),
        named("128 bytes", "", &"A".repeat(128)).code("A".repeat(128)),
        named("129 bytes", "", &"A".repeat(129)),
        named("twice", "", code).header(header, newer.as_str()).code(code),
        named("twice in a field", "", &format!("{code}, {newer}")).code(code),
        named("after an empty one", "", " ,").header(header, code.as_str()).code(code),
        named("spaces around", "", &format!("\t{code} ")).code(code),
    ];
    let capitals = header.to_ascii_uppercase();
    vectors.push(
        Vector::new("code in the header, name in capitals", *status, "").header(&capitals, code).code(code),
    );
    vectors
}

/// The usual names of the retry header and the advice header.
const USUAL: [&str; 2] = ["x-should-retry", "x-retry-advice"];

/// The fields of a header, and the advice that they give, if any.
const WORDS: [(&[&str], Option<Retry>); 33] = [
    (&["true"], Some(Retry::Backoff)),
    (&["false"], Some(Retry::Never)),
    (&["never"], Some(Retry::Never)),
    (&["backoff"], Some(Retry::Backoff)),
    (&["if-idempotent"], Some(Retry::IfIdempotent)),
    // Python and configuration files write such words.
    (&["TRUE"], Some(Retry::Backoff)),
    (&["True"], Some(Retry::Backoff)),
    (&["False"], Some(Retry::Never)),
    (&["FALSE"], Some(Retry::Never)),
    (&["Never"], Some(Retry::Never)),
    (&["BackOff"], Some(Retry::Backoff)),
    (&["If-Idempotent"], Some(Retry::IfIdempotent)),
    (&[" false\t"], Some(Retry::Never)),
    // Proxies join fields, or repeat them. The most cautious word counts.
    (&["true", "false"], Some(Retry::Never)),
    (&["false", "true"], Some(Retry::Never)),
    (&["true", "true"], Some(Retry::Backoff)),
    (&["true", "if-idempotent"], Some(Retry::IfIdempotent)),
    (&["if-idempotent", "never", "backoff"], Some(Retry::Never)),
    (&["false, false"], Some(Retry::Never)),
    (&["true,false"], Some(Retry::Never)),
    (&["true ,\tIF-IDEMPOTENT"], Some(Retry::IfIdempotent)),
    (&["true, backoff", "true"], Some(Retry::Backoff)),
    (&[",, false ,"], Some(Retry::Never)),
    // A word that is unknown does not count.
    (&["maybe, true"], Some(Retry::Backoff)),
    (&["caf\u{e9}", "false"], Some(Retry::Never)),
    (&["caf\u{e9}, false"], Some(Retry::Never)),
    (&["if idempotent"], None),
    (&["true false"], None),
    (&["yes"], None),
    (&["1", "0"], None),
    (&[""], None),
    (&[", ,"], None),
    (&["caf\u{e9}"], None),
];

/// The two headers with the retry advice: their words, several fields, and contradictions.
fn words(table: &Subject<'_>, entry: &Entry) -> Vec<Vector> {
    let Entry { code, status, .. } = entry;
    let headers = table.catalog.headers();
    let coded = |name: String| Vector::new(name, *status, envelope(code, "?")).code(code).message("?");
    let mut vectors = Vec::new();
    for header in [&headers.retry, &headers.advice].into_iter().flatten() {
        for (fields, hint) in WORDS {
            let shown: Vec<String> = fields.iter().map(|field| format!("`{field}`")).collect();
            let vector = coded(format!("{header} {}", shown.join(" and ")));
            let vector = fields.iter().fold(vector, |vector, field| vector.header(header, *field));
            vectors.push(hint.into_iter().fold(vector, Vector::hint));
        }
        for retry in Retry::ALL {
            let word = answer(retry);
            let vector = coded(format!("{header} `{word}` and a wait")).header(header, word);
            vectors.push(vector.header("retry-after", "3").hint(retry).wait(3));
            let vector = Vector::new(format!("{header} `{word}`, no code"), 418, "");
            vectors.push(vector.header(&header.to_ascii_uppercase(), word).hint(retry));
        }
    }
    if let (Some(should_retry), Some(advice)) = (&headers.retry, &headers.advice) {
        for (answer, word, hint) in [
            ("false", "if-idempotent", Retry::IfIdempotent),
            ("true", "if-idempotent", Retry::IfIdempotent),
            ("true", "never", Retry::Never),
            ("false", "backoff", Retry::Backoff),
            ("false", "soon", Retry::Never),
            ("true", "", Retry::Backoff),
            ("perhaps", "never", Retry::Never),
        ] {
            let vector = coded(format!("{should_retry} `{answer}`, {advice} `{word}`"));
            vectors.push(vector.header(should_retry, answer).header(advice, word).hint(hint));
        }
    }
    let own = [&headers.code, &headers.retry, &headers.advice];
    for name in USUAL.into_iter().filter(|name| own.iter().all(|own| own.as_deref() != Some(name))) {
        vectors.push(coded(format!("{name}, which the table does not have")).header(name, "true"));
    }
    vectors
}

/// Problem details that only the content type tells.
fn types() -> Vec<Vector> {
    const PROBLEM: &str = "application/problem+json";
    let typed = |fields: &[&str], message: Option<&str>| {
        let name = format!("content type {}", fields.join(" and "));
        let vector = Vector::new(name, 409, r#"{"title":"Taken"}"#);
        let vector = fields.iter().fold(vector, |vector, field| vector.header("content-type", *field));
        message.into_iter().fold(vector, Vector::message)
    };
    vec![
        typed(&[PROBLEM], Some("Taken")),
        typed(&["Application/Problem+JSON; charset=utf-8, text/html"], Some("Taken")),
        typed(&[PROBLEM, PROBLEM], Some("Taken")),
        typed(&[PROBLEM, "text/html"], Some("Taken")),
        typed(&["application/problem+json,application/problem+json"], Some("Taken")),
        typed(&["text/html", PROBLEM], None),
    ]
}

/// `Retry-After` in seconds and as a time, and what is neither.
fn waits() -> Vec<Vector> {
    const DAY: u64 = 24 * 60 * 60;
    const NOW: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
    let seconds = [
        ("120", Some(120)),
        ("0", Some(0)),
        ("007", Some(7)),
        ("86400", Some(DAY)),
        ("86401", Some(DAY)),
        ("18446744073709551615", Some(DAY)),
        ("99999999999999999999999999999999999999", Some(DAY)),
        ("+120", None),
        ("-1", None),
        ("1.5", None),
        ("1e3", None),
        ("0x10", None),
        ("1_000", None),
        ("", None),
        ("soon", None),
        ("120 s", None),
        ("5, 9", Some(9)),
        ("9,5", Some(9)),
        ("soon, 5", Some(5)),
        (", 5 ,", Some(5)),
        ("\u{663}", None),
    ];
    let times = [
        ("Sun, 06 Nov 1994 08:51:37 GMT", Some(120)),
        ("Sunday, 06-Nov-94 08:51:37 GMT", Some(120)),
        ("Sun Nov  6 08:51:37 1994", Some(120)),
        ("Sun Nov 06 08:51:37 1994", Some(120)),
        ("Sun, 06 Nov 1994 08:51:37 GMT, Sun, 06 Nov 1994 08:50:37 GMT", Some(120)),
        ("30, Sunday, 06-Nov-94 08:51:37 GMT", Some(120)),
        ("Sun Nov  6 08:51:37 1994, 600", Some(600)),
        ("Sun, 06 Nov 1994 08:49:37 GMT", Some(0)),
        ("Sun, 06 Nov 1994 08:49:36 GMT", Some(0)),
        ("Thu, 01 Jan 1970 00:00:00 GMT", Some(0)),
        ("Wed, 06-Nov-24 08:51:37 GMT", None),
        ("Wednesday, 06-Nov-24 08:51:37 GMT", Some(DAY)),
        ("Wednesday, 31-Dec-69 23:59:59 GMT", None),
        ("Tuesday, 31-Dec-69 23:59:59 GMT", Some(DAY)),
        ("Thu, 29 Feb 1996 00:00:00 GMT", Some(DAY)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", Some(DAY)),
        // Not that day of the week, and no such day, hour, month, zone or form.
        ("Mon, 06 Nov 1994 08:51:37 GMT", None),
        ("Wed, 29 Feb 1995 00:00:00 GMT", None),
        ("Sun, 32 Nov 1994 08:51:37 GMT", None),
        ("Sun, 06 Nov 1994 25:51:37 GMT", None),
        ("Sun, 06 Nov 1994 08:51:60 GMT", None),
        ("Sun, 06 NOV 1994 08:51:37 GMT", None),
        ("Sun, 06 Nov 1994 08:51:37 CET", None),
        ("Sun, 06 Nov 1994 08:51:37.5 GMT", None),
        ("Sun, 6 Nov 1994 08:51:37 GMT", None),
        ("Sunsday, 06-Nov-94 08:51:37 GMT", None),
        ("Sunday, 06-Nov-94 08:51:37 CET", None),
        ("Sunday, 06-Nov-1994 08:51:37 GMT", None),
        ("Sun Nov 6 08:51:37 1994", None),
        ("1994-11-06T08:51:37Z", None),
        ("Fri, 31 Dec 99999 23:59:59 GMT", None),
        ("Wed, 31 Dec 1969 23:59:59 GMT", None),
    ];
    let named = |value: &str, wait: Option<u64>| {
        let vector = Vector::new(format!("retry after `{value}`"), 503, "").header("retry-after", value);
        wait.into_iter().fold(vector, Vector::wait)
    };
    let mut vectors: Vec<Vector> = seconds.iter().map(|(value, wait)| named(value, *wait)).collect();
    vectors.extend(times.iter().map(|(value, wait)| named(value, *wait).header("date", NOW)));
    // A clock of our own is later than that.
    let past = || named("Sun, 06 Nov 1994 08:51:37 GMT", Some(0));
    vectors.push(Vector { name: "retry after a time, no date".to_owned(), ..past() });
    vectors.push(Vector {
        name: "retry after a time, strange date".to_owned(),
        ..past().header("date", "yesterday")
    });
    let twice = format!("{NOW}, {NOW}");
    vectors.push(Vector {
        name: "retry after a time, date twice in a field".to_owned(),
        ..named("Sun, 06 Nov 1994 08:51:37 GMT", Some(120)).header("date", twice)
    });
    let old = "Sunday, 06-Nov-94 08:49:37 GMT";
    vectors.push(Vector {
        name: "retry after a time, date in an old form".to_owned(),
        ..named("Sun, 06 Nov 1994 08:51:37 GMT", Some(120)).header("date", old)
    });
    vectors.push(Vector {
        name: "retry after twice".to_owned(),
        ..named("5", Some(9)).header("retry-after", "9")
    });
    vectors.push(Vector { name: "retry after, spaces around".to_owned(), ..named(" 5\t", Some(5)) });
    vectors
}
