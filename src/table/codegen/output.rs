//! The one place of the generator that writes to the disk and speaks to cargo.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use super::options::{ConfigError, Options};
use super::render;
use crate::table::catalog::Catalog;
use crate::table::codegen::disk::Disk;

/// The file in `OUT_DIR` that `include_catalog!()` includes.
pub(super) const FILE: &str = "error_catalog.rs";

/// What is wrong with options and table, in one go; of neither, then the file.
pub(super) fn compile(
    options: Result<Options, ConfigError>,
    folder: Option<&Path>,
    file: &str,
    table: &Path,
) {
    let mut disk = Disk::default();
    let path = table.display().to_string();
    let catalog = Catalog::from_read(&path, fs::read(table), &mut disk);
    let included = disk.asked.iter().filter(|asked| **asked != path).map(Path::new);
    for table in included.chain([table]) {
        // A table that the script itself has just written is younger than its run, and would count as a change each time.
        // One that is missing counts as one until it is there.
        if !out_dir().is_ok_and(|written_by_script| table.starts_with(written_by_script)) {
            println!("cargo::rerun-if-changed={}", table.display());
        }
    }
    let written = match (options, catalog) {
        (Ok(options), Ok(catalog)) => folder
            .map_or_else(out_dir, |folder| Ok(folder.to_owned()))
            .and_then(|folder| write(&folder.join(file), &render(&catalog, &options))),
        (options, catalog) => {
            let problems =
                [options.err().map(|error| error.to_string()), catalog.err().map(|error| error.to_string())];
            Err(problems.into_iter().flatten().collect::<Vec<_>>().join("\n"))
        }
    };
    if let Err(message) = written {
        // An instruction is a line: cargo drops what comes after the first one of a message.
        for line in message.lines().filter(|line| !line.is_empty()) {
            println!("cargo::error={line}");
        }
    }
}

/// Writes the file unless it is there already, so that programs that watch it see only real changes.
fn write(path: &Path, code: &str) -> Result<(), String> {
    if fs::read(path).is_ok_and(|found| found == code.as_bytes()) {
        return Ok(());
    }
    fs::write(path, code).map_err(|error| {
        format!("cannot write {}: {error}; the folder has to be there and writable", path.display())
    })
}

fn out_dir() -> Result<PathBuf, String> {
    env::var_os("OUT_DIR")
        .map(PathBuf::from)
        .ok_or_else(|| "OUT_DIR is not set: call `compile` from a build script".to_owned())
}
