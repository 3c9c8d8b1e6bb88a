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
    assert_eq!(tables.len(), 41, "a table was added or lost");
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
    let codes: Vec<&str> = broken.iter().map(|rule| rule.code()).collect();
    // EC020 is about files that cannot be read, and EC023 about two tables, which no text can show.
    let expected = (1..=19).chain([21, 22, 24]);
    let expected: Vec<String> = expected.map(|number| format!("EC{number:03}")).collect();
    assert_eq!(codes, expected);
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
