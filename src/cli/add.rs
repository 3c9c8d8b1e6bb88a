//! `add`: puts a new row where it belongs.

use std::io;

use clap::builder::PossibleValue;
use clap::{Arg, ArgAction, Command, value_parser};

use super::edit::layout::{self, Item};
use super::edit::rows::{self, Form, RowLines};
use super::edit::{self, TableFile, quote};
use super::{Console, Exit};
use crate::shared::actor::Actor;
use crate::shared::retry::Retry;
use crate::table::catalog::{Catalog, Column, ColumnKind, ERROR_COLUMNS};

pub(super) fn arguments(command: Command) -> Command {
    command
        .about("Add a row to the table, beside those of the same status")
        .arg(Arg::new("code").value_name("CODE").required(true).help("The new code, as responses send it"))
        .args(ERROR_COLUMNS.iter().map(argument))
        .arg(
            Arg::new("dry-run")
                .long("dry-run")
                .action(ArgAction::SetTrue)
                .help("Write nothing, and show the difference"),
        )
}

/// The argument of a column.
pub(super) fn argument(column: &Column) -> Arg {
    let Column { name, kind, required, about, words, .. } = column;
    // Each is given once.
    let long = match kind {
        ColumnKind::Headers => "header".to_owned(),
        ColumnKind::Params => "param".to_owned(),
        _ => name.replace('_', "-"),
    };
    let arg =
        Arg::new(name.clone().into_owned()).long(long).required(*required).help(about.clone().into_owned());
    let statuses = value_parser!(u16).range(400..=599);
    match kind {
        ColumnKind::Actor => {
            arg.value_name("caller|account|operator|upstream").value_parser(Actor::ALL.map(actor))
        }
        ColumnKind::Flag => arg.action(ArgAction::SetTrue),
        ColumnKind::Integer => {
            arg.value_name("NUMBER").value_parser(value_parser!(i64)).allow_negative_numbers(true)
        }
        ColumnKind::Headers => arg.value_name("NAME=VALUE").action(ArgAction::Append),
        ColumnKind::Codes | ColumnKind::Lints | ColumnKind::Paths => {
            arg.value_name("TEXT").action(ArgAction::Append)
        }
        ColumnKind::Code => arg.value_name("CODE,..").value_delimiter(',').action(ArgAction::Append),
        ColumnKind::OneOf => arg.value_name("WORD").value_parser(words.clone()),
        ColumnKind::Params => arg.value_name("NAME=TYPE[,safe]").action(ArgAction::Append),
        ColumnKind::Retry => arg.value_name("never|backoff|if-idempotent").value_parser(Retry::ALL.map(word)),
        ColumnKind::Status => arg.value_name("STATUS").value_parser(statuses),
        ColumnKind::Statuses => {
            arg.value_name("STATUS").value_parser(statuses).value_delimiter(',').action(ArgAction::Append)
        }
        ColumnKind::Header
        | ColumnKind::Line
        | ColumnKind::Text
        | ColumnKind::Url
        | ColumnKind::Variant
        | ColumnKind::Wait => arg.value_name("TEXT"),
    }
}

/// What the three words mean. None is the default: the table cannot know what a failed attempt has done.
fn word(retry: Retry) -> PossibleValue {
    PossibleValue::new(retry.as_str()).help(retry.meaning().trim_end_matches('.'))
}

/// What the four actors mean.
fn actor(actor: Actor) -> PossibleValue {
    PossibleValue::new(actor.as_str()).help(actor.meaning().trim_end_matches('.'))
}

pub(super) fn run(console: &mut Console<'_>) -> io::Result<Exit> {
    let table = match TableFile::read(console)? {
        Ok(table) => table,
        Err(exit) => return Ok(exit),
    };
    let code = console.text("code").unwrap_or_default();
    if let Some(refusal) = refusal(&table.catalog, &code) {
        writeln!(console.err, "{}: {refusal}", table.file.name())?;
        return Ok(Exit::Findings);
    }
    let columns: Vec<(&str, String)> =
        table.catalog.columns().filter_map(|column| Some((&*column.name, value(console, column)?))).collect();
    let row = New {
        status: console.matches.get_one::<u16>("status").copied().unwrap_or_default(),
        fits_in_line: columns.len() == ERROR_COLUMNS.iter().filter(|column| column.required).count(),
        columns,
        code,
    };
    let done = format!("added `{}`", row.code);
    let text = if table.is_empty {
        Some(row.first(table.file.text()))
    } else {
        row.insert(table.file.text(), &table.catalog)
    };
    let Some(text) = text else {
        let name = table.file.name();
        writeln!(
            console.err,
            "{name}: nothing was written, its rows are not below a line `[errors]`: write them there, then add this one"
        )?;
        return Ok(Exit::Findings);
    };
    table.write(console, &text, &done)
}

/// Why a code cannot be added, where the rules of the table would only say that it is defined twice.
fn refusal(catalog: &Catalog, code: &str) -> Option<String> {
    if let Some(row) = catalog.errors().iter().find(|row| row.code == code) {
        let status = row.status;
        if !catalog.is_own(row) {
            let path = catalog.source().path_at(row.places.code().start);
            return Some(format!(
                "`{code}` already exists, in the included {path}, with status {status}: use it as it is, or choose another code"
            ));
        }
        return Some(format!(
            "`{code}` already exists, with status {status}: change its row or choose another code"
        ));
    }
    let retired = catalog.retired().iter().any(|row| row.code == code);
    retired.then(|| format!("`{code}` is retired and cannot come back: choose a new code"))
}

/// The value of a column as TOML, if there is an argument for it.
fn value(console: &Console<'_>, column: &Column) -> Option<String> {
    let name = &*column.name;
    let texts = || console.matches.get_many::<String>(name);
    match column.kind {
        ColumnKind::Flag => console.matches.get_flag(name).then(|| "true".to_owned()),
        ColumnKind::Integer => console.matches.get_one::<i64>(name).map(i64::to_string),
        ColumnKind::Codes | ColumnKind::Lints | ColumnKind::Paths => {
            let texts: Vec<String> = texts()?.map(|text| quote::string(text)).collect();
            Some(format!("[{}]", texts.join(", ")))
        }
        ColumnKind::Code => texts().map(|codes| quote::codes(&codes.cloned().collect::<Vec<_>>())),
        ColumnKind::Headers => {
            let headers: Vec<String> = texts()?.map(|text| header(text)).collect();
            Some(format!("{{ {} }}", headers.join(", ")))
        }
        ColumnKind::Params => {
            let params: Vec<String> = texts()?.map(|text| param(text)).collect();
            Some(format!("{{ {} }}", params.join(", ")))
        }
        ColumnKind::Status => console.matches.get_one::<u16>(name).map(u16::to_string),
        ColumnKind::Statuses => {
            let statuses: Vec<String> = console.matches.get_many::<u16>(name)?.map(u16::to_string).collect();
            Some(format!("[{}]", statuses.join(", ")))
        }
        ColumnKind::Text => console.text(name).map(|text| quote::text(&text)),
        _ => console.text(name).map(|text| quote::string(&text)),
    }
}

/// `www-authenticate=ApiKey`, as TOML.
fn header(text: &str) -> String {
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    format!("{} = {}", quote::key(name), quote::string(value))
}

/// `needed=u64` or `needed=u64,safe`, as TOML. What is wrong with it the rules of the table will say.
fn param(text: &str) -> String {
    let (name, declared) = text.split_once('=').unwrap_or((text, ""));
    let kind = |kind: &str| quote::string(kind);
    match declared.strip_suffix(",safe") {
        Some(declared) => format!("{} = {{ type = {}, safe = true }}", quote::key(name), kind(declared)),
        None => format!("{} = {}", quote::key(name), kind(declared)),
    }
}

/// A row to be added.
struct New<'c> {
    code: String,
    status: u16,
    /// What it says, as TOML, in the order of the columns.
    columns: Vec<(&'c str, String)>,
    /// Whether it says no more than every row has to.
    fits_in_line: bool,
}

/// Where a row goes, among rows.
enum Place<'r> {
    Before(&'r RowLines),
    After(&'r RowLines),
}

impl New<'_> {
    /// The text of a table without rows, with this one.
    fn first(&self, text: &str) -> String {
        let items = layout::items(text);
        let errors = rows::find(&items, "errors");
        match errors.end_of_lines(&items) {
            Some(at) if self.fits_in_line => {
                edit::insert(text, items[at].span.end, &edit::line(&self.code, &self.columns))
            }
            Some(at) => edit::insert_section(
                text,
                items[at].span.end,
                &edit::section("errors", &self.code, &self.columns),
            ),
            None => {
                // Errors come before what is retired.
                let retired = rows::find(&items, "retired");
                let first = retired.header.into_iter().chain(retired.rows.iter().map(RowLines::first)).min();
                let at =
                    first.map_or(text.len(), |first| items[layout::with_comments(&items, first)].span.start);
                let row = if self.fits_in_line {
                    format!("[errors]\n{}", edit::line(&self.code, &self.columns))
                } else {
                    edit::section("errors", &self.code, &self.columns)
                };
                edit::insert_section(text, at, &row)
            }
        }
    }

    /// The text with the row in it; `None` if it has no lines to put the row between.
    fn insert(&self, text: &str, catalog: &Catalog) -> Option<String> {
        let items = layout::items(text);
        let errors = rows::find(&items, "errors");
        if !catalog.errors().iter().any(|entry| catalog.is_own(entry)) {
            // All rows are included ones.
            return Some(edit::insert_section(
                text,
                text.len(),
                &edit::section("errors", &self.code, &self.columns),
            ));
        }
        let all: Vec<&RowLines> = errors.rows.iter().collect();
        let place = self.place(&all, catalog)?;
        let (Place::Before(neighbour) | Place::After(neighbour)) = place;
        if neighbour.form == Form::Line && self.fits_in_line {
            return Some(self.insert_line(text, &items, &place));
        }
        // A section ends the lines of `[errors]`, so it goes below them, and above or below another section.
        let sections: Vec<&RowLines> = all.into_iter().filter(|row| row.form == Form::Section).collect();
        let section = edit::section("errors", &self.code, &self.columns);
        let end_of = |at: usize| items[at].span.end;
        let at = match self.place(&sections, catalog) {
            Some(Place::After(row)) => end_of(row.last()),
            Some(Place::Before(row)) => match errors.end_of_lines(&items) {
                Some(at) if at < row.first() => end_of(at),
                _ => items[layout::with_comments(&items, row.first())].span.start,
            },
            None => end_of(errors.end_of_lines(&items)?),
        };
        Some(edit::insert_section(text, at, &section))
    }

    fn insert_line(&self, text: &str, items: &[Item<'_>], place: &Place<'_>) -> String {
        let line = edit::line(&self.code, &self.columns);
        match place {
            Place::After(row) => edit::insert(text, items[row.last()].span.end, &line),
            Place::Before(row) => {
                // A comment above the first row may be that of its group, to which the new row does not belong.
                let first = (0..row.first()).rev().take_while(|at| items[*at].is_comment()).last();
                let blank = if first.is_some() { "\n" } else { "" };
                let at = items[first.unwrap_or(row.first())].span.start;
                edit::insert(text, at, &format!("{line}{blank}"))
            }
        }
    }

    /// After the last row of the same status, or of the one before it in a table sorted by status, or at the end.
    fn place<'r>(&self, rows: &[&'r RowLines], catalog: &Catalog) -> Option<Place<'r>> {
        let status = |row: &RowLines| {
            let entry = catalog.errors().iter().find(|entry| entry.code == row.code);
            entry.map_or(0, |entry| entry.status)
        };
        let last = rows.last()?;
        if let Some(row) = rows.iter().rev().find(|row| status(row) == self.status) {
            return Some(Place::After(row));
        }
        if !rows.is_sorted_by_key(|row| status(row)) {
            return Some(Place::After(last));
        }
        Some(match rows.iter().rev().find(|row| status(row) < self.status) {
            Some(row) => Place::After(row),
            None => Place::Before(rows.first()?),
        })
    }
}
