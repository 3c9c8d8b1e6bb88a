//! An export is read as what it is: JSON, with places in the JSON, by the rules of a table.

use std::{env, fs};

use error_catalog::catalog::Catalog;
use error_catalog::docs::json;

/// Mistakes, each with the first line and the place that its reader gets.
const MISTAKES: [(&str, &str, &str); 16] = [
    ("{", "[EC001] the export cannot be read: EOF while parsing an object", "e.json:1:1"),
    (
        "{\"format\": 1,\n \"name\": \"T\",\n \"errors\": [}",
        "[EC001] the export cannot be read",
        "e.json:3:13",
    ),
    ("[1]", "[EC001] the export cannot be read: invalid type", "e.json:1:1"),
    ("{}", "[EC002] the JSON has no `format`", "e.json:1:1"),
    (r#"{"a": "u64"}"#, "[EC002] the JSON has no `format`", "e.json:1:1"),
    (r#"{"format": 2}"#, "[EC002] the export has format 2", "e.json:1:12"),
    (r#"{"format": 1, "name": "T"}"#, "[EC002] the table has no errors", "e.json:1:1"),
    (r#"{"format": 1, "errors": []}"#, "[EC002] `[catalog]` has no `name`", "e.json:1:1"),
    (r#"{"format": 1, "name": "T", "errors": {}}"#, "[EC010] `errors` is not a list", "e.json:1:38"),
    (
        r#"{"format": 1, "name": "T", "errors": [7]}"#,
        "[EC010] `errors` holds a value that is not a row",
        "e.json:1:39",
    ),
    (
        r#"{"format": 1, "name": "T", "errors": [{"status": 404}]}"#,
        "[EC002] a row of `errors` has no `code`",
        "e.json:1:39",
    ),
    (
        r#"{"format": 1, "name": "T", "errors": [{"code": 7}]}"#,
        "[EC002] a row of `errors` has no `code`",
        "e.json:1:48",
    ),
    (
        r#"{"format": 1, "name": "T", "errors": [{"code": "A", "status": "404", "retry": "never", "cause": "a"}]}"#,
        "[EC010] `status` is a string",
        "e.json:1:63",
    ),
    (
        r#"{"format": 1, "name": "T", "errors": [{"code": "A", "status": 404, "retry": "never", "cause": "a"},
            {"code": "A", "status": 404, "retry": "never", "cause": "a"}]}"#,
        "[EC004] `A` is defined twice",
        "e.json:2:22",
    ),
    (
        r#"{"format": 1, "name": "T", "errors": [{"code": "A", "status": 404, "status": 500, "retry": "never", "cause": "a"}]}"#,
        "[EC004] `status` is defined twice",
        "e.json:1:78",
    ),
    (
        r#"{"format": 1, "name": "T", "columns": {"owner": {"kind": "lime", "about": "x"}},
            "errors": [{"code": "A", "status": 404, "retry": "never", "cause": "a"}]}"#,
        "[EC011] `lime` is not a kind of column",
        "e.json:1:58",
    ),
];

#[test]
fn a_mistake_is_shown_at_its_place_in_the_json() {
    for (export, message, place) in MISTAKES {
        let said = json::read("e.json", export).expect_err(export).to_string();
        assert!(said.starts_with(message), "{export}\n{said}");
        let first = said.lines().nth(1).unwrap_or_default();
        assert!(first.ends_with(place), "{export}\n{said}");
    }
}

#[test]
fn what_is_not_said_is_the_default() {
    let export = r#"{"format": 1, "name": "T", "retired": null, "lint": {}, "columns": {}, "newer": [{}], "errors": [{
        "code": "A", "status": 404, "retry": "never", "cause": "a {b}", "message": "a {b}", "params": {}, "newer": 1,
        "allow": [], "remedy": null, "retry_after": null
    }, {
        "code": "B", "status": 429, "retry": "backoff", "cause": "b", "message": "b {n}", "params": {"n": "u64"},
        "retry_after": 90
    }]}"#;
    // A list that is null is not a list, and the rest is as a newer version may write it.
    let catalog = json::read("e.json", &export.replace(r#""retired": null, "#, ""))
        .unwrap_or_else(|why| panic!("{why}"));
    assert_eq!(catalog.headers().code.as_deref(), Some("x-error-code"));
    assert_eq!(catalog.errors()[0].message, None);
    assert_eq!(catalog.errors()[1].retry_after.map(|wait| wait.as_secs()), Some(90));
    assert_eq!(catalog.errors()[1].params[0].name, "n");
    let none = export.replace(r#""retired": null, "#, r#""code_header": null, "#);
    let catalog = json::read("e.json", &none).unwrap_or_else(|why| panic!("{why}"));
    assert_eq!(
        (catalog.headers().code.as_deref(), catalog.headers().retry.as_deref()),
        (None, Some("x-should-retry"))
    );
    let none = none.replace(r#""code_header": null"#, r#""advice_header": null"#);
    let catalog = json::read("e.json", &none).unwrap_or_else(|why| panic!("{why}"));
    assert_eq!(
        (catalog.headers().code.as_deref(), catalog.headers().advice.as_deref()),
        (Some("x-error-code"), None)
    );
}

/// Whatever is cut off or changed: a mistake or a table, and no panic.
#[test]
fn no_text_panics() {
    let table = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/columns/good.toml"))
        .expect("it is there");
    let catalog = Catalog::parse("good.toml", &table).unwrap_or_else(|invalid| panic!("{invalid}"));
    let export = json::render(&catalog);
    for end in (0..export.len()).filter(|end| export.is_char_boundary(*end)) {
        assert!(json::read("e.json", &export[..end]).is_err() || export[end..].trim().is_empty());
    }
    for (at, _) in export.char_indices() {
        for other in ["\"", "{", "]", "0", "é", "\u{0}", ""] {
            let changed = [
                &export[..at],
                other,
                export[at..].char_indices().nth(1).map_or("", |(next, _)| &export[at + next..]),
            ]
            .concat();
            // Showing what is wrong must not panic either.
            let _ = json::read("e.json", &changed).map_err(|invalid| invalid.to_string());
        }
    }
}
