//! A new table in a new project.

#[path = "support/cli.rs"]
mod cli;
#[path = "support/scratch.rs"]
mod scratch;

use std::fs;
use std::path::Path;

use error_catalog::catalog::Catalog;
use error_catalog::cli::Exit;
use error_catalog::docs::schema;
use error_catalog::review::lint;

use self::cli::{Ran, error_catalog};

fn init(folder: &Path) -> (Exit, String, String) {
    let Ran { exit, out, err } = error_catalog(&["init".as_ref(), folder.as_os_str()]);
    (exit, out, err)
}

#[test]
fn a_new_table_is_without_findings() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("init/new/crate");
    let _ = fs::remove_dir_all(&folder);
    let (exit, out, err) = init(&folder);
    assert_eq!((exit, &*err), (Exit::Clean, ""));
    let table = fs::read_to_string(folder.join("catalog.toml")).expect("it was written");
    let catalog = Catalog::parse("catalog.toml", &table).unwrap_or_else(|invalid| panic!("{invalid}"));
    assert_eq!(lint(&catalog), []);
    assert!(table.starts_with("#:schema ./catalog.schema.json\n\n"));
    let schema_file = fs::read_to_string(folder.join("catalog.schema.json")).expect("it was written");
    assert_eq!(schema_file, schema::render());
    assert!(folder.join("build.rs").exists());
    // What is left to do is what the README says; the tutorial has its own test.
    let readme = include_str!("../README.md");
    for step in [
        "cargo add error-catalog\n",
        "cargo add --build error-catalog --features codegen\n",
        "error_catalog::include_catalog!();\n",
    ] {
        assert!(out.contains(step) && readme.contains(step), "{step}");
    }
}

/// Tables that include each other are told apart by their names.
#[test]
fn a_table_has_the_name_of_its_package() {
    let named = |folder: &str, manifest: Option<&str>| {
        let folder = scratch::folder(&format!("init/name/{folder}"));
        if let Some(manifest) = manifest {
            fs::write(folder.join("Cargo.toml"), manifest).expect("the folder can be written to");
        }
        let (exit, _, err) = init(&folder);
        assert_eq!((exit, &*err), (Exit::Clean, ""));
        let table = fs::read_to_string(folder.join("catalog.toml")).expect("it was written");
        let catalog = Catalog::parse("catalog.toml", &table).unwrap_or_else(|invalid| panic!("{invalid}"));
        catalog.name().to_owned()
    };
    assert_eq!(named("one", Some("[package]\nname = \"shop-errors\"\n")), "shop-errors");
    assert_eq!(named("two", None), "two");
    assert_eq!(named("three", Some("[workspace]\n")), "three");
    assert_eq!(named("four", Some("no TOML")), "four");
    assert_eq!(named("a \u{202e} b", None), "My API");
}

#[test]
fn a_build_script_that_is_there_stays_and_is_told_what_it_lacks() {
    let folder = scratch::folder("init/script");
    let script = folder.join("build.rs");
    fs::write(&script, "fn main() {}\n").expect("the folder can be written to");
    let (exit, out, err) = init(&folder);
    assert_eq!((exit, &*err), (Exit::Clean, ""));
    assert_eq!(fs::read_to_string(&script).expect("it is there"), "fn main() {}\n");
    assert!(!out.contains("build.rs: written"), "{out}");
    let lacks = "In `main` of build.rs, which exists already:\n\n    error_catalog::codegen::compile(\"catalog.toml\");\n";
    assert!(out.contains(lacks), "{out}");
}

#[test]
fn a_table_that_is_there_is_not_written_over() {
    let folder = scratch::folder("init/old");
    let table = folder.join("catalog.toml");
    fs::write(&table, "mine").expect("the folder can be written to");
    let (exit, out, err) = init(&folder);
    assert_eq!((exit, &*out), (Exit::Failed, ""));
    assert_eq!(
        err,
        format!("{}: already exists, and stays as it is; name another folder\n", table.display())
    );
    assert_eq!(fs::read_to_string(&table).expect("it is there"), "mine");
    assert!(!folder.join("catalog.schema.json").exists());
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("init.file");
    fs::write(&file, "").expect("the folder can be written to");
    let (exit, _, err) = init(&file.join("folder"));
    assert_eq!(exit, Exit::Failed);
    assert!(err.contains("init.file") && err.contains("cannot make the folder"), "{err}");
}
