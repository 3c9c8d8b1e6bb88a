//! What status and headers say: the code in a header, words of the retry advice, statuses of unknown codes.

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
        vectors.extend(replayed(table));
    }
    vectors.extend(types());
    vectors
}

/// An unknown code leaves the status.
fn statuses(table: &Subject<'_>) -> Vec<Vector> {
    let newer = &table.newer;
    let coded =
        |name: String, status| Vector::new(name, status, envelope(newer, "?")).code(newer).message("?");
    let mut vectors: Vec<Vector> = [
        400, 401, 404, 408, 409, 420, 422, 425, 429, 460, 499, 500, 501, 502, 503, 504, 507, 508, 509, 510,
        511,
    ]
    .into_iter()
    .chain(520..=530)
    .chain([561, 598, 599])
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
        named("two words", "", "not found"),
        named("a URL", "", "https://api.example/errors"),
        named("beside a code with a space", r#"{"error":{"code":"NOT FOUND","message":"gone"}}"#, code)
            .code(code)
            .message("gone"),
        named(
            "beside a code that may be one",
            r#"{"error":{"type":"not_found_error","message":"gone"}}"#,
            code,
        )
        .code(code)
        .message("gone"),
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
const WORDS: &[(&[&str], Option<Retry>)] = &[
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
    // Other forms of `false` are read, other forms of `true` are not.
    (&["0"], Some(Retry::Never)),
    (&["No"], Some(Retry::Never)),
    (&["?0"], Some(Retry::Never)),
    (&["\"false\""], Some(Retry::Never)),
    (&["false;q=1"], Some(Retry::Never)),
    (&["\"true\" ; a=b"], Some(Retry::Backoff)),
    (&["1", "0"], Some(Retry::Never)),
    (&["1"], None),
    (&["?1"], None),
    (&["\"true"], None),
    (&["if idempotent"], None),
    (&["true false"], None),
    (&["yes"], None),
    (&[""], None),
    (&[", ,"], None),
    (&["caf\u{e9}"], None),
];

/// A server repeats the stored response of the first request with the same idempotency key.
fn replayed(table: &Subject<'_>) -> Vec<Vector> {
    let headers = table.catalog.headers();
    let refused =
        |name: &str, value: &str| Vector::new(format!("{name}: {value}"), 503, "").header(name, value);
    let stored = |name: &str, value: &str| {
        let vector = refused(name, value).header("retry-after", "7");
        headers
            .advice
            .iter()
            .fold(vector, |vector, header| vector.header(header, "backoff"))
            .hint(Retry::Never)
    };
    vec![
        stored("idempotent-replayed", "true"),
        stored("Idempotency-Replayed", "True"),
        stored("Idempotent-Replayed", "?1"),
        stored("idempotent-replayed", "false, \"yes\" ; a=b"),
        stored("idempotent-replayed", "1"),
        refused("idempotent-replayed", "false"),
        refused("idempotent-replayed", "?0"),
        refused("idempotency-replayed", ""),
        refused("x-idempotent-replayed", "true"),
    ]
}

/// The two headers with the retry advice: their words, several fields, and contradictions.
fn words(table: &Subject<'_>, entry: &Entry) -> Vec<Vector> {
    let Entry { code, status, .. } = entry;
    let headers = table.catalog.headers();
    let coded = |name: String| Vector::new(name, *status, envelope(code, "?")).code(code).message("?");
    let mut vectors = Vec::new();
    for header in [&headers.retry, &headers.advice].into_iter().flatten() {
        for &(fields, hint) in WORDS {
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

/// Plain text, which only the content type tells.
fn types() -> Vec<Vector> {
    const PLAIN: &str = "text/plain";
    let typed = |name: &str, fields: &[&str], body: &str, message: Option<&str>| {
        let vector = Vector::new(format!("plain text, {name}"), 409, body);
        let vector = fields.iter().fold(vector, |vector, field| vector.header("content-type", *field));
        message.into_iter().fold(vector, Vector::message)
    };
    let (text, longer) = ("x".repeat(1024), "x".repeat(1025));
    vec![
        typed("a line", &[PLAIN], "upstream connect error\n", Some("upstream connect error")),
        typed("with a charset", &["Text/Plain; charset=utf-8"], "taken", Some("taken")),
        typed("twice", &[PLAIN, "text/html"], "taken", Some("taken")),
        typed("of HTML", &["text/html", PLAIN], "taken", None),
        typed("without a type", &[], "taken", None),
        typed("empty", &[PLAIN], " \n", None),
        typed("that is HTML", &[PLAIN], "\n<h1>taken</h1>", None),
        typed("that is JSON", &[PLAIN], r#"{"message":"taken"}"#, Some("taken")),
        typed("that is other JSON", &[PLAIN], r#"{"taken":true}"#, None),
        typed("1024 bytes", &[PLAIN], &text, Some(&text)),
        typed("1025 bytes", &[PLAIN], &longer, None),
    ]
}
