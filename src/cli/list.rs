//! `list`: the codes that one is looking for.

use std::io;

use clap::builder::{EnumValueParser, PossibleValue};
use clap::{Arg, ArgMatches, Command, ValueEnum};
use comfy_table::{ColumnConstraint, ContentArrangement, Table, presets};
use serde_json::{Value, json};

use super::{Console, Exit};
use crate::shared::retry::Retry;
use crate::table::catalog::{Catalog, Entry};
use crate::table::docs::json::row;

pub(super) fn arguments(command: Command) -> Command {
    let retries = Retry::ALL.map(Retry::as_str);
    command
        .about("List the codes, or those that a filter lets through")
        .arg(
            Arg::new("text")
                .value_name("TEXT")
                .help("Only rows with this text in their code, cause, message or remedy, in any case"),
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
    let entries = wanted(&catalog, console.matches);
    if let Some(Format::Json) = console.matches.get_one("format") {
        let errors: Vec<Value> = entries.iter().map(|entry| row(entry)).collect();
        let list = json!({ "format": 1, "errors": errors });
        writeln!(console.out, "{list:#}")?;
    } else if entries.is_empty() {
        writeln!(console.err, "no code of {} is like that", catalog.name())?;
    } else {
        let table = table(&entries, catalog.tables().len() > 1, console.terminal.width);
        table.lines().try_for_each(|line| writeln!(console.out, "{}", line.trim_end()))?;
    }
    // Whoever looks for something wants to know whether it is there, as with grep.
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

/// Sorted as people look for them: by status, then by code.
fn wanted<'c>(catalog: &'c Catalog, matches: &ArgMatches) -> Vec<&'c Entry> {
    let text = matches.get_one::<String>("text").map(|text| text.to_lowercase());
    let retry = matches.get_one::<String>("retry");
    let status = matches.get_one::<Status>("status");
    let is_wanted = |entry: &&Entry| {
        let texts = [Some(&entry.code), Some(&entry.cause), entry.message.as_ref(), entry.remedy.as_ref()];
        let has_text =
            |wanted: &String| texts.iter().flatten().any(|text| text.to_lowercase().contains(wanted));
        text.as_ref().is_none_or(has_text)
            && retry.is_none_or(|retry| retry == entry.retry.as_str())
            && status.is_none_or(|status| match status {
                Status::Exact(status) => *status == entry.status,
                Status::Class(digit) => *digit == entry.status / 100,
            })
    };
    let mut entries: Vec<&Entry> = catalog.errors().iter().filter(is_wanted).collect();
    entries.sort_by_key(|entry| (entry.status, &entry.code));
    entries
}

/// As wide as the terminal, and never wider; in a pipe as wide as it wants to be. Where there are several tables, each row
/// says which it is from.
fn table(entries: &[&Entry], several: bool, width: Option<u16>) -> Table {
    let mut table = Table::new();
    let columns = |mut columns: Vec<String>, table: &str| {
        columns.extend(several.then(|| table.to_owned()));
        columns
    };
    let header = ["Status", "Code", "Retry", "Cause"].map(str::to_owned);
    table.load_preset(presets::NOTHING).set_header(columns(header.into(), "Table"));
    if let Some(width) = width {
        table.set_width(width).set_content_arrangement(ContentArrangement::Dynamic);
    }
    // A code is something to copy.
    if let Some(codes) = table.column_mut(1) {
        codes.set_constraint(ColumnConstraint::ContentWidth);
    }
    for entry in entries {
        let wait = entry.retry_after.map_or_else(String::new, |wait| format!(", {} s", wait.as_secs()));
        let retry = format!("{}{wait}", entry.retry);
        let row = [entry.status.to_string(), entry.code.clone(), retry, entry.cause.clone()];
        table.add_row(columns(row.into(), &entry.table));
    }
    table
}
