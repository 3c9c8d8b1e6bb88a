//! Makes the next version of the table from the one that is there, so that this one is never out of date.

use std::path::PathBuf;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed={TABLE}");
    let table = fs::read_to_string(TABLE).expect("the table is there");
    let path = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("catalog.toml");
    fs::write(&path, rename(&retire(&table)) + NEW).expect("the directory is there");
    error_catalog::codegen::compile(path);
}

/// The table without the row that goes. Rows are set apart by empty lines.
fn retire(table: &str) -> String {
    let (gone, kept): (Vec<_>, Vec<_>) = table.split("\n\n").partition(|part| part.contains(GONE));
    assert_eq!(gone.len(), 1, "`{GONE}` is one row of the table");
    kept.join("\n\n")
}

/// The table with a code that goes over the wire under another name.
fn rename(table: &str) -> String {
    let row = format!("[errors.{OLD_NAME}]\n");
    assert_eq!(table.matches(&row).count(), 1, "`{OLD_NAME}` is one row of the table");
    table.replacen(&row, &format!("[errors.{NEW_NAME}]\naliases = [\"{OLD_NAME}\"]\n"), 1)
}

const OLD_NAME: &str = "NAME_RESERVED";
const NEW_NAME: &str = "NAME_TAKEN";

const TABLE: &str = "../../../catalog.toml";

/// A 500 that may be tried again. The status alone does not say so.
const GONE: &str = "[errors.PARSE_ERROR]";

/// One row for each advice, and none that its status would give by itself.
const NEW: &str = r#"
[errors.PERSONA_IN_TRAINING]
status = 409
retry = "backoff"
retry_after = "30s"
cause = "Persona is still being trained"

[errors.QUOTA_USED_UP]
status = 429
retry = "never"
cause = "Quota of the contract is used up"

[errors.VIDEO_FAILED]
status = 500
retry = "if-idempotent"
cause = "Video generation failed"

[retired.NAME_RESERVED]
reason = "Renamed to `NAME_TAKEN`"
replaced_by = "NAME_TAKEN"

[retired.PARSE_ERROR]
reason = "No model makes titles any longer"
since = "2.0.0"
"#;
