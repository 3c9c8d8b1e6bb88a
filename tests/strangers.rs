//! Responses of servers that are nearly right, each with what a client made of it in the first version of this crate, and what it
//! makes of it now. `cargo test --test strangers -- --nocapture` prints the table.

use std::time::Duration;

use error_catalog::{ReceivedError, Retry};
use http::{Response, StatusCode};

type Headers = &'static [(&'static str, &'static str)];

/// A response, what was made of it before, and what has to be made of it now.
struct Case {
    what: &'static str,
    response: (u16, Headers, &'static [u8]),
    before: &'static str,
    now: &'static str,
}

/// A part of an error, for people.
type Show = fn(&ReceivedError) -> String;

fn advice(error: &ReceivedError) -> String {
    let wait = error.retry_after().map_or_else(String::new, |wait| format!(", {wait:?}"));
    format!("{}{wait}", error.retry())
}

fn code(error: &ReceivedError) -> String {
    error.code_str().unwrap_or("none").to_owned()
}

fn text(error: &ReceivedError) -> String {
    error.message().unwrap_or("none").to_owned()
}

fn line(error: &ReceivedError) -> String {
    error.to_string()
}

const fn case(
    what: &'static str,
    status: u16,
    headers: Headers,
    body: &'static [u8],
    before: &'static str,
    now: &'static str,
) -> Case {
    Case { what, response: (status, headers, body), before, now }
}

/// The part that a report is about, and its cases.
const REPORTS: &[(&str, Show, &[Case])] = &[
    (
        "words of the retry header",
        advice,
        &[
            case("False", 503, &[("x-should-retry", "False")], b"", "if-idempotent", "never"),
            case("false, false", 503, &[("x-should-retry", "false, false")], b"", "if-idempotent", "never"),
            case(
                "true and false",
                429,
                &[("x-should-retry", "true"), ("x-should-retry", "false")],
                b"",
                "backoff",
                "never",
            ),
            case("\"false\"", 503, &[("x-should-retry", "\"false\"")], b"", "if-idempotent", "never"),
        ],
    ),
    (
        "waits in Retry-After",
        advice,
        &[
            case("1.5", 503, &[("retry-after", "1.5")], b"", "if-idempotent", "if-idempotent, 2s"),
            case("5, 5", 403, &[("retry-after", "5, 5")], b"", "never", "if-idempotent, 5s"),
            case(
                "UTC, a one-digit day",
                503,
                &[("date", "Sun, 06 Nov 1994 08:49:37 GMT"), ("retry-after", "Sun, 6 Nov 1994 08:49:38 UTC")],
                b"",
                "if-idempotent",
                "if-idempotent, 1s",
            ),
            case(
                "wrong weekday",
                503,
                &[
                    ("date", "Sun, 06 Nov 1994 08:49:37 GMT"),
                    ("retry-after", "Mon, 06 Nov 1994 08:49:38 GMT"),
                ],
                b"",
                "if-idempotent",
                "if-idempotent, 1s",
            ),
            case("soon", 403, &[("retry-after", "soon")], b"", "never", "if-idempotent"),
        ],
    ),
    (
        "waits elsewhere",
        advice,
        &[
            case("retry-after-ms", 429, &[("retry-after-ms", "1500")], b"", "backoff", "backoff, 1.5s"),
            case("RateLimit", 429, &[("ratelimit", "\"default\";r=0;t=17")], b"", "backoff", "backoff, 17s"),
            case(
                "RateLimit-Reset",
                429,
                &[("ratelimit-remaining", "0"), ("ratelimit-reset", "17")],
                b"",
                "backoff",
                "backoff, 17s",
            ),
            case(
                "x-ratelimit-reset, a time",
                403,
                &[
                    ("date", "Fri, 27 Nov 2026 00:00:00 GMT"),
                    ("x-ratelimit-remaining", "0"),
                    ("x-ratelimit-reset", "1795737630"),
                ],
                b"",
                "never",
                "if-idempotent, 30s",
            ),
            case(
                "RetryInfo",
                429,
                &[],
                br#"{"error":{"details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"30s"}]}}"#,
                "backoff",
                "backoff, 30s",
            ),
            case(
                "in the body",
                429,
                &[],
                br#"{"error":{"code":"X","retry_after_ms":1500}}"#,
                "backoff",
                "backoff, 1.5s",
            ),
        ],
    ),
    (
        "statuses of edges",
        advice,
        &[
            case("520", 520, &[], b"", "never", "if-idempotent"),
            case("524", 524, &[], b"", "never", "if-idempotent"),
            case("529", 529, &[], b"", "never", "if-idempotent"),
            case("526", 526, &[], b"", "never", "never"),
        ],
    ),
    (
        "what is a code",
        code,
        &[
            case(
                "a link into an RFC",
                404,
                &[("x-error-code", "NOT_FOUND")],
                br#"{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.5","title":"Not Found","status":404}"#,
                "the link",
                "NOT_FOUND",
            ),
            case("a space at the end", 404, &[], br#"{"error":{"code":"NOT_FOUND "}}"#, "NOT_FOUND ", "none"),
            case("a sentence", 404, &[], br#"{"error":{"code":"It is gone"}}"#, "It is gone", "none"),
        ],
    ),
    (
        "texts",
        text,
        &[
            case(
                "GitHub",
                404,
                &[],
                br#"{"message":"Not Found","documentation_url":"https://docs.github.com/rest"}"#,
                "none",
                "Not Found",
            ),
            case("gRPC gateway", 404, &[], br#"{"code":5,"message":"gone","details":[]}"#, "none", "gone"),
            case(
                "Spring",
                500,
                &[],
                br#"{"status":500,"error":"Internal Server Error","message":"","path":"/x"}"#,
                "none",
                "Internal Server Error",
            ),
            case("FastAPI, text", 404, &[], br#"{"detail":"Item not found"}"#, "none", "Item not found"),
            case(
                "FastAPI, list",
                422,
                &[],
                br#"{"detail":[{"loc":["body"],"msg":"field required"}]}"#,
                "none",
                "field required",
            ),
            case(
                "RFC 6749",
                400,
                &[],
                br#"{"error":"invalid_grant","error_description":"It has expired"}"#,
                "none",
                "It has expired",
            ),
            case(
                "JSON:API",
                404,
                &[],
                br#"{"errors":[{"status":"404","title":"Not found","detail":"No persona 7"}]}"#,
                "none",
                "No persona 7",
            ),
            case("flat", 404, &[], br#"{"code":20003,"message":"gone"}"#, "none", "gone"),
        ],
    ),
    (
        "bodies that are not read",
        line,
        &[
            case(
                "gzip",
                502,
                &[("content-encoding", "gzip")],
                b"\x1f\x8b\x08",
                "its bytes",
                "502 Bad Gateway: no error envelope, but a body in the coding gzip, which the HTTP client did not decode",
            ),
            case(
                "HTML",
                502,
                &[("content-type", "text/html")],
                b"<!-- a comment --><html><head><title>502 Bad Gateway</title></head></html>",
                "200 bytes of it",
                "502 Bad Gateway: no error envelope, but HTML with the title \"502 Bad Gateway\"",
            ),
        ],
    ),
    (
        "advice and wait agree",
        advice,
        &[
            case(
                "false with a wait",
                503,
                &[("x-should-retry", "false"), ("retry-after", "30")],
                b"",
                "never, 30s",
                "never",
            ),
            case(
                "Age",
                503,
                &[("retry-after", "60"), ("age", "50")],
                b"",
                "if-idempotent, 60s",
                "if-idempotent, 10s",
            ),
            case(
                "Retry-After: 0 on a row with never",
                404,
                &[("retry-after", "0")],
                br#"{"error":{"code":"NOT_FOUND"}}"#,
                "if-idempotent, 0ns",
                "never",
            ),
            case(
                "a stored failure",
                503,
                &[("idempotent-replayed", "true"), ("retry-after", "7")],
                b"",
                "if-idempotent, 7s",
                "never",
            ),
        ],
    ),
    (
        "codes of others",
        code,
        &[
            case(
                "Anthropic",
                404,
                &[],
                br#"{"type":"error","error":{"type":"not_found_error","message":"gone"}}"#,
                "none",
                "not_found_error",
            ),
            case(
                "OpenAI",
                400,
                &[],
                br#"{"error":{"message":"gone","type":"invalid_request_error","param":null,"code":null}}"#,
                "none",
                "invalid_request_error",
            ),
            case(
                "Google",
                404,
                &[],
                br#"{"error":{"code":404,"message":"gone","status":"NOT_FOUND"}}"#,
                "none",
                "NOT_FOUND",
            ),
            case(
                "a slash at the end",
                404,
                &[],
                br#"{"type":"https://example.com/errors/NOT_FOUND/","title":"gone"}"#,
                "the URL",
                "NOT_FOUND",
            ),
            case(
                "errorCode",
                404,
                &[],
                br#"{"errorCode":"E0000007","errorSummary":"gone"}"#,
                "none",
                "E0000007",
            ),
            case(
                "error_code",
                404,
                &[],
                br#"{"error_code":"RESOURCE_GONE","message":"gone"}"#,
                "none",
                "RESOURCE_GONE",
            ),
        ],
    ),
    (
        "headers that are there twice",
        advice,
        &[
            case(
                "two advices",
                503,
                &[("x-retry-advice", "backoff"), ("x-retry-advice", "never")],
                b"",
                "backoff",
                "never",
            ),
            case(
                "two waits",
                503,
                &[("retry-after", "3"), ("retry-after", "9")],
                b"",
                "if-idempotent, 3s",
                "if-idempotent, 9s",
            ),
        ],
    ),
];

#[test]
fn each_is_read_as_it_is_meant() {
    let mut wrong = Vec::new();
    for (report, show, cases) in REPORTS {
        println!("| {report} | before | now |");
        for case in *cases {
            let (status, headers, body) = case.response;
            let now = show(&receive(status, headers, body));
            println!("| {} | {} | {now} |", case.what, case.before);
            if now != case.now {
                wrong.push(format!("{report}, {}: {now}", case.what));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn receive(status: u16, headers: Headers, body: &[u8]) -> ReceivedError {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    ReceivedError::from_response(response.body(body).expect("the test's own parts are valid"))
}

/// Errors inside of a success are found in one way, with the status of the row.
#[test]
fn errors_in_a_success_have_the_status_of_their_row() {
    let event = r#"{"error":{"code":"SERVICE_UNDER_MAINTENANCE","message":"back at nine","retry_after":3}}"#;
    let error: ReceivedError = ReceivedError::from_json(event).expect("it is an error");
    assert_eq!(error.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!((error.retry(), error.retry_after()), (Retry::Backoff, Some(Duration::from_secs(3))));
    for text in [r#"{"delta":"once"}"#, r#"{"error":null}"#, r#"{"error":{}}"#, "[DONE]", ""] {
        assert!(ReceivedError::<error_catalog::ErrorCode>::from_json(text).is_none(), "{text}");
    }
}
