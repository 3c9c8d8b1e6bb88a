//! `docs`: prints a document.

use std::io;

use clap::Command;

use super::{Console, Exit};
use crate::docs::markdown;

pub(super) fn arguments(command: Command) -> Command {
    command
        .about("Print a document that is made from the table")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(Command::new("markdown").about("The table as Markdown"))
}

pub(super) fn run(console: &mut Console<'_>) -> io::Result<Exit> {
    let catalog = match console.catalog()? {
        Ok(catalog) => catalog,
        Err(exit) => return Ok(exit),
    };
    // Markdown is the one format so far.
    console.out.write_all(markdown::render(&catalog).as_bytes())?;
    Ok(Exit::Clean)
}
