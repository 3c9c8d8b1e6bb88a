//! A table and a report for each source.

use std::fs;
use std::path::{Path, PathBuf};

use error_catalog::catalog::{Catalog, FormatRule};
use error_catalog::cli::Exit;

use crate::cli::error_catalog;
use crate::scratch;

/// A file of `sources`, and how it is imported.
const SOURCES: &[(&str, &[&str])] = &[
    ("page.md", &[]),
    ("sections.md", &[]),
    ("groups.html", &[]),
    ("Page.jsx", &[]),
    ("sheet.csv", &["--map", "owner=Owner"]),
    ("german.tsv", &["--map", "code=Fehler", "--map", "cause=Beschreibung"]),
    ("tree.json", &[]),
    ("errors.toml", &[]),
    ("openapi.yaml", &[]),
    ("swagger.json", &[]),
    ("errors.rs", &[]),
    ("ErrorCode.java", &[]),
    ("errors.go", &[]),
    ("errors.ts", &[]),
    ("errors.h", &[]),
    ("errors.py", &[]),
    ("code.proto", &[]),
    ("errcodes.txt", &["--status", "500", "--retry", "if-idempotent"]),
    ("log.txt", &["--pattern", r"^(?<code>E\d+): (?<cause>[^(]*)(?:\((?<status>\d+)\))?$"]),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import")
}

#[test]
fn each_source_becomes_the_expected_table() {
    let mut stale = Vec::new();
    for (source, options) in SOURCES {
        let path = folder().join("sources").join(source);
        let arguments: Vec<&str> =
            ["import", "--name", "Imported"].into_iter().chain(options.iter().copied()).collect();
        let ran =
            error_catalog(&arguments.iter().map(AsRef::as_ref).chain([path.as_os_str()]).collect::<Vec<_>>());
        assert_eq!(ran.exit, Exit::Clean, "{source}: {}", ran.err);
        let sources = format!("{}/", folder().join("sources").display());
        for (end, text) in [("toml", ran.out), ("report", ran.err.replace(&sources, ""))] {
            let expected = folder().join("expected").join(format!("{source}.{end}"));
            if std::env::var_os("UPDATE").is_some() {
                fs::write(&expected, &text).expect("it can be written");
            } else if fs::read_to_string(&expected).unwrap_or_default() != text {
                stale.push(format!("{}:\n{text}", expected.display()));
            }
        }
    }
    assert!(stale.is_empty(), "{}", stale.join("\n"));
}

/// A draft is legal but for what is undecided.
#[test]
fn nothing_is_wrong_with_a_draft_but_what_is_undecided() {
    let mut undecided = 0;
    for (source, _) in SOURCES {
        let table = fs::read_to_string(folder().join("expected").join(format!("{source}.toml")))
            .expect("it is there");
        let Err(invalid) = Catalog::parse("catalog.toml", &table) else { continue };
        for diagnostic in invalid.diagnostics() {
            assert_eq!(diagnostic.rule(), FormatRule::Undecided, "{source}: {invalid}");
            undecided += 1;
        }
        let decided =
            table.replace("status = \"undecided\"", "status = 400").replace("\"undecided\"", "\"never\"");
        Catalog::parse("catalog.toml", &decided).unwrap_or_else(|invalid| panic!("{source}: {invalid}"));
    }
    assert!(undecided > 50, "{undecided}");
}

/// The page of the API whose table this crate ships: one table of HTML, with status, code and typical cause.
#[test]
fn the_page_of_the_shipped_table_comes_back() {
    let shipped =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("catalog.toml")).expect("it is there");
    let shipped = Catalog::parse("catalog.toml", &shipped).expect("it is valid");
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let rows: Vec<String> = shipped
        .errors()
        .iter()
        .map(|row| {
            format!(
                "<tr><td>{}</td><td><code>{}</code></td><td>{}</td></tr>\n",
                row.status,
                row.code,
                escaped(&row.cause)
            )
        })
        .collect();
    let page = format!(
        "<h1>Errors</h1><table><tr><th>Status</th><th>Meaning</th></tr><tr><td>400</td><td>Bad</td></tr></table>\
         <table><thead><tr><th>HTTP Status</th><th>Error Code</th><th>Typical Cause</th></tr></thead><tbody>{}</tbody></table>",
        rows.concat()
    );
    let folder = scratch::folder("import/own");
    let file = folder.join("errors.html");
    fs::write(&file, page).expect("it can be written");
    let ran = error_catalog(&["import".as_ref(), "--retry".as_ref(), "never".as_ref(), file.as_os_str()]);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
    let table = Catalog::parse("catalog.toml", &ran.out).unwrap_or_else(|invalid| panic!("{invalid}"));
    let all = |table: &Catalog| -> Vec<(String, u16, String)> {
        table.errors().iter().map(|row| (row.code.clone(), row.status, row.cause.clone())).collect()
    };
    assert_eq!(all(&table), all(&shipped));
    assert_eq!(table.errors().len(), 38);
}

/// Of an enum whose match has an arm for all others, no status is taken from that arm.
#[test]
fn an_arm_for_all_others_is_a_proposal() {
    let table = fs::read_to_string(folder().join("expected/errors.rs.toml")).expect("it is there");
    assert!(
        table
            .contains("status = \"undecided\" # 500? `status` has it for all variants that it does not name"),
        "{table}"
    );
    assert!(!table.contains("status = 500"), "{table}");
}
