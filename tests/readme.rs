//! README and guide: what a compiler does not check.

#[path = "support/cli.rs"]
mod cli;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use error_catalog::catalog::{
    CATALOG_COLUMNS, COLUMN_COLUMNS, Catalog, ERROR_COLUMNS, INCLUDE_COLUMNS, RETIRED_COLUMNS,
};
use error_catalog::cli::Exit;
use error_catalog::docs::region;

use self::cli::error_catalog;

#[test]
fn the_table_of_errors_is_up_to_date() {
    let catalog = read("catalog.toml");
    let catalog = Catalog::parse("catalog.toml", &catalog).unwrap_or_else(|invalid| panic!("{invalid}"));
    let page = read("docs/errors.md");
    let fresh = region::inject(&page, &catalog).expect("the page has a region");
    assert!(
        page == fresh,
        "docs/errors.md is stale, run `cargo run --features cli -- inject docs/errors.md`"
    );
}

#[test]
fn the_readme_is_short_and_starts_with_its_two_commands() {
    let readme = read("README.md");
    let lines: Vec<&str> = readme.lines().collect();
    assert!(lines.len() <= 250, "{} lines", lines.len());
    for command in ["$ cargo run --example round_trip", "$ cargo test"] {
        assert!(lines[..30].contains(&command), "`{command}` belongs in the first 30 lines");
    }
}

#[test]
fn every_table_that_is_shown_is_valid() {
    let common =
        "catalog.name = 'Common'\nerrors.GONE = { status = 410, retry = 'never', cause = 'It went' }\n";
    let mut load = |_: &str| Ok(common.into());
    let mut checked = 0;
    for page in pages() {
        for table in blocks(&read(&page), "toml").filter(|block| block.contains("[errors")) {
            let head = if table.contains("[catalog]") { "" } else { "[catalog]\nname = \"an excerpt\"\n" };
            let named = [head, &table].concat();
            if let Err(invalid) = Catalog::parse_with(&page, &named, &mut load) {
                panic!("{invalid}");
            }
            checked += 1;
        }
    }
    assert_eq!(checked, 11);
}

#[test]
fn the_mistake_that_is_shown_looks_like_that() {
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
    // The row may move to another line.
    let without_digits = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "");
    let page = without_digits(&read("docs/table.md"));
    assert!(page.contains(&without_digits(&shown)), "docs/table.md has to show:\n{shown}");
}

#[test]
fn the_conflict_that_is_shown_looks_like_that() {
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
    let page = read("docs/including.md");
    assert!(page.contains(&invalid.to_string()), "docs/including.md has to show:\n{invalid}");
}

#[test]
fn every_column_is_described() {
    for (page, columns) in [
        ("docs/table.md", CATALOG_COLUMNS),
        ("docs/table.md", ERROR_COLUMNS),
        ("docs/table.md", RETIRED_COLUMNS),
        ("docs/table.md", INCLUDE_COLUMNS),
        ("docs/table.md", COLUMN_COLUMNS),
    ] {
        let text = read(page);
        for column in columns {
            assert!(
                text.contains(&format!("`{}`", column.name)),
                "{page} does not describe `{}`",
                column.name
            );
        }
    }
}

#[test]
fn the_readme_names_every_command_and_every_feature() {
    let readme = read("README.md");
    let (_, commands) = readme.split_once("## Commands").expect("there is such a section");
    let (commands, features) = commands.split_once("## Features").expect("there is such a section");
    let names = command_names();
    assert!(names.len() > 10, "{names:?}");
    for name in names {
        assert!(commands.contains(&format!("`{name}`")), "README.md does not name the command `{name}`");
    }
    let manifest = read("Cargo.toml");
    let (_, section) = manifest.split_once("[features]\n").expect("there is such a section");
    let (section, _) = section.split_once("\n[").expect("a section follows");
    let declared = section.lines().filter(|line| !line.starts_with('#'));
    for feature in declared.filter_map(|line| line.split_once(" = ")).map(|(name, _)| name) {
        let is_there = feature == "default" || features.contains(&format!("`{feature}`"));
        assert!(is_there, "README.md does not name the feature `{feature}`");
    }
}

#[test]
fn every_link_leads_somewhere() {
    let rustdoc: BTreeSet<String> =
        definitions(&read("src/guide/links.md")).map(|(label, _)| label).collect();
    let mut checked = 0;
    for page in pages() {
        let text = without_fences(&read(&page));
        let defined: Vec<(String, String)> = definitions(&text).collect();
        for (label, target) in &defined {
            assert!(rustdoc.contains(label), "{page}: src/guide/links.md does not define [{label}]");
            checked += usize::from(leads_to_a_file(&page, target));
        }
        for label in between(&text, "][", "]") {
            let found = defined.iter().any(|(defined, _)| defined == label);
            assert!(found, "{page} does not define [{label}]");
        }
        for name in between(&text, "[`", "`]") {
            let found = defined.iter().any(|(label, _)| label.trim_matches('`') == name);
            assert!(found, "{page} does not define [`{name}`]");
        }
        for target in between(&text, "](", ")") {
            let inside = target.starts_with('#') || target.starts_with("https://");
            assert!(inside, "{page}: rustdoc has no {target}, so that link needs a definition");
            checked += usize::from(leads_to_a_file(&page, target));
        }
    }
    assert!(checked > 40, "{checked}");
}

/// Whether a link is a relative one. Fails if there is no such file or heading.
fn leads_to_a_file(page: &str, target: &str) -> bool {
    if target.starts_with("https://") {
        return false;
    }
    let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
    let file = match path {
        "" => page.into(),
        path => Path::new(page).parent().unwrap_or(Path::new("")).join(path),
    };
    let there = root().join(&file);
    assert!(there.exists(), "{page}: {target} does not exist");
    if !anchor.is_empty() {
        let text = without_fences(&fs::read_to_string(there).expect("it is there"));
        let mut headings = text.lines().filter(|line| line.starts_with('#'));
        assert!(headings.any(|heading| slug(heading) == anchor), "{page}: {target} has no such heading");
    }
    true
}

/// The anchor of a heading, as GitHub and rustdoc make it.
fn slug(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
    text.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect()
}

/// Each `[label]: target` that is a line of its own.
fn definitions(text: &str) -> impl Iterator<Item = (String, String)> {
    let parts = text.lines().filter_map(|line| line.strip_prefix('[')?.split_once("]: "));
    parts.map(|(label, target)| (label.into(), target.into()))
}

fn between<'a>(text: &'a str, start: &'a str, end: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(start).skip(1).filter_map(move |rest| Some(rest.split_once(end)?.0))
}

/// The code of each fence with this language.
fn blocks(text: &str, language: &str) -> impl Iterator<Item = String> {
    let start = format!("```{language}\n");
    let found: Vec<String> = between(text, &start, "```").map(Into::into).collect();
    found.into_iter()
}

fn without_fences(text: &str) -> String {
    text.split("```").step_by(2).collect()
}

fn command_names() -> Vec<String> {
    let help = error_catalog(&["--help"]);
    assert_eq!((help.exit, &*help.err), (Exit::Clean, ""));
    let (_, list) = help.out.split_once("Commands:\n").expect("it lists the commands");
    let lines = list.lines().take_while(|line| !line.is_empty());
    let names = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
    names.map(Into::into).collect()
}

/// The guide shows functions that need crates which this one does not depend on. A test of the client uses them.
#[test]
fn recipes_are_those_that_are_tested() {
    let tested = read("tests/downstream/client/tests/mocks.rs");
    let page = read("docs/client.md");
    let recipes: Vec<&str> = page.split("```rust,ignore\n").skip(1).collect();
    assert_eq!(recipes.len(), 3, "one for each crate of mock servers");
    for recipe in recipes {
        let (recipe, _) = recipe.split_once("```").expect("a block ends");
        assert!(tested.contains(recipe), "no test has this recipe:\n{recipe}");
    }
}

/// README and guide.
fn pages() -> Vec<String> {
    let folder = fs::read_dir(root().join("docs")).expect("there is a guide");
    let names =
        folder.map(|entry| entry.expect("it can be read").file_name().into_string().expect("it is UTF-8"));
    let mut pages: Vec<String> = names.map(|name| format!("docs/{name}")).collect();
    pages.sort();
    let modules = read("src/guide/mod.rs");
    for page in &pages {
        let file = format!("\"{}\"", &page["docs/".len()..]);
        assert!(modules.contains(&file), "src/guide/mod.rs does not include {page}");
    }
    pages.push("README.md".into());
    pages
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}
