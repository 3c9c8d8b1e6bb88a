//! `list`: the codes that one is looking for.

use std::borrow::Cow;
use std::io;

use clap::builder::{EnumValueParser, PossibleValue};
use clap::{Arg, ArgAction, ArgMatches, Command, ValueEnum};
use comfy_table::{ColumnConstraint, ContentArrangement, Table, presets};
use serde_json::json;

use super::{Console, Exit};
use crate::shared::actor::Actor;
use crate::shared::retry::Retry;
use crate::table::catalog::{Catalog, Display, Entry, Value};
use crate::table::docs::columns::{Choice, Columns};
use crate::table::docs::groups;
use crate::table::docs::json::row;

pub(super) fn arguments(command: Command) -> Command {
    let retries = Retry::ALL.map(Retry::as_str);
    let actors = Actor::ALL.map(Actor::as_str);
    command
        .about("List the codes that match every filter")
        .arg(
            Arg::new("text")
                .value_name("TEXT")
                .help("Only rows with this text in their code or in a column, in any case"),
        )
        .arg(
            Arg::new("status")
                .long("status")
                .value_name("STATUS")
                .value_parser(status)
                .help("Only rows with this status: `404`, or `4xx` for all of them"),
        )
        .arg(
            Arg::new("retry")
                .long("retry")
                .value_name("RETRY")
                .value_parser(retries)
                .help("Only rows with this advice"),
        )
        .arg(
            Arg::new("actor")
                .long("actor")
                .value_name("ACTOR")
                .value_parser(actors)
                .help("Only rows in which this one has to act"),
        )
        .arg(
            Arg::new("where")
                .long("where")
                .value_name("COLUMN=VALUE")
                .action(ArgAction::Append)
                .help("Only rows with this value in a column, such as `owner=payments`; may be repeated"),
        )
        .arg(
            Arg::new("columns")
                .long("columns")
                .value_name("COLUMN,..")
                .value_delimiter(',')
                .help(
                    "The columns of the list, in this order: `code`, and columns of the table [default: status,code,retry,cause, \
                     after group where rows have one]",
                ),
        )
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .value_parser(EnumValueParser::<Format>::new())
                .default_value("text")
                .help("The form of the list"),
        )
}

#[derive(Clone, Copy)]
enum Format {
    Text,
    Json,
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Text, Self::Json]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::Text => PossibleValue::new("text").help("a table that fits the terminal"),
            Self::Json => PossibleValue::new("json").help("for programs"),
        })
    }
}

pub(super) fn run(console: &mut Console<'_>) -> io::Result<Exit> {
    let catalog = match console.catalog()? {
        Ok(catalog) => catalog,
        Err(exit) => return Ok(exit),
    };
    let names: Vec<&str> = if let Some(names) = console.matches.get_many::<String>("columns") {
        names.map(String::as_str).collect()
    } else {
        let has_groups = catalog.errors().iter().any(|entry| entry.group().is_some());
        has_groups.then_some("group").into_iter().chain(["status", "code", "retry", "cause"]).collect()
    };
    let (columns, conditions) = match (Columns::choose(&catalog, names), conditions(console, &catalog)) {
        (Ok(columns), Ok(conditions)) => (columns, conditions),
        (columns, conditions) => {
            let mistakes = [columns.err().map(|error| error.to_string()), conditions.err()];
            mistakes.into_iter().flatten().try_for_each(|mistake| writeln!(console.err, "{mistake}"))?;
            return Ok(Exit::Failed);
        }
    };
    let mut entries = wanted(&catalog, console.matches);
    entries.retain(|entry| conditions.iter().all(|(column, value)| column.text(entry) == *value));
    if let Some(Format::Json) = console.matches.get_one("format") {
        let errors: Vec<_> = entries.iter().map(|entry| row(entry, &catalog)).collect();
        let list = json!({ "format": 1, "errors": errors });
        writeln!(console.out, "{list:#}")?;
    } else if entries.is_empty() {
        writeln!(console.err, "no matching codes in {}", catalog.name())?;
    } else {
        let table = table(&entries, &columns, catalog.tables().len() > 1, console.terminal.width);
        table.lines().try_for_each(|line| writeln!(console.out, "{}", line.trim_end()))?;
    }
    // As with grep, the exit code tells whether there was a match.
    Ok(if entries.is_empty() { Exit::Findings } else { Exit::Clean })
}

/// A whole status, or the first digit of a class.
#[derive(Clone, Copy)]
enum Status {
    Exact(u16),
    Class(u16),
}

fn status(text: &str) -> Result<Status, &'static str> {
    let text = text.to_ascii_lowercase();
    let (digits, class) = match text.strip_suffix("xx") {
        Some(digit) => (digit, true),
        None => (&*text, false),
    };
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    match (digits.parse::<u16>().ok().filter(|_| is_number), class) {
        (Some(number @ 400..=599), false) => Ok(Status::Exact(number)),
        (Some(digit @ 4..=5), true) => Ok(Status::Class(digit)),
        _ => Err("expected 400 to 599, `4xx` or `5xx`"),
    }
}

/// The values that a row has to have, each with its column.
fn conditions<'c>(console: &Console<'_>, catalog: &'c Catalog) -> Result<Vec<(Choice<'c>, String)>, String> {
    let conditions = console.matches.get_many::<String>("where").into_iter().flatten();
    let parse = |condition: &String| {
        let (name, value) = condition.split_once('=').ok_or_else(|| {
            format!("`{}` is not a condition, write `--where COLUMN=VALUE`", condition.escape_debug())
        })?;
        let columns = Columns::choose(catalog, [name]).map_err(|error| error.to_string())?;
        Ok(columns.iter().map(|column| (column, value.to_owned())).collect::<Vec<_>>())
    };
    Ok(conditions.map(parse).collect::<Result<Vec<_>, String>>()?.concat())
}

/// Sorted as people look for them: by group, then by status, then by code.
fn wanted<'c>(catalog: &'c Catalog, matches: &ArgMatches) -> Vec<&'c Entry> {
    let text = matches.get_one::<String>("text").map(|text| text.to_lowercase());
    let retry = matches.get_one::<String>("retry");
    let actor = matches.get_one::<String>("actor");
    let status = matches.get_one::<Status>("status");
    let is_wanted = |entry: &&Entry| {
        let has_text = |wanted: &String| {
            let shown = catalog.columns().filter(|column| column.display != Display::Hidden);
            let values = shown.filter_map(|column| column.value(entry)).map(Value::to_text);
            let mut texts = values.chain([Cow::Borrowed(&*entry.code)]);
            texts.any(|text| text.to_lowercase().contains(wanted))
        };
        text.as_ref().is_none_or(has_text)
            && retry.is_none_or(|retry| retry == entry.retry.as_str())
            && actor.is_none_or(|actor| actor == entry.actor.as_str())
            && status.is_none_or(|status| match status {
                Status::Exact(status) => entry.statuses().any(|known| known == *status),
                Status::Class(digit) => entry.statuses().any(|known| known / 100 == *digit),
            })
    };
    groups::sections(catalog).into_iter().flat_map(|section| section.entries).filter(is_wanted).collect()
}

/// As wide as the terminal, and never wider; in a pipe as wide as it wants to be. Where there are several tables, each row
/// says which it is from.
fn table(entries: &[&Entry], columns: &Columns<'_>, several: bool, width: Option<u16>) -> Table {
    let mut table = Table::new();
    let line = |cells: Vec<String>, table: &str| cells.into_iter().chain(several.then(|| table.to_owned()));
    let header = columns.iter().map(|column| column.label().to_owned()).collect();
    table.load_preset(presets::NOTHING).set_header(line(header, "Table"));
    if let Some(width) = width {
        table.set_width(width).set_content_arrangement(ContentArrangement::Dynamic);
    }
    for (at, column) in columns.iter().enumerate() {
        // A code is something to copy.
        if let (Choice::Code, Some(codes)) = (column, table.column_mut(at)) {
            codes.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    for entry in entries {
        let cells = columns.iter().map(|column| column.text(entry).into_owned()).collect();
        table.add_row(line(cells, &entry.table));
    }
    table
}
