//! `schema`: prints what an editor has to know.

use std::io;

use clap::Command;

use super::{Console, Exit};
use crate::table::docs::schema;

pub(super) fn arguments(command: Command) -> Command {
    command.about("Print the format of tables as JSON Schema, for `catalog.schema.json` and the line `#:schema` of a table")
}

/// It is the same for every table.
pub(super) fn run(console: &mut Console<'_>) -> io::Result<Exit> {
    console.out.write_all(schema::render().as_bytes())?;
    Ok(Exit::Clean)
}
