//! `docs`: prints a document.

use std::io;

use clap::Command;

use super::{Console, Exit};
use crate::docs::{json, markdown};

pub(super) fn arguments(command: Command) -> Command {
    command
        .about("Print a document that is made from the table")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(Command::new("json").about("All of the table as JSON, for programs"))
        .subcommand(Command::new("markdown").about("The table as Markdown"))
}

pub(super) fn run(console: &mut Console<'_>) -> io::Result<Exit> {
    let catalog = match console.catalog()? {
        Ok(catalog) => catalog,
        Err(exit) => return Ok(exit),
    };
    // Markdown is the one format so far.
    let document = match console.matches.subcommand_name() {
        Some("json") => json::render(&catalog),
        _ => markdown::render(&catalog),
    };
    console.out.write_all(document.as_bytes())?;
    Ok(Exit::Clean)
}
