//! `export csv`, and back without loss.

use std::fs;
use std::path::Path;

use error_catalog::catalog::Catalog;
use error_catalog::cli::Exit;
use error_catalog::docs::json;

use crate::cli::error_catalog;
use crate::scratch;

const TABLE: &str = r#"
[catalog]
name = "Pots"
send_details = true

[columns]
owner = { kind = "line", about = "Who" }
level = { kind = "integer", about = "How loud" }
paged = { kind = "flag", about = "Whether somebody is woken" }

[errors.POT]
status = 429
retry = "backoff"
cause = "=1+1, \"quoted\"; and a comma"
message = "wait {seconds} of {limit}"
params = { seconds = "u64", limit = { type = "string", safe = true } }
headers = { www-authenticate = "ApiKey", x-limit = "{limit}" }
actor = "account"
remedy = "-5"
details = "Line one\n\n| a | b |\n'quoted'"
retry_after = "2m"
default_for = [429, 408]
name = "Kettle"
group = "Kitchen"
since = "1.0"
deprecated = "Why not"
replaced_by = "CUP"
allow = ["EC104", "EC105"]
allow_reason = "It is so"
owner = "kitchen"
level = -3
paged = true

[errors.CUP]
status = 404
retry = "never"
cause = "No cup"

[retired.OLD_POT]
reason = "It broke"
since = "2.0"
name = "Older"
replaced_by = "CUP"
"#;

/// The rows of a table, whatever it is called.
fn rows(table: &str) -> (serde_json::Value, serde_json::Value) {
    let table = Catalog::parse("catalog.toml", table).unwrap_or_else(|invalid| panic!("{invalid}\n{table}"));
    let mut all: serde_json::Value = serde_json::from_str(&json::render(&table)).expect("it is JSON");
    (all["errors"].take(), all["retired"].take())
}

fn round_trip(name: &str, table: &str) {
    let folder = scratch::folder(&format!("import/spreadsheet-{name}"));
    let (source, sheet, again) =
        (folder.join("catalog.toml"), folder.join("sheet.csv"), folder.join("again.toml"));
    fs::write(&source, table).expect("it can be written");
    let ran = error_catalog(&[
        "export".as_ref(),
        "csv".as_ref(),
        "--table".as_ref(),
        source.as_os_str(),
        "-o".as_ref(),
        sheet.as_os_str(),
    ]);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
    // Into the table that it is from: nothing is new, and nothing contradicts.
    let ran = error_catalog(&["import".as_ref(), sheet.as_os_str(), "-o".as_ref(), source.as_os_str()]);
    assert!(
        ran.exit == Exit::Clean
            && ran.err.contains("0 rows added, 0 values completed")
            && !ran.err.contains("conflict"),
        "{}",
        ran.err
    );
    assert_eq!(fs::read_to_string(&source).expect("it is there"), table);
    // Into one that has its settings and its columns, and no rows.
    let head = table.split("[errors").next().expect("it has a head");
    fs::write(
        &again,
        format!("{head}[errors]\nFIRST = {{ status = 400, retry = \"never\", cause = \"x\" }}\n"),
    )
    .expect("it can be written");
    let ran = error_catalog(&["import".as_ref(), sheet.as_os_str(), "-o".as_ref(), again.as_os_str()]);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
    let text = fs::read_to_string(&again)
        .expect("it is there")
        .replace("FIRST = { status = 400, retry = \"never\", cause = \"x\" }\n", "");
    assert_eq!(rows(&text), rows(table), "{text}");
}

#[test]
fn every_column_comes_back() {
    round_trip("all", TABLE);
}

#[test]
fn the_shipped_table_comes_back() {
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("catalog.toml");
    round_trip("shipped", &fs::read_to_string(table).expect("it is there"));
}

#[test]
fn excel_saves_utf_16_with_semicolons_or_tabs() {
    let folder = scratch::folder("import/spreadsheet-excel");
    let sheet = "Code;Status;Beschreibung\r\nA_ONE;404;\"Größe; fehlt\"\r\n";
    let units: Vec<u8> =
        [0xFEFF].into_iter().chain(sheet.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let file = folder.join("sheet.csv");
    fs::write(&file, units).expect("it can be written");
    let ran = error_catalog(&[
        "import".as_ref(),
        "--map".as_ref(),
        "cause=beschreibung".as_ref(),
        "--retry".as_ref(),
        "never".as_ref(),
        file.as_os_str(),
    ]);
    let table =
        Catalog::parse("catalog.toml", &ran.out).unwrap_or_else(|invalid| panic!("{invalid}{}", ran.err));
    assert_eq!(table.errors()[0].cause, "Größe; fehlt");
}
