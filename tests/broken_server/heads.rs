//! Cases in which the head is not what anybody expects.

use error_catalog::Retry::{Backoff, IfIdempotent, Never};

use crate::case::{Case, Expected, case};
use crate::messages::GONE;
use crate::server::{Wire, answer, head, raw};
use crate::told::{Told, envelope, error};

pub(crate) fn cases() -> Vec<Case> {
    [statuses(), no_heads(), bombs(), codes(), waits()].into_iter().flatten().collect()
}

fn gone() -> Told {
    envelope(404, "NOT_FOUND", "gone")
}

fn with(headers: &[&str]) -> Wire {
    answer(404, headers, GONE)
}

fn statuses() -> Vec<Case> {
    let early = "HTTP/1.1 103 Early Hints\r\nlink: </style.css>; rel=preload\r\n\r\n";
    let late = |first: &str| raw(first).send("HTTP/1.1 404\r\ncontent-length: 47\r\n\r\n").body(GONE);
    vec![
        case("100 before the answer", late("HTTP/1.1 100 Continue\r\n\r\n"), gone()),
        case("103 before the answer", late(early), gone()),
        case("103 ten times before the answer", late(&early.repeat(10)), gone()),
        case("status 599", answer(599, &[], "?"), error(599).retry(IfIdempotent)),
        // RFC 9110, 15: a client should treat an invalid status as 5xx.
        case("status 600", answer(600, &[], "?"), error(600)),
        case("status 999", answer(999, &[], "?"), error(999)),
        case("status 429 in HTML", answer(429, &[], "<h1>Slow down</h1>"), error(429).retry(Backoff)),
    ]
}

fn no_heads() -> Vec<Case> {
    vec![
        case("closed without a word", raw(""), Expected::NoResponse),
        case("reset without a word", raw("").reset(), Expected::NoResponse),
        case("not HTTP", raw("SSH-2.0-OpenSSH_9.6\r\n"), Expected::NoResponse),
        case("TLS alert", raw(b"\x15\x03\x01\0\x02\x02\x16"), Expected::NoResponse),
        case("head cut off", raw("HTTP/1.1 404 Not Found\r\ncontent-le"), Expected::NoResponse),
        case("status 99", raw("HTTP/1.1 99 Low\r\n\r\n"), Expected::NoResponse),
        case("status 1000", raw("HTTP/1.1 1000 High\r\n\r\n"), Expected::NoResponse),
        case("status a word", raw("HTTP/1.1 Not Found\r\n\r\n"), Expected::NoResponse),
        case("header without a colon", head(404, &["content length 47"]).body(GONE), Expected::NoResponse),
        case("header with a NUL", head(404, &["x-error-code: NOT\0FOUND"]).body(GONE), Expected::NoResponse),
        case("lines that end in LF", raw("HTTP/1.1 404 Gone\ncontent-length: 47\n\n").body(GONE), gone()),
    ]
}

fn bombs() -> Vec<Case> {
    let many = |count: usize| -> Vec<String> { (0..count).map(|n| format!("x-{n}: {n}")).collect() };
    let refs = |lines: &[String]| with(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    let long = |length| format!("x-long: {}", "x".repeat(length));
    vec![
        case("50 headers", refs(&many(50)), gone()),
        case("500 headers", refs(&many(500)), Expected::NoResponse),
        case("header of 60 KB", with(&[&long(60_000)]), gone()),
        case("header of 1 MB", with(&[&long(1_000_000)]), Expected::NoResponse),
        case(
            "never-ending header",
            raw("HTTP/1.1 404 Gone\r\nx: ").forever("x".repeat(4096)),
            Expected::NoResponse,
        ),
        case(
            "never-ending headers",
            raw("HTTP/1.1 404 Gone\r\n").forever("x: y\r\n".repeat(100)),
            Expected::NoResponse,
        ),
    ]
}

/// The code in the header.
fn codes() -> Vec<Case> {
    let coded = |codes: &[&str]| {
        let lines: Vec<String> = codes.iter().map(|code| format!("x-error-code: {code}")).collect();
        answer(404, &lines.iter().map(String::as_str).collect::<Vec<_>>(), "")
    };
    let obs_text = raw(b"HTTP/1.1 404\r\nx-error-code: NOT_\x80\xe9\xffFOUND\r\ncontent-length: 0\r\n\r\n");
    vec![
        case("code in the header", coded(&["NOT_FOUND"]), error(404).code("NOT_FOUND")),
        case("unknown code in the header", coded(&["TEAPOT"]), error(404).code("TEAPOT")),
        case("other code in the header than in the body", with(&["x-error-code: TEAPOT"]), gone()),
        case(
            "the same code twice in the header",
            coded(&["NOT_FOUND", "NOT_FOUND"]),
            error(404).code("NOT_FOUND"),
        ),
        case("two codes in the header", coded(&["NOT_FOUND", "TEAPOT"]), error(404).code("NOT_FOUND")),
        case("code in the header, not ASCII", obs_text, error(404)),
        case("empty code in the header", coded(&[""]), error(404)),
        case("code of 129 bytes in the header", coded(&[&"A".repeat(129)]), error(404)),
    ]
}

/// `Retry-After`, and advice.
fn waits() -> Vec<Case> {
    let busy = |headers: &[&str]| answer(503, headers, "");
    let told = || error(503).retry(IfIdempotent);
    vec![
        case("Retry-After", busy(&["retry-after: 5"]), told().wait(5)),
        case("Retry-After twice", busy(&["retry-after: 5", "retry-after: 9"]), told().wait(9)),
        case("Retry-After garbage", busy(&["retry-after: soon"]), told()),
        case("Retry-After negative", busy(&["retry-after: -5"]), told()),
        case("Retry-After a list", busy(&["retry-after: 5, 9"]), told().wait(9)),
        case(
            "Retry-After beyond any number",
            busy(&[&format!("retry-after: {}", "9".repeat(99))]),
            told().wait(86_400),
        ),
        case(
            "Retry-After in the past",
            busy(&["retry-after: Sun, 06 Nov 1994 08:49:37 GMT"]),
            told().wait(0),
        ),
        case(
            "Retry-After by the server's clock",
            busy(&["date: Sun, 06 Nov 1994 08:49:37 GMT", "retry-after: Sunday, 06-Nov-94 08:50:07 GMT"]),
            told().wait(30),
        ),
        case(
            "Retry-After where a row says never",
            with(&["retry-after: 5"]),
            gone().retry(IfIdempotent).wait(5),
        ),
        case("contradictory advice", busy(&["x-should-retry: false", "retry-after: 5"]), told().retry(Never)),
        case("two advices", busy(&["x-should-retry: true", "x-should-retry: false"]), told().retry(Never)),
        case("advice nobody knows", busy(&["x-should-retry: perhaps"]), told()),
    ]
}
