//! What the README says, as far as a compiler does not check it.

use std::path::Path;
use std::{env, fs};

use error_catalog::catalog::Catalog;
use error_catalog::docs::region;

#[test]
fn the_table_is_up_to_date() {
    let catalog = read("catalog.toml");
    let catalog = Catalog::parse("catalog.toml", &catalog).unwrap_or_else(|invalid| panic!("{invalid}"));
    let readme = read("README.md");
    let fresh = region::inject(&readme, &catalog).expect("the README has a region");
    assert!(readme == fresh, "README.md is stale, run `cargo run --features cli -- inject README.md`");
}

#[test]
fn every_table_that_it_shows_is_valid() {
    let readme = read("README.md");
    let tables: Vec<&str> = readme
        .split("```toml\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .filter(|block| block.contains("[errors"))
        .collect();
    assert_eq!(tables.len(), 5);
    let common =
        "catalog.name = 'Common'\nerrors.GONE = { status = 410, retry = 'never', cause = 'It went' }\n";
    let mut load = |_: &str| Ok(common.into());
    for table in tables {
        let head = if table.contains("[catalog]") { "" } else { "[catalog]\nname = \"an excerpt\"\n" };
        let named = [head, table].concat();
        if let Err(invalid) = Catalog::parse_with("README.md", &named, &mut load) {
            panic!("{invalid}");
        }
    }
}

#[test]
fn the_mistake_that_it_shows_looks_like_that() {
    let table = read("catalog.toml");
    let (before, row) = table.split_once("[errors.VALIDATION_ERROR]").expect("the row is there");
    let row = row.replacen("retry = \"never\"", "retry = \"nevr\"", 1);
    let table = [before, "[errors.VALIDATION_ERROR]", &row].concat();
    let invalid = Catalog::parse("catalog.toml", &table).expect_err("a word is wrong");
    let package = concat!(env!("CARGO_PKG_NAME"), "@", env!("CARGO_PKG_VERSION"));
    let mut shown = String::new();
    for line in invalid.to_string().lines() {
        shown += &["error: ", package, ": ", line, "\n"].concat();
    }
    // The line of the row is nobody's business: another may be added above it.
    let without_digits = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "");
    let readme = without_digits(&read("README.md"));
    assert!(readme.contains(&without_digits(&shown)), "the README has to show:\n{shown}");
}

#[test]
fn the_conflict_that_it_shows_looks_like_that() {
    let table = r#"[catalog]
name = "Orders"

[include]
tables = ["../common/catalog.toml"]

[errors]
RATE_LIMITED = { status = 429, retry = "backoff", cause = "Too many orders" }
"#;
    let mut load = |path: &str| {
        assert_eq!(path, "../common/catalog.toml");
        Ok(read("tests/include/good/base/catalog.toml").into_bytes())
    };
    let invalid = Catalog::parse_with("catalog.toml", table, &mut load).expect_err("a code is in two tables");
    assert!(read("README.md").contains(&invalid.to_string()), "the README has to show:\n{invalid}");
}

fn read(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{file}: {error}"))
}
