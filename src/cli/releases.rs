//! `diff git:OLD..NEW`: the changes of each release in between, as a changelog.

use std::io;
use std::path::Path;

use semver::Version;

use super::revision::{said, table_at};
use super::{Console, Exit, from_loader};
use crate::shared::text::OneLine;
use crate::table::catalog::Catalog;
use crate::table::codegen::disk::Disk;
use crate::table::review::diff;

/// A table as it was published.
struct Release {
    heading: String,
    table: Catalog,
}

/// Writes a section for each release, the newest first.
pub(super) fn run(console: &mut Console<'_>, range: (&str, &str), table: &Path) -> io::Result<Exit> {
    let releases = match releases(range, table) {
        Ok(releases) => releases,
        Err(message) => {
            writeln!(console.err, "{message}")?;
            return Ok(Exit::Failed);
        }
    };
    let sections = releases.windows(2).rev().filter_map(|pair| {
        let [before, after] = pair else { return None };
        let verdict = diff::judge(diff::diff(&before.table, &after.table), &[], None);
        let changes = diff::markdown(&verdict);
        (!changes.is_empty()).then(|| format!("## {}\n\n{changes}", after.heading))
    });
    let sections: Vec<String> = sections.collect();
    if sections.is_empty() {
        writeln!(console.err, "no changes in {} releases", releases.len().saturating_sub(1))?;
    }
    console.out.write_all(sections.join("\n").as_bytes())?;
    Ok(Exit::Clean)
}

/// The tables of a range, the oldest first: its start, the tags of versions in it, and its end.
fn releases((old, new): (&str, &str), table: &Path) -> Result<Vec<Release>, String> {
    let missing = |revision: &str| {
        format!("there is no valid table at `{}`, choose a later revision", OneLine(revision))
    };
    let start = table_at(old, table)?.ok_or_else(|| missing(old))?;
    let mut releases = vec![Release { heading: old.to_owned(), table: start }];
    let end = if new.is_empty() { "HEAD" } else { new };
    let merged = [format!("--merged={end}"), format!("--no-merged={old}")];
    let tags = said(
        table,
        &[
            "for-each-ref",
            "--sort=version:refname",
            &merged[0],
            &merged[1],
            "--format=%(refname:short) %(creatordate:short)",
            "refs/tags",
        ],
    )
    .map_err(|error| format!("git cannot list the releases: {error}"))?;
    for line in tags.lines() {
        let (tag, date) = line.rsplit_once(' ').unwrap_or((line, ""));
        let is_end = tag == new;
        // A release whose table had mistakes cannot be compared, nor can one be published.
        if let Some(table) = table_at(tag, table)?.filter(|_| is_version(tag) || is_end) {
            releases.push(Release { heading: format!("{tag}, {date}"), table });
        }
    }
    if new.is_empty() {
        let now = from_loader(&table.display().to_string(), &mut Disk::default());
        let table = now.map_err(|_| "the table has mistakes: `error-catalog check` shows them".to_owned())?;
        releases.push(Release { heading: "Unreleased".to_owned(), table });
    } else if !tags.lines().any(|line| line.rsplit_once(' ').is_some_and(|(tag, _)| tag == new)) {
        let table = table_at(new, table)?.ok_or_else(|| missing(new))?;
        releases.push(Release { heading: new.to_owned(), table });
    }
    Ok(releases)
}

/// `1.2.0`, `v1.2.0`, `service-v1.2.0` or `service/1.2.0`.
pub(super) fn is_version(tag: &str) -> bool {
    let start = tag.rfind(['/', '@']).map_or(tag, |at| &tag[at + 1..]);
    let digits = start.char_indices().filter(|(at, first)| {
        let before = start[..*at].chars().next_back();
        first.is_ascii_digit() && before.is_none_or(|before| matches!(before, 'v' | 'V' | '-'))
    });
    digits.into_iter().any(|(at, _)| Version::parse(&start[at..]).is_ok())
}
