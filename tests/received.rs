//! What a client makes of whatever may come: nothing fails, and nothing is lost.

use std::time::Duration;

use error_catalog::{ErrorCode, ReceivedError, Retry};
use http::{Response, StatusCode};

fn receive(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> ReceivedError {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    ReceivedError::from_response(response.body(body).expect("the test's own parts are valid"))
}

#[test]
fn an_envelope_is_read_in_any_order_and_with_more_in_it() {
    for body in [
        r#"{"error":{"code":"NOT_FOUND","message":"gone"}}"#,
        r#"{"error":{"message":"gone","code":"NOT_FOUND"}}"#,
        r#" { "trace" : [1, {"error": 2}], "error" : { "details" : {}, "code" : "NOT_FOUND", "message" : "gone" } } "#,
        r#"{"error":{"code":"NOT\u005fFOUND","message":"\u0067one"}}"#,
        "\u{feff}{\"error\":{\"code\":\"NOT_FOUND\",\"message\":\"gone\"}}",
    ] {
        let error = receive(404, &[], body);
        assert_eq!(error.code(), Some(ErrorCode::NotFound), "{body}");
        assert_eq!(error.code_str(), Some("NOT_FOUND"));
        assert_eq!(error.label(), "NOT_FOUND");
        assert_eq!(error.message(), Some("gone"));
        assert_eq!(error.body(), None);
        assert_eq!(error.to_string(), "404 NOT_FOUND: gone");
    }
}

#[test]
fn a_missing_message_does_not_cost_the_code() {
    for body in [r#"{"error":{"code":"NOT_FOUND"}}"#, r#"{"error":{"code":"NOT_FOUND","message":null}}"#] {
        let error = receive(404, &[], body);
        assert_eq!(error.code(), Some(ErrorCode::NotFound));
        assert_eq!(error.message(), None);
        assert_eq!(error.to_string(), "404 NOT_FOUND");
    }
}

#[test]
fn an_unknown_code_is_kept_byte_for_byte() {
    for code in ["QUOTA_EXCEEDED", "not_found", "KV:Raftstore:NotLeader", "Größe", "a b\\\"c"] {
        let body = serde_json::json!({"error": {"code": code, "message": "?"}}).to_string();
        let error = receive(409, &[], body);
        assert_eq!(error.code(), None, "{code}");
        assert_eq!(error.code_str(), Some(code));
        assert_eq!(error.label(), "_OTHER", "a stranger does not make labels");
        assert_eq!(error.body(), None);
    }
}

#[test]
fn what_is_no_envelope_keeps_status_and_body() {
    let deep = "[".repeat(100_000);
    let long = format!(r#"{{"error":{{"code":"{}","message":"?"}}}}"#, "A".repeat(129));
    for body in [
        &b""[..],
        b"null",
        b"{}",
        b"[]",
        b"\"NOT_FOUND\"",
        b"{\"error\":null}",
        b"{\"error\":\"NOT_FOUND\"}",
        b"{\"error\":[]}",
        b"{\"error\":{}}",
        b"{\"error\":{\"code\":null,\"message\":\"?\"}}",
        b"{\"error\":{\"code\":\"\",\"message\":\"?\"}}",
        b"{\"error\":{\"code\":404,\"message\":\"?\",\"status\":\"NOT_FOUND\"}}",
        b"{\"error\":{\"code\":\"NOT_FOUND\",\"message\":\"cut o",
        b"{\"error\":{\"code\":\"NOT_FOUND\",\"message\":\"?\"}} trailing",
        b"{\"error\":{\"code\":\"NOT_\xFFFOUND\",\"message\":\"?\"}}",
        b"<!doctype html><h1>502 Bad Gateway</h1>",
        b"upstream connect error",
        b"\xFF\xFE\x00\x01",
        b"\xEF\xBB\xBF",
        deep.as_bytes(),
        long.as_bytes(),
    ] {
        let error = receive(502, &[("x-request-id", "7")], body);
        assert_eq!(error.code(), None);
        assert_eq!(error.code_str(), None);
        assert_eq!(error.status(), StatusCode::BAD_GATEWAY);
        assert_eq!(error.body(), Some(body));
        assert_eq!(error.headers()["x-request-id"], "7");
        let shown = error.to_string();
        assert!(shown.starts_with("502 Bad Gateway: "), "{shown}");
        assert!(shown.len() < 1_500 && !shown.contains(['\n', '\u{feff}', '\0']), "{shown}");
    }
}

#[test]
fn a_header_stands_in_for_a_body_without_a_code() {
    let error = receive(404, &[("x-error-code", "NOT_FOUND")], "");
    assert_eq!(error.code(), Some(ErrorCode::NotFound));
    assert_eq!(error.body(), Some(&b""[..]), "there was no envelope");

    let error = receive(404, &[("x-error-code", "TEAPOT_GONE")], "<html>");
    assert_eq!(error.code_str(), Some("TEAPOT_GONE"));

    let body = r#"{"error":{"code":"NOT_FOUND","message":"?"}}"#;
    let error = receive(404, &[("x-error-code", "OTHER")], body);
    assert_eq!(error.code_str(), Some("NOT_FOUND"), "the body says it first");

    let too_long = "A".repeat(129);
    for strange in ["", &too_long, "caf\u{e9}"] {
        let error = receive(404, &[("x-error-code", strange)], "");
        assert_eq!(error.code_str(), None, "{strange}");
    }
}

#[test]
fn display_is_one_line_whatever_the_server_sent() {
    let body = serde_json::json!({"error": {
        "code": "X\u{1b}[31m", "message": "a\r\nERROR forged\u{2028}\u{202e}"
    }});
    let shown = receive(400, &[], body.to_string()).to_string();
    assert_eq!(shown, r"400 X\u{1b}[31m: a\r\nERROR forged\u{2028}\u{202e}");
    let shown = receive(599, &[], "").to_string();
    assert_eq!(shown, "599 error: empty body");
    let shown = receive(502, &[], "<h1>Bad\r\ngateway</h1>\n").to_string();
    assert_eq!(shown, r"502 Bad Gateway: no error envelope, but <h1>Bad\r\ngateway</h1>");
}

/// The ladder: the hint on the response, the row, the status.
#[test]
fn the_best_known_advice_wins() {
    use Retry::{Backoff, IfIdempotent, Never};

    let envelope = |code: &str| format!(r#"{{"error":{{"code":"{code}","message":"?"}}}}"#);
    for (status, headers, code, expected) in [
        // The row, not the status: a 500 that never succeeds, and a 400 that does.
        (500, &[][..], "INVALID_IMAGE", Never),
        (400, &[], "CANNOT_DELETE_PROCESSING", Backoff),
        (504, &[], "GENERATION_TIMEOUT", IfIdempotent),
        // The hint, not the row.
        (500, &[("x-should-retry", "true")], "INVALID_IMAGE", Backoff),
        (400, &[("x-should-retry", "false")], "CANNOT_DELETE_PROCESSING", Never),
        (400, &[("x-should-retry", "if-idempotent")], "NOT_FOUND", IfIdempotent),
        (429, &[("x-should-retry", "false"), ("retry-after", "1")], "NEWER", Never),
        // A word of somebody else is no hint.
        (400, &[("x-should-retry", "perhaps")], "CANNOT_DELETE_PROCESSING", Backoff),
        // A time is a hint that another attempt is welcome, not that it is safe.
        (404, &[("retry-after", "5")], "NOT_FOUND", IfIdempotent),
        (400, &[("retry-after", "5")], "CANNOT_DELETE_PROCESSING", Backoff),
        // Nothing but the status.
        (429, &[], "NEWER", Backoff),
        (425, &[], "NEWER", Backoff),
        (408, &[], "NEWER", IfIdempotent),
        (502, &[], "NEWER", IfIdempotent),
        (503, &[], "NEWER", IfIdempotent),
        (504, &[], "NEWER", IfIdempotent),
        (500, &[], "NEWER", Never),
        (501, &[], "NEWER", Never),
        (404, &[], "NEWER", Never),
    ] {
        let error = receive(status, headers, envelope(code));
        assert_eq!(error.retry(), expected, "{status} {headers:?} {code}");
    }
}

#[test]
fn a_wait_is_read_with_care() {
    let maintenance = r#"{"error":{"code":"SERVICE_UNDER_MAINTENANCE","message":"?"}}"#;
    for (value, expected) in [
        ("120", 120),
        (" 120 ", 120),
        ("0", 0),
        // Not `1*DIGIT`: the row's wait stands.
        ("+120", 60),
        ("-1", 60),
        ("1.5", 60),
        ("", 60),
        ("soon", 60),
        // More than a day is a mistake or an attack.
        ("86401", 86_400),
        ("18446744073709551615", 86_400),
        ("99999999999999999999999999", 86_400),
    ] {
        let error = receive(503, &[("retry-after", value)], maintenance);
        assert_eq!(error.retry_after(), Some(Duration::from_secs(expected)), "{value:?}");
    }
    assert_eq!(receive(503, &[], "").retry_after(), None);
}
