//! The command alone, with wrong and hostile files.

use std::fs;

use error_catalog::cli::Exit;

use crate::cli::{Ran, error_catalog};
use crate::scratch;

/// Merges texts, and returns what is left in ours.
fn merge(name: &str, texts: [&str; 3]) -> (Ran, String) {
    let folder = scratch::folder(&format!("merge/by-hand-{name}"));
    let files = ["base", "ours", "theirs"].map(|file| folder.join(file));
    for (file, text) in files.iter().zip(texts) {
        fs::write(file, text).expect("it can be written");
    }
    let arguments: Vec<_> = ["merge".as_ref()]
        .into_iter()
        .chain(files.iter().map(|file| file.as_os_str()))
        .chain(["--path".as_ref(), "t.toml".as_ref()])
        .collect();
    let ran = error_catalog(&arguments);
    (ran, fs::read_to_string(&files[1]).expect("it is there"))
}

const TABLE: &str =
    "[catalog]\nname = \"X\"\n[errors]\nA = { status = 404, retry = \"never\", cause = \"a\" }\n";

#[test]
fn what_is_no_table_is_merged_by_lines() {
    let broken = TABLE.replace("status = 404", "status = ");
    let (ran, text) = merge("broken", [TABLE, TABLE, &broken]);
    assert_eq!((ran.exit, &*text), (Exit::Findings, &*broken), "{}", ran.err);
    assert_eq!(
        ran.err,
        "t.toml: merged by lines, because one of the three is not TOML\nt.toml: the result is not a table: correct it by hand\n"
    );
    let ours = TABLE.replace("\"a\"", "\"b\"");
    let (ran, text) = merge("conflict", [&broken, &ours, TABLE]);
    assert!(ran.exit == Exit::Findings && text.contains("<<<<<<< ours\n"), "{text}");
}

#[test]
fn a_lock_is_not_merged_by_rows() {
    let lock = |version: &str| format!("# error-catalog lock: published with {version}\n\n{TABLE}");
    let (ran, text) = merge("lock", [&lock("1.0.0"), &lock("1.1.0"), &lock("1.2.0")]);
    assert_eq!(ran.exit, Exit::Findings);
    assert!(
        ran.err.contains("is a lock: take one side, and write it anew with `error-catalog lock`"),
        "{}",
        ran.err
    );
    assert!(text.contains("1.1.0") && text.contains("1.2.0"), "{text}");
}

/// A row that each side writes in another form would be there twice.
#[test]
fn two_forms_of_one_row_are_not_merged_to_two_rows() {
    let ours = format!("{TABLE}B = {{ status = 404, retry = \"never\", cause = \"b\" }}\n");
    let theirs = format!("{TABLE}\n[errors.B]\nstatus = 404\nretry = \"never\"\ncause = \"b\"\n");
    let (ran, text) = merge("forms", [TABLE, &ours, &theirs]);
    assert_eq!(ran.exit, Exit::Findings, "{text}");
    assert!(
        ran.err.contains("merged by lines, because its rows are written in another form on each side"),
        "{}",
        ran.err
    );
}

#[test]
fn line_ends_and_a_byte_order_mark_of_ours_stay() {
    let crlf = |text: &str| format!("\u{FEFF}{}", text.replace('\n', "\r\n"));
    let theirs = format!("{TABLE}B = {{ status = 404, retry = \"never\", cause = \"b\" }}\n");
    let ours = TABLE.replace("\"a\"", "\"b\"");
    let (ran, text) = merge("crlf", [TABLE, &crlf(&ours), &theirs]);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
    assert_eq!(text, crlf(&format!("{ours}B = {{ status = 404, retry = \"never\", cause = \"b\" }}\n")));
}

#[test]
fn files_that_are_not_there_are_named() {
    let ran = error_catalog(&["merge", "nowhere", "nowhere", "nowhere"]);
    assert_eq!(ran.exit, Exit::Failed);
    assert!(ran.out.is_empty() && ran.err.starts_with("nowhere: cannot read it"), "{}", ran.err);
    let ran = error_catalog(&["merge", "a"]);
    assert!(ran.exit == Exit::Failed && ran.err.contains("<OURS>"), "{}", ran.err);
}
