//! The groups of codes: their order in documents, and what each is called there.

use core::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

use super::diagnostic::Diagnostic;
use super::entry::Entry;
use super::format_rule::FormatRule;
use super::raw_table::RawRow;
use super::suggest::suggest;
use crate::shared::text::is_invisible;

/// A row of `[groups]`: a group that rows name in their column `group`.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Group {
    /// What rows write.
    pub name: String,
    /// What documents call it.
    pub title: String,
}

/// A group, and where its name stands.
pub(super) struct RawGroup {
    pub(super) group: Group,
    pub(super) place: Range<usize>,
}

/// A row of `[groups]`, or what is wrong with it.
pub(super) fn group(
    key: &Spanned<impl AsRef<str>>,
    value: &Spanned<DeValue<'_>>,
    report: &mut Vec<Diagnostic>,
) -> Option<RawGroup> {
    let name = key.get_ref().as_ref();
    let is_line = |text: &str| !text.trim().is_empty() && text.trim() == text && !text.contains(is_invisible);
    let (rule, span, label) = match value.get_ref().as_str() {
        None => (FormatRule::Type, value.span(), "expected text in quotes"),
        Some(_) if !is_line(name) => (FormatRule::Group, key.span(), "expected a name of one line"),
        Some(title) if !is_line(title) => (FormatRule::Group, value.span(), "expected text of one line"),
        Some(title) => {
            let group = Group { name: name.to_owned(), title: title.to_owned() };
            return Some(RawGroup { group, place: key.span() });
        }
    };
    let message = format!("group `{}` has no title of one line", name.escape_debug());
    let shown = if name.is_empty() { "billing".to_owned() } else { name.escape_debug().to_string() };
    let help = format!("write `{shown} = \"What documents call it\"`");
    report.push(Diagnostic::at(rule, span, message, label).with_help(help));
    None
}

/// A table that has groups has all that its rows are in: another one would be a slip.
pub(super) fn declared(
    rows: &[RawRow<Entry>],
    groups: &[RawGroup],
    unread: &str,
    report: &mut Vec<Diagnostic>,
) {
    let names = || groups.iter().map(|declared| &*declared.group.name);
    for entry in rows.iter().filter_map(|row| row.entry.as_ref()).filter(|_| !groups.is_empty()) {
        let Some(group) = entry.group().filter(|group| !names().any(|name| name == *group)) else { continue };
        if unread.contains(group) {
            continue;
        }
        let group = group.escape_debug().to_string();
        let diagnostic = Diagnostic::at(
            FormatRule::Group,
            entry.places.column("group"),
            format!("`[groups]` has no group `{group}`"),
            "not a group of the table",
        );
        report.push(match suggest(&group, names()) {
            Some(meant) => diagnostic.with_help(format!("did you mean \"{meant}\"?")),
            None => diagnostic.with_help(format!("add `\"{group}\" = \"{group}\"` below `[groups]`")),
        });
    }
}

/// The groups of all tables. The table itself, which comes last, has the last word on titles, and its groups come first.
pub(super) fn merge(tables: Vec<Vec<RawGroup>>) -> Vec<Group> {
    let mut merged: Vec<Group> = Vec::new();
    for RawGroup { group, place: _ } in tables.into_iter().rev().flatten() {
        if !merged.iter().any(|known| known.name == group.name) {
            merged.push(group);
        }
    }
    merged
}
