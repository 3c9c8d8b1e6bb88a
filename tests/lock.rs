//! What was published is kept, or the version says that it is not.

#[path = "support/cli.rs"]
mod cli;
#[path = "support/scratch.rs"]
mod scratch;

use std::fs;
use std::path::PathBuf;

use error_catalog::cli::Exit;
use error_catalog::review::lock;

use self::cli::{Ran, error_catalog};

/// The one line that any crate with a table can have.
#[test]
fn our_own_table_keeps_what_was_published() {
    lock::assert_kept(
        include_str!("../catalog.toml"),
        include_str!("../catalog.lock"),
        env!("CARGO_PKG_VERSION"),
    );
}

const TABLE: &str = "\
catalog = { name = \"Teapots\" }
[errors]
POT_BUSY = { status = 503, retry = \"backoff\", cause = \"The pot is busy\" }
POT_LOST = { status = 404, retry = \"never\", cause = \"The pot is lost\" }
";

/// A package with a table, in a folder of its own.
struct Package(PathBuf);

impl Package {
    fn new(name: &str, version: &str) -> Self {
        let package = Self(scratch::folder(&format!("lock/{name}")));
        package.write("catalog.toml", TABLE);
        package.release(version);
        package
    }

    fn release(&self, version: &str) {
        self.write("Cargo.toml", &format!("[package]\nname = \"teapots\"\nversion = \"{version}\"\n"));
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.join(name), text).expect("the folder can be written to");
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).expect("it is there")
    }

    fn run(&self, arguments: &[&str]) -> (Exit, String) {
        let table = self.0.join("catalog.toml").display().to_string();
        let Ran { exit, out, err } = error_catalog(&[arguments, &["--table", &table]].concat());
        (exit, out + &err)
    }

    fn check(&self) -> (Exit, String) {
        self.run(&["check", "--against-lock"])
    }
}

/// Lints are not what this is about.
fn quiet(table: &str) -> String {
    format!("{table}[lint]\nEC101 = \"off\"\nEC102 = \"off\"\n")
}

#[test]
fn a_lock_is_the_table_with_its_version() {
    let package = Package::new("written", "1.2.0");
    let (exit, said) = package.run(&["lock"]);
    assert_eq!(exit, Exit::Clean, "{said}");
    let lock = package.read("catalog.lock");
    assert!(lock.starts_with("# error-catalog lock: published with 1.2.0\n"), "{lock}");
    assert!(lock.ends_with(TABLE), "{lock}");
    let (exit, said) = package.run(&["lock", "--for", "1.3.0"]);
    assert_eq!(exit, Exit::Failed, "a lock for another version would hold nobody to anything");
    assert!(said.contains("the package is 1.2.0, not 1.3.0"), "{said}");
    package.release("1.1.0");
    let (exit, said) = package.run(&["lock"]);
    assert_eq!(exit, Exit::Failed, "nor would one that goes back");
    assert!(said.contains("published with 1.2.0, which is newer than 1.1.0"), "{said}");
    package.release("1.3.0");
    assert_eq!(package.run(&["lock"]).0, Exit::Clean);
    assert!(package.read("catalog.lock").starts_with("# error-catalog lock: published with 1.3.0\n"));
}

#[test]
fn a_mark_or_other_line_endings_make_no_broken_lock() {
    let package = Package::new("marked", "1.2.0");
    package.write("catalog.toml", &format!("\u{feff}{}", quiet(TABLE).replace('\n', "\r\n")));
    assert_eq!(package.run(&["lock"]).0, Exit::Clean);
    let (exit, said) = package.check();
    assert_eq!(exit, Exit::Clean, "{said}");
    assert_eq!(package.run(&["lock"]).0, Exit::Clean);
}

#[test]
fn a_version_may_be_that_of_the_workspace() {
    let package = Package::new("workspace/member", "1.2.0");
    // Of the run before.
    let _ = fs::remove_file(package.0.join("../Cargo.toml"));
    package.write("Cargo.toml", "[package]\nname = \"teapots\"\nversion.workspace = true\n");
    let (exit, said) = package.run(&["lock"]);
    assert_eq!(exit, Exit::Failed, "{said}");
    package.write("../Cargo.toml", "[workspace.package]\nversion = \"3.1.0\"\n");
    assert_eq!(package.run(&["lock"]).0, Exit::Clean);
    assert!(package.read("catalog.lock").starts_with("# error-catalog lock: published with 3.1.0\n"));
}

/// A program is told what a person is told.
#[test]
fn broken_promises_are_findings_in_every_form() {
    let package = Package::new("forms", "1.2.0");
    package.run(&["lock"]);
    package.write("catalog.toml", &quiet(&TABLE.replace("404", "410")));
    for format in ["text", "json", "github", "sarif"] {
        let (exit, said) = package.run(&["check", "--against-lock", "--format", format]);
        assert_eq!(exit, Exit::Findings);
        assert!(said.contains("STATUS_CHANGED") && said.contains("404 -> 410"), "{said}");
        assert!(!said.contains("no findings"), "{said}");
    }
}

#[test]
fn what_breaks_nobody_needs_no_version() {
    let package = Package::new("harmless", "1.2.0");
    package.run(&["lock"]);
    let more = format!("{TABLE}CUP_LOST = {{ status = 404, retry = \"never\", cause = \"Cup is gone\" }}\n");
    for table in [TABLE.replace("is lost", "is lost for good"), more] {
        package.write("catalog.toml", &quiet(&table));
        let (exit, said) = package.check();
        assert_eq!(exit, Exit::Clean, "{said}");
    }
}

#[test]
fn what_breaks_somebody_needs_a_version_that_says_so() {
    let package = Package::new("breaking", "1.2.0");
    package.run(&["lock"]);
    package.write("catalog.toml", &quiet(&TABLE.replace("404", "410")));
    for version in ["1.2.0", "1.3.0"] {
        package.release(version);
        let (exit, said) = package.check();
        assert_eq!(exit, Exit::Findings, "{version}: {said}");
        assert!(said.contains("error[STATUS_CHANGED]: `POT_LOST`: 404 -> 410"), "{said}");
        let before = package.read("catalog.lock");
        assert_eq!(package.run(&["lock"]).0, Exit::Findings, "a broken promise is not locked away");
        assert_eq!(package.read("catalog.lock"), before);
    }
    package.release("2.0.0");
    let (exit, said) = package.check();
    assert_eq!(exit, Exit::Clean, "{said}");
    assert_eq!(package.run(&["lock"]).0, Exit::Clean);
    assert!(package.read("catalog.lock").starts_with("# error-catalog lock: published with 2.0.0\n"));
}

#[test]
fn a_row_that_is_gone_without_a_tombstone_passes_at_no_version() {
    let package = Package::new("gone", "1.2.0");
    package.run(&["lock"]);
    let (kept, _) = TABLE.split_once("POT_LOST").expect("it is the last");
    package.write("catalog.toml", &quiet(kept));
    package.release("2.0.0");
    let (exit, said) = package.check();
    assert_eq!(exit, Exit::Findings, "{said}");
    assert!(said.contains("error[CODE_REMOVED]: `POT_LOST`: "), "{said}");
    package.write(
        "catalog.toml",
        &quiet(&format!("{kept}[retired]\nPOT_LOST = {{ reason = \"Pots are chained\" }}\n")),
    );
    let (exit, said) = package.check();
    assert_eq!(exit, Exit::Clean, "{said}");
}

#[test]
fn what_cannot_be_compared_is_no_promise_kept() {
    let package = Package::new("none", "1.2.0");
    package.write("catalog.toml", &quiet(TABLE));
    for (lock, said) in [
        (None, "cannot read it"),
        (Some(""), "not a lock"),
        (Some(TABLE), "not a lock"),
        (Some("# error-catalog lock: published with one\n"), "not a lock"),
        (Some("# error-catalog lock: published with 1.0.0\n[errors]\n"), "[EC002]"),
    ] {
        if let Some(lock) = lock {
            package.write("catalog.lock", lock);
        }
        let (exit, text) = package.check();
        assert_eq!(exit, Exit::Failed, "{text}");
        assert!(text.contains(said), "{text}");
    }
    package.write("Cargo.toml", "[workspace]\n");
    let (exit, text) = package.run(&["lock"]);
    assert_eq!(exit, Exit::Failed);
    assert!(text.contains("it has no `package.version`, give the version with `--for`"), "{text}");
}

#[test]
#[should_panic(expected = "FAULT_CHANGED `POT_LOST`")]
fn a_test_of_a_broken_promise_says_which() {
    let lock = lock::write(TABLE, &semver::Version::new(1, 2, 0));
    lock::assert_kept(&TABLE.replace("404", "500"), &lock, "1.2.0");
}

#[test]
fn the_gate_of_a_release_passes_with_the_lock_of_this_version_only() {
    let package = Package::new("gate", "1.0.0");
    let (exit, said) = package.run(&["lock", "--check"]);
    assert!(exit == Exit::Failed && said.contains("catalog.lock: cannot read it"), "{said}");
    assert_eq!(package.run(&["lock"]).0, Exit::Clean);
    let (exit, said) = package.run(&["lock", "--check"]);
    assert!(exit == Exit::Clean && said.ends_with("catalog.lock: is what 1.0.0 publishes\n"), "{said}");
    // A comment is not published.
    package.write("catalog.toml", &format!("# new\n{TABLE}"));
    assert_eq!(package.run(&["lock", "--check"]).0, Exit::Clean);
    package.write(
        "catalog.toml",
        &format!("{TABLE}POT_NEW = {{ status = 404, retry = \"never\", cause = \"New\" }}\n"),
    );
    let (exit, said) = package.run(&["lock", "--check"]);
    assert!(exit == Exit::Findings && said.contains("is behind the table: CODE_ADDED `POT_NEW`"), "{said}");
    package.release("1.1.0");
    let (exit, said) = package.run(&["lock", "--check"]);
    assert!(
        exit == Exit::Findings && said.contains("is of 1.0.0, and this is 1.1.0: run `error-catalog lock`"),
        "{said}"
    );
    assert_eq!(package.run(&["lock"]).0, Exit::Clean);
    assert_eq!(package.run(&["lock", "--check"]).0, Exit::Clean);
    let undigested: String = package
        .read("catalog.lock")
        .lines()
        .filter(|line| !line.starts_with("# digest"))
        .flat_map(|line| [line, "\n"])
        .collect();
    package.write("catalog.lock", &undigested);
    let (exit, said) = package.run(&["lock", "--check"]);
    assert!(exit == Exit::Findings && said.contains("has no digest"), "{said}");
    // It is read all the same.
    assert_eq!(package.check().0, Exit::Clean);
}

#[test]
fn an_edit_of_a_lock_by_hand_shows() {
    let package = Package::new("edited", "1.0.0");
    assert_eq!(package.run(&["lock"]).0, Exit::Clean);
    let lock = package.read("catalog.lock");
    for (old, new) in
        [("404", "410"), ("with 1.0.0", "with 1.0.1"), ("is lost", "is gone"), ("POT_LOST", "POT_LAST")]
    {
        package.write("catalog.lock", &lock.replace(old, new));
        for command in [&["check", "--against-lock"][..], &["lock"], &["lock", "--check"]] {
            let (exit, said) = package.run(command);
            assert!(
                exit != Exit::Clean && said.contains("was edited by hand, its digest does not fit"),
                "{old} {command:?}: {said}"
            );
        }
        assert!(
            std::panic::catch_unwind(|| lock::assert_kept(TABLE, &lock.replace(old, new), "1.0.0")).is_err()
        );
    }
    // Git may change line ends, and an editor the last one.
    package.write("catalog.lock", &lock.replace('\n', "\r\n"));
    assert_eq!(package.run(&["lock", "--check"]).0, Exit::Clean);
    package.write("catalog.lock", lock.trim_end());
    assert_eq!(package.run(&["lock", "--check"]).0, Exit::Clean);
}

/// 2.0.0 retires a code, nobody writes its lock, and 2.0.1 retires another.
#[test]
fn a_lock_that_nobody_wrote_is_missed() {
    let retired = |codes: &[&str]| {
        let rows: String = TABLE
            .lines()
            .filter(|line| !codes.iter().any(|code| line.starts_with(code)))
            .flat_map(|line| [line, "\n"])
            .collect();
        let graves: Vec<String> =
            codes.iter().map(|code| format!("{code} = {{ reason = \"gone\" }}\n")).collect();
        format!(
            "{rows}POT_LAST = {{ status = 404, retry = \"never\", cause = \"Last\" }}\n[retired]\n{}",
            graves.concat()
        )
    };
    for (locked, first, second) in [("1.4.2", "2.0.0", "2.0.1"), ("0.3.1", "0.4.0", "0.4.1")] {
        let package = Package::new(&format!("missed-{locked}"), locked);
        assert_eq!(package.run(&["lock"]).0, Exit::Clean);
        package.release(first);
        package.write("catalog.toml", &quiet(&retired(&["POT_BUSY"])));
        assert_eq!(package.check().0, Exit::Clean);
        package.release(second);
        package.write("catalog.toml", &quiet(&retired(&["POT_BUSY", "POT_LOST"])));
        for command in [&["check", "--against-lock"][..], &["lock"]] {
            let (exit, said) = package.run(command);
            assert_ne!(exit, Exit::Clean, "{said}");
            assert!(
                said.contains(&format!(
                    "it was published with {locked}, and nobody wrote the lock of {first}"
                )),
                "{said}"
            );
        }
    }
}

/// Where a code comes from is part of what it is: programs ask for the codes of a table.
#[test]
fn a_lock_knows_the_table_of_each_row() {
    let row = "POT_GONE = { status = 410, retry = \"never\", cause = \"Gone\" }\n";
    let common = |name: &str, row: &str| {
        format!(
            "[catalog]\nname = \"{name}\"\n[errors]\nCUP = {{ status = 404, retry = \"never\", cause = \"No cup\" }}\n{row}"
        )
    };
    let own = |row: &str| format!("{TABLE}{row}[include]\ntables = [\"common.toml\"]\n");
    let package = Package::new("tables", "1.0.0");
    package.write("common.toml", &common("Common", row));
    package.write("catalog.toml", &own(""));
    let (exit, said) = package.run(&["lock"]);
    assert_eq!(exit, Exit::Clean, "{said}");
    let lock = package.read("catalog.lock");
    assert!(lock.contains("\n# table \"Common\": CUP, POT_GONE\n"), "{lock}");
    assert_eq!(package.run(&["lock", "--check"]).0, Exit::Clean);
    // A row moves to the table that includes the other, and the other gets another name.
    for (common, own, change) in [
        (common("Common", ""), own(row), "TABLE_CHANGED: `POT_GONE`"),
        (common("Shared", row), own(""), "TABLE_CHANGED: `CUP`"),
    ] {
        package.write("common.toml", &common);
        package.write("catalog.toml", &quiet(&own));
        let (exit, said) = package.check();
        assert_eq!(exit, Exit::Findings, "{said}");
        assert!(said.contains("TABLE_CHANGED"), "{change}: {said}");
    }
    // A lock of an older version says nothing of tables.
    let old: String = lock
        .lines()
        .filter(|line| !line.starts_with("# table") && !line.starts_with("# digest"))
        .flat_map(|line| [line, "\n"])
        .collect();
    package.write("catalog.lock", &old);
    let (exit, said) = package.check();
    assert_eq!(exit, Exit::Clean, "{said}");
}
