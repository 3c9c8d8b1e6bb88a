//! Texts that come in a success: events of streams, lines of JSON lines, bodies of a 200.

use super::super::literals::quote;
use super::{Subject, Vector, envelope};
use crate::table::catalog::Entry;

/// Renders each event as a line.
pub(super) fn lines(table: &Subject<'_>) -> Vec<String> {
    let rows = table.catalog.errors().iter().flat_map(|entry| {
        let code = &entry.code;
        let row = |name: String, body| Vector::new(name, entry.status, body).code(code);
        [
            row(code.clone(), envelope(code, &entry.public_message())).message(entry.public_message()),
            row(format!("{code}, a text"), format!("{{\"error\":{}}}", quote(code))),
        ]
    });
    let errors = rows.chain(strangers(table.sample()));
    let errors = errors.map(|event| {
        let expected = format!("{{\"status\":{},{}}}", event.status, event.expected(table));
        line(&event.name, &String::from_utf8_lossy(&event.body), &expected)
    });
    errors.chain(NO_ERRORS.iter().map(|text| line(&format!("no error: {text}"), text, "null"))).collect()
}

fn line(name: &str, text: &str, expected: &str) -> String {
    format!("{{\"name\":{},\"text\":{},\"expect\":{expected}}}", quote(name), quote(text))
}

/// Without a code that the table has, the status is 500.
fn strangers(sample: Option<&Entry>) -> Vec<Vector> {
    let unknown = |name: &str, text: &str| Vector::new(name, 500, text);
    let mut events = vec![
        unknown(
            "an event of Anthropic",
            r#"{"type":"error","error":{"type":"overloaded_error","message":"gone"}}"#,
        )
        .code("overloaded_error")
        .message("gone"),
        unknown("an answer of Slack", r#"{"ok":false,"error":"channel_not_found"}"#)
            .code("channel_not_found"),
        unknown("an answer of GraphQL", r#"{"data":null,"errors":[{"message":"gone"}]}"#).message("gone"),
        unknown("an error without a code", r#"{"error":{"message":"gone"}}"#).message("gone"),
        unknown("an error in words", r#"{"error":"it is gone"}"#).message("it is gone"),
        unknown("an error with a wait", r#"{"error":{"message":"gone","retry_after":7}}"#)
            .message("gone")
            .wait(7),
    ];
    events.extend(sample.map(|entry| {
        let text = format!("\u{feff} {} \n", envelope(&entry.code, "gone"));
        Vector::new("an envelope with spaces around", entry.status, text).code(&entry.code).message("gone")
    }));
    events
}

const NO_ERRORS: &[&str] = &[
    "",
    "[DONE]",
    "null",
    "7",
    r#""gone""#,
    "[]",
    r#"[{"error":"gone"}]"#,
    "{}",
    r#"{"delta":"once"}"#,
    r#"{"code":"NOT_FOUND","message":"gone"}"#,
    r#"{"error":null,"result":7}"#,
    r#"{"error":false}"#,
    r#"{"error":""}"#,
    r#"{"error":" "}"#,
    r#"{"error":{}}"#,
    r#"{"error":[]}"#,
    r#"{"errors":[]}"#,
    r#"{"errors":{"a":"is wrong"}}"#,
    r#"{"errors":[{"message":"gone"}],"data":{"a":1}}"#,
    r#"{"error":{"message":"gone"}"#,
    r#"{"error":{"message":"gone"}} {}"#,
];
