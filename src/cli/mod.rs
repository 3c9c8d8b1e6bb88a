//! The command line: arguments in, exit code out.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use crate::catalog::Catalog;
use crate::docs::{markdown, region};

/// How a run ended. The numbers are what the process returns.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Exit {
    /// All is well.
    Clean = 0,
    /// Something is wrong with what was looked at.
    Findings = 1,
    /// It could not be looked at: wrong arguments, an unreadable file.
    Failed = 2,
}

/// Runs the command line, with the name of the program as the first argument.
///
/// # Errors
///
/// Only where `out` or `err` cannot be written to.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<Exit> {
    let matches = match command().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) if error.use_stderr() => {
            write!(err, "{error}")?;
            return Ok(Exit::Failed);
        }
        Err(help) => {
            write!(out, "{help}")?;
            return Ok(Exit::Clean);
        }
    };
    let Some((name, matches)) = matches.subcommand() else {
        return Ok(Exit::Failed);
    };
    let table = matches.get_one::<PathBuf>("table").map_or(Path::new(TABLE), PathBuf::as_path);
    let catalog = match Catalog::from_read(&table.display().to_string(), fs::read(table)) {
        Ok(catalog) => catalog,
        Err(invalid) => {
            write!(err, "{invalid}")?;
            return Ok(if table.is_file() { Exit::Findings } else { Exit::Failed });
        }
    };
    if name == "inject" {
        return inject(matches, &catalog, out, err);
    }
    // Markdown is the one format of `docs` so far.
    out.write_all(markdown::render(&catalog).as_bytes())?;
    Ok(Exit::Clean)
}

const TABLE: &str = "catalog.toml";

fn command() -> Command {
    let table = Arg::new("table")
        .long("table")
        .global(true)
        .value_name("FILE")
        .value_parser(value_parser!(PathBuf))
        .default_value(TABLE)
        .help("The table to read");
    let docs = Command::new("docs")
        .about("Print a document that is made from the table")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(Command::new("markdown").about("The table as Markdown"));
    let inject = Command::new("inject")
        .about("Write the regions of documents again, between `<!-- error-catalog:begin markdown -->` and `<!-- error-catalog:end -->`")
        .arg(
            Arg::new("files")
                .value_name("FILE")
                .required(true)
                .action(ArgAction::Append)
                .value_parser(value_parser!(PathBuf))
                .help("The documents"),
        )
        .arg(
            Arg::new("check")
                .long("check")
                .action(ArgAction::SetTrue)
                .help("Write nothing, and fail where a region is stale"),
        );
    Command::new("error-catalog")
        .version(env!("CARGO_PKG_VERSION"))
        .about("The errors of an API, in one table")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(table)
        .subcommands([docs, inject])
}

fn inject(
    matches: &ArgMatches,
    catalog: &Catalog,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<Exit> {
    let check = matches.get_flag("check");
    let mut exit = Exit::Clean;
    for file in matches.get_many::<PathBuf>("files").into_iter().flatten() {
        let name = file.display();
        let document = match fs::read_to_string(file) {
            Ok(document) => document,
            Err(error) => {
                writeln!(err, "{name}: cannot read it: {error}")?;
                return Ok(Exit::Failed);
            }
        };
        let fresh = match region::inject(&document, catalog) {
            Ok(fresh) => fresh,
            Err(error) => {
                writeln!(err, "{name}:{}: {error}", error.line())?;
                return Ok(Exit::Failed);
            }
        };
        if fresh == document {
            writeln!(out, "{name}: up to date")?;
        } else if check {
            writeln!(err, "{name}: stale, run `error-catalog inject {name}`")?;
            exit = Exit::Findings;
        } else if let Err(error) = fs::write(file, fresh) {
            writeln!(err, "{name}: cannot write it: {error}")?;
            return Ok(Exit::Failed);
        } else {
            writeln!(out, "{name}: written")?;
        }
    }
    Ok(exit)
}
