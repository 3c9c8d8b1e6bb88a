//! `check`: says what the build would say, before a build does, and what the lints find on top.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::slice;

use clap::{Arg, ArgAction, Command, value_parser};

use super::report::{self, Format};
use super::{Console, Exit, files, from_disk, from_text, lock, revision, shown};
use crate::table::catalog::{Catalog, Edit, Invalid};
use crate::table::review::{self, Finding, Level, lint};

pub(super) fn arguments(command: Command) -> Command {
    command
        .about("Report every mistake of the table as a build does, or else the findings of the lints")
        .arg(files::argument())
        .arg(
            Arg::new("all")
                .long("all")
                .action(ArgAction::SetTrue)
                .help("Show each finding, also of a lint that most rows do not pass"),
        )
        .arg(
            Arg::new("deny-warnings")
                .long("deny-warnings")
                .action(ArgAction::SetTrue)
                .help("Fail if there are warnings, and not only if there are errors"),
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
            Arg::new("since")
                .long("since")
                .value_name("REVISION")
                .help("Leave out the warnings of rows that are as they were at this revision of git"),
        )
        .arg(
            Arg::new("fix")
                .long("fix")
                .action(ArgAction::SetTrue)
                .help("Correct the obvious mistakes first, and report the rest"),
        )
        .arg(Format::argument())
}

pub(super) fn run(console: &mut Console<'_>) -> io::Result<Exit> {
    let format = console.matches.get_one::<Format>("format").copied().unwrap_or(Format::Text);
    let tables = match files::tables(console)? {
        Ok(tables) => tables,
        Err(exit) => return Ok(exit),
    };
    let mut all = Vec::new();
    let mut exit = Exit::Clean;
    for table in &tables {
        let checked = match check(console, table)? {
            Ok(checked) => checked,
            Err(failed) => return Ok(failed),
        };
        if format == Format::Text {
            show(console, table, &checked)?;
        }
        let denies = console.matches.get_flag("deny-warnings");
        let fails = |finding: &Finding| finding.level == Level::Error || denies;
        let this = match checked.findings.iter().any(fails) {
            true if checked.is_unread => Exit::Failed,
            true => Exit::Findings,
            false => Exit::Clean,
        };
        // What could not be looked at weighs more than what was found.
        exit = if this as u8 > exit as u8 { this } else { exit };
        all.extend(checked.findings);
    }
    if format != Format::Text {
        report::write(format, &all, console.out)?;
    } else if !all.is_empty() {
        writeln!(console.err, "{}", summary(&all, tables.len()))?;
    }
    Ok(exit)
}

/// What was found in one table.
struct Checked {
    /// The errors first.
    findings: Vec<Finding>,
    /// How many rows it has, if it has no mistakes.
    rows: Option<usize>,
    /// How many findings of rows were left out that have not changed.
    unchanged: usize,
    is_unread: bool,
}

fn check(console: &mut Console<'_>, table: &Path) -> io::Result<Result<Checked, Exit>> {
    let read = if table == Path::new("-") {
        let mut text = String::new();
        if let Err(error) = io::stdin().read_to_string(&mut text) {
            writeln!(console.err, "-: cannot read it: {error}")?;
            return Ok(Err(Exit::Failed));
        }
        from_text(table, &text)
    } else {
        if console.matches.get_flag("fix") {
            if let Err(exit) = fix(console, table)? {
                return Ok(Err(exit));
            }
        }
        from_disk(table)
    };
    let mut findings = findings(&read);
    let mut unchanged = 0;
    if let (Ok(catalog), Some(revision), false) = (&read, console.text("since"), table == Path::new("-")) {
        match revision::table_at(&revision, table) {
            Ok(Some(old)) => unchanged = leave_out_unchanged(&mut findings, &old, catalog),
            Ok(None) => {}
            Err(why) => {
                writeln!(console.err, "{}: {why}", shown(table))?;
                return Ok(Err(Exit::Failed));
            }
        }
    }
    // A table with mistakes cannot be compared.
    if let (Ok(catalog), true) = (&read, console.matches.contains_id("lock")) {
        match lock::check(console, table, catalog)? {
            Ok(verdict) => findings.extend(Finding::of_broken_promises(catalog, &verdict)),
            Err(exit) => return Ok(Err(exit)),
        }
    }
    findings.sort_by_key(|finding| finding.level != Level::Error);
    let is_unread = read.as_ref().is_err_and(Invalid::is_unread);
    Ok(Ok(Checked { findings, rows: read.ok().map(|catalog| catalog.errors().len()), unchanged, is_unread }))
}

/// Leaves out what was found before in rows that have not changed since, and says how much that is.
fn leave_out_unchanged(findings: &mut Vec<Finding>, old: &Catalog, new: &Catalog) -> usize {
    let before: BTreeSet<(&str, String)> =
        lint(old).into_iter().map(|finding| (finding.rule, finding.message)).collect();
    let changed: BTreeSet<String> = review::diff::diff(old, new)
        .into_iter()
        .filter_map(|change| Some(format!("`{}`", change.code?)))
        .collect();
    let all = findings.len();
    findings.retain(|finding| {
        let is_old = before.contains(&(finding.rule, finding.message.clone()));
        finding.level == Level::Error || !is_old || changed.iter().any(|code| finding.message.contains(code))
    });
    all - findings.len()
}

/// Shows findings to a person. Where a lint fires on most rows, the first stands for all.
fn show(console: &mut Console<'_>, table: &Path, checked: &Checked) -> io::Result<()> {
    let Checked { findings, rows, unchanged, .. } = checked;
    if *unchanged > 0 {
        writeln!(console.out, "{}: {unchanged} findings of unchanged rows are left out", shown(table))?;
    }
    let shows_all = console.matches.get_flag("all");
    let mut counts = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.level != Level::Error) {
        *counts.entry(finding.rule).or_insert(0_usize) += 1;
    }
    let mut seen = BTreeSet::new();
    for finding in findings {
        let many = counts.get(finding.rule).copied().unwrap_or_default();
        let is_of_most = many > FEW && many * 2 > rows.unwrap_or_default() && finding.level != Level::Error;
        if is_of_most && !shows_all && !seen.insert(finding.rule) {
            continue;
        }
        console.findings(slice::from_ref(finding))?;
        if is_of_most && !shows_all {
            writeln!(console.err, "  = note: {} is found {many} times, `--all` shows each", finding.rule)?;
        }
        writeln!(console.err)?;
    }
    if let (Some(rows), []) = (rows, &**findings) {
        writeln!(console.out, "{}: {rows} codes, no findings", shown(table))?;
    }
    Ok(())
}

/// So many findings of one kind are read one by one.
const FEW: usize = 5;

/// What was found, in one line.
fn summary(findings: &[Finding], tables: usize) -> String {
    let count = |number, what: &str| format!("{number} {what}{}", if number == 1 { "" } else { "s" });
    let errors = findings.iter().filter(|finding| finding.level == Level::Error).count();
    let warnings = findings.len() - errors;
    let found: Vec<String> = [(errors, "error"), (warnings, "warning")]
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| count(number, what))
        .collect();
    let tables = if tables > 1 { format!(" in {tables} tables") } else { String::new() };
    format!("{}{tables}", found.join(", "))
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
        Ok(true) => writeln!(console.err, "{}: {mended} corrected", shown(table))?,
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
