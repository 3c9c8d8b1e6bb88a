//! `fmt`: writes the table in its canonical form.

use std::io::{self, Read};
use std::path::Path;

use clap::{Arg, ArgAction, Command};
use toml::de::DeTable;

use super::edit::canonical::canonical;
use super::edit::difference;
use super::edit::same::same;
use super::{Console, Exit, files, from_text, word};
use crate::table::codegen::disk::MAX_SIZE;

pub(super) fn arguments(command: Command) -> Command {
    command.about("Write the tables in their canonical form, with their comments").arg(files::argument()).arg(
        Arg::new("check")
            .long("check")
            .action(ArgAction::SetTrue)
            .help("Write nothing, show the difference, and fail if there is one"),
    )
}

pub(super) fn run(console: &mut Console<'_>) -> io::Result<Exit> {
    let tables = match files::tables(console)? {
        Ok(tables) => tables,
        Err(exit) => return Ok(exit),
    };
    let mut exit = Exit::Clean;
    for table in &tables {
        let this = if table == Path::new("-") { standard_input(console)? } else { file(console, table)? };
        exit = if this as u8 > exit as u8 { this } else { exit };
        if console.is_late {
            break;
        }
    }
    Ok(exit)
}

/// What can be done with a text.
enum Formatted {
    Text(String),
    /// Its mistakes have been shown.
    Refused(Exit),
}

fn formatted(console: &mut Console<'_>, table: &Path, name: &str, old: &str) -> io::Result<Formatted> {
    // What breaks a rule of the table can be formatted. A text that is not TOML cannot.
    if DeTable::parse(old).is_err() {
        return Ok(Formatted::Refused(match from_text(table, old) {
            Err(invalid) => console.invalid(&invalid)?,
            // The same parser has just refused it.
            Ok(_) => Exit::Failed,
        }));
    }
    let new = canonical(old);
    // The net under the rope: no mistake of ours may change what a table says.
    if new != old && !same(old, &new) {
        writeln!(
            console.err,
            "{name}: nothing was written, its form is not known to this command: write the lines in a usual way, \
             or report it"
        )?;
        return Ok(Formatted::Refused(Exit::Failed));
    }
    Ok(Formatted::Text(new))
}

/// A table in, the same in its canonical form out, as editors ask for it.
fn standard_input(console: &mut Console<'_>) -> io::Result<Exit> {
    let mut old = String::new();
    if let Err(error) = io::stdin().lock().take(MAX_SIZE).read_to_string(&mut old) {
        writeln!(console.err, "-: cannot read it: {error}")?;
        return Ok(Exit::Failed);
    }
    let new = match formatted(console, Path::new("-"), "-", &old)? {
        Formatted::Text(new) => new,
        Formatted::Refused(exit) => return Ok(exit),
    };
    if console.matches.get_flag("check") {
        console
            .out
            .write_all(if new == old { String::new() } else { difference("-", &old, &new) }.as_bytes())?;
        return Ok(if new == old { Exit::Clean } else { Exit::Findings });
    }
    console.out.write_all(new.as_bytes())?;
    Ok(Exit::Clean)
}

fn file(console: &mut Console<'_>, table: &Path) -> io::Result<Exit> {
    let file = match console.table_file(table)? {
        Ok(file) => file,
        Err(exit) => return Ok(exit),
    };
    let (name, old) = (file.name(), file.text());
    let new = match formatted(console, table, name, old)? {
        Formatted::Text(new) => new,
        Formatted::Refused(exit) => return Ok(exit),
    };
    if new == old {
        writeln!(console.err, "{name}: up to date")?;
        return Ok(Exit::Clean);
    }
    if console.matches.get_flag("check") {
        console.out.write_all(difference(name, old, &new).as_bytes())?;
        let command = if console.matches.contains_id("file") {
            format!("error-catalog fmt {}", word(table))
        } else {
            console.command("fmt")
        };
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
