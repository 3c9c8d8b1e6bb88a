//! Puts drafts into the text of a table: new rows, and what rows that are there do not say yet. What they say stays.

use std::collections::BTreeSet;

use toml::de::{DeTable, DeValue};

use super::draft::{Cell, Draft, seconds};
use super::found::{Note, short};
use crate::cli::edit::layout;
use crate::cli::edit::rows::{self, RowLines};
use crate::cli::edit::{self, quote};
use crate::shared::retry::Retry;
use crate::table::catalog::{RETIRED_COLUMNS, UNDECIDED, variant};

/// A table with drafts in it.
pub(super) struct Filled {
    pub(super) text: String,
    pub(super) added: usize,
    pub(super) completed: usize,
    pub(super) notes: Vec<Note>,
}

/// The start of a new table.
pub(super) fn start(name: &str) -> String {
    format!("#:schema ./catalog.schema.json\n\n[catalog]\nname = {}\n", quote::string(name))
}

/// A column that sources have and the format does not.
const NUMBER: (&str, &str, &str) = ("number", "Number", "The other id of the error, beside its code.");

/// The columns that a table declares, also where it is a draft. None if it is not there.
pub(super) fn own_columns(table: &std::path::Path) -> Vec<String> {
    let text = std::fs::read_to_string(table).unwrap_or_default();
    let Ok(root) = DeTable::parse(&text) else { return Vec::new() };
    let columns = root.get_ref().get("columns").and_then(|columns| columns.get_ref().as_table());
    columns.into_iter().flat_map(|columns| columns.keys()).map(|name| name.get_ref().to_string()).collect()
}

/// Fills a table, or says why its text has no place for rows.
pub(super) fn fill(text: &str, drafts: &[Draft]) -> Result<Filled, String> {
    let mut filled = Filled { text: text.to_owned(), added: 0, completed: 0, notes: Vec::new() };
    if rows::find(&layout::items(text), "errors").is_value {
        return Err(
            "its rows are one value, `errors = { ... }`: write them below a line `[errors]`".to_owned()
        );
    }
    declare(&mut filled, drafts);
    declare_groups(&mut filled, drafts);
    let mut new: Vec<&Draft> = Vec::new();
    let mut edits: Vec<(core::ops::Range<usize>, String)> = Vec::new();
    let text = filled.text.clone();
    let root = DeTable::parse(&text).map_err(|error| error.message().to_owned())?;
    let section = |name: &str| root.get_ref().get(name).and_then(|section| section.get_ref().as_table());
    let items = layout::items(&text);
    let lines = rows::find(&items, "errors");
    for draft in drafts {
        if section("retired").is_some_and(|retired| retired.contains_key(&*draft.code)) {
            filled.note(draft, "is retired in the table, and stays so");
            continue;
        }
        let row = section("errors").and_then(|errors| errors.get(&*draft.code));
        let Some(row) = row else {
            new.push(draft);
            continue;
        };
        if draft.retired.is_some() {
            filled.note(draft, "is live in the table, and retired here: `error-catalog retire` retires it");
            continue;
        }
        let (Some(columns), Some(place)) =
            (row.get_ref().as_table(), lines.rows.iter().find(|row| row.code == draft.code))
        else {
            continue;
        };
        let mut missing: Vec<&Cell> = Vec::new();
        for cell in &draft.columns {
            let Some(value) = columns.get(&*cell.column) else {
                if cell.open.is_none() {
                    missing.push(cell);
                }
                continue;
            };
            let is_undecided = value.get_ref().as_str() == Some(UNDECIDED);
            if is_undecided && cell.open.is_none() {
                edits.push(decided(&text, value.span(), &cell.value));
                filled.completed += 1;
            } else if !is_undecided
                && cell.open.is_none()
                && !is_same(&cell.column, value.get_ref(), &cell.value)
            {
                let kept = short(&text[value.span()]);
                filled.note(
                    draft,
                    &format!(
                        "conflict: the table has {} = {kept}, which stays, and not {}",
                        cell.column,
                        short(&cell.value)
                    ),
                );
            }
        }
        if missing.is_empty() {
            continue;
        }
        let columns: Vec<(&str, &str)> = missing.iter().map(|cell| (&*cell.column, &*cell.value)).collect();
        match place.insertion(&text, &items, row.span().end, &columns) {
            Some(edit) => {
                filled.completed += missing.len();
                edits.push(edit);
            }
            None => filled
                .note(draft, "its row is written in a form that is not completed: write it as a section"),
        }
    }
    edits.sort_by_key(|(span, _)| span.start);
    for (span, value) in edits.into_iter().rev() {
        filled.text.replace_range(span, &value);
    }
    filled.append(&new);
    Ok(filled)
}

/// The value in place of the word, and without the proposal behind it.
pub(super) fn decided(
    text: &str,
    span: core::ops::Range<usize>,
    value: &str,
) -> (core::ops::Range<usize>, String) {
    let end = text[span.end..].find('\n').map_or(text.len(), |at| span.end + at);
    let rest = &text[span.end..end];
    if proposal(rest).is_some() { (span.start..end, value.to_owned()) } else { (span, value.to_owned()) }
}

/// The value that the comment behind a value proposes, and why. Another comment is somebody's own.
pub(super) fn proposal(comment: &str) -> Option<(&str, &str)> {
    let (value, why) = comment.trim().strip_prefix("# ")?.split_once("? ")?;
    let is_value = value.parse::<Retry>().is_ok()
        || super::code::is_status(value)
        || value.starts_with('"') && value.ends_with('"');
    is_value.then_some((value, why))
}

/// Whether a value of the table is what a source says, in whatever form both are written.
fn is_same(column: &str, value: &DeValue<'_>, other: &str) -> bool {
    let other = format!("x = {other}");
    let Ok(other) = DeTable::parse(&other) else { return false };
    let Some(other) = other.get_ref().get("x").map(toml::Spanned::get_ref) else { return false };
    match (column, value, other) {
        ("retry_after", DeValue::String(one), DeValue::String(other)) => seconds(one) == seconds(other),
        ("params", DeValue::Table(one), DeValue::Table(other)) => {
            let params = |params: &DeTable<'_>| -> Vec<(String, Option<String>, bool)> {
                params.iter().map(|(name, param)| parameter(name.get_ref(), param.get_ref())).collect()
            };
            params(one) == params(other)
        }
        (_, DeValue::String(one), DeValue::String(other)) => one.trim() == other.trim(),
        _ => edit::same::same_values(value, other),
    }
}

/// A parameter in its long form: name, type, and whether logs show it.
fn parameter(name: &str, declared: &DeValue<'_>) -> (String, Option<String>, bool) {
    let table = declared.as_table();
    let kind = table.map_or(declared.as_str(), |table| table.get("type")?.get_ref().as_str());
    let safe = table.and_then(|table| table.get("safe")?.get_ref().as_bool()).unwrap_or_default();
    (name.to_owned(), kind.map(str::to_owned), safe)
}

/// Declares the columns that the drafts have and the table does not.
fn declare(filled: &mut Filled, drafts: &[Draft]) {
    let Ok(root) = DeTable::parse(&filled.text) else { return };
    let declared = root.get_ref().get("columns").and_then(|columns| columns.get_ref().as_table());
    let is_known = |column: &str| declared.is_some_and(|declared| declared.contains_key(column));
    let mut wanted: Vec<String> = Vec::new();
    let known = crate::table::catalog::ERROR_COLUMNS;
    for cell in drafts.iter().flat_map(|draft| &draft.columns) {
        let is_of_format = known.iter().any(|column| column.name == cell.column);
        if !is_of_format && !is_known(&cell.column) && !wanted.contains(&cell.column) {
            wanted.push(cell.column.clone());
        }
    }
    let mut sections = String::new();
    for column in &wanted {
        let (_, label, about) = [NUMBER].into_iter().find(|(name, ..)| name == column).unwrap_or((
            column,
            column,
            "Taken by an import.",
        ));
        let values = drafts.iter().flat_map(|draft| &draft.columns).filter(|cell| cell.column == *column);
        let is = |test: fn(&str) -> bool| values.clone().all(|cell| test(&cell.value));
        let kind = if is(|value| value.parse::<i64>().is_ok()) {
            "integer"
        } else if is(|value| matches!(value, "true" | "false")) {
            "flag"
        } else {
            "line"
        };
        let mut said = vec![("kind", quote::string(kind))];
        let distinct: BTreeSet<&str> = values.clone().map(|cell| &*cell.value).collect();
        if column == NUMBER.0 && distinct.len() == values.count() {
            said.push(("unique", "true".to_owned()));
        }
        said.extend([("label", quote::string(label)), ("about", quote::string(about))]);
        sections.push_str(&edit::section("columns", column, &said));
        sections.push('\n');
    }
    if sections.is_empty() {
        return;
    }
    filled.insert_above_rows(sections.trim_end_matches('\n'));
}

/// Declares the groups of the drafts in the order of their source, where the table has such a section or begins to have rows. Any
/// other names its groups in its rows alone.
fn declare_groups(filled: &mut Filled, drafts: &[Draft]) {
    let Ok(root) = DeTable::parse(&filled.text) else { return };
    let section = |name: &str| root.get_ref().get(name).map(|section| section.get_ref().as_table());
    let known = section("groups");
    let is_known = |group: &str| known.flatten().is_some_and(|known| known.contains_key(group));
    let mut lines: Vec<String> = Vec::new();
    let cells = drafts.iter().filter(|draft| draft.retired.is_none()).flat_map(|draft| &draft.columns);
    for cell in cells.filter(|cell| cell.column == "group" && cell.open.is_none()) {
        let Ok(name) = DeValue::parse(&cell.value) else { continue };
        let line = name.get_ref().as_str().map(|name| format!("{} = {}\n", quote::key(name), cell.value));
        let is_new = name.get_ref().as_str().is_some_and(|name| !is_known(name));
        lines.extend(line.filter(|line| is_new && !lines.contains(line)));
    }
    if known.is_none() && section("errors").is_none() && lines.len() > 1 {
        filled.insert_above_rows(&format!("[groups]\n{}", lines.concat()));
    } else if known.is_some() && !lines.is_empty() {
        let items = layout::items(&filled.text);
        let groups = rows::find(&items, "groups");
        if let Some(last) = groups.rows.iter().map(RowLines::last).chain(groups.header).max() {
            let at = items[last].span.end;
            let line_break = if filled.text[..at].ends_with('\n') { "" } else { "\n" };
            filled.text.insert_str(at, &(line_break.to_owned() + &lines.concat()));
        }
    }
}

impl Filled {
    /// Inserts what people read before the rows.
    fn insert_above_rows(&mut self, section: &str) {
        let items = layout::items(&self.text);
        let errors = rows::find(&items, "errors");
        let first = errors.header.or_else(|| errors.rows.first().map(RowLines::first));
        let at =
            first.map_or(self.text.len(), |first| items[layout::with_comments(&items, first)].span.start);
        self.text = edit::insert_section(&self.text, at, section);
    }

    fn note(&mut self, draft: &Draft, text: &str) {
        self.notes.push(Note { place: draft.place.clone(), text: format!("`{}`: {text}", draft.code) });
    }

    /// New rows, below those that are there.
    fn append(&mut self, new: &[&Draft]) {
        let (live, retired): (Vec<&Draft>, Vec<&Draft>) =
            new.iter().copied().partition(|draft| draft.retired.is_none());
        let mut names = self.names();
        let mut sections = Vec::new();
        for draft in live {
            let mut columns: Vec<(&str, String)> =
                draft.columns.iter().map(|cell| (&*cell.column, cell.line())).collect();
            let name = variant(&draft.code);
            let mut free = name.clone();
            let mut number = 2;
            while names.contains(&free) {
                free = format!("{name}{number}");
                number += 1;
            }
            if free != name && !columns.iter().any(|(column, _)| *column == "name") {
                self.note(
                    draft,
                    &format!(
                        "another code is `{name}` in Rust, so this one is `{free}`; choose a better name"
                    ),
                );
                columns.push(("name", quote::string(&free)));
            }
            names.push(free);
            sections.push(edit::section("errors", &draft.code, &columns));
            self.added += 1;
        }
        let mut graves = Vec::new();
        for draft in retired {
            if names.contains(&variant(&draft.code)) {
                self.note(draft, "not taken as retired: a live code has its name");
                continue;
            }
            let reason = draft.retired.clone().unwrap_or_default();
            let mut columns = vec![("reason", quote::string(&reason))];
            let is_kept = |column: &str| RETIRED_COLUMNS.iter().any(|known| known.name == column);
            let kept = draft.columns.iter().filter(|cell| is_kept(&cell.column));
            columns.extend(kept.map(|cell| (&*cell.column, cell.value.clone())));
            graves.push(edit::section("retired", &draft.code, &columns));
            self.added += 1;
        }
        for (name, sections) in [("errors", sections), ("retired", graves)] {
            if sections.is_empty() {
                continue;
            }
            let items = layout::items(&self.text);
            let lines = rows::find(&items, name);
            let at = lines.rows.iter().map(RowLines::last).chain(lines.header).max().map_or_else(
                || {
                    // Errors come before what is retired.
                    let retired = rows::find(&items, "retired");
                    let first =
                        retired.header.into_iter().chain(retired.rows.iter().map(RowLines::first)).min();
                    first.filter(|_| name == "errors").map_or(self.text.len(), |first| {
                        items[layout::with_comments(&items, first)].span.start
                    })
                },
                |last| items[last].span.end,
            );
            self.text = edit::insert_section(&self.text, at, &sections.join("\n"));
        }
    }

    /// The Rust names that are taken.
    fn names(&self) -> Vec<String> {
        let Ok(root) = DeTable::parse(&self.text) else { return Vec::new() };
        let sections = ["errors", "retired"]
            .into_iter()
            .filter_map(|name| root.get_ref().get(name)?.get_ref().as_table());
        let rows = sections.flat_map(|section| section.iter());
        rows.map(|(code, row)| {
            let name = row
                .get_ref()
                .as_table()
                .and_then(|row| row.get("name")?.get_ref().as_str().map(str::to_owned));
            name.unwrap_or_else(|| variant(code.get_ref()))
        })
        .collect()
    }
}
