//! `check` for many: several tables, folders, standard input, and what is serious first.

#[path = "support/cli.rs"]
mod cli;
#[path = "support/scratch.rs"]
mod scratch;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use error_catalog::cli::Exit;

use self::cli::{Ran, error_catalog};

const HEAD: &str = "[catalog]\nname = \"Teapots\"\n[errors]\n";

fn good(code: &str) -> String {
    format!(
        "{HEAD}{code} = {{ status = 404, retry = \"never\", cause = \"No tea\", remedy = \"Make some.\" }}\n"
    )
}

/// A row without a remedy is a warning.
fn warned(code: &str) -> String {
    format!("{HEAD}{code} = {{ status = 404, retry = \"never\", cause = \"No tea\" }}\n")
}

fn check(arguments: &[&Path], options: &[&str]) -> Ran {
    let options = options.iter().map(AsRef::as_ref);
    let arguments: Vec<_> = ["check".as_ref()]
        .into_iter()
        .chain(options)
        .chain(arguments.iter().map(|path| path.as_os_str()))
        .collect();
    error_catalog(&arguments)
}

/// Tables by the paths of their files.
fn folder(name: &str, tables: &[(&str, String)]) -> PathBuf {
    let folder = scratch::folder(&format!("check_many/{name}"));
    for (file, text) in tables {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("the folder can be made");
        fs::write(path, text).expect("it can be written");
    }
    folder
}

#[test]
fn a_folder_stands_for_its_tables() {
    let folder = folder(
        "folder",
        &[
            ("a/catalog.toml", good("POT")),
            ("b/deep/catalog.toml", warned("POT")),
            ("b/other.toml", "no table".to_owned()),
            ("target/catalog.toml", "made".to_owned()),
            (".git/catalog.toml", "hidden".to_owned()),
            ("node_modules/x/catalog.toml", "made".to_owned()),
        ],
    );
    let ran = check(&[&folder], &[]);
    assert_eq!(ran.exit, Exit::Clean, "a warning is no failure: {}", ran.err);
    assert_eq!(ran.out, format!("{}: 1 codes, no findings\n", folder.join("a/catalog.toml").display()));
    assert!(ran.err.ends_with("\n\n1 warning in 2 tables\n"), "{}", ran.err);
    assert_eq!(check(&[&folder], &["--deny-warnings"]).exit, Exit::Findings);

    let empty = folder.join("b/deep/empty");
    fs::create_dir(&empty).expect("the folder can be made");
    let ran = check(&[&empty], &[]);
    assert_eq!(ran.exit, Exit::Failed);
    assert_eq!(ran.err, format!("{}: has no `catalog.toml`, name a file\n", empty.display()));
}

#[test]
fn the_worst_of_several_tables_decides() {
    let tables = [("good.toml", good("POT")), ("warned.toml", warned("POT")), ("bad.toml", good("a b"))];
    let folder = folder("several", &tables);
    let [good, warned, bad, gone] =
        ["good.toml", "warned.toml", "bad.toml", "gone.toml"].map(|file| folder.join(file));
    for (tables, exit) in [
        (&[&*good, &warned][..], Exit::Clean),
        (&[&good, &bad, &warned], Exit::Findings),
        (&[&gone, &good], Exit::Failed),
        (&[&bad, &gone, &good], Exit::Failed),
    ] {
        assert_eq!(check(tables, &[]).exit, exit, "{tables:?}");
    }
    let ran = check(&[&warned, &bad], &[]);
    assert!(ran.err.ends_with("\n\n1 error, 1 warning in 2 tables\n"), "{}", ran.err);
    // A program gets one list of all.
    let ran = check(&[&warned, &bad], &["--format", "json"]);
    let list: serde_json::Value = serde_json::from_str(&ran.out).expect("it is JSON");
    let text = list.to_string();
    assert!(text.contains("EC101") && text.contains("EC001"), "{text}");
}

/// The first stands for all, and the error comes first, though its row is the last.
#[test]
fn what_most_rows_have_is_said_once() {
    let rows: Vec<String> = (0..42)
        .map(|row| {
            format!("POT_{row} = {{ status = 404, retry = \"never\", cause = \"No tea in {row}\" }}\n")
        })
        .collect();
    let odd = "LAST = { status = 498, retry = \"never\", cause = \"No cup\", remedy = \"Buy one.\" }\n[lint]\nEC120 = \"error\"\n";
    let folder = folder("most", &[("catalog.toml", format!("{HEAD}{}{odd}", rows.concat()))]);
    let table = folder.join("catalog.toml");
    let ran = check(&[&table], &[]);
    assert_eq!(ran.exit, Exit::Findings);
    assert!(ran.err.starts_with("error[EC120]"), "{}", ran.err);
    assert_eq!(ran.err.matches("warning[EC101]").count(), 1, "{}", ran.err);
    assert!(ran.err.contains("\n  = note: EC101 is found 42 times, `--all` shows each\n"), "{}", ran.err);
    assert!(ran.err.ends_with("\n\n1 error, 42 warnings\n"), "{}", ran.err);
    assert!(ran.err.len() < 1500, "{} bytes", ran.err.len());
    assert_eq!(check(&[&table], &["--all"]).err.matches("warning[EC101]").count(), 42);
}

/// Annotations are shown where the repository has the file, wherever the command ran.
#[test]
fn annotations_have_the_paths_of_the_repository() {
    let folder = folder("repository", &[("services/pots/catalog.toml", warned("POT"))]);
    fs::create_dir(folder.join(".git")).expect("the folder can be made");
    for (format, expected) in
        [("github", "file=services/pots/catalog.toml,"), ("sarif", "\"uri\": \"services/pots/catalog.toml\"")]
    {
        for (place, table) in [
            (".", "services/pots/catalog.toml"),
            ("services", "pots/catalog.toml"),
            ("services/pots", "../pots/catalog.toml"),
        ] {
            let mut command = Command::new(env!("CARGO_BIN_EXE_error-catalog"));
            command.args(["check", "--format", format, table]).current_dir(folder.join(place));
            let output = command.output().expect("the program is there");
            let out = String::from_utf8_lossy(&output.stdout);
            assert!(out.contains(expected), "{place}: {out}");
        }
    }
}

#[test]
fn standard_input_is_a_table() {
    for (text, exit, said) in [
        (good("POT"), 0, ""),
        (warned("POT"), 0, "1 warning"),
        (good("a b"), 1, "1 error"),
        (String::new(), 1, "errors"),
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_error-catalog"))
            .args(["check", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program is there");
        let mut input = child.stdin.take().expect("it is a pipe");
        input.write_all(text.as_bytes()).expect("it reads");
        drop(input);
        let output = child.wait_with_output().expect("it ends");
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(exit), "{text}: {err}");
        assert!(err.trim_end().ends_with(said), "{text}: {err}");
    }
}
