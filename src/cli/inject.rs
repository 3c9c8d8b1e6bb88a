//! `inject`: writes the regions of documents again.

use std::io;
use std::path::PathBuf;

use clap::{Arg, ArgAction, Command, value_parser};

use super::{Console, Exit, word};
use crate::table::docs::region;

pub(super) fn arguments(command: Command) -> Command {
    command
        .about("Update the regions of Markdown files between `<!-- error-catalog:begin markdown -->` and `<!-- error-catalog:end -->`")
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
                .help("Write nothing, and fail if a region is stale"),
        )
}

pub(super) fn run(console: &mut Console<'_>) -> io::Result<Exit> {
    let catalog = match console.catalog()? {
        Ok(catalog) => catalog,
        Err(exit) => return Ok(exit),
    };
    let check = console.matches.get_flag("check");
    let mut exit = Exit::Clean;
    for path in console.matches.get_many::<PathBuf>("files").into_iter().flatten() {
        let file = match console.file(path)? {
            Ok(file) => file,
            Err(exit) => return Ok(exit),
        };
        let name = file.name();
        let fresh = match region::inject(file.text(), &catalog) {
            Ok(fresh) => fresh,
            Err(error) => {
                writeln!(console.err, "{name}:{}: {error}", error.line())?;
                return Ok(Exit::Failed);
            }
        };
        if check && fresh != file.text() {
            let command = console.command(&format!("inject {}", word(path)));
            writeln!(console.err, "{name}: stale, run `{command}`")?;
            exit = Exit::Findings;
            continue;
        }
        match file.replace(&fresh) {
            Ok(true) => writeln!(console.out, "{name}: written")?,
            Ok(false) => writeln!(console.out, "{name}: up to date")?,
            Err(error) => return console.failed(&error),
        }
    }
    Ok(exit)
}
