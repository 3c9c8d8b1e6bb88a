//! Tables that include others: what they are together, and the exact text for every way in which they are at odds.
//!
//! `UPDATE=1 cargo test --test include` writes texts and code again; read the difference before you keep it.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::{env, fs};

use error_catalog::catalog::{Catalog, Diagnostic, FormatRule, Invalid};
use error_catalog::codegen;

#[test]
fn each_mistake_gets_its_exact_text() {
    let folder = in_tests("include/bad");
    let mut cases = 0;
    for entry in fs::read_dir(folder).expect("it is there") {
        let case = entry.expect("it can be read").path();
        let mut load = |path: &str| {
            let missing = || io::Error::new(ErrorKind::NotFound, "it is not there");
            fs::read(case.join(path)).map_err(|_| missing())
        };
        let text = fs::read_to_string(case.join("catalog.toml")).expect("a table is UTF-8");
        let invalid = Catalog::parse_with("catalog.toml", &text, &mut load).expect_err("it is bad");
        is_kept(&case.join("said.txt"), &invalid.to_string());
        assert!(!invalid.is_unread(), "the table itself could be read");
        cases += 1;
    }
    assert_eq!(cases, 11, "a case was added or lost");
}

#[test]
fn the_checked_in_code_is_what_is_generated() {
    for service in ["orders", "users"] {
        let path = format!("{service}/catalog.toml");
        let catalog = good(&path).unwrap_or_else(|invalid| panic!("{invalid}"));
        is_kept(&in_tests(&format!("include/good/{service}.rs")), &codegen::generate(&catalog));
    }
}

#[test]
fn a_table_that_is_reached_twice_is_read_once() {
    let mut asked = Vec::new();
    let text = read("orders/catalog.toml");
    let mut load = |path: &str| {
        asked.push(path.to_owned());
        Ok(read(path).into_bytes())
    };
    let catalog = Catalog::parse_with("orders/catalog.toml", &text, &mut load).expect("it is valid");
    assert_eq!(asked, ["common/catalog.toml", "base/catalog.toml"]);
    assert_eq!(catalog.name(), "Orders");
    assert_eq!(catalog.tables(), ["Orders", "Base", "Common"]);
    let rows: Vec<(&str, &str)> =
        catalog.errors().iter().map(|entry| (&*entry.code, &*entry.table)).collect();
    assert_eq!(
        rows,
        [
            ("INVALID_TOKEN", "Common"),
            ("NOT_FOUND", "Orders"),
            ("ORDER_SHIPPED", "Orders"),
            ("RATE_LIMITED", "Base")
        ]
    );
    let [retired] = catalog.retired() else { panic!("one code is retired") };
    assert_eq!((&*retired.code, &*retired.table), ("OVERLOADED", "Base"));
}

#[test]
fn settings_are_those_of_the_table_itself() {
    let catalog = good("orders/catalog.toml").expect("it is valid");
    assert_eq!(catalog.headers().code.as_deref(), Some("x-error-code"));
    assert!(catalog.lints().is_empty());
}

#[test]
fn the_order_of_includes_does_not_show() {
    let entries = r#""../common/catalog.toml", "../base/catalog.toml""#;
    let text = read("orders/catalog.toml");
    assert!(text.contains(entries));
    let other = text.replace(entries, r#""../base/catalog.toml", "./../common/catalog.toml""#);
    let other = parse("orders/catalog.toml", &other).expect("it is valid");
    let one = good("orders/catalog.toml").expect("it is valid");
    assert!(codegen::generate(&one) == codegen::generate(&other));
}

#[test]
fn a_text_alone_includes_nothing() {
    let invalid = Catalog::parse("catalog.toml", &read("users/catalog.toml")).expect_err("it includes");
    assert_eq!(invalid.diagnostics().len(), 1);
    assert_eq!(invalid.diagnostics()[0].rule(), FormatRule::Include);
    let said = invalid.to_string();
    assert!(said.contains("`Catalog::parse_with` takes what reads the others"), "{said}");
}

#[test]
fn no_depth_overflows_the_stack() {
    let deep = chain(1_000);
    let tables = deep.len();
    let catalog = in_memory("0", &deep).expect("it is valid");
    assert_eq!(catalog.tables().len(), tables);
    assert_eq!(catalog.errors().len(), 1);

    let mut circle = chain(1_000);
    circle.insert("999".to_owned(), table("999", "0"));
    let invalid = in_memory("0", &circle).expect_err("it leads back");
    assert_eq!(invalid.diagnostics().len(), 1);
    assert_eq!(invalid.diagnostics()[0].rule(), FormatRule::IncludeCircle);
}

#[test]
fn a_loader_without_end_is_given_up() {
    let mut load = |path: &str| {
        let number: usize = path.parse().map_err(io::Error::other)?;
        Ok(table(path, &(number + 1).to_string()).into_bytes())
    };
    let invalid = Catalog::parse_with("0", &table("0", "1"), &mut load).expect_err("it has no end");
    let messages: Vec<&str> = invalid.diagnostics().iter().map(Diagnostic::message).collect();
    assert_eq!(messages, ["more than 10000 tables are included"]);
}

#[test]
fn line_endings_and_byte_order_marks_are_as_in_any_table() {
    let common = "[catalog]\r\nname = \"Common\"\r\n\r\n[errors]\r\nGONE = { status = 41, retry = \"never\", cause = \"Gone\" }\r\n";
    let tables = |common: &str| {
        BTreeMap::from([
            ("catalog.toml".to_owned(), table("Own", "common.toml").replace('\n', "\r\n")),
            ("common.toml".to_owned(), common.to_owned()),
        ])
    };
    let said = in_memory("catalog.toml", &tables(common)).expect_err("41 is no status").to_string();
    assert!(
        said.starts_with("[EC005] 41 is not an HTTP error status\n --> common.toml:5:19\n  |\n5 | GONE"),
        "{said}"
    );
    for mark in ["", "\u{feff}"] {
        let sound = format!("{mark}{}", common.replace("41,", "410,"));
        let catalog = in_memory("catalog.toml", &tables(&sound)).expect("it is valid");
        assert_eq!(catalog.errors().len(), 1);
    }
}

#[test]
fn no_bytes_panic() {
    let text = read("orders/catalog.toml");
    let included = read("common/catalog.toml");
    for end in 0..included.len() {
        let mut load = |path: &str| match path {
            "common/catalog.toml" => Ok(included.as_bytes()[..end].to_vec()),
            _ => fs::read(in_tests("include/good").join(path)),
        };
        let _ =
            Catalog::parse_with("orders/catalog.toml", &text, &mut load).map_err(|error| error.to_string());
    }
    for at in 0..included.len() {
        let mut bytes = included.clone().into_bytes();
        bytes[at] ^= 0x55;
        let mut load = |path: &str| match path {
            "common/catalog.toml" => Ok(bytes.clone()),
            _ => fs::read(in_tests("include/good").join(path)),
        };
        let _ =
            Catalog::parse_with("orders/catalog.toml", &text, &mut load).map_err(|error| error.to_string());
    }
}

/// Tables of which each includes the next, and the last has a row.
fn chain(length: usize) -> BTreeMap<String, String> {
    let mut tables: BTreeMap<String, String> = (0..length)
        .map(|number| (number.to_string(), table(&number.to_string(), &(number + 1).to_string())))
        .collect();
    let last = "catalog.name = 'last'\nerrors.GONE = { status = 410, retry = 'never', cause = 'Gone' }\n";
    tables.insert(length.to_string(), last.to_owned());
    tables
}

fn table(name: &str, include: &str) -> String {
    format!("[catalog]\nname = \"{name}\"\n\n[include]\ntables = [\"{include}\"]\n")
}

fn in_memory(path: &str, tables: &BTreeMap<String, String>) -> Result<Catalog, Invalid> {
    let mut load = |path: &str| {
        tables.get(path).map(|text| text.clone().into_bytes()).ok_or_else(|| ErrorKind::NotFound.into())
    };
    Catalog::parse_with(path, &tables[path], &mut load)
}

fn good(path: &str) -> Result<Catalog, Invalid> {
    parse(path, &read(path))
}

fn parse(path: &str, text: &str) -> Result<Catalog, Invalid> {
    Catalog::parse_with(path, text, &mut |path: &str| Ok(read(path).into_bytes()))
}

/// A table of the good ones.
fn read(path: &str) -> String {
    fs::read_to_string(in_tests("include/good").join(path)).expect(path)
}

fn is_kept(file: &Path, text: &str) {
    if env::var_os("UPDATE").is_some() {
        fs::write(file, text).expect("it can be written");
    }
    let kept = fs::read_to_string(file).unwrap_or_default();
    assert_eq!(text, kept, "{}", file.display());
}

fn in_tests(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(path)
}
