//! `check`: says what the build would say, before a build does, and what the lints find on top.

use std::cmp::Reverse;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, Command, value_parser};

use super::report::{self, Format};
use super::{Console, Exit, from_disk, from_text, lock};
use crate::table::catalog::{Catalog, Edit, Invalid};
use crate::table::review::{Finding, lint};

pub(super) fn arguments(command: Command) -> Command {
    command
        .about("Report every mistake of the table as a build does, or else the findings of the lints")
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help("The table to check, instead of `--table`"),
        )
        .arg(
            Arg::new("lock")
                .long("against-lock")
                .value_name("LOCK")
                .num_args(0..=1)
                .require_equals(true)
                .value_parser(value_parser!(PathBuf))
                .help("Fail if the table breaks the published one in `catalog.lock` beside it"),
        )
        .arg(lock::version_argument().requires("lock"))
        .arg(
            Arg::new("fix")
                .long("fix")
                .action(ArgAction::SetTrue)
                .help("Correct the obvious mistakes first, and report the rest"),
        )
        .arg(Format::argument())
}

pub(super) fn run(console: &mut Console<'_>) -> io::Result<Exit> {
    let name = if console.matches.contains_id("file") { "file" } else { "table" };
    let table = console.path(name);
    let format = console.matches.get_one::<Format>("format").copied().unwrap_or(Format::Text);
    if console.matches.get_flag("fix") {
        if let Err(exit) = fix(console, &table)? {
            return Ok(exit);
        }
    }
    let read = from_disk(&table);
    let mut findings = findings(&read);
    // A table with mistakes cannot be compared.
    if let (Ok(catalog), true) = (&read, console.matches.contains_id("lock")) {
        match lock::check(console, &table, catalog)? {
            Ok(verdict) => findings.extend(Finding::of_broken_promises(catalog, &verdict)),
            Err(exit) => return Ok(exit),
        }
    }
    let exit = match &read {
        Ok(_) if findings.is_empty() => Exit::Clean,
        Err(invalid) if invalid.is_unread() => Exit::Failed,
        _ => Exit::Findings,
    };
    if format != Format::Text {
        report::write(format, &findings, console.out)?;
        return Ok(exit);
    }
    console.findings(&findings)?;
    if let (Ok(catalog), []) = (&read, &*findings) {
        writeln!(console.out, "{}: {} codes, no findings", table.display(), catalog.errors().len())?;
    }
    Ok(exit)
}

/// The mistakes of a table; of one without, what the lints find.
fn findings(read: &Result<Catalog, Invalid>) -> Vec<Finding> {
    match read {
        Ok(catalog) => lint(catalog),
        Err(invalid) => Finding::of_invalid(invalid),
    }
}

/// Mends a table until there is nothing left to mend: one fix may let another be seen. Everything else stays byte for byte.
fn fix(console: &mut Console<'_>, table: &Path) -> io::Result<Result<(), Exit>> {
    let file = match console.table_file(table)? {
        Ok(file) => file,
        Err(exit) => return Ok(Err(exit)),
    };
    let mut text = file.text().to_owned();
    let mut mended = 0;
    // Each round mends what it has found, so there is an end; the bound is for a fix that does not.
    for _ in 0..MAX_ROUNDS {
        let read = from_text(table, &text);
        let Some(edits) = safe_edits(&findings(&read)) else { break };
        mended += edits.len();
        for edit in edits {
            text.replace_range(edit.span, &edit.text);
        }
    }
    match file.replace(&text) {
        Ok(true) => writeln!(console.err, "{}: {mended} corrected", table.display())?,
        Ok(false) => {}
        Err(error) => return console.failed(&error).map(Err),
    }
    Ok(Ok(()))
}

const MAX_ROUNDS: usize = 100;

/// The edits of the fixes that do not get into each other's way, the last of the text first.
fn safe_edits(findings: &[Finding]) -> Option<Vec<Edit>> {
    let mut taken: Vec<Edit> = Vec::new();
    for Finding { fix, .. } in findings {
        let is_free = |edit: &Edit| {
            taken.iter().all(|other| edit.span.end <= other.span.start || other.span.end <= edit.span.start)
        };
        if fix.iter().all(is_free) {
            taken.extend(fix.iter().cloned());
        }
    }
    taken.sort_by_key(|edit| Reverse(edit.span.start));
    (!taken.is_empty()).then_some(taken)
}
