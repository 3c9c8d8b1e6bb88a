//! Every way to get a table wrong, and the exact text that its author gets for it.
//!
//! `UPDATE=1 cargo test --test bad_tables` writes the texts again; read the difference before you keep it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use error_catalog::catalog::{Catalog, Diagnostic, FormatRule};

#[test]
fn each_mistake_gets_its_exact_text() {
    let mut tables = tables();
    tables.sort();
    assert!(tables.len() >= 42, "a table was lost");
    for table in tables {
        let text = fs::read_to_string(&table).expect("a table is UTF-8");
        let name = name_of(&table);
        let invalid = Catalog::parse(&name, &text).expect_err(&name);
        let shown = invalid.to_string();
        let expected = table.with_extension("txt");
        if env::var_os("UPDATE").is_some() {
            fs::write(&expected, &shown).expect("the text can be written");
        }
        let expected = fs::read_to_string(&expected).unwrap_or_default();
        assert_eq!(shown, expected, "{name}");
    }
}

#[test]
fn every_rule_is_broken_by_some_table() {
    let broken: BTreeSet<FormatRule> = tables()
        .iter()
        .flat_map(|table| {
            let text = fs::read_to_string(table).expect("a table is UTF-8");
            let invalid = Catalog::parse(&name_of(table), &text).expect_err("it is bad");
            invalid.diagnostics().iter().map(Diagnostic::rule).collect::<Vec<_>>()
        })
        .collect();
    // A file that cannot be read, and two tables of one name: a text alone cannot show these.
    let elsewhere = [FormatRule::Unreadable, FormatRule::TableName];
    let expected: BTreeSet<FormatRule> =
        FormatRule::ALL.iter().copied().filter(|rule| !elsewhere.contains(rule)).collect();
    assert_eq!(broken, expected);
}

fn name_of(table: &Path) -> String {
    table.file_name().expect("a file").to_string_lossy().into_owned()
}

fn tables() -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad_tables");
    fs::read_dir(directory)
        .expect("the directory is there")
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect()
}
