//! The commands that edit a table: what they write, what they refuse, and that no file is ever lost.
//!
//! `UPDATE=1 cargo test --test edit` writes the expected texts of `tests/edit/` again; read the difference before you
//! keep it.

#[path = "edit/add.rs"]
mod add;
#[path = "support/cli.rs"]
mod cli;
#[path = "edit/files.rs"]
mod files;
#[path = "edit/fmt.rs"]
mod fmt;
#[path = "edit/generated.rs"]
mod generated;
#[path = "edit/many.rs"]
mod many;
#[path = "edit/rename.rs"]
mod rename;
#[path = "edit/retire.rs"]
mod retire;
#[path = "support/scratch.rs"]
mod scratch;

use std::fs;
use std::path::{Path, PathBuf};

use error_catalog::cli::Exit;

use self::cli::{Ran, error_catalog};

fn folder(name: &str) -> PathBuf {
    scratch::folder(&format!("edit/{name}"))
}

/// A table in a file.
struct Table {
    path: PathBuf,
    name: String,
}

impl Table {
    fn new(name: &str, text: &str) -> Self {
        let path = folder(name).join("catalog.toml");
        fs::write(&path, text).expect("the scratch folder can be written to");
        Self { name: path.display().to_string(), path }
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        error_catalog(&[arguments, &["--table", &self.name]].concat())
    }

    fn text(&self) -> String {
        fs::read_to_string(&self.path).expect("the table is there, and is text")
    }

    /// What is in the folder of the table.
    fn files(&self) -> Vec<String> {
        files(self.path.parent().expect("it is in a folder"))
    }

    /// A run that changes nothing, and leaves nothing behind.
    fn refuses(&self, arguments: &[&str], exit: Exit, said: &str) {
        let before = fs::read(&self.path).expect("it is there");
        let names = self.files();
        let ran = self.run(arguments);
        assert!(ran.err.contains(said), "{arguments:?} should say {said:?}:\n{}", ran.err);
        assert_eq!(ran.exit, exit, "{arguments:?}");
        assert_eq!(fs::read(&self.path).expect("it is there"), before, "{arguments:?} changed the file");
        assert_eq!(self.files(), names, "{arguments:?} left a file behind");
    }
}

fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn in_root(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}

const LINES: &str = r#"# Ours.
[catalog]
name = "Teapots"

[errors]
# The pot.
POT_EMPTY  =  { status = 409, retry = "never", cause = "The pot is empty" }
POT_COLD = { status = 409, retry = "never", cause = "The pot is cold" } # really

# The cup.
CUP_LOST = { status = 404, retry = "never", cause = "The cup is lost" }
"#;

const SECTIONS: &str = r#"[catalog]
name = "Teapots"

[errors]

# 404: it is not there.

# A cup is small.
[errors.CUP_LOST]
status = 404
retry = "never"
cause = "The cup is lost"
name = "Cup"

# 409: later.

[errors.POT_EMPTY]
status = 409
retry = "never"
cause = "The pot is empty"
default_for = [409]
# A dangling comment.
"#;

const NEW: [&str; 8] =
    ["add", "POT_LOST", "--status", "404", "--retry", "never", "--cause", "The \"pot\" is lost"];
