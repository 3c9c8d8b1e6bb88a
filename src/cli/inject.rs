//! `inject`: writes the regions of documents again.

use std::path::PathBuf;
use std::{fs, io};

use clap::{Arg, ArgAction, Command, value_parser};

use super::{Console, Exit};
use crate::docs::region;

pub(super) fn arguments(command: Command) -> Command {
    command
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
        )
}

pub(super) fn run(console: &mut Console<'_>) -> io::Result<Exit> {
    let catalog = match console.catalog()? {
        Ok(catalog) => catalog,
        Err(exit) => return Ok(exit),
    };
    let Console { matches, out, err, width: _ } = console;
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
        let fresh = match region::inject(&document, &catalog) {
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
