//! `lock`: keeps the table as it is published.

use std::io;
use std::path::{Path, PathBuf};

use clap::{Arg, Command, value_parser};
use semver::Version;
use toml::de::DeTable;

use super::{Console, Exit, file};
use crate::review::{diff, lock};

pub(super) fn arguments(command: Command) -> Command {
    command
        .about(
            "Keep the table as it is published, in `catalog.lock` beside it: what later versions are held to",
        )
        .arg(
            Arg::new("version")
                .long("for")
                .value_name("VERSION")
                .value_parser(value_parser!(Version))
                .help("The version that it is published with [default: that of the `Cargo.toml` beside it]"),
        )
        .arg(
            Arg::new("lock")
                .long("lock")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help("The lock [default: `catalog.lock` beside the table]"),
        )
}

pub(super) fn run(console: &mut Console<'_>) -> io::Result<Exit> {
    let table = console.path("table");
    if let Err(exit) = console.catalog()? {
        return Ok(exit);
    }
    let given = console.matches.get_one::<PathBuf>("lock");
    let lock = given.cloned().unwrap_or_else(|| beside(&table, "catalog.lock"));
    let version = match version_of(console.matches.get_one("version"), &table) {
        Ok(version) => version,
        Err(why) => {
            writeln!(console.err, "{why}")?;
            return Ok(Exit::Failed);
        }
    };
    let text = match std::fs::read_to_string(&table) {
        Ok(text) => text,
        Err(error) => return console.unreadable(&table, &error),
    };
    let fresh = lock::write(&text, &version);
    let written = if lock.exists() {
        let old = match console.file(&lock)? {
            Ok(old) => old,
            Err(exit) => return Ok(exit),
        };
        // Whoever locks a broken promise would never hear of it again.
        match lock::compare(&text, old.text(), &version) {
            Ok(verdict) if verdict.is_clean() => {}
            Ok(verdict) => {
                write!(console.err, "{}", diff::text(&verdict))?;
                return Ok(Exit::Findings);
            }
            Err(error) => {
                writeln!(console.err, "{}: {error}", lock.display())?;
                return Ok(Exit::Failed);
            }
        }
        old.replace(&fresh).map(drop).map_err(|error| error.to_string())
    } else {
        let cannot = |error| format!("{}: cannot write it: {error}", lock.display());
        file::create(&lock, &fresh).map_err(cannot)
    };
    if let Err(why) = written {
        writeln!(console.err, "{why}")?;
        return Ok(Exit::Failed);
    }
    writeln!(console.out, "{}: written, for {version}", lock.display())?;
    Ok(Exit::Clean)
}

/// What `check --against-lock` does on top.
pub(super) fn check(console: &mut Console<'_>, table: &Path, lock: Option<&PathBuf>) -> io::Result<Exit> {
    let lock = lock.cloned().unwrap_or_else(|| beside(table, "catalog.lock"));
    let (text, published) = match (std::fs::read_to_string(table), std::fs::read_to_string(&lock)) {
        (Ok(text), Ok(published)) => (text, published),
        (Err(error), _) => return console.unreadable(table, &error),
        (_, Err(error)) => return console.unreadable(&lock, &error),
    };
    let compared = version_of(None, table)
        .and_then(|version| lock::compare(&text, &published, &version).map_err(|error| error.to_string()));
    match compared {
        Ok(verdict) if verdict.is_clean() => Ok(Exit::Clean),
        Ok(verdict) => {
            write!(console.err, "{}", diff::text(&verdict))?;
            Ok(Exit::Findings)
        }
        Err(why) => {
            writeln!(console.err, "{}: {why}", lock.display())?;
            Ok(Exit::Failed)
        }
    }
}

fn beside(table: &Path, name: &str) -> PathBuf {
    table.with_file_name(name)
}

/// The version that was given, or that of the package beside the table.
fn version_of(given: Option<&Version>, table: &Path) -> Result<Version, String> {
    if let Some(version) = given {
        return Ok(version.clone());
    }
    let manifest = beside(table, "Cargo.toml");
    let why = |what: &str| format!("{}: {what}, give the version with `--for`", manifest.display());
    let text = std::fs::read_to_string(&manifest).map_err(|error| why(&error.to_string()))?;
    let root = DeTable::parse(&text).map_err(|_| why("it is no TOML"))?;
    let package = root.get_ref().get("package").and_then(|package| package.get_ref().as_table());
    let version = package.and_then(|package| package.get("version")?.get_ref().as_str());
    version.and_then(|version| Version::parse(version).ok()).ok_or_else(|| why("it has no `package.version`"))
}
