//! `fmt`: the canonical form.

use std::path::Path;
use std::time::{Duration, SystemTime};
use std::{env, fs};

use error_catalog::catalog::Catalog;
use error_catalog::cli::Exit;

use super::generated::{generated, notes};
use super::{LINES, SECTIONS, Table, error_catalog, in_root};

#[test]
fn our_own_table_is_canonical() {
    let name = in_root("catalog.toml").display().to_string();
    let ran = error_catalog(&["fmt", "--check", "--table", &name]);
    assert_eq!((ran.exit, &*ran.out), (Exit::Clean, ""), "{}", ran.err);
}

#[test]
fn a_messy_table_becomes_a_tidy_one() {
    let messy = fs::read_to_string(in_root("tests/edit/messy.toml")).expect("it is there");
    let table = Table::new("messy", &messy);
    let ran = table.run(&["fmt", "--check"]);
    assert_eq!(ran.exit, Exit::Findings);
    assert!(ran.out.starts_with(&format!("--- {0}\n+++ {0} (new)\n@@ -1,", table.name)), "{}", ran.out);
    assert_eq!(
        ran.err,
        format!("{0}: not in its canonical form, run `error-catalog fmt --table {0}`\n", table.name)
    );
    assert_eq!(table.text(), messy, "--check writes nothing");

    let ran = table.run(&["fmt"]);
    assert_eq!((ran.exit, ran.err), (Exit::Clean, format!("{}: written\n", table.name)));
    let tidy = in_root("tests/edit/tidy.toml");
    if env::var_os("UPDATE").is_some() {
        fs::write(&tidy, table.text()).expect("the text can be written");
    }
    assert_eq!(table.text(), fs::read_to_string(tidy).unwrap_or_default());

    let ran = table.run(&["fmt"]);
    assert_eq!((ran.exit, ran.err), (Exit::Clean, format!("{}: up to date\n", table.name)));
}

#[test]
fn a_table_says_the_same_before_and_after() {
    let mut tables: Vec<String> = (0..150).map(generated).collect();
    for folder in ["tests/bad_tables", "tests/generated", "tests/edit", "."] {
        for file in fs::read_dir(in_root(folder)).expect("the folder is there") {
            let path = file.expect("it can be read").path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                tables.push(fs::read_to_string(path).expect("it is text"));
            }
        }
    }
    let table = Table::new("same", "");
    for text in tables {
        fs::write(&table.path, &text).expect("it can be written");
        let before = Catalog::parse("t", &text);
        let ran = table.run(&["fmt"]);
        let after = Catalog::parse("t", &table.text());
        match (before, after) {
            (Ok(before), Ok(after)) => {
                assert_eq!(ran.exit, Exit::Clean, "{}\n{text}", ran.err);
                assert_eq!(format!("{before:?}"), format!("{after:?}"));
            }
            (Err(before), Err(after)) => {
                assert_eq!(before.diagnostics().len(), after.diagnostics().len(), "{text}");
                // What is no TOML is shown with its mistakes.
                assert!(ran.exit == Exit::Clean || table.text() == text);
                assert!(ran.exit == Exit::Clean || ran.err.contains("[EC0"), "{}\n{text}", ran.err);
            }
            _ => panic!("it changed what it says:\n{text}\n{}", table.text()),
        }
        if ran.exit == Exit::Clean {
            let formatted = table.text();
            assert!(!formatted.lines().any(|line| line != line.trim_end() && !text.contains("Kept  as")));
            assert_eq!(notes(&text), notes(&formatted), "every comment is kept:\n{text}");
            let ran = table.run(&["fmt", "--check"]);
            assert_eq!((ran.exit, &*ran.out), (Exit::Clean, ""), "the second run changes nothing:\n{text}");
        }
    }
}

#[test]
fn columns_of_the_table_follow_those_of_the_format_in_declared_order() {
    let declarations = [
        "[columns]\nteam = { kind = \"line\", about = \"A\" }\nlevel = { kind = \"integer\", about = \"B\" }\n",
        "[columns.team]\nkind = \"line\"\nabout = \"A\"\n\n[columns.level]\nkind = \"integer\"\nabout = \"B\"\n",
        "[columns]\nteam.kind = \"line\"\nteam.about = \"A\"\nlevel.kind = \"integer\"\nlevel.about = \"B\"\n",
    ];
    let row = |columns: &str| format!("[errors]\nEMPTY = {{ {columns} }}\n");
    let section = |columns: [&str; 5]| format!("\n[errors.FULL]\n{}\n", columns.join("\n"));
    let [status, retry, cause] = ["status = 409", "retry = \"never\"", "cause = \"It is\""];
    let [team, level] = ["team = \"kitchen\"", "level = 3"];
    for columns in declarations {
        let head = format!("[catalog]\nname = \"Teapots\"\n\n{columns}\n");
        let messy = [level, team, cause, status, retry];
        let tidy = [status, retry, cause, team, level];
        let table = Table::new("own", &[head.clone(), row(&messy.join(", ")), section(messy)].concat());
        let ran = table.run(&["fmt"]);
        assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
        assert_eq!(table.text(), [head, row(&tidy.join(", ")), section(tidy)].concat());
    }
}

#[test]
fn what_is_no_toml_is_left_alone() {
    let table = Table::new("no-toml", "[catalog]\nname = \"Teapots\n\n[errors]\nA={status=404}\n");
    table.refuses(&["fmt"], Exit::Findings, "[EC001]");
}

#[test]
fn line_endings_and_a_byte_order_mark_are_kept() {
    let table = Table::new("crlf", &format!("\u{FEFF}{}", LINES.replace('\n', "\r\n")));
    assert_eq!(table.run(&["fmt"]).exit, Exit::Clean);
    let tidy = LINES.replace("POT_EMPTY  =  {", "POT_EMPTY = {");
    assert_eq!(table.text(), format!("\u{FEFF}{}", tidy.replace('\n', "\r\n")));
}

#[test]
fn a_tidy_file_is_not_touched() {
    let table = Table::new("mtime", SECTIONS);
    let then = SystemTime::now() - Duration::from_secs(1000);
    let file = fs::File::options().write(true).open(&table.path).expect("it is there");
    file.set_modified(then).expect("it is ours");
    let then = modified(&table.path);
    assert_eq!(table.run(&["fmt"]).exit, Exit::Clean);
    assert_eq!(modified(&table.path), then);
    assert_eq!(table.text(), SECTIONS);
}

#[test]
fn mixed_line_endings_become_one() {
    let table = Table::new("mixed", &SECTIONS.replacen('\n', "\r\n", 3));
    assert_eq!(table.run(&["fmt"]).exit, Exit::Clean);
    assert_eq!(table.text(), SECTIONS);
}

fn modified(path: &Path) -> SystemTime {
    fs::metadata(path).and_then(|metadata| metadata.modified()).expect("it is there")
}
