//! Cases in which HTTP is as it should be, and the body says something else than expected.

use error_catalog::Retry::{Backoff, IfIdempotent};

use crate::case::{Case, LIMIT, case};
use crate::server::{answer, json};
use crate::told::{envelope, error};

pub(crate) const GONE: &str = r#"{"error":{"code":"NOT_FOUND","message":"gone"}}"#;

/// The same text, compressed.
const GONE_GZIP: &[u8] = b"\x1f\x8b\x08\0\0\0\0\0\x02\x03\xab\x56\x4a\x2d\x2a\xca\x2f\x52\xb2\xaa\x56\x4a\xce\x4f\x49\
    \x55\xb2\x52\xf2\xf3\x0f\x89\x77\xf3\x0f\xf5\x73\x51\xd2\x51\xca\x4d\x2d\x2e\x4e\x4c\x07\x89\xa6\xe7\xe7\xa5\x2a\
    \xd5\xd6\x02\x00\xbe\x15\x92\xac\x2f\0\0\0";

pub(crate) fn cases() -> Vec<Case> {
    [ours(), codes(), others(), problems(), broken_texts(), cut_off(), hostile()]
        .into_iter()
        .flatten()
        .collect()
}

fn ours() -> Vec<Case> {
    vec![
        case("our envelope", json(404, GONE), envelope(404, "NOT_FOUND", "gone")),
        case(
            "envelope in any order",
            json(404, "{ \"error\" :\n{\"message\":\"gone\", \"code\":\"NOT_FOUND\"} }\n"),
            envelope(404, "NOT_FOUND", "gone"),
        ),
        case(
            "envelope with more members",
            json(
                404,
                r#"{"id":7,"error":{"details":[1],"code":"NOT_FOUND","x":{"code":"Y"},"message":"gone"}}"#,
            ),
            error(404).code("NOT_FOUND").message("gone"),
        ),
        case(
            "envelope with a byte order mark",
            json(404, format!("\u{feff}{GONE}")),
            envelope(404, "NOT_FOUND", "gone"),
        ),
        case(
            "message missing",
            json(404, r#"{"error":{"code":"NOT_FOUND"}}"#),
            error(404).code("NOT_FOUND").no_body(),
        ),
        case(
            "message null",
            json(404, r#"{"error":{"code":"NOT_FOUND","message":null}}"#),
            error(404).code("NOT_FOUND").no_body(),
        ),
        case(
            "message a number",
            json(404, r#"{"error":{"code":"NOT_FOUND","message":7}}"#),
            error(404).code("NOT_FOUND"),
        ),
        case(
            "message an object",
            json(404, r#"{"error":{"message":{"en":"gone"},"code":"NOT_FOUND"}}"#),
            error(404).code("NOT_FOUND"),
        ),
    ]
}

fn codes() -> Vec<Case> {
    let coded = |code: &str| json(400, format!(r#"{{"error":{{"code":{code},"message":"?"}}}}"#));
    let long = |length| "A".repeat(length);
    vec![
        case("code a status", coded("404"), error(400).message("?")),
        case("code another number", coded("20003"), error(400).code("20003").message("?")),
        case("code an object", coded(r#"{"code":"NOT_FOUND"}"#), error(400).message("?")),
        case("code empty", coded(r#""""#), error(400).message("?")),
        case("code unknown", coded(r#""QUOTA_EXCEEDED""#), envelope(400, "QUOTA_EXCEEDED", "?")),
        case("code of 128 bytes", coded(&format!("{:?}", long(128))), envelope(400, &long(128), "?")),
        case("code of 129 bytes", coded(&format!("{:?}", long(129))), error(400).message("?")),
        case("code of another status", json(503, GONE), envelope(503, "NOT_FOUND", "gone").mismatch()),
        case(
            "unknown code, known status",
            json(429, r#"{"error":{"code":"QUOTA_EXCEEDED","message":"?"}}"#),
            envelope(429, "QUOTA_EXCEEDED", "?").retry(Backoff),
        ),
    ]
}

fn others() -> Vec<Case> {
    let rpc = r#"{"error":{"code":403,"message":"off","status":"PERMISSION_DENIED","details":[
        {"@type":"type.googleapis.com/google.rpc.Help","links":[]},
        {"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_DISABLED","domain":"x","metadata":{}}]}}"#;
    let html = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n</html>\r\n";
    vec![
        case("google.rpc.Status", json(403, rpc), error(403).code("API_DISABLED").message("off")),
        case("another object", json(404, r#"{"detail":"Not found."}"#), error(404).message("Not found.")),
        case("an array", json(400, r#"[{"code":"NOT_FOUND"}]"#), error(400).code("NOT_FOUND").mismatch()),
        case("null", json(500, "null"), error(500)),
        case("HTML", answer(502, &["content-type: text/html"], html), error(502).retry(IfIdempotent)),
        case("plain text", answer(503, &[], "upstream connect error"), error(503).retry(IfIdempotent)),
        case("empty", answer(500, &[], ""), error(500)),
        case("byte order mark alone", json(500, "\u{feff}"), error(500)),
        case("gzip, not asked for", answer(404, &["content-encoding: gzip"], GONE_GZIP), error(404)),
        case(
            "gzip by name only",
            answer(404, &["content-encoding: gzip"], GONE),
            envelope(404, "NOT_FOUND", "gone"),
        ),
        case(
            "gzip with the code in the header",
            answer(404, &["content-encoding: gzip", "x-error-code: NOT_FOUND"], GONE_GZIP),
            error(404).code("NOT_FOUND"),
        ),
    ]
}

/// RFC 9457.
fn problems() -> Vec<Case> {
    let problem = |body| answer(403, &["content-type: Application/Problem+JSON; charset=utf-8"], body);
    vec![
        case(
            "problem with a code",
            problem(r#"{"type":"https://example.com/x","title":"T","detail":"D","code":"NOT_FOUND"}"#),
            error(403).code("NOT_FOUND").message("D").mismatch(),
        ),
        case(
            "problem with a type only",
            problem(r#"{"type":"https://example.com/probs/out-of-credit"}"#),
            error(403),
        ),
        case(
            "problem with a code at the end of its type",
            problem(r#"{"type":"urn:problem:NOT_FOUND","title":"T"}"#),
            error(403).code("NOT_FOUND").message("T").mismatch(),
        ),
        case("problem with a title only", problem(r#"{"title":"T"}"#), error(403).message("T")),
        case(
            "problem about:blank",
            problem(r#"{"type":"about:blank","title":"Forbidden","status":403}"#),
            error(403).message("Forbidden"),
        ),
        case(
            "problem with the content type of JSON",
            json(403, r#"{"type":"https://example.com/probs/out-of-credit","title":"T"}"#),
            error(403).message("T"),
        ),
    ]
}

fn broken_texts() -> Vec<Case> {
    let utf_16: Vec<u8> = GONE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![
        case(
            "invalid UTF-8 in the message",
            json(404, b"{\"error\":{\"code\":\"NOT_FOUND\",\"message\":\"caf\xe9\"}}"),
            error(404).code("NOT_FOUND").message("caf\u{fffd}"),
        ),
        case(
            "invalid UTF-8 in the message, before the code",
            json(404, b"{\"error\":{\"message\":\"caf\xe9\",\"code\":\"NOT_FOUND\"}}"),
            error(404).code("NOT_FOUND").message("caf\u{fffd}"),
        ),
        case(
            "invalid UTF-8 in the code",
            json(404, b"{\"error\":{\"message\":\"gone\",\"code\":\"NOT_\xffFOUND\"}}"),
            error(404).message("gone"),
        ),
        // A code is what was sent, byte for byte, or it is none.
        case(
            "invalid UTF-8 in the code, before the message",
            json(404, b"{\"error\":{\"code\":\"NOT_\xffFOUND\",\"message\":\"gone\"}}"),
            error(404).message("gone"),
        ),
        case("invalid UTF-8 all over", json(404, b"\xff\xfe\x80\x81\xc0"), error(404)),
        case("UTF-16", json(404, utf_16), error(404)),
        case(
            "a whole surrogate pair, and what only looks like half of one",
            json(404, r#"{"error":{"code":"NOT_FOUND","message":"gone \ud83d\ude00 \\ud83d"}}"#),
            envelope(404, "NOT_FOUND", "gone \u{1f600} \\ud83d"),
        ),
        // As JavaScript writes a text that was cut in the middle of an emoji.
        case(
            "half a surrogate pair in the message",
            json(404, r#"{"error":{"code":"NOT_FOUND","message":"gone \ud83d"}}"#),
            error(404).code("NOT_FOUND").message("gone \u{fffd}"),
        ),
        case(
            "half a surrogate pair, before the code",
            json(404, r#"{"error":{"message":"gone \ud83d","code":"NOT_FOUND"}}"#),
            error(404).code("NOT_FOUND").message("gone \u{fffd}"),
        ),
    ]
}

fn cut_off() -> Vec<Case> {
    let deep = "[".repeat(100_000);
    let closed = format!("{deep}{}", "]".repeat(deep.len()));
    vec![
        case("cut off in the code", json(404, r#"{"error":{"code":"NOT_FO"#), error(404)),
        case(
            "cut off in the message",
            json(404, r#"{"error":{"code":"NOT_FOUND","message":"go"#),
            error(404).code("NOT_FOUND"),
        ),
        case(
            "cut off after the message",
            json(404, r#"{"error":{"code":"NOT_FOUND","message":"gone""#),
            error(404).code("NOT_FOUND").message("gone"),
        ),
        // 20003 may have been meant, and 2000 may be a code as well.
        case(
            "cut off in a number",
            json(400, r#"{"error":{"message":"?","code":2000"#),
            error(400).message("?"),
        ),
        case("trailing text", json(404, format!("{GONE} x")), error(404).code("NOT_FOUND").message("gone")),
        case("deeper than any stack", json(400, &deep), error(400)),
        case(
            "details deeper than any stack",
            json(404, format!(r#"{{"error":{{"code":"NOT_FOUND","message":"gone","details":{deep}"#)),
            error(404).code("NOT_FOUND").message("gone"),
        ),
        case(
            "something deep before the code",
            answer(
                404,
                &[],
                format!(r#"{{"error":{{"x":{},"code":"NOT_FOUND"}}}}"#, &closed[40_000..160_000]),
            ),
            error(404).code("NOT_FOUND"),
        ),
        case("exactly the limit", json(400, "x".repeat(LIMIT)), error(400)),
    ]
}

/// What would forge a line of a log, or steer a terminal.
fn hostile() -> Vec<Case> {
    let escapes = r#"{"error":{"code":"X\u001b[31m","message":"a\r\nERROR forged\u2028\u202e\u0007"}}"#;
    let many = format!(r#"{{"error":{{"code":"X","message":"{}"}}}}"#, r"\u001b".repeat(10_000));
    vec![
        case(
            "escape sequences in the envelope",
            json(400, escapes),
            error(400).message("a\r\nERROR forged\u{2028}\u{202e}\u{7}"),
        ),
        case(
            "escape sequences as text",
            answer(400, &[], "\x1b]0;title\x07\x1b[2J\r\nx\0\x7f\u{9b}"),
            error(400),
        ),
        case("nothing but escapes", json(400, many), envelope(400, "X", &"\u{1b}".repeat(10_000))),
        case(
            "a long message",
            json(400, format!(r#"{{"error":{{"code":"X","message":"{}"}}}}"#, "x".repeat(60_000))),
            envelope(400, "X", &"x".repeat(60_000)),
        ),
    ]
}
