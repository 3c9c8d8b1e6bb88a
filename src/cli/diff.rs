//! `diff`: says what a change of the table breaks, and for whom.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use clap::{Arg, Command, value_parser};
use semver::Version;

use super::revision::{GIT, Revision, in_repository};
use super::{Console, Exit, from_loader, releases, shown};
use crate::table::catalog::{Catalog, Invalid, Load};
use crate::table::codegen::disk::Disk;
use crate::table::review::Finding;
use crate::table::review::diff::{self, Accept, Names, Verdict};

pub(super) fn arguments(command: Command) -> Command {
    let version = |name: &'static str, other: &'static str| {
        Arg::new(name).long(name).value_name("VERSION").value_parser(value_parser!(Version)).requires(other)
    };
    command
        .about("Report the breaking changes of the table, and the version step that they require")
        .after_help(
            "A table is a path, `git:REV` for the file of `--table` at a revision, `git:REV:PATH` for another file, with its\n\
             path from the root of the repository, or `-` for standard input; what `docs json` has written is one, too.\n\
             With `--format markdown`, `git:REV..REV`, or `git:REV..` up to now, is the changelog of all releases in between.\n\
             \n\
             Exit status: 0 where every change may pass, 1 where one may not, 2 where a table could not be read.",
        )
        .arg(Arg::new("old").value_name("OLD").required(true).help("The table as it was"))
        .arg(Arg::new("new").value_name("NEW").help("The new table [default: the file of `--table`]"))
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .value_parser(["text", "json", "markdown", "github"])
                .default_value("text")
                .help("The form of the output; `markdown` is for a changelog, `github` for annotations on a pull request"),
        )
        .arg(version("from", "to").help("The version of the old table"))
        .arg(version("to", "from").help("The version of the new table; too small a step fails"))
        .arg(
            Arg::new("accept")
                .long("accept")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help("A TOML file with `[[accept]]`, `fingerprint` and `reason` for each change that may pass"),
        )
}

pub(super) fn run(console: &mut Console<'_>) -> io::Result<Exit> {
    let table = console.path("table");
    let text = |name: &str| console.matches.get_one::<String>(name).cloned();
    let old = text("old").unwrap_or_default();
    let new = text("new").unwrap_or_else(|| table.display().to_string());
    let format = text("format").unwrap_or_default();
    let version = |name: &str| console.matches.get_one::<Version>(name).cloned();
    let versions = version("from").zip(version("to"));

    if old == "-" && new == "-" {
        writeln!(
            console.err,
            "only one of the tables can come from standard input, give the other as a path"
        )?;
        return Ok(Exit::Failed);
    }
    if let Some((from, to)) = versions.as_ref().filter(|(from, to)| to.cmp_precedence(from).is_lt()) {
        writeln!(console.err, "`--to {to}` is older than `--from {from}`, exchange them")?;
        return Ok(Exit::Failed);
    }
    if let Some(range) = old.strip_prefix(GIT).and_then(|range| range.split_once("..")) {
        let is_changelog = format == "markdown" && console.matches.get_one::<String>("new").is_none();
        if is_changelog && versions.is_none() && console.matches.get_one::<PathBuf>("accept").is_none() {
            return releases::run(console, range, &table);
        }
        writeln!(
            console.err,
            "a range is the changelog of its releases: write `diff {old} --format markdown`, and nothing else"
        )?;
        return Ok(Exit::Failed);
    }
    let accepted = match accepted(console)? {
        Ok(accepted) => accepted,
        Err(exit) => return Ok(exit),
    };
    let (before, after) = match (read(&old, &table), read(&new, &table)) {
        (Ok(before), Ok(after)) => (before, after),
        (before, after) => {
            let invalid = [before.err(), after.err()].into_iter().flatten();
            let findings: Vec<Finding> = invalid.flat_map(|invalid| Finding::of_invalid(&invalid)).collect();
            console.findings(&findings)?;
            // With a mistake in a table, the two were not compared.
            return Ok(Exit::Failed);
        }
    };

    let verdict = diff::judge(diff::diff(&before, &after), &accepted, versions);
    let file = (new != "-" && !new.starts_with(GIT)).then_some(&*new);
    let names = Names { old: &old, new: &new, file };
    let shown = match &*format {
        "json" => diff::json(&verdict, &names)?,
        "markdown" => diff::markdown(&verdict),
        "github" => diff::github(&verdict, &names),
        _ => diff::text(&verdict),
    };
    console.out.write_all(shown.as_bytes())?;
    if format == "markdown" {
        complain(console, &verdict)?;
    }
    Ok(if verdict.is_clean() { Exit::Clean } else { Exit::Findings })
}

/// Says what a changelog does not: why the run fails.
fn complain(console: &mut Console<'_>, verdict: &Verdict) -> io::Result<()> {
    let failing = verdict.changes.iter().filter(|judged| judged.fails).map(|judged| &judged.change);
    for change in failing.chain(&verdict.findings) {
        let about = change.code.as_deref().or(change.old.as_deref()).unwrap_or_default();
        writeln!(console.err, "{} `{about}`: {}", change.rule, change.rule.remedy())?;
    }
    Ok(())
}

/// The accepted changes, or how the run ends.
fn accepted(console: &mut Console<'_>) -> io::Result<Result<Vec<Accept>, Exit>> {
    let Some(file) = console.matches.get_one::<PathBuf>("accept") else {
        return Ok(Ok(Vec::new()));
    };
    let name = shown(file);
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => {
            writeln!(console.err, "{name}: cannot read it: {error}")?;
            return Ok(Err(Exit::Failed));
        }
    };
    match Accept::parse(&text) {
        Ok(accepted) => Ok(Ok(accepted)),
        Err(error) => {
            writeln!(console.err, "{name}:{}: {error}", error.line())?;
            Ok(Err(Exit::Failed))
        }
    }
}

/// A table, or the export of one. What a table includes is read from where the table is.
fn read(input: &str, table: &Path) -> Result<Catalog, Invalid> {
    match input.strip_prefix(GIT) {
        Some(named) => {
            let (revision, path) = match named.split_once(':') {
                Some((revision, path)) => (revision, &*in_repository(table, path)),
                None => (named, table),
            };
            from_loader(&path.display().to_string(), &mut Revision { revision })
        }
        None if input == "-" => from_loader(input, &mut Input),
        None => from_loader(input, &mut Disk::default()),
    }
}

/// A table from standard input, which is in no folder.
struct Input;

impl Load for Input {
    fn load(&mut self, path: &str) -> io::Result<Vec<u8>> {
        if path != "-" {
            return Err(io::Error::other(
                "a table from standard input is in no folder, give it as a path or as `git:REV`",
            ));
        }
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    }

    fn name(&self, path: &str) -> String {
        if path == "-" { "standard input".to_owned() } else { path.to_owned() }
    }
}
