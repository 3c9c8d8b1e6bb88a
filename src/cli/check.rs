//! `check`: says what the build would say, before a build does.

use std::io;
use std::path::PathBuf;

use clap::{Arg, Command, value_parser};

use super::report::{self, Format};
use super::{Console, Exit};
use crate::catalog::Catalog;
use crate::review::Finding;

pub(super) fn arguments(command: Command) -> Command {
    command
        .about("Show every mistake of the table, as a build would")
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help("The table to check, in place of `--table`"),
        )
        .arg(Format::argument())
}

pub(super) fn run(console: &mut Console<'_>) -> io::Result<Exit> {
    let name = if console.matches.contains_id("file") { "file" } else { "table" };
    let table = console.path(name);
    let format = console.matches.get_one::<Format>("format").copied().unwrap_or(Format::Text);
    match Catalog::from_read(&table.display().to_string(), std::fs::read(&table)) {
        Ok(catalog) => {
            report::write(format, &[], console.out)?;
            if format == Format::Text {
                writeln!(console.out, "{}: {} errors, no mistakes", table.display(), catalog.errors().len())?;
            }
            Ok(Exit::Clean)
        }
        Err(invalid) => {
            report::write(format, &Finding::of_invalid(&invalid), console.out)?;
            if format == Format::Text {
                return console.invalid(&invalid);
            }
            Ok(if invalid.is_unread() { Exit::Failed } else { Exit::Findings })
        }
    }
}
