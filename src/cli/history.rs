//! `history`: when a code came, what changed about it, and when it went.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use clap::{Arg, Command};

use super::releases::is_version;
use super::revision::{former_names, said, table_at};
use super::{Console, Exit, from_loader, shown};
use crate::shared::text::OneLine;
use crate::table::catalog::Catalog;
use crate::table::codegen::disk::Disk;
use crate::table::review::diff::{self, Change};

pub(super) fn arguments(command: Command) -> Command {
    command
        .about("Tell from git when a code came, what changed about it, and when it went")
        .arg(Arg::new("code").value_name("CODE").required(true).help("A code, live, retired or gone"))
}

/// A commit, and what git says of it.
struct Commit<'g> {
    id: &'g str,
    date: &'g str,
    subject: &'g str,
}

pub(super) fn run(console: &mut Console<'_>) -> io::Result<Exit> {
    let table = console.path("table");
    let code = console.text("code").unwrap_or_default();
    let log = match log(&table) {
        Ok(log) => log,
        Err(message) => {
            writeln!(console.err, "{}: {message}", shown(&table))?;
            return Ok(Exit::Failed);
        }
    };
    let mut names = BTreeSet::from([code.clone()]);
    let now = from_loader(&table.display().to_string(), &mut Disk::default()).ok();
    // A code that was renamed has the history of both.
    let rows = now.iter().flat_map(Catalog::errors);
    for row in rows.filter(|row| row.code == code || row.aliases.contains(&code)) {
        names.extend([&row.code].into_iter().chain(&row.aliases).cloned());
    }
    let mut before: Option<Catalog> = None;
    let mut skipped = 0;
    let mut told = 0;
    for commit in commits(&log) {
        let Ok(Some(after)) = table_at(commit.id, &table) else {
            skipped += 1;
            continue;
        };
        let changes = changes(before.as_ref(), &after, &names);
        if !changes.is_empty() {
            told += 1;
            let release =
                release(&table, commit.id).map(|tag| format!(", first in {tag}")).unwrap_or_default();
            let short = commit.id.get(..10).unwrap_or(commit.id);
            writeln!(console.out, "{}  {short}  {}{release}", commit.date, OneLine(commit.subject))?;
            for change in changes {
                writeln!(console.out, "    {change}")?;
            }
        }
        before = Some(after);
    }
    let uncommitted =
        before.as_ref().zip(now.as_ref()).map(|(before, now)| changes(Some(before), now, &names));
    for (at, change) in uncommitted.into_iter().flatten().enumerate() {
        told += 1;
        if at == 0 {
            writeln!(console.out, "not committed")?;
        }
        writeln!(console.out, "    {change}")?;
    }
    if skipped > 0 {
        let commits = if skipped == 1 { "1 commit has" } else { &*format!("{skipped} commits have") };
        writeln!(console.err, "{commits} no table here, or one with mistakes")?;
    }
    if told == 0 {
        writeln!(console.err, "{}: no commit has the code `{}`", shown(&table), OneLine(&code))?;
        return Ok(Exit::Findings);
    }
    Ok(Exit::Clean)
}

/// The commits that changed the table, or one that it includes, the oldest first: on the way from one merge to the next, as the
/// main line had them.
fn log(table: &Path) -> Result<String, String> {
    let here = from_loader(&table.display().to_string(), &mut Disk::default());
    let paths: Vec<String> = match &here {
        Ok(catalog) => catalog.source().paths().map(str::to_owned).collect(),
        Err(_) => vec![table.display().to_string()],
    };
    let mut names: Vec<String> = Vec::new();
    for path in &paths {
        names.extend(former_names(Path::new(path))?);
    }
    names.sort();
    names.dedup();
    let no_commit = "git has no commit of it";
    if names.is_empty() {
        return Err(no_commit.to_owned());
    }
    let mut arguments = vec!["log", "--first-parent", "--reverse", "--format=%H%x09%cs%x09%s", "HEAD", "--"];
    let top: Vec<String> = names.iter().map(|name| format!(":(top,literal){name}")).collect();
    arguments.extend(top.iter().map(String::as_str));
    let log = said(table, &arguments)?;
    if log.is_empty() { Err(no_commit.to_owned()) } else { Ok(log) }
}

fn commits(log: &str) -> impl Iterator<Item = Commit<'_>> {
    log.lines().filter_map(|line| {
        let mut parts = line.splitn(3, '\t');
        Some(Commit { id: parts.next()?, date: parts.next()?, subject: parts.next()? })
    })
}

/// The first release that has the commit.
fn release(table: &Path, commit: &str) -> Option<String> {
    let contains = format!("--contains={commit}");
    let arguments =
        ["for-each-ref", "--sort=version:refname", &contains, "--format=%(refname:short)", "refs/tags"];
    let tags = said(table, &arguments).ok()?;
    tags.lines().find(|tag| is_version(tag)).map(str::to_owned)
}

/// What became of the codes from one table to the next, a line for each change.
fn changes(before: Option<&Catalog>, after: &Catalog, names: &BTreeSet<String>) -> Vec<String> {
    let Some(before) = before else {
        let live = after.errors().iter().filter(|row| names.contains(&row.code));
        let live =
            live.map(|row| format!("`{}` came: {} ({}, {})", row.code, row.cause, row.status, row.retry));
        let retired = after.retired().iter().filter(|row| names.contains(&row.code));
        let retired = retired.map(|row| format!("`{}` was retired: {}", row.code, row.reason));
        return live.chain(retired).collect();
    };
    let of_code = |change: &Change| change.code.as_ref().is_some_and(|code| names.contains(code));
    let changes = diff::diff(before, after).into_iter().filter(of_code);
    changes.filter_map(|change| diff::in_words(&change)).collect()
}
