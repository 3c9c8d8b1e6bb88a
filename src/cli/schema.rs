//! `schema`: prints what an editor has to know.

use std::io;

use clap::Command;

use super::{Console, Exit, from_disk, shown};
use crate::table::docs::schema;

pub(super) fn arguments(command: Command) -> Command {
    command.about("Print the format of tables as JSON Schema, for `catalog.schema.json` and the line `#:schema` of a table")
}

/// A table that declares columns gets a schema with these. Without a table, or with one that has mistakes, an editor can
/// still be told the format.
pub(super) fn run(console: &mut Console<'_>) -> io::Result<Exit> {
    let table = console.path("table");
    let schema = match from_disk(&table) {
        Ok(catalog) => schema::render_with(catalog.own_columns()),
        Err(invalid) => {
            if !invalid.is_unread() {
                writeln!(
                    console.err,
                    "{}: has mistakes, so the columns that it declares are left out",
                    shown(&table)
                )?;
            }
            schema::render()
        }
    };
    console.out.write_all(schema.as_bytes())?;
    Ok(Exit::Clean)
}
