//! The tables that a command is about: files, those in folders, and standard input.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Arg, value_parser};

use super::{Console, Exit, TABLE, shown};

/// The argument of a command that takes any number of them.
pub(super) fn argument() -> Arg {
    Arg::new("file").value_name("FILE").num_args(0..).value_parser(value_parser!(PathBuf)).help(
        "The tables, instead of `--table`: files, folders with a `catalog.toml`, or `-` for standard input",
    )
}

/// The tables that are meant: files, those in folders, and standard input.
pub(super) fn tables(console: &mut Console<'_>) -> io::Result<Result<Vec<PathBuf>, Exit>> {
    let Some(named) = console.matches.get_many::<PathBuf>("file") else {
        return Ok(Ok(vec![console.path("table")]));
    };
    let mut tables = Vec::new();
    for path in named.cloned().collect::<Vec<_>>() {
        if !path.is_dir() {
            tables.push(path);
            continue;
        }
        match in_folder(console, &path)? {
            Ok(found) => tables.extend(found),
            Err(exit) => return Ok(Err(exit)),
        }
    }
    Ok(Ok(tables))
}

/// The tables in a folder, one at least.
pub(super) fn in_folder(console: &mut Console<'_>, folder: &Path) -> io::Result<Result<Vec<PathBuf>, Exit>> {
    let mut tables = Vec::new();
    below(folder, &mut tables);
    // Paths from here are read more easily without it.
    let tables: Vec<PathBuf> =
        tables.into_iter().map(|path| path.strip_prefix("./").map_or(path.clone(), Path::to_owned)).collect();
    if tables.is_empty() {
        writeln!(console.err, "{}: has no `{TABLE}`, name a file", shown(folder))?;
        return Ok(Err(Exit::Failed));
    }
    Ok(Ok(tables))
}

/// The tables in a folder and in the folders below it, in the order of their names. Hidden folders, and what tools make, have no
/// table that somebody writes.
fn below(folder: &Path, tables: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_made = name.starts_with('.') || matches!(&*name, "node_modules" | "target");
        // A link could lead back to where it is.
        if path.is_dir() && !path.is_symlink() && !is_made {
            below(&path, tables);
        } else if name == TABLE {
            tables.push(path);
        }
    }
}
