//! Generated code that is checked in: the command that writes it, and the test that it is up to date.

use std::fs;
use std::panic::catch_unwind;
use std::path::PathBuf;

use error_catalog::catalog::Catalog;
use error_catalog::cli::Exit;
use error_catalog::codegen::{self, Config};

use super::TABLE;
use super::cli::{Ran, error_catalog};
use super::package::Package;

/// A table, and a file for its code.
struct CheckedIn {
    package: Package,
    table: PathBuf,
    file: PathBuf,
}

impl CheckedIn {
    fn new(name: &str) -> Self {
        let package = Package::new(&format!("generator/checked_in/{name}"));
        package.write("catalog.toml", TABLE);
        package.write("src/lib.rs", "pub mod errors;\n");
        let (table, file) = (package.directory.join("catalog.toml"), package.directory.join("src/errors.rs"));
        Self { package, table, file }
    }

    fn run(&self, arguments: &[&str]) -> (Exit, String, String) {
        let table = self.table.display().to_string();
        let Ran { exit, out, err } = error_catalog(&[&["generate", "--table", &table], arguments].concat());
        (exit, out, err)
    }

    fn output(&self) -> String {
        self.file.display().to_string()
    }

    fn code(&self) -> String {
        fs::read_to_string(&self.file).expect("it was written")
    }

    /// What the test of such a crate says, if it fails.
    fn assert_generated(&self, config: &Config) -> Result<(), String> {
        catch_unwind(|| config.assert_generated(&self.table, &self.file))
            .map_err(|panic| *panic.downcast::<String>().expect("it says why"))
    }
}

#[test]
fn the_command_prints_what_the_function_returns() {
    let code = codegen::generate(&Catalog::parse("catalog.toml", TABLE).expect("it is valid"));
    let crates = CheckedIn::new("printed");
    assert_eq!(crates.run(&[]), (Exit::Clean, code, String::new()));
}

#[test]
fn a_file_is_written_checked_and_written_again() {
    let crates = CheckedIn::new("written");
    let output = crates.output();
    let plain = Config::new();
    let missing = crates.assert_generated(&plain).expect_err("there is no file");
    let command = format!("error-catalog generate -o {output} --table {}", crates.table.display());
    assert!(missing.starts_with(&format!("cannot read {output}: ")), "{missing}");
    assert!(missing.ends_with(&format!("; write it with `{command}`")), "{missing}");
    let (exit, _, said) = crates.run(&["-o", &output, "--check"]);
    assert_eq!((exit, said), (Exit::Findings, format!("{output}: is missing, run `{command}`\n")));

    assert_eq!(crates.run(&["-o", &output]), (Exit::Clean, format!("{output}: written\n"), String::new()));
    let up_to_date = (Exit::Clean, format!("{output}: up to date\n"), String::new());
    assert_eq!(crates.run(&["-o", &output, "--check"]), up_to_date);
    assert_eq!(crates.run(&["-o", &output]), up_to_date);
    assert_eq!(crates.assert_generated(&plain), Ok(()));
    codegen::assert_generated(&crates.table, &crates.file);

    // As git checks it out on Windows.
    fs::write(&crates.file, crates.code().replace('\n', "\r\n")).expect("it can be written");
    assert_eq!(crates.run(&["-o", &output, "--check"]), up_to_date);
    assert_eq!(crates.assert_generated(&plain), Ok(()));

    crates.package.write("catalog.toml", TABLE.replace("409", "410"));
    let before = crates.code();
    let (exit, difference, said) = crates.run(&["-o", &output, "--check"]);
    assert_eq!((exit, said), (Exit::Findings, format!("{output}: stale, run `{command}`\n")));
    assert!(
        difference.contains("-    /// `TEAPOT_EMPTY`, status 409")
            && difference.contains("+    /// `TEAPOT_EMPTY`, status 410")
    );
    assert_eq!(crates.assert_generated(&plain), Err(format!("{output} is stale, run `{command}`")));
    assert_eq!(crates.code(), before, "`--check` writes nothing");
    assert_eq!(crates.run(&["-o", &output]).0, Exit::Clean);
    assert_eq!(crates.code(), before.replace("409", "410"), "line endings are kept");

    crates.package.write("catalog.toml", "[errors]\n");
    assert!(crates.assert_generated(&plain).expect_err("the table is broken").contains("[EC002]"));
    let after = crates.code();
    assert_eq!(crates.run(&["-o", &output]).0, Exit::Findings);
    assert_eq!(crates.code(), after, "a broken table writes nothing");
}

#[test]
fn the_command_has_the_options_of_the_builder() {
    let crates = CheckedIn::new("options");
    let output = crates.output();
    let config = Config::new().runtime("::ec").attribute("#[doc(alias = \"it's\")]").aliases(false);
    let options = ["--runtime", "::ec", "--attribute", "#[doc(alias = \"it's\")]", "--no-aliases"];
    assert_eq!(crates.run(&[&["-o", &*output], &options[..]].concat()).0, Exit::Clean);
    let catalog = Catalog::parse("catalog.toml", TABLE).expect("it is valid");
    assert_eq!(crates.code(), config.generate(&catalog).expect("the options are right"));
    assert_eq!(crates.assert_generated(&config), Ok(()));
    // The command that a failing test tells its reader has them, too.
    crates.package.write("src/errors.rs", "");
    let said = crates.assert_generated(&config).expect_err("it is empty");
    let command =
        r#"`error-catalog generate --runtime ::ec --attribute '#[doc(alias = "it'\''s")]' --no-aliases -o "#;
    assert!(said.contains(command), "{said}");
    let (_, _, said) = crates.run(&[&["--check", "-o", &*output], &options[..]].concat());
    assert!(said.contains(command), "{said}");

    let (exit, out, said) = crates.run(&["--runtime", "ec", "--attribute", "x"]);
    assert_eq!((exit, &*out, said.lines().count()), (Exit::Failed, "", 2), "{said}");
}

#[test]
fn a_file_that_was_written_by_hand_is_not_written_over() {
    let crates = CheckedIn::new("by_hand");
    let library = crates.package.directory.join("src/lib.rs").display().to_string();
    for more in [&[][..], &["--check"]] {
        let (exit, out, said) = crates.run(&[&["-o", &*library], more].concat());
        assert_eq!((exit, &*out), (Exit::Failed, ""));
        assert_eq!(
            said,
            format!(
                "{library}: is not an earlier version of this document, and stays as it is; name another file, or replace it with `--force`\n"
            )
        );
    }
    assert_eq!(fs::read_to_string(&library).expect("it is there"), "pub mod errors;\n");
    let (exit, _, said) =
        crates.run(&["-o", &crates.package.directory.join("no/such/errors.rs").display().to_string()]);
    assert_eq!(exit, Exit::Failed);
    assert!(said.contains("errors.rs: cannot write it: "), "{said}");
    let (exit, _, said) = crates.run(&["--check"]);
    assert_eq!(exit, Exit::Failed);
    assert!(said.contains("--output <PATH>"), "{said}");
}
