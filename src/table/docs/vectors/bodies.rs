//! What a body can be instead of the envelope, and what can happen to one on its way.

use core::fmt::Write as _;

use super::texts::{Case, cases};
use super::{Subject, Vector};

pub(super) fn vectors(table: &Subject<'_>) -> Vec<Vector> {
    let Some(row) = table.sample() else { return Vec::new() };
    let mut vectors: Vec<Vector> = cases().map(|case| vector(table, &row.code, row.status, case)).collect();
    vectors.extend(bytes(&row.code, row.status));
    vectors.extend(large(&row.code, row.status));
    vectors.extend(violations(&row.code, row.status));
    vectors
}

/// Lists of what is wrong with which field.
fn violations(code: &str, status: u16) -> Vec<Vector> {
    const GOOD: &str = r#"[{"pointer":"/items/0/price~1net","message":"must be positive"},{"pointer":"","message":"is empty"}]"#;
    let vector = |name: &str, details: &str, expected| {
        let body = format!(r#"{{"error":{{"code":"{code}","message":"m","details":{details}}}}}"#);
        let mut vector = Vector::new(name, status, body).code(code).message("m");
        vector.violations = Some(expected);
        vector
    };
    vec![
        vector("violations", &format!(r#"{{"violations":{GOOD}}}"#), GOOD),
        vector(
            "violations beside other members",
            &format!(r#"{{"a":[1],"violations":{GOOD},"b":null}}"#),
            GOOD,
        ),
        vector(
            "malformed violations",
            r#"{"violations":[null,7,"x",[],{},{"pointer":"/a"},{"pointer":1,"message":"m"},{"pointer":"/b","message":null},{"pointer":"/c","message":"is wrong","more":{}}]}"#,
            r#"[{"pointer":"/c","message":"is wrong"}]"#,
        ),
        vector("violations that are not a list", r#"{"violations":{"pointer":"/a","message":"m"}}"#, "[]"),
        vector("details that are not an object", r#"[{"pointer":"/a","message":"m"}]"#, "[]"),
        vector("details that are null", "null", "[]"),
    ]
}

fn vector(table: &Subject<'_>, code: &str, status: u16, case: &Case) -> Vector {
    let mut escaped = String::new();
    for byte in code.bytes() {
        // Writing to a string does not fail.
        let _ = write!(escaped, "\\u{byte:04x}");
    }
    // The code comes last: there may be any word in it.
    let fill =
        |text: &str| text.replace("ESCAPED", &escaped).replace("NEWER", &table.newer).replace("CODE", code);
    let mut vector = Vector::new(case.name, status, fill(case.body));
    vector.code = case.code.map(fill);
    vector.message = case.message.map(str::to_owned);
    vector
}

/// Bodies that are not UTF-8.
fn bytes(code: &str, status: u16) -> Vec<Vector> {
    let vector = |name: &str, parts: &[&[u8]]| Vector::new(name, status, parts.concat());
    let code_bytes = code.as_bytes();
    let utf_16 = format!(r#"{{"error":{{"code":"{code}","message":"gone"}}}}"#);
    let utf_16: Vec<u8> = utf_16.encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![
        vector(
            "Latin-1 in the message",
            &[br#"{"error":{"code":""#, code_bytes, b"\",\"message\":\"caf\xe9\"}}"],
        )
        .code(code)
        .message("caf\u{fffd}"),
        vector(
            "a character cut in two",
            &[br#"{"error":{"code":""#, code_bytes, b"\",\"message\":\"\xf0\x9f\xab\"}}"],
        )
        .code(code)
        .message("\u{fffd}"),
        vector(
            "bytes that are not a character",
            &[
                br#"{"error":{"code":""#,
                code_bytes,
                b"\",\"message\":\"\xff\xff \xc0\xaf \xed\xa0\x80 \xe2\x82x\"}}",
            ],
        )
        .code(code)
        .message("\u{fffd}\u{fffd} \u{fffd}\u{fffd} \u{fffd}\u{fffd}\u{fffd} \u{fffd}x"),
        vector(
            "a bad byte before the code",
            &[b"{\"error\":{\"message\":\"\xff\",\"code\":\"", code_bytes, b"\"}}"],
        )
        .code(code)
        .message("\u{fffd}"),
        vector(
            "a bad byte in the code",
            &[br#"{"error":{"code":""#, code_bytes, b"\xff\",\"message\":\"gone\"}}"],
        )
        .message("gone"),
        vector(
            "a bad byte in a member of no interest",
            &[b"{\"error\":{\"x\":\"\xff\",\"code\":\"", code_bytes, b"\",\"message\":\"gone\"}}"],
        )
        .code(code)
        .message("gone"),
        vector("UTF-16", &[&utf_16]),
        vector("bad bytes all over", &[b"\xff\xfe\x80\x81\xc0"]),
        vector("gzip", &[b"\x1f\x8b\x08\0\0\0\0\0\x02\x03\xab\x56\x4a\x2d"]),
    ]
}

/// Deeper than a stack, and longer than a code.
fn large(code: &str, status: u16) -> Vec<Vector> {
    const DEPTH: usize = 2000;
    let (open, close) = ("[".repeat(DEPTH), "]".repeat(DEPTH));
    let objects = format!("{}0{}", "{\"x\":".repeat(DEPTH / 4), "}".repeat(DEPTH / 4));
    let start = format!(r#"{{"error":{{"code":"{code}","message":"gone""#);
    let coded = |length| {
        let code = "A".repeat(length);
        let body = format!(r#"{{"error":{{"code":"{code}","message":"gone"}}}}"#);
        Vector::new(format!("code of {length} bytes"), status, body).message("gone")
    };
    // The place of the message among lists and objects. The body is the first.
    let nested = |depth: usize| {
        let (open, close) = ("{\"x\":".repeat(depth), "}".repeat(depth));
        let body = format!(r#"{{"error":{{"message":"gone","details":[{open}0{close}]}}}}"#);
        Vector::new(format!("{depth} objects in the details"), status, body).message("gone")
    };
    let wide = "ü".repeat(65);
    let wide = format!(r#"{{"error":{{"code":"{wide}","message":"gone"}}}}"#);
    vec![
        Vector::new("brackets alone", status, &*open),
        Vector::new("deep, and cut off", status, format!("{start},\"details\":{open}"))
            .code(code)
            .message("gone"),
        Vector::new(
            "deep details before the code",
            status,
            format!(r#"{{"error":{{"details":[{open}{close}],"code":"{code}","message":"gone"}}}}"#),
        )
        .code(code)
        .message("gone"),
        Vector::new(
            "deep objects before the code",
            status,
            format!(r#"{{"error":{{"x":{objects},"code":"{code}","message":"gone"}}}}"#),
        )
        .code(code)
        .message("gone"),
        nested(4),
        nested(5),
        nested(5000),
        coded(128).code("A".repeat(128)),
        coded(129),
        Vector::new("code of 65 letters and 130 bytes", status, wide).message("gone"),
    ]
}
