//! Groups of codes: what `[groups]` says, and how documents and commands go by it.

#[path = "support/cli.rs"]
mod cli;
#[path = "support/scratch.rs"]
mod scratch;

use std::fs;
use std::path::{Path, PathBuf};

use error_catalog::catalog::Catalog;
use error_catalog::cli::Exit;
use error_catalog::docs::{html, json, markdown, sections, toml};

use self::cli::error_catalog;

const TABLE: &str = r#"
catalog = { name = "Shop" }

[groups]
pay = "Payment & *cards*"
auth = "Keys"
nobody = "A group without rows"

[errors]
KEY_LOST = { status = 404, retry = "never", cause = "No such key", group = "auth" }
KEY_WRONG = { status = 401, retry = "never", cause = "Another key", group = "auth" }
CARD = { status = 402, retry = "never", cause = "The card is empty", group = "pay" }
ELSE = { status = 400, retry = "never", cause = "Something else" }
"#;

fn table() -> Catalog {
    Catalog::parse("catalog.toml", TABLE).expect("it is valid")
}

/// The lines that start with this.
fn lines<'t>(text: &'t str, start: &str) -> Vec<&'t str> {
    text.lines().filter(|line| line.starts_with(start)).collect()
}

#[test]
fn documents_show_the_groups_in_their_order_and_the_rest_last() {
    let table = table();
    let headings = ["### Payment & *cards*", "### Keys", "### Other"];
    let shown = markdown::render(&table);
    assert_eq!(lines(&shown, "### "), headings);
    let codes: Vec<&str> = shown.split('`').skip(1).step_by(2).collect();
    assert_eq!(codes, ["CARD", "KEY_WRONG", "KEY_LOST", "ELSE"]);

    let shown = sections::render(&table);
    assert_eq!(lines(&shown, "## "), ["## Payment & *cards*", "## Keys", "## Other"]);
    assert!(shown.contains("**Group:** Payment & *cards*\n"), "{shown}");

    let page = html::render(&table);
    for (id, title, count) in [
        ("_group-payment-cards", "Payment &amp; *cards*", 1),
        ("_group-keys", "Keys", 2),
        ("_group-other", "Other", 1),
    ] {
        assert!(page.contains(&format!("<a href=\"#{id}\" dir=\"auto\">{title}</a> ({count})")), "{page}");
        assert!(page.contains(&format!("<h2 id=\"{id}\" dir=\"auto\">{title}</h2>")), "{page}");
    }
}

#[test]
fn titles_that_differ_in_signs_have_places_of_their_own() {
    let table = TABLE.replace("\"Keys\"", "\"payment (cards)\"");
    let page = html::render(&Catalog::parse("catalog.toml", &table).expect("it is valid"));
    for id in ["_group-payment-cards", "_group-payment-cards.1"] {
        assert_eq!(page.matches(&format!("<h2 id=\"{id}\"")).count(), 1, "{id}");
    }
}

#[test]
fn a_table_without_the_section_has_its_groups_by_name() {
    let (start, rest) = TABLE.split_once("[groups]").expect("it has the section");
    let (_, rows) = rest.split_once("[errors]").expect("it has rows");
    let table = Catalog::parse("catalog.toml", &format!("{start}[errors]{rows}")).expect("any group will do");
    assert!(table.groups().is_empty());
    assert_eq!(lines(&markdown::render(&table), "### "), ["### auth", "### pay", "### Other"]);
}

#[test]
fn a_table_without_groups_has_no_headings() {
    let table = "catalog.name = 'T'\nerrors.A = { status = 404, retry = 'never', cause = 'a' }";
    let table = Catalog::parse("catalog.toml", table).expect("it is valid");
    assert!(!markdown::render(&table).contains('#'));
    assert!(html::render(&table).contains("<h2 id=\"_404\" dir=\"auto\">404 Not Found</h2>"));
}

#[test]
fn exports_keep_the_groups_and_their_order() {
    let table = table();
    let export = json::render(&table);
    let read = json::read("export.json", &export).expect("it is valid");
    assert_eq!(json::render(&read), export);
    assert_eq!(read.groups(), table.groups());
    let merged = Catalog::parse("merged.toml", &toml::render(&table)).expect("it is valid");
    assert_eq!(merged.groups(), table.groups());
    for (from, to, message) in [
        ("\"title\": \"Keys\"", "\"titel\": \"Keys\"", "a group has no `name` or no `title`"),
        ("\"title\": \"Keys\"", "\"title\": 7", "group `auth` has no title of one line"),
        ("\"name\": \"auth\"", "\"name\": \"oauth\"", "`[groups]` has no group `auth`"),
    ] {
        let wrong = export.replacen(from, to, 1);
        let said = json::read("export.json", &wrong).expect_err("it is not").to_string();
        assert!(said.contains(message) && said.contains("export.json:"), "{said}");
    }
}

#[test]
fn a_table_that_includes_others_has_the_last_word() {
    let outer =
        "catalog.name = 'Outer'\ninclude.tables = ['shop.toml']\n[groups]\nmine = 'Mine'\nauth = 'Access'";
    let table = Catalog::parse_with("catalog.toml", outer, &mut |_: &str| Ok(TABLE.into())).expect("valid");
    let titles: Vec<&str> = table.groups().iter().map(|group| &*group.title).collect();
    assert_eq!(titles, ["Mine", "Access", "Payment & *cards*", "A group without rows"]);
    // The rows of an included table that declares no groups are in whatever they say.
    let inner =
        "catalog.name = 'Inner'\nerrors.A = { status = 404, retry = 'never', cause = 'a', group = 'x' }";
    let table = Catalog::parse_with("catalog.toml", outer, &mut |_: &str| Ok(inner.into())).expect("valid");
    assert_eq!(lines(&markdown::render(&table), "### "), ["### x"]);
}

fn file(name: &str, text: &str) -> PathBuf {
    let path = scratch::folder(&format!("groups/{name}")).join("catalog.toml");
    fs::write(&path, text).expect("it can be written");
    path
}

fn run(arguments: &[&str], path: &Path) -> (Exit, String) {
    let path = path.display().to_string();
    let ran = error_catalog(&[arguments, &["--table", &path]].concat());
    (ran.exit, ran.out + &ran.err)
}

#[test]
fn list_goes_by_groups() {
    let path = file("list", TABLE);
    let (_, said) = run(&["list"], &path);
    let first: Vec<&str> = said.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(first, ["Group", "pay", "auth", "auth", "400"], "{said}");
    let (_, said) = run(&["list", "--where", "group=auth", "--columns", "code"], &path);
    assert_eq!(said, " Code\n KEY_WRONG\n KEY_LOST\n");
}

#[test]
fn add_refuses_a_group_that_the_table_does_not_have() {
    let path = file("add", TABLE);
    let add = |group: &str| {
        let row = ["add", "NEW", "--status", "404", "--retry", "never", "--cause", "new", "--group", group];
        run(&row, &path)
    };
    let (exit, said) = add("aut");
    assert_ne!(exit, Exit::Clean);
    assert!(said.contains("EC029") && said.contains("did you mean \"auth\"?"), "{said}");
    assert_eq!(fs::read_to_string(&path).expect("it is there"), TABLE);
    assert_eq!(add("auth").0, Exit::Clean);
}

#[test]
fn the_order_of_the_groups_is_the_authors() {
    let path = file("fmt", TABLE);
    assert_eq!(run(&["fmt"], &path).0, Exit::Clean);
    let text = fs::read_to_string(&path).expect("it is there");
    assert!(text.find("pay = ") < text.find("auth = ") && text.contains("[groups]"), "{text}");
}

#[test]
fn an_import_keeps_the_order_of_its_source_and_completes_the_section() {
    let path = file("import", "");
    let source = path.with_file_name("codes.csv");
    let import = |rows: &str| {
        fs::write(&source, format!("code,status,retry,cause,group\n{rows}")).expect("it can be written");
        let ran = error_catalog(&[
            "import",
            &source.display().to_string(),
            "--name",
            "Shop",
            "-o",
            &path.display().to_string(),
        ]);
        assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
        let text = fs::read_to_string(&path).expect("it is there");
        let table = Catalog::parse("catalog.toml", &text).expect("all is decided");
        table.groups().iter().map(|group| group.name.clone()).collect::<Vec<_>>()
    };
    fs::remove_file(&path).expect("it is there");
    assert_eq!(import("A,404,never,a,Zebra\nB,404,never,b,Ape\n"), ["Zebra", "Ape"]);
    assert_eq!(import("C,404,never,c,An \"\"ox\"\"\n"), ["Zebra", "Ape", "An \"\"ox\"\""]);
}
