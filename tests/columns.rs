//! Columns that a table declares: they reach every document and command, and never the wire.

#[path = "support/cli.rs"]
mod cli;

use std::path::Path;
use std::{env, fs};

use error_catalog::catalog::{Catalog, Column, ERROR_COLUMNS, Entry, Invalid};
use error_catalog::cli::Exit;
use error_catalog::docs;
use error_catalog::docs::columns::Columns;
use serde_json::Value;

use self::cli::{Ran, error_catalog};

#[test]
fn every_document_for_people_shows_every_column() {
    let catalog = good();
    let entry = &catalog.errors()[1];
    assert_eq!(entry.code, "POT_EMPTY");
    let explained = command(&["explain", "POT_EMPTY"]).1;
    let page = scraper::Html::parse_document(&docs::html::render(&catalog))
        .root_element()
        .text()
        .collect::<String>();
    let rust = error_catalog::codegen::generate(&catalog);
    let sections = docs::sections::render(&catalog);
    for column in catalog.own_columns() {
        let value = column.value(entry).expect("the row has all of them").to_text().into_owned();
        // Each document writes Markdown in its own way, so a part without markup has to do.
        let part = value.split(['<', '*', '.', '&']).next().unwrap_or_default().trim();
        for (document, text) in
            [("explain", &explained), ("html", &page), ("rustdoc", &rust), ("sections", &sections)]
        {
            assert!(text.contains(part), "{document} does not show {}: {part}\n{text}", column.name);
            let label = column.label.to_lowercase();
            assert!(text.to_lowercase().contains(&label), "{document} does not show the label {label}");
        }
    }
}

#[test]
fn programs_get_every_column() {
    let catalog = good();
    let export: Value = serde_json::from_str(&docs::json::render(&catalog)).expect("it is JSON");
    let openapi: Value = serde_json::from_str(&docs::openapi::render(&catalog)).expect("it is JSON");
    let schema: Value =
        serde_json::from_str(&docs::schema::render_with(catalog.own_columns())).expect("it is JSON");
    let row = &export["errors"][1];
    let response = &openapi["components"]["responses"]["PotEmpty"];
    let properties = &schema["properties"]["errors"]["additionalProperties"]["properties"];
    assert_eq!(export["columns"]["severity"]["values"], serde_json::json!(["low", "high"]));
    for (name, value) in [
        ("owner", Value::from("tea & <coffee>")),
        ("severity", "high".into()),
        ("alert_after", (-3).into()),
        ("paged", true.into()),
    ] {
        assert_eq!(row[name], value, "{name}");
        assert_eq!(response[format!("x-{}", name.replace('_', "-"))], value, "{name}");
        assert!(properties[name]["description"].is_string(), "{name}");
    }
    // What a row does not say is there, too.
    assert_eq!((&export["errors"][2]["owner"], &export["errors"][2]["paged"]), (&Value::Null, &false.into()));
    assert_eq!(properties["severity"]["enum"], serde_json::json!(["low", "high"]));
}

#[test]
fn no_response_carries_them() {
    let catalog = good();
    let openapi: Value = serde_json::from_str(&docs::openapi::render(&catalog)).expect("it is JSON");
    let envelope = docs::envelope_schema::render(&catalog);
    let vectors = docs::vectors::render(&catalog);
    for secret in ["coffee", "runbook", "on call"] {
        assert!(!envelope.contains(secret) && !vectors.contains(secret), "{secret}");
        let content = openapi["components"]["responses"]["PotEmpty"]["content"].to_string();
        assert!(!content.contains(secret), "{secret}");
    }
}

#[test]
fn lists_filter_and_show_them() {
    let (exit, out, _) = command(&["list", "--columns", "code,owner", "--where", "severity=high"]);
    assert_eq!((exit, out.as_str()), (Exit::Clean, " Code       Owner\n POT_EMPTY  tea & <coffee>\n"));
    let (exit, out, _) = command(&["list", "coffee", "--columns", "code"]);
    assert_eq!((exit, out.as_str()), (Exit::Clean, " Code\n POT_EMPTY\n"));
    for (arguments, why) in [
        (&["list", "--where", "owner"][..], "`owner` is not a condition, write `--where COLUMN=VALUE`"),
        (&["list", "--where", "ownr=a"], "unknown column `ownr`, did you mean `owner`?"),
        (&["list", "--columns", "code,notes"], "unknown column `notes`, did you mean `code`?"),
    ] {
        let (exit, _, err) = command(arguments);
        assert_eq!(
            (exit, err.contains(why) || why.contains("notes") && err.contains("unknown column `notes`")),
            (Exit::Failed, true),
            "{err}"
        );
    }
    let catalog = good();
    let columns = Columns::choose(&catalog, ["code", "owner", "runbook"]).expect("they are there");
    let table = docs::markdown::render_columns(&catalog, &columns);
    assert!(
        table.contains("| `POT_EMPTY` | tea & \\<coffee> | <https://example.org/runbook?pot=1&lid=2> |"),
        "{table}"
    );
}

#[test]
fn add_has_an_argument_for_each() {
    let row = ["add", "POT_HOT", "--status=409", "--retry=never", "--cause=It is hot", "--dry-run"];
    let own =
        ["--owner=tea", "--severity=low", "--paged", "--alert-after", "-2", "--runbook=https://example.org/"];
    let (exit, out, err) = command(&[&row[..], &own].concat());
    assert_eq!(exit, Exit::Clean, "{err}");
    for line in ["+owner = \"tea\"", "+severity = \"low\"", "+paged = true", "+alert_after = -2"] {
        assert!(out.contains(line), "{out}");
    }
    let (exit, _, err) = command(&[&row[..], &["--severity=hihg"]].concat());
    assert_eq!((exit, err.contains("a similar value exists: 'high'")), (Exit::Failed, true), "{err}");
    let (_, help, _) = command(&["add", "--help"]);
    assert!(
        help.contains("--owner <TEXT>") && help.contains("The team that looks after the error"),
        "{help}"
    );
    // Without a table, or for one without columns, there are none.
    let (exit, _, err) = command_on("no such table", &[&row[..], &own].concat());
    assert_eq!((exit, err.contains("unexpected argument '--owner'")), (Exit::Failed, true), "{err}");
}

#[test]
fn included_columns_are_merged_and_conflicts_are_diagnosed() {
    let own = |kind: &str| {
        format!(
            "catalog.name = 'Own'\ninclude.tables = ['common.toml']\n\
             columns.owner = {{ kind = '{kind}', about = 'Ours' }}\n"
        )
    };
    let common = "catalog.name = 'Common'\ncolumns.owner = { kind = 'line', about = 'Theirs' }\n\
                  columns.ticket = { kind = 'url', about = 'A ticket' }\n\
                  errors.GONE = { status = 410, retry = 'never', cause = 'It went', owner = 'them' }\n";
    let read = |kind: &str| -> Result<Catalog, Invalid> {
        Catalog::parse_with("own.toml", &own(kind), &mut |_: &str| Ok(common.into()))
    };
    let catalog = read("line").expect("both say the same");
    let columns: Vec<(&str, &str)> =
        catalog.own_columns().iter().map(|column: &Column| (&*column.name, &*column.about)).collect();
    assert_eq!(columns, [("owner", "Ours"), ("ticket", "A ticket")], "the table has the last word on texts");
    assert_eq!(said(&catalog.errors()[0], &catalog, "owner"), "them");
    let invalid = read("integer").expect_err("the kinds differ").to_string();
    assert!(invalid.contains("two tables declare column `owner` differently"), "{invalid}");
    assert!(invalid.contains("own.toml:3:9") && invalid.contains("common.toml:2:9"), "{invalid}");
}

/// What a table may have beyond the columns of the format is not known to the format.
#[test]
fn an_undeclared_column_is_a_mistake() {
    let table = "catalog.name = 'T'\nerrors.A = { status = 404, retry = 'never', cause = 'A', owner = 'x' }";
    let invalid = Catalog::parse("t", table).expect_err("`owner` is not declared").to_string();
    assert!(invalid.contains("declare a column of your own under `[columns]`"), "{invalid}");
    assert!(ERROR_COLUMNS.iter().all(|column| column.name != "owner"));
}

fn said(entry: &Entry, catalog: &Catalog, name: &str) -> String {
    let column = catalog.columns().find(|column| column.name == name).expect("it is declared");
    column.value(entry).expect("the row has it").to_text().into_owned()
}

const GOOD: &str = "tests/columns/good.toml";

fn in_root(file: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file).display().to_string()
}

fn good() -> Catalog {
    let text = fs::read_to_string(in_root(GOOD)).expect("it is there");
    Catalog::parse(GOOD, &text).unwrap_or_else(|invalid| panic!("{invalid}"))
}

fn command(arguments: &[&str]) -> (Exit, String, String) {
    command_on(&in_root(GOOD), arguments)
}

fn command_on(table: &str, arguments: &[&str]) -> (Exit, String, String) {
    let Ran { exit, out, err } = error_catalog(&[arguments, &["--table", table]].concat());
    (exit, out, err)
}
