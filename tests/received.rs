//! What a client makes of whatever may come: nothing fails, and nothing is lost.

use std::error::Error;
use std::time::Duration;

use error_catalog::{DecodedError, ErrorCode, Idempotency, ReceivedError, Retry};
use http::header::{HeaderMap, HeaderValue, RETRY_AFTER};
use http::{Method, Request, Response, StatusCode};

fn receive(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> ReceivedError {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    ReceivedError::from_response(response.body(body).expect("the test's own parts are valid"))
}

/// Each slash could be where a code begins: to look at all of them would take hours.
#[test]
fn a_long_type_is_read_at_once() {
    let slashes = "/".repeat(10_000_000);
    let error = receive(404, &[], format!(r#"{{"type":"{slashes}","title":"gone"}}"#));
    assert_eq!((error.code_str(), error.message()), (None, Some("gone")));
    let error = receive(404, &[], format!(r#"{{"type":"{slashes}NOT_FOUND","title":"gone"}}"#));
    assert_eq!(error.code(), Some(ErrorCode::NotFound));
}

#[test]
fn errors_are_equal_if_no_program_can_tell_them_apart() {
    let body = r#"{"error":{"code":"NOT_FOUND","message":"gone"}}"#;
    let error = receive(404, &[], body);
    for same in [
        receive(404, &[("date", "Sun, 06 Nov 1994 08:49:37 GMT"), ("x-request-id", "7")], body),
        receive(404, &[], r#" {"error":{"message":"gone","code":"NOT\u005fFOUND"}}"#),
        error.clone().with_request(&Method::GET, "https://example.com"),
    ] {
        assert_eq!(error, same);
    }
    for other in [
        receive(410, &[], body),
        receive(404, &[("x-retry-advice", "backoff")], body),
        receive(404, &[("retry-after", "7")], body),
        receive(404, &[], r#"{"error":{"code":"NOT_FOUND_","message":"gone"}}"#),
        receive(404, &[], r#"{"error":{"code":"NOT_FOUND","message":"none"}}"#),
        receive(404, &[], r#"{"error":{"code":"NOT_FOUND","message":"gone","details":{}}}"#),
    ] {
        assert_ne!(error, other);
    }
    let busy = receive(503, &[("retry-after", "7")], "");
    assert_ne!(busy, receive(503, &[("retry-after", "8")], ""), "the wait differs");
}

#[test]
fn an_envelope_is_read_in_any_order() {
    for body in [
        r#"{"error":{"code":"NOT_FOUND","message":"gone"}}"#,
        r#"{"error":{"message":"gone","code":"NOT_FOUND"}}"#,
        " {\t\"error\" : {\n\"code\" : \"NOT_FOUND\", \"message\" : \"gone\" } } ",
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
fn an_envelope_with_more_in_it_keeps_what_code_and_message_do_not_say() {
    for body in [
        r#"{"error":{"code":"NOT_FOUND","details":{"id":7},"message":"gone"}}"#,
        r#"{"trace":[1,{"error":2}],"error":{"code":"NOT_FOUND","message":"gone"},"code":9}"#,
        r#"{"code":"OTHER","error":{"message":"gone","code":"NOT_FOUND"}}"#,
        r#"{"error":{"code":"NOT_FOUND","message":"gone"},"type":"about:blank","title":"Other"}"#,
        r#"{"error":{"code":"OTHER","message":"gone","code":"NOT_FOUND"}}"#,
        r#"{"error":{"code":"NOT_FOUND","message":"here","message":"gone"}}"#,
        r#"{"error":{"code":"OTHER"},"error":{"code":"NOT_FOUND","message":"gone"}}"#,
        r#"{"error":"OTHER","error":{"code":"NOT_FOUND","message":"gone"}}"#,
    ] {
        let error = receive(404, &[], body);
        assert_eq!(error.code(), Some(ErrorCode::NotFound), "{body}");
        assert_eq!(error.message(), Some("gone"));
        assert_eq!(error.body(), Some(body.as_bytes()));
        assert_eq!(error.to_string(), "404 NOT_FOUND: gone");
    }
}

#[test]
fn a_missing_message_does_not_cost_the_code() {
    for body in [r#"{"error":{"code":"NOT_FOUND"}}"#, r#"{"error":{"code":"NOT_FOUND","message":null}}"#] {
        let error = receive(404, &[], body);
        assert_eq!(error.code(), Some(ErrorCode::NotFound));
        assert_eq!(error.message(), None);
        assert_eq!(error.body(), None);
        assert_eq!(error.to_string(), "404 NOT_FOUND");
    }
    for message in ["7", "{}", "[]", "[7]", "true", "-1.5"] {
        let body = format!(r#"{{"error":{{"message":{message},"code":"NOT_FOUND"}}}}"#);
        let error = receive(404, &[], &body);
        assert_eq!(error.code(), Some(ErrorCode::NotFound));
        assert_eq!((error.message(), error.body()), (None, Some(body.as_bytes())));
    }
    let error = receive(404, &[], r#"{"error":{"code":"NOT_FOUND","message":""}}"#);
    assert_eq!((error.message(), error.to_string().as_str()), (Some(""), "404 NOT_FOUND"));
}

#[test]
fn a_code_that_is_no_text_is_read_as_its_senders_mean_it() {
    let google = |details: &str| {
        format!(r#"{{"error":{{"code":404,"message":"gone","status":404,"details":{details}}}}}"#)
    };
    let info = r#"{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_DISABLED","domain":"x"}"#;
    let info_last = r#"{"reason":"API_DISABLED","metadata":{"reason":"NO"},"@type":"google.rpc.ErrorInfo"}"#;
    for (body, code) in [
        (google(&format!("[{info}]")), Some("API_DISABLED")),
        (
            google(&format!(r#"[{{"@type":"google.rpc.RetryInfo","reason":"NO"}},7,null,{info_last}]"#)),
            Some("API_DISABLED"),
        ),
        (google("[]"), None),
        (google("{}"), None),
        (google(r#"[{"reason":"SOMETHING"}]"#), None),
        // A number may have been longer where the text is cut off at its end, but not where it is cut off later.
        (r#"{"error":{"message":"gone","code":2000"#.to_owned(), None),
        (r#"{"error":{"code":20003,"message":"gone""#.to_owned(), Some("20003")),
        // The numbers of HTTP and gRPC are no codes, those of an API are.
        (r#"{"error":{"code":5,"message":"gone"}}"#.to_owned(), None),
        (r#"{"error":{"code":20003,"message":"gone"}}"#.to_owned(), Some("20003")),
        (r#"{"error":{"code":-20003,"message":"gone"}}"#.to_owned(), None),
        (r#"{"error":{"code":{"value":"X"},"message":"gone"}}"#.to_owned(), None),
        (r#"{"error":{"code":["X"],"message":"gone"}}"#.to_owned(), None),
        (r#"{"error":{"code":null,"message":"gone"}}"#.to_owned(), None),
        (r#"{"error":{"code":true,"message":"gone"}}"#.to_owned(), None),
        (r#"{"error":{"code":"","message":"gone"}}"#.to_owned(), None),
        (r#"{"error":{"message":"gone"}}"#.to_owned(), None),
    ] {
        let error = receive(404, &[], &body);
        assert_eq!((error.code(), error.code_str()), (None, code), "{body}");
        assert_eq!(error.message(), Some("gone"));
        assert_eq!(error.body(), Some(body.as_bytes()));
    }
}

#[test]
fn problem_details_are_read() {
    let problem = [("content-type", "application/problem+json; charset=utf-8")];
    for (headers, body, code, message) in [
        (
            &problem[..],
            r#"{"code":"NOT_FOUND","type":"/e/x","title":"T","detail":"D"}"#,
            Some("NOT_FOUND"),
            Some("D"),
        ),
        (
            &problem,
            r#"{"type":"https://api.example/errors/NOT_FOUND","title":"T"}"#,
            Some("NOT_FOUND"),
            Some("T"),
        ),
        (&problem, r#"{"type":"https://api.example/errors#NOT_FOUND"}"#, Some("NOT_FOUND"), None),
        (&problem, r#"{"type":"urn:problem:NOT_FOUND"}"#, Some("NOT_FOUND"), None),
        (&problem, r#"{"type":"https://api.example/out-of-credit"}"#, None, None),
        (&problem, r#"{"type":"about:blank","title":"Gone","status":404}"#, None, Some("Gone")),
        (&problem, r#"{"type":7,"title":{},"detail":null,"code":20003}"#, Some("20003"), None),
        (&problem, r#"{"detail":"D","error":null}"#, None, Some("D")),
        (&problem, r#"{"detail":"D","error":"word"}"#, None, Some("D")),
        (&problem, r#"{"error":true,"detail":"D"}"#, None, Some("D")),
        (&problem, r#"{"error":[-1,{}],"detail":"D"}"#, None, Some("D")),
        (&problem, r#"{"error":-1.5,"detail":"D"}"#, None, Some("D")),
        (&problem, r#"{"error":7,"detail":"D"}"#, None, Some("D")),
        (&problem, "{}", None, None),
        // The content type of any JSON.
        (&[], r#"{"type":"/e/x","title":"T","detail":"D"}"#, None, Some("D")),
        (&[], r#"{"title":"T","status":404,"code":"NOT_FOUND"}"#, Some("NOT_FOUND"), Some("T")),
        // Any JSON.
        (&[], r#"{"code":"NOT_FOUND","message":"gone"}"#, Some("NOT_FOUND"), Some("gone")),
        (&[], r#"{"title":"T"}"#, None, Some("T")),
        (&[], r#"{"type":"page","status":404}"#, None, None),
    ] {
        let error = receive(404, headers, body);
        assert_eq!((error.code_str(), error.message()), (code, message), "{body}");
        assert_eq!(error.body(), Some(body.as_bytes()), "there is more in it");
    }
}

#[test]
fn an_unknown_code_is_kept_byte_for_byte() {
    let longest = "A".repeat(128);
    for code in [
        "QUOTA_EXCEEDED",
        "not_found",
        "KV:Raftstore:NotLeader",
        "e/NOT_FOUND",
        "20003",
        "a.b-c_d:e/9",
        &longest,
    ] {
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
    let long = format!(r#"{{"error":{{"code":"{}"}}}}"#, "A".repeat(129));
    for body in [
        &b""[..],
        b"null",
        b"{}",
        b"[]",
        b"\"NOT_FOUND\"",
        b"{\"error\":null}",
        b"{\"error\":[]}",
        b"{\"error\":{}}",
        b"{\"error\":{\"code\":\"NOT_FOU",
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
        assert!(shown.ends_with(" (request 7)"), "{shown}");
        assert!(shown.len() < 1_500 && !shown.contains(['\n', '\u{feff}', '\0']), "{shown}");
    }
}

/// The parts before the fault count.
#[test]
fn a_broken_envelope_gives_what_can_be_read() {
    let deep = format!(r#"{{"error":{{"code":"NOT_FOUND","message":"?","x":{}"#, "[".repeat(100_000));
    let deep_before = format!(
        r#"{{"error":{{"details":[{}{}],"code":"NOT_FOUND","message":"?"}} }} ?"#,
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    let deep_details =
        format!(r#"{{"error":{{"code":"NOT_FOUND","message":"?","details":{}"#, "[".repeat(100_000));
    for (body, message) in [
        (&b"{\"error\":{\"code\":\"NOT_FOUND\",\"message\":\"cut o"[..], None),
        (b"{\"error\":{\"code\":\"NOT_FOUND\",\"message\":\"?\"", Some("?")),
        (b"{\"error\":{\"code\":\"NOT_FOUND\",\"message\":\"?\"}} trailing", Some("?")),
        (b"{\"error\":{\"code\":\"NOT_FOUND\",\"message\":\"a\xFFb\"}}", Some("a\u{fffd}b")),
        (b"{\"error\":{\"message\":\"a\xFFb\",\"code\":\"NOT_FOUND\"}}", Some("a\u{fffd}b")),
        (b"{\"error\":{\"code\":\"NOT_FOUND\",\"message\":\"\\ud800\"}}", Some("\u{fffd}")),
        (b"{\"error\":{\"message\":\"\\ud83d\",\"code\":\"NOT_FOUND\"}}", Some("\u{fffd}")),
        (deep.as_bytes(), Some("?")),
        (deep_details.as_bytes(), Some("?")),
        (deep_before.as_bytes(), Some("?")),
    ] {
        let error = receive(404, &[], body);
        assert_eq!(error.code(), Some(ErrorCode::NotFound), "{}", body.escape_ascii());
        assert_eq!(error.message(), message);
        assert_eq!(error.body(), Some(body));
    }
}

/// Every way to cut these bodies off, and every way to change one of their bytes.
#[test]
fn no_damage_costs_the_status_or_a_panic() {
    let bodies = [
        r#"{"error":{"code":"NOT_FOUND","message":"g\u00f6ne","details":[{"@type":"x","reason":"y"}]}}"#,
        r#"{"type":"https://api.example/errors/NOT_FOUND","title":"T","status":404,"detail":"D"}"#,
        r#"{"error":{"code":404,"details":[{"@type":"google.rpc.ErrorInfo","reason":"X"}]}}"#,
    ];
    let judge = |body: &[u8]| {
        let error = receive(404, &[], body);
        assert_eq!(error.status(), 404);
        let shown = error.to_string();
        assert!(!shown.chars().any(char::is_control), "{shown}");
        let said = error.code_str().is_some() && error.message().is_some();
        assert!(said || error.body() == Some(body), "{}", body.escape_ascii());
    };
    for body in bodies.map(str::as_bytes) {
        (0..=body.len()).for_each(|end| judge(&body[..end]));
        for at in 0..body.len() {
            for byte in 0..=u8::MAX {
                let mut damaged = body.to_vec();
                damaged[at] = byte;
                judge(&damaged);
            }
        }
    }
}

#[test]
fn the_borrowed_form_says_the_same() {
    let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static("3"))]);
    for body in [
        &br#"{"error":{"code":"FAL_ERROR","message":"FAL generation/webhook processing failed"}}"#[..],
        br#"{"error":{"code":"FAL_ERROR","message":"tw\u006f"}}"#,
        br#"{"error":{"code":"NEWER","message":"three","more":3}}"#,
        b"<html>",
        b"\xFF",
    ] {
        let borrowed: DecodedError = DecodedError::new(StatusCode::BAD_GATEWAY, &headers, body);
        let owned: ReceivedError = ReceivedError::from_parts(StatusCode::BAD_GATEWAY, headers.clone(), body);
        let kept = borrowed.clone().into_owned();
        for other in [&owned, &kept] {
            assert_eq!(borrowed.code(), other.code());
            assert_eq!(borrowed.code_str(), other.code_str());
            assert_eq!(borrowed.message(), other.message());
            assert_eq!(borrowed.body(), other.body());
            assert_eq!(borrowed.retry(), other.retry());
            assert_eq!(borrowed.retry_after(), other.retry_after());
            assert_eq!(borrowed.may_retry(&Method::POST), other.may_retry(&Method::POST));
        }
        assert_eq!(kept.to_string(), owned.to_string());
    }
}

#[test]
fn messages_of_any_length_are_kept() {
    for length in [0, 1, 126, 127, 128, 255, 256, 70_000] {
        let message = "ü".repeat(length / 2) + if length % 2 == 1 { "x" } else { "" };
        let body = serde_json::json!({"error": {"code": "NOT_FOUND", "message": message}}).to_string();
        assert_eq!(receive(404, &[], body).message(), Some(&*message));
    }
}

#[test]
fn a_status_that_is_not_the_rows_is_told() {
    let body = r#"{"error":{"code":"NOT_FOUND","message":"?"}}"#;
    for (status, client, server, mismatch) in [
        (404, true, false, false),
        (503, false, true, true),
        (200, false, false, true),
        (999, false, true, true),
    ] {
        let error = receive(status, &[], body);
        assert_eq!(error.status(), status);
        assert_eq!(error.is_client_error(), client);
        assert_eq!(error.is_server_error(), server);
        assert_eq!(error.status_mismatch(), mismatch);
    }
    assert!(!receive(500, &[], r#"{"error":{"code":"NEWER"}}"#).status_mismatch(), "there is no row");
}

#[test]
fn the_id_of_a_request_is_found_where_servers_put_it() {
    let long = "7".repeat(201);
    for (headers, expected) in [
        (&[][..], None),
        (&[("x-request-id", "7f3a")][..], Some("7f3a")),
        (&[("cf-ray", "8c-FRA"), ("request-id", "req_7")], Some("req_7")),
        (&[("x-request-id", ""), ("x-amzn-requestid", "7")], Some("7")),
        (&[("x-request-id", "caf\u{e9}")], None),
        (&[("x-request-id", &long)], None),
    ] {
        assert_eq!(receive(500, headers, "").request_id(), expected, "{headers:?}");
    }
}

#[test]
fn a_header_stands_in_for_a_body_without_a_code() {
    let error = receive(404, &[("x-error-code", "NOT_FOUND")], "");
    assert_eq!(error.code(), Some(ErrorCode::NotFound));
    assert_eq!(error.body(), Some(&b""[..]), "there was no envelope");
    assert_eq!(error.to_string(), "404 NOT_FOUND");

    let error = receive(404, &[("x-error-code", "TEAPOT_GONE")], "<html>");
    assert_eq!(error.code_str(), Some("TEAPOT_GONE"));

    let body = r#"{"error":{"code":"NOT_FOUND","message":"?"}}"#;
    let error = receive(404, &[("x-error-code", "OTHER")], body);
    assert_eq!(error.code_str(), Some("NOT_FOUND"), "the body says it first");

    let problem = r#"{"type":"https://proxy.example/blocked","title":"Blocked"}"#;
    let error = receive(504, &[("x-error-code", "NOT_FOUND")], problem);
    assert_eq!(error.code(), Some(ErrorCode::NotFound), "the type of a problem need not be a code");

    let body = r#"{"error":{"code":["?"],"message":"gone"}}"#;
    let error = receive(404, &[("x-error-code", "NOT_FOUND")], body);
    assert_eq!((error.code(), error.message()), (Some(ErrorCode::NotFound), Some("gone")));
    assert_eq!(error.body(), Some(body.as_bytes()));

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
    assert_eq!(shown, r"400 Bad Request: a\r\nERROR forged\u{2028}\u{202e}");
    let shown = receive(599, &[], "").to_string();
    assert_eq!(shown, "599 error: empty body");
    let shown = receive(502, &[], "<h1>Bad\r\ngateway</h1>\n").to_string();
    assert_eq!(shown, r#"502 Bad Gateway: no error envelope, but HTML with the heading "Bad gateway""#);
    let shown = receive(502, &[], "<p>Bad\r\ngateway</p>\n").to_string();
    assert_eq!(shown, r"502 Bad Gateway: no error envelope, but <p>Bad\r\ngateway</p>");
    let shown = receive(502, &[], b"\x1f\x8b\x08\0").to_string();
    assert_eq!(
        shown,
        "502 Bad Gateway: no error envelope, but a body in the coding gzip, which the HTTP client did not decode"
    );
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
        (404, &[("x-should-retry", "true"), ("x-retry-advice", "never")], "NOT_FOUND", Never),
        (404, &[("x-should-retry", "false"), ("x-retry-advice", "if-idempotent")], "NOT_FOUND", IfIdempotent),
        (404, &[("x-should-retry", "true"), ("x-retry-advice", "soon")], "NOT_FOUND", Backoff),
        // The most cautious of several words.
        (404, &[("x-should-retry", "true"), ("x-should-retry", "False")], "NOT_FOUND", Never),
        (404, &[("x-should-retry", "TRUE, if-idempotent")], "NOT_FOUND", IfIdempotent),
        (404, &[("x-retry-advice", "perhaps, BackOff ")], "NOT_FOUND", Backoff),
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
        ("1.5", 2),
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

/// In its three forms (RFC 9110, 5.6.7), with the response's own clock: whatever ours shows does not matter.
#[test]
fn a_time_to_come_back_is_read_by_the_servers_clock() {
    let date = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
    for (value, expected) in [
        ("Sun, 06 Nov 1994 08:51:37 GMT", Some(120)),
        ("Sunday, 06-Nov-94 08:51:37 GMT", Some(120)),
        ("Sun Nov  6 08:51:37 1994", Some(120)),
        // It is over.
        ("Sun, 06 Nov 1994 08:49:36 GMT", Some(0)),
        ("Thu, 01 Jan 1970 00:00:00 GMT", Some(0)),
        // It is too far.
        ("Fri, 31 Dec 9999 23:59:59 GMT", Some(86_400)),
        // It is no time.
        ("Sun, 32 Nov 1994 08:51:37 GMT", None),
        ("Sun, 06 Nov 1994 25:51:37 GMT", None),
        ("Sun, 06 Nov 1994 08:51:37 CET", None),
        ("1994-11-06T08:51:37Z", Some(120)),
        ("Fri, 31 Dec 99999 23:59:59 GMT", None),
    ] {
        let error = receive(503, &[("retry-after", value), date], "");
        assert_eq!(error.retry_after(), expected.map(Duration::from_secs), "{value}");
    }
    let past = ("retry-after", "Sun, 06 Nov 1994 08:51:37 GMT");
    for no_clock in [&[past][..], &[past, ("date", "yesterday")]] {
        assert_eq!(receive(503, no_clock, "").retry_after(), Some(Duration::ZERO), "our clock is later");
    }
    let error = receive(404, &[past, date], "");
    assert_eq!(error.retry(), Retry::IfIdempotent, "a time is a hint, as seconds are");
}

#[test]
fn the_request_decides_what_is_idempotent() {
    let error = |retry| receive(500, &[("x-should-retry", retry)], "");
    for (method, is_idempotent) in [
        (Method::GET, true),
        (Method::HEAD, true),
        (Method::OPTIONS, true),
        (Method::TRACE, true),
        (Method::QUERY, true),
        (Method::PUT, true),
        (Method::DELETE, true),
        (Method::POST, false),
        (Method::PATCH, false),
        (Method::CONNECT, false),
    ] {
        assert!(error("true").may_retry(&method), "{method}");
        assert!(!error("false").may_retry(&method), "{method}");
        assert_eq!(error("if-idempotent").may_retry(&method), is_idempotent, "{method}");
    }
    for (name, value, expected) in [
        ("idempotency-key", "8e03978e", Idempotency::Idempotent),
        ("x-idempotency-key", "8e03978e", Idempotency::Idempotent),
        ("idempotency-key", "", Idempotency::Unknown),
        ("idempotency-key", " \t", Idempotency::Unknown),
        ("x-request-id", "8e03978e", Idempotency::Unknown),
    ] {
        let request =
            Request::post("/").header(name, value).body(()).expect("the test's own parts are valid");
        assert_eq!(Idempotency::from(&request), expected, "{name}: {value}");
    }
}

#[test]
fn a_wait_comes_on_top_of_the_backoff() {
    let ms = Duration::from_millis;
    let error = receive(503, &[("retry-after", "2")], "");
    assert_eq!(error.next_delay(Some(ms(130))), Some(ms(2_130)));
    assert_eq!(error.next_delay(Some(Duration::MAX)), Some(Duration::MAX));
    assert_eq!(error.next_delay(None), None);
    assert_eq!(receive(503, &[], "").next_delay(Some(ms(130))), Some(ms(130)));
}

#[test]
fn a_code_that_is_passed_on_forges_neither_a_line_nor_a_header() {
    for code in [
        "X\nERROR forged\u{1b}[31m\u{202e}",
        " NOT_FOUND",
        "NOT_FOUND\n",
        "Größe\u{7f}",
        "https://a.example/x",
    ] {
        let body = serde_json::json!({"error": {"code": code, "message": "m"}}).to_string();
        let received = receive(400, &[("x-error-code", "PARSE_ERROR")], &body);
        assert_eq!(received.code(), Some(ErrorCode::ParseError), "the header is good");
        let received = receive(400, &[], &body);
        assert_eq!((received.code_str(), received.message()), (None, Some("m")), "{code}");
        let error = received.forward();
        let shown = error.to_string();
        assert!(!shown.contains(['\n', '\u{1b}', '\u{202e}', '\u{7f}']), "{shown}");
        let (_, headers, _) = error.into_parts();
        assert_eq!(headers["x-error-code"], "VALIDATION_ERROR", "the row of the status");
    }
}

/// A code and a text for clients are passed on as they were, whether this build knows the code or not.
#[test]
fn a_gateway_passes_on_code_message_and_advice() {
    let back = r#"{"error":{"code":"SERVICE_UNDER_MAINTENANCE","message":"back at 14:00"}}"#;
    let maintenance =
        r#"{"error":{"code":"SERVICE_UNDER_MAINTENANCE","message":"Service maintenance window is active"}}"#;
    let newer = r#"{"error":{"code":"NEWER","message":"later"}}"#;
    let strange = r#"{"error":{"code":"a:b/c","message":""}}"#;
    for (status, headers, body, expected) in [
        (503, &[][..], back, (503, Some("true"), Some("60"), maintenance)),
        // The row knows the status better.
        (500, &[("retry-after", "9")][..], back, (503, Some("true"), Some("9"), maintenance)),
        (503, &[("x-should-retry", "false")], back, (503, Some("false"), None, maintenance)),
        (418, &[("x-should-retry", "if-idempotent")], newer, (418, Some("false"), None, newer)),
        (429, &[("retry-after", "9")], newer, (429, Some("true"), Some("9"), newer)),
        (409, &[], strange, (409, Some("false"), None, r#"{"error":{"code":"a:b/c","message":"Conflict"}}"#)),
        (
            502,
            &[],
            "<html>",
            (502, Some("false"), None, r#"{"error":{"code":"BAD_GATEWAY","message":"Bad Gateway"}}"#),
        ),
        (
            304,
            &[],
            "",
            (
                500,
                Some("false"),
                None,
                r#"{"error":{"code":"INTERNAL_SERVER_ERROR","message":"Internal Server Error"}}"#,
            ),
        ),
    ] {
        let received = receive(status, headers, body);
        let line = received.to_string();
        let error = received.forward();
        let source = error.source().map(ToString::to_string);
        assert_eq!(source, Some(line), "the log has what came");
        let (status, headers, body) = error.into_parts();
        let header = |name| headers.get(name).map(|value: &HeaderValue| value.to_str().unwrap_or("?"));
        let passed = (
            status.as_u16(),
            header("x-should-retry"),
            header("retry-after"),
            str::from_utf8(&body).unwrap(),
        );
        assert_eq!(passed, expected);
    }
}

#[test]
fn a_gateway_keeps_what_a_status_is_not_whole_without() {
    let headers =
        [("www-authenticate", "ApiKey"), ("www-authenticate", "Basic"), ("allow", "GET"), ("server", "x")];
    let (_, passed, _) = receive(401, &headers, "").forward().into_parts();
    assert_eq!(passed.get_all("www-authenticate").iter().count(), 2);
    assert_eq!(passed["allow"], "GET");
    assert!(!passed.contains_key("server"));
}
