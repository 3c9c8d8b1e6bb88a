//! `check`: says what the build would say, before a build does, and what the lints find on top.

use std::io;
use std::path::PathBuf;

use clap::{Arg, Command, value_parser};

use super::report::{self, Format};
use super::{Console, Exit, lock};
use crate::catalog::Catalog;
use crate::review::{Finding, lint};

pub(super) fn arguments(command: Command) -> Command {
    command
        .about("Show every mistake of the table, as a build would, or else what the lints find in it")
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help("The table to check, in place of `--table`"),
        )
        .arg(
            Arg::new("lock")
                .long("against-lock")
                .value_name("LOCK")
                .num_args(0..=1)
                .value_parser(value_parser!(PathBuf))
                .help("Fail where it breaks what was published, as `catalog.lock` beside the table has it"),
        )
        .arg(Format::argument())
}

pub(super) fn run(console: &mut Console<'_>) -> io::Result<Exit> {
    let name = if console.matches.contains_id("file") { "file" } else { "table" };
    let table = console.path(name);
    let format = console.matches.get_one::<Format>("format").copied().unwrap_or(Format::Text);
    let read = Catalog::from_read(&table.display().to_string(), std::fs::read(&table));
    let (findings, exit) = match &read {
        Ok(catalog) => {
            let findings = lint(catalog);
            let exit = if findings.is_empty() { Exit::Clean } else { Exit::Findings };
            (findings, exit)
        }
        Err(invalid) => {
            (Finding::of_invalid(invalid), if invalid.is_unread() { Exit::Failed } else { Exit::Findings })
        }
    };
    if format == Format::Text {
        let texts: Vec<&str> = findings.iter().map(|finding| finding.text.as_str()).collect();
        write!(console.err, "{}", texts.join("\n"))?;
        if let (Ok(catalog), []) = (&read, &*findings) {
            writeln!(console.out, "{}: {} errors, no findings", table.display(), catalog.errors().len())?;
        }
    } else {
        report::write(format, &findings, console.out)?;
    }
    // A table with mistakes is no table that could keep a promise.
    if read.is_err() || !console.matches.contains_id("lock") {
        return Ok(exit);
    }
    let kept = lock::check(console, &table, console.matches.get_one("lock"))?;
    Ok(if kept == Exit::Clean { exit } else { kept })
}
