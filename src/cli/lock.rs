//! `lock`: keeps the table as it is published.

use std::io;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, Command, value_parser};
use semver::Version;
use toml::de::DeTable;

use super::{Console, Exit, file, shown};
use crate::table::catalog::Catalog;
use crate::table::docs;
use crate::table::review::diff::Verdict;
use crate::table::review::{diff, lock};

pub(super) fn arguments(command: Command) -> Command {
    command
        .about("Record the published table in `catalog.lock` beside it, for `check --against-lock`")
        .arg(version_argument())
        .arg(Arg::new("check").long("check").action(ArgAction::SetTrue).help(
            "Write nothing, and fail unless the lock is what this version publishes: the gate of a release",
        ))
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
    let catalog = match console.catalog()? {
        Ok(catalog) => catalog,
        Err(exit) => return Ok(exit),
    };
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
    // A lock that others can change is not a lock.
    let text = if catalog.tables().len() > 1 { docs::toml::render(&catalog) } else { text };
    let fresh = lock::write_catalog(&catalog, &text, &version);
    if console.matches.get_flag("check") {
        return gate(console, &catalog, &lock, &version);
    }
    let written = if lock.exists() {
        let old = match console.file(&lock)? {
            Ok(old) => old,
            Err(exit) => return Ok(exit),
        };
        // A lock with a breaking change would hide the change from then on.
        match lock::compare(&catalog, old.text(), &version) {
            Ok(verdict) if verdict.is_clean() => {}
            Ok(verdict) => {
                write!(console.err, "{}", diff::text(&verdict))?;
                return Ok(Exit::Findings);
            }
            Err(error) => {
                writeln!(console.err, "{}: {error}", shown(&lock))?;
                return Ok(Exit::Failed);
            }
        }
        old.replace(&fresh).map(drop).map_err(|error| error.to_string())
    } else {
        let cannot = |error| format!("{}: cannot write it: {error}", shown(&lock));
        file::create(&lock, &fresh).map_err(cannot)
    };
    if let Err(why) = written {
        writeln!(console.err, "{why}")?;
        return Ok(Exit::Failed);
    }
    writeln!(console.out, "{}: written, for {version}", shown(&lock))?;
    Ok(Exit::Clean)
}

/// `lock --check`: whether the lock is what this version publishes.
fn gate(console: &mut Console<'_>, catalog: &Catalog, path: &Path, version: &Version) -> io::Result<Exit> {
    let published = match std::fs::read_to_string(path) {
        Ok(published) => published,
        Err(error) => return console.unreadable(path, &error),
    };
    let name = shown(path);
    match lock::behind(catalog, &published, version) {
        Ok(changes) if changes.is_empty() => {
            writeln!(console.out, "{name}: is what {version} publishes")?;
            Ok(Exit::Clean)
        }
        Ok(changes) => {
            for change in &changes {
                let code = change.code.as_ref().map_or_else(String::new, |code| format!(" `{code}`"));
                writeln!(console.err, "{name}: is behind the table: {}{code}", change.rule.as_str())?;
            }
            writeln!(console.err, "{name}: run `{}`", console.command("lock"))?;
            Ok(Exit::Findings)
        }
        Err(error) => {
            writeln!(console.err, "{name}: {error}")?;
            Ok(Exit::Findings)
        }
    }
}

/// What `check --against-lock` does on top: the changes that break a promise, or how the run ends.
pub(super) fn check(
    console: &mut Console<'_>,
    table: &Path,
    catalog: &Catalog,
) -> io::Result<Result<Verdict, Exit>> {
    let given = console.matches.get_one::<PathBuf>("lock");
    let lock = given.cloned().unwrap_or_else(|| beside(table, "catalog.lock"));
    let published = match std::fs::read_to_string(&lock) {
        Ok(published) => published,
        Err(error) => return console.unreadable(&lock, &error).map(Err),
    };
    let compared = version_of(console.matches.get_one("version"), table).and_then(|version| {
        lock::compare(catalog, &published, &version).map_err(|error| format!("{}: {error}", shown(&lock)))
    });
    match compared {
        Ok(verdict) => Ok(Ok(verdict)),
        Err(why) => {
            writeln!(console.err, "{why}")?;
            Ok(Err(Exit::Failed))
        }
    }
}

/// The argument that both commands have.
pub(super) fn version_argument() -> Arg {
    Arg::new("version")
        .long("for")
        .value_name("VERSION")
        .value_parser(value_parser!(Version))
        .help("The published version [default: that of the `Cargo.toml` beside it]")
}

fn beside(table: &Path, name: &str) -> PathBuf {
    table.with_file_name(name)
}

/// The version that was given, or that of the package beside the table: the two must not contradict each other.
fn version_of(given: Option<&Version>, table: &Path) -> Result<Version, String> {
    let manifest = beside(table, "Cargo.toml");
    let found = package_version(&manifest);
    match (given, found) {
        (Some(given), Ok(found)) if *given != found => {
            Err(format!("{}: the package is {found}, not {given}: change one of the two", shown(&manifest)))
        }
        (Some(given), _) => Ok(given.clone()),
        (None, found) => {
            found.map_err(|why| format!("{}: {why}, give the version with `--for`", shown(&manifest)))
        }
    }
}

/// The version of a package, which may be that of its workspace, in a folder above.
fn package_version(manifest: &Path) -> Result<Version, String> {
    let text = std::fs::read_to_string(manifest).map_err(|error| format!("cannot read it: {error}"))?;
    let root = DeTable::parse(&text).map_err(|_| "it is not TOML".to_owned())?;
    let no_version = || "it has no `package.version`".to_owned();
    let package = section(root.get_ref(), "package").ok_or_else(no_version)?;
    if let Some(version) = package.get("version").and_then(|version| version.get_ref().as_str()) {
        return Version::parse(version).map_err(|error| format!("`{version}` is not a version: {error}"));
    }
    let inherits = section(package, "version").is_some_and(|version| version.contains_key("workspace"));
    // The manifest may be named from its own folder, whose parents then have no names.
    let folder = manifest.canonicalize().map_err(|error| format!("cannot find it: {error}"))?;
    let workspaces = folder.ancestors().skip(2).map(|folder| folder.join("Cargo.toml"));
    let inherited = workspaces.filter(|_| inherits).find_map(|manifest| workspace_version(&manifest));
    inherited.ok_or_else(no_version)
}

fn workspace_version(manifest: &Path) -> Option<Version> {
    let text = std::fs::read_to_string(manifest).ok()?;
    let root = DeTable::parse(&text).ok()?;
    let package = section(section(root.get_ref(), "workspace")?, "package")?;
    Version::parse(package.get("version")?.get_ref().as_str()?).ok()
}

fn section<'t, 's>(table: &'t DeTable<'s>, name: &str) -> Option<&'t DeTable<'s>> {
    table.get(name)?.get_ref().as_table()
}
