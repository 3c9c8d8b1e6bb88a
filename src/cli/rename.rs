//! `rename`: gives a code another wire string, by which readers know it as well as by the old one.

use core::ops::Range;
use std::io;

use clap::{Arg, ArgAction, Command};
use toml::de::DeTable;

use super::edit::{TableFile, layout, quote, rows};
use super::retire::{elsewhere, missing, value, with_tombstone};
use super::{Console, Exit};
use crate::table::catalog::{Catalog, Entry, code_fault, instead, variant};

pub(super) fn arguments(command: Command) -> Command {
    command
        .about("Give a code another wire string: readers know both, and the old one cannot come back")
        .arg(Arg::new("old").value_name("OLD").required(true).help("The code of the row"))
        .arg(Arg::new("new").value_name("NEW").required(true).help("The code that it becomes"))
        .arg(
            Arg::new("reason")
                .long("reason")
                .value_name("TEXT")
                .help("Why the old code goes [default: Renamed to `NEW`]"),
        )
        .arg(Arg::new("since").long("since").value_name("VERSION").help("The version that renames it"))
        .arg(
            Arg::new("send-old")
                .long("send-old")
                .action(ArgAction::SetTrue)
                .conflicts_with_all(["reason", "since"])
                .help("Let servers send the old string for now, while readers learn the new one; run `rename` again to switch"),
        )
        .arg(
            Arg::new("dry-run")
                .long("dry-run")
                .action(ArgAction::SetTrue)
                .help("Write nothing, and show the difference"),
        )
}

pub(super) fn run(console: &mut Console<'_>) -> io::Result<Exit> {
    let table = match TableFile::read(console)? {
        Ok(table) => table,
        Err(exit) => return Ok(exit),
    };
    let [old, new] = ["old", "new"].map(|name| console.text(name).unwrap_or_default());
    let name = table.file.name();
    if let Some(refusal) = refusal(&table.catalog, &old, &new) {
        writeln!(console.err, "{name}: {refusal}")?;
        return Ok(Exit::Findings);
    }
    let Some(entry) = table.catalog.errors().iter().find(|entry| entry.code == old) else {
        return Ok(Exit::Findings);
    };
    let text = table.file.text();
    let (edited, done) = if console.matches.get_flag("send-old") {
        (expecting(text, entry, &new), format!("`{old}` is read as `{new}` too; servers send `{old}`"))
    } else {
        let reason = console.text("reason").unwrap_or_else(|| format!("Renamed to `{new}`"));
        let mut columns = vec![("reason", quote::string(&reason))];
        columns.extend(console.text("since").map(|since| ("since", quote::string(&since))));
        columns.push(("replaced_by", quote::string(&new)));
        columns.extend(value(text, &old, "name").map(|name| ("name", quote::string(&name))));
        let renamed = renamed(text, entry, &new).and_then(|text| with_tombstone(&text, &old, &columns));
        (renamed, format!("renamed `{old}` to `{new}`; readers know both, and servers send `{new}`"))
    };
    let Some(edited) = edited else {
        writeln!(
            console.err,
            "{name}: nothing was written, the row of `{old}` or its section is written as one value with comments: write it as \
             `[errors.{old}]`, with a line for each column"
        )?;
        return Ok(Exit::Findings);
    };
    table.write(console, &edited, &done)
}

/// Why a code cannot become another.
fn refusal(catalog: &Catalog, old: &str, new: &str) -> Option<String> {
    if let Some(elsewhere) = elsewhere(catalog, old, &format!("rename {old} {new}")) {
        return Some(elsewhere);
    }
    if let Some(row) = catalog.retired().iter().find(|row| row.code == old) {
        let now = instead(&row.replaced_by).map(|codes| format!(": it is {codes} now"));
        return Some(format!("`{old}` is retired already{}", now.unwrap_or_default()));
    }
    if let Some(missing) = missing(catalog, old) {
        return Some(missing);
    }
    if let Some((_, fault)) = code_fault(new) {
        return Some(format!("`{}` is not a legal code: {fault}", new.escape_debug()));
    }
    let is_live = catalog.errors().iter().any(|entry| entry.code == new);
    if new == old {
        return Some(format!("`{old}` has that name already"));
    } else if is_live {
        return Some(format!(
            "`{new}` is a code already: if both are one error, retire `{old}` with `error-catalog retire {old} --replaced-by {new}`"
        ));
    }
    let retired = catalog.retired().iter().any(|row| row.code == new);
    retired.then(|| format!("`{new}` is retired and cannot come back: choose a new code"))
}

/// The text with the row under its new code, which knows the old one.
fn renamed(text: &str, entry: &Entry, new: &str) -> Option<String> {
    let old = &*entry.code;
    let aliases: Vec<&str> =
        entry.aliases.iter().map(String::as_str).filter(|alias| *alias != new).chain([old]).collect();
    let items = layout::items(text);
    let lines = rows::find(&items, "errors");
    let row = lines.rows.iter().find(|row| row.code == old)?;
    let key = quote::key(new);
    let keys = row.codes(text, &items, "errors").into_iter().map(|place| (place, key.clone()));
    let elsewhere = replacements(text, old)?.into_iter().map(|place| (place, quote::string(new)));
    with_column(&edited(text, keys.chain(elsewhere).collect()), new, "aliases", &list(&aliases))
}

/// The text with a row that knows its code to come, and has its Rust name.
fn expecting(text: &str, entry: &Entry, new: &str) -> Option<String> {
    let aliases: Vec<&str> = entry.aliases.iter().map(String::as_str).chain([new]).collect();
    let named = if entry.places.has("name") || entry.variant == variant(new) {
        text.to_owned()
    } else {
        with_column(text, &entry.code, "name", &quote::string(&variant(new)))?
    };
    with_column(&named, &entry.code, "aliases", &list(&aliases))
}

fn list(codes: &[&str]) -> String {
    let codes: Vec<String> = codes.iter().map(|code| quote::string(code)).collect();
    format!("[{}]", codes.join(", "))
}

/// The text with this value in a column of a row.
fn with_column(text: &str, code: &str, column: &str, value: &str) -> Option<String> {
    let root = DeTable::parse(text).ok()?;
    let place = root.get_ref().get("errors")?.get_ref().as_table()?.get(code)?;
    let edit = if let Some(old) = place.get_ref().as_table()?.get(column) {
        (old.span(), value.to_owned())
    } else {
        let items = layout::items(text);
        let lines = rows::find(&items, "errors");
        let row = lines.rows.iter().find(|row| row.code == code)?;
        row.insertion(text, &items, place.span().end, &[(column, value)])?
    };
    Some(edited(text, vec![edit]))
}

/// Where other rows name the code as the one to use instead.
fn replacements(text: &str, old: &str) -> Option<Vec<Range<usize>>> {
    let root = DeTable::parse(text).ok()?;
    let sections = ["errors", "retired"].into_iter();
    let tables = sections.filter_map(|section| root.get_ref().get(section)?.get_ref().as_table());
    let rows = tables.flat_map(|section| section.values()).filter_map(|row| row.get_ref().as_table());
    let named = rows.filter_map(|row| row.get("replaced_by"));
    let named = named.flat_map(|value| match value.get_ref().as_array() {
        Some(codes) => codes.iter().collect(),
        None => vec![value],
    });
    Some(named.filter(|value| value.get_ref().as_str() == Some(old)).map(toml::Spanned::span).collect())
}

/// The text with all edits, none of which lies within another.
fn edited(text: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(place, _)| place.start);
    let mut text = text.to_owned();
    for (place, value) in edits.into_iter().rev() {
        text.replace_range(place, &value);
    }
    text
}
