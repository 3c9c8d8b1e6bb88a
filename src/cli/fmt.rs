//! `fmt`: writes the table in its canonical form.

use std::io;

use clap::{Arg, ArgAction, Command};
use toml::de::DeTable;

use super::edit::canonical::canonical;
use super::edit::difference;
use super::edit::same::same;
use super::{Console, Exit, from_text};

pub(super) fn arguments(command: Command) -> Command {
    command.about("Write the table in its canonical form, with its comments").arg(
        Arg::new("check")
            .long("check")
            .action(ArgAction::SetTrue)
            .help("Write nothing, show the difference, and fail if there is one"),
    )
}

pub(super) fn run(console: &mut Console<'_>) -> io::Result<Exit> {
    let table = console.path("table");
    let file = match console.table_file(&table)? {
        Ok(file) => file,
        Err(exit) => return Ok(exit),
    };
    let (name, old) = (file.name(), file.text());
    // What breaks a rule of the table can be formatted. A text that is not TOML cannot.
    if DeTable::parse(old).is_err() {
        return match from_text(&table, old) {
            Err(invalid) => console.invalid(&invalid),
            // The same parser has just refused it.
            Ok(_) => Ok(Exit::Failed),
        };
    }
    let new = canonical(old);
    if new == old {
        writeln!(console.err, "{name}: up to date")?;
        return Ok(Exit::Clean);
    }
    // The net under the rope: no mistake of ours may change what a table says.
    if !same(old, &new) {
        writeln!(
            console.err,
            "{name}: nothing was written, its form is not known to this command: write the lines in a usual way, \
             or report it"
        )?;
        return Ok(Exit::Failed);
    }
    if console.matches.get_flag("check") {
        console.out.write_all(difference(name, old, &new).as_bytes())?;
        let command = console.command("fmt");
        writeln!(console.err, "{name}: not in its canonical form, run `{command}`")?;
        return Ok(Exit::Findings);
    }
    match file.replace(&new) {
        Ok(_) => {
            writeln!(console.err, "{name}: written")?;
            Ok(Exit::Clean)
        }
        Err(error) => console.failed(&error),
    }
}
