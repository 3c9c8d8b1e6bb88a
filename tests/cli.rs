//! The command line, as a person meets it.

#[path = "support/cli.rs"]
mod cli;

use std::fs;
use std::path::{Path, PathBuf};

use error_catalog::ErrorCode;
use error_catalog::cli::Exit;

use self::cli::error_catalog;

fn in_root(file: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file).display().to_string()
}

fn scratch(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, text).expect("the scratch directory can be written to");
    path
}

#[test]
fn docs_markdown_prints_the_table() {
    let ran = error_catalog(&["docs", "markdown", "--table", &in_root("catalog.toml")]);
    assert_eq!((ran.exit, &*ran.err), (Exit::Clean, ""));
    assert!(
        ran.out.starts_with("| Status | Code | Retry | Cause | Remedy |\n|---|---|---|---|---|\n| 400 |")
    );
    assert_eq!(ran.out.lines().count(), 2 + ErrorCode::ALL.len());
}

#[test]
fn a_bad_table_is_shown_with_all_its_mistakes() {
    let ran = error_catalog(&["docs", "markdown", "--table", &in_root("tests/bad_tables/many.toml")]);
    assert_eq!((ran.exit, &*ran.out), (Exit::Findings, ""));
    assert_eq!(ran.err.matches("[EC").count(), 12);
}

#[test]
fn what_cannot_be_read_is_no_finding() {
    let ran = error_catalog(&["docs", "markdown", "--table", "no-such-table.toml"]);
    assert_eq!((ran.exit, &*ran.out), (Exit::Failed, ""));
    assert!(ran.err.starts_with("error[EC020]: cannot read the table: "), "{}", ran.err);
    assert!(ran.err.contains("--> no-such-table.toml"), "{}", ran.err);
}

#[test]
fn wrong_arguments_get_the_right_ones() {
    let ran = error_catalog(&["docs", "markdwon"]);
    assert_eq!(ran.exit, Exit::Failed);
    assert!(ran.err.contains("'markdown'"), "{}", ran.err);
    let ran = error_catalog(&["--help"]);
    assert_eq!(ran.exit, Exit::Clean);
    assert!(ran.out.contains("inject"), "{}", ran.out);
}

#[test]
fn inject_writes_a_region_and_nothing_else() {
    let table = in_root("catalog.toml");
    let stale =
        "before\r\n<!-- error-catalog:begin markdown -->\r\nold\r\n<!-- error-catalog:end -->\r\nafter";
    let file = scratch("inject.md", stale);
    let name = file.display().to_string();

    let ran = error_catalog(&["inject", "--check", &name, "--table", &table]);
    assert_eq!(ran.exit, Exit::Findings);
    assert_eq!(ran.err, format!("{name}: stale, run `error-catalog inject {name} --table {table}`\n"));
    let ran = error_catalog(&["inject", "--check", &name]);
    assert_eq!(
        ran.err,
        format!("{name}: stale, run `error-catalog inject {name}`\n"),
        "the table here is ours"
    );
    assert_eq!(fs::read_to_string(&file).expect("it is there"), stale, "--check writes nothing");

    let ran = error_catalog(&["inject", &name, "--table", &table]);
    assert_eq!((ran.exit, ran.out), (Exit::Clean, format!("{name}: written\n")));
    let fresh = fs::read_to_string(&file).expect("it is there");
    assert!(fresh.starts_with("before\r\n") && fresh.ends_with("-->\r\nafter"));
    assert_eq!(fresh.matches('\n').count(), fresh.matches("\r\n").count(), "line endings are kept");

    let ran = error_catalog(&["inject", "--check", &name, "--table", &table]);
    assert_eq!((ran.exit, ran.out), (Exit::Clean, format!("{name}: up to date\n")));
}

#[test]
fn a_document_without_clear_regions_is_left_alone() {
    let table = in_root("catalog.toml");
    let begin = "<!-- error-catalog:begin markdown -->\n";
    let end = "<!-- error-catalog:end -->\n";
    for (name, text, line, said) in [
        ("none.md", "text\n".to_owned(), 1, "no region"),
        ("fenced.md", format!("```\n{begin}{end}```\n"), 1, "no region"),
        ("open.md", format!("text\n{begin}text\n"), 2, "a region has no end"),
        ("end.md", format!("{begin}{end}{end}"), 3, "a region ends that did not begin"),
        ("nested.md", format!("{begin}{begin}{end}"), 2, "a region begins within a region"),
        ("other.md", "<!-- error-catalog:begin marc -->\n".to_owned(), 1, "unknown marker"),
    ] {
        let file = scratch(name, &text);
        let ran = error_catalog(&["inject", &file.display().to_string(), "--table", &table]);
        assert_eq!(ran.exit, Exit::Failed, "{name}");
        assert!(ran.err.contains(&format!("{name}:{line}: {said}")), "{}", ran.err);
        assert_eq!(fs::read_to_string(&file).expect("it is there"), text);
    }
}
