//! A second import: it fills gaps, and what is there stays.

use std::fs;
use std::path::{Path, PathBuf};

use error_catalog::cli::Exit;

use crate::cli::{Ran, error_catalog};
use crate::scratch;

const PAGE: &str = "| Code | Status | Description | Solution |\n|---|---|---|---|\n| A_ONE | 404 | One | Do one |\n| B_TWO | 409 | Two | Do two |\n";

fn import(folder: &Path, page: &str, options: &[&str]) -> Ran {
    let file = folder.join("page.md");
    fs::write(&file, page).expect("it can be written");
    let table = folder.join("catalog.toml");
    let arguments: Vec<_> = ["import"]
        .iter()
        .chain(options)
        .map(AsRef::as_ref)
        .chain(["-o".as_ref(), table.as_os_str(), file.as_os_str()])
        .collect();
    error_catalog(&arguments)
}

fn table(folder: &Path) -> String {
    fs::read_to_string(folder.join("catalog.toml")).expect("it is there")
}

fn folder(name: &str, table: Option<&str>) -> PathBuf {
    let folder = scratch::folder(&format!("import/again-{name}"));
    if let Some(table) = table {
        fs::write(folder.join("catalog.toml"), table).expect("it can be written");
    }
    folder
}

#[test]
fn the_same_source_twice_changes_nothing() {
    let folder = folder("twice", None);
    assert_eq!(import(&folder, PAGE, &[]).exit, Exit::Clean);
    let first = table(&folder);
    assert!(first.contains("retry = \"undecided\" # never?"), "{first}");
    let ran = import(&folder, PAGE, &[]);
    assert!(ran.err.contains("0 rows added, 0 values completed"), "{}", ran.err);
    assert_eq!(table(&folder), first);
}

#[test]
fn gaps_are_filled_in_each_form_of_a_row_and_conflicts_are_shown() {
    let before = "# head\n[catalog]\nname = \"X\"\n\n[errors]\n# one\nA_ONE = { status = 404, retry = \"undecided\", cause = \"Mine\" } # end\n\n\
                  # two\n[errors.B_TWO] # b\nstatus = 400 # why\nretry = \"undecided\" # never? a guess\n# last\n\n[retired]\nC_OLD = { reason = \"gone\" }\n";
    let folder = folder("gaps", Some(before));
    let page = format!("{PAGE}| C_OLD | 404 | Old | Do old |\n| D_NEW | 410 | New | Do new |\n");
    let ran = import(&folder, &page, &["--retry", "never"]);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
    let after = "# head\n[catalog]\nname = \"X\"\n\n[errors]\n# one\nA_ONE = { status = 404, retry = \"never\", cause = \"Mine\", remedy = \"Do one\" } # end\n\n\
                 # two\n[errors.B_TWO] # b\nstatus = 400 # why\nretry = \"never\"\ncause = \"Two\"\nremedy = \"Do two\"\n# last\n\n\
                 [errors.D_NEW]\nstatus = 410\nretry = \"never\"\ncause = \"New\"\nremedy = \"Do new\"\n\n[retired]\nC_OLD = { reason = \"gone\" }\n";
    assert_eq!(table(&folder), after);
    for line in [
        "`A_ONE`: conflict: the table has cause = \"Mine\", which stays, and not \"One\"",
        "`B_TWO`: conflict: the table has status = 400, which stays, and not 409",
        "`C_OLD`: is retired in the table, and stays so",
        "1 rows added, 5 values completed",
    ] {
        assert!(ran.err.contains(line), "{line}\n{}", ran.err);
    }
}

#[test]
fn a_comment_of_somebody_is_no_proposal() {
    let before = "[catalog]\nname = \"X\"\n[errors.A_ONE]\nstatus = \"undecided\" # Bob: 404? or 410?\nretry = \"never\"\ncause = \"One\"\n";
    let folder = folder("comment", Some(before));
    assert_eq!(import(&folder, PAGE, &[]).exit, Exit::Clean);
    assert!(table(&folder).contains("status = 404 # Bob: 404? or 410?\n"), "{}", table(&folder));
}

#[test]
fn a_table_with_mistakes_or_without_a_place_is_left_alone() {
    for (name, before, error) in [
        (
            "broken",
            "[catalog]\nname = \"X\"\n[errors.A]\nstatus = 4040\n",
            "nothing was written, the table has mistakes",
        ),
        ("syntax", "[catalog\n", "nothing was written, the table has mistakes"),
        (
            "value",
            "catalog = { name = \"X\" }\nerrors = { A = { status = 404, retry = \"never\", cause = \"a\" } }\n",
            "nothing was written, its rows are one value",
        ),
    ] {
        let folder = folder(name, Some(before));
        let ran = import(&folder, PAGE, &[]);
        assert_eq!(ran.exit, Exit::Findings, "{}", ran.err);
        assert!(ran.err.contains(error), "{name}: {}", ran.err);
        assert_eq!(table(&folder), before);
    }
}

#[test]
fn codes_of_one_rust_name_get_names() {
    let folder = folder("names", None);
    let page = "| Code | Status | Description |\n|---|---|---|\n| NOT_FOUND | 404 | a |\n| not-found | 404 | b |\n| NotFound | 404 | c |\n";
    let ran = import(&folder, page, &["--retry", "never"]);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
    let table = error_catalog::catalog::Catalog::parse("catalog.toml", &table(&folder)).expect("it is valid");
    let names: Vec<&str> = table.errors().iter().map(|row| &*row.variant).collect();
    assert_eq!(names, ["NotFound", "NotFound3", "NotFound2"], "{}", ran.err);
    assert!(
        ran.err.contains("another code is `NotFound` in Rust, so this one is `NotFound2`"),
        "{}",
        ran.err
    );
}
