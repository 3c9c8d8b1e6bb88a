//! The one place of the generator that touches the disk and speaks to cargo.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use super::generate;
use crate::catalog::Catalog;

/// The file in `OUT_DIR` that `include_catalog!` includes.
const FILE: &str = "error_catalog.rs";

/// Turns a table into Rust, from a build script.
///
/// The result goes to `OUT_DIR`, from where `include_catalog!` includes it. A relative path starts at the package's
/// root. The build script runs again when the table changes, and only then. (Of a table that the script itself writes to
/// `OUT_DIR` it has to say what that is made from.)
///
/// A table with mistakes fails the build with one diagnostic each, and nothing else: they are printed as
/// [`cargo::error`](https://doc.rust-lang.org/cargo/reference/build-scripts.html#cargo-error) instructions, so the
/// script itself ends normally. There is no `Result` to unwrap.
///
/// ```no_run
/// // build.rs
/// error_catalog::codegen::compile("catalog.toml");
/// ```
pub fn compile(table: impl AsRef<Path>) {
    let table = table.as_ref();
    // A table that the script itself has just written is younger than its run, and would count as a change each time.
    if !out_dir().is_ok_and(|written_by_script| table.starts_with(written_by_script)) {
        println!("cargo::rerun-if-changed={}", table.display());
    }
    let catalog = Catalog::from_read(&table.display().to_string(), fs::read(table));
    let written = catalog.map_err(|invalid| invalid.to_string());
    let written = written.and_then(|catalog| {
        let path = out_dir()?.join(FILE);
        fs::write(&path, generate(&catalog))
            .map_err(|error| format!("cannot write {}: {error}", path.display()))
    });
    if let Err(message) = written {
        // An instruction is a line: cargo drops what comes after the first one of a message.
        for line in message.lines().filter(|line| !line.is_empty()) {
            println!("cargo::error={line}");
        }
    }
}

fn out_dir() -> Result<PathBuf, String> {
    env::var_os("OUT_DIR")
        .map(PathBuf::from)
        .ok_or_else(|| "OUT_DIR is not set: call `compile` from a build script".to_owned())
}
