//! `retire`: moves a row to `[retired]`, so that neither its code nor its Rust name comes back.

use core::ops::{Range, RangeInclusive};
use std::io;
use std::path::Path;

use clap::{Arg, ArgAction, Command};
use toml::de::{DeTable, DeValue};

use super::edit::layout::{self, Item};
use super::edit::rows::{self, Form, RowLines};
use super::edit::{self, TableFile, quote};
use super::{Console, Exit, word};
use crate::table::catalog::{Catalog, Entry, RETIRED_COLUMNS, suggest};

pub(super) fn arguments(command: Command) -> Command {
    command
        .about("Move a row to `[retired]`: its code cannot come back with another meaning")
        .arg(Arg::new("code").value_name("CODE").required(true).help("The code of the row"))
        .arg(Arg::new("reason").long("reason").value_name("TEXT").required(true).help("Why it goes"))
        .arg(
            Arg::new("replaced_by")
                .long("replaced-by")
                .value_name("CODE,..")
                .value_delimiter(',')
                .action(ArgAction::Append)
                .help("The live code to use instead, or several if the error was split [default: those of the row]"),
        )
        .arg(Arg::new("since").long("since").value_name("VERSION").help("The version that retires it"))
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
    let code = console.text("code").unwrap_or_default();
    if let Some(refusal) =
        elsewhere(&table.catalog, &code, &format!("retire {code}")).or_else(|| refusal(&table.catalog, &code))
    {
        writeln!(console.err, "{}: {refusal}", table.file.name())?;
        return Ok(Exit::Findings);
    }
    let old = table.file.text();
    let columns: Vec<(&str, String)> = RETIRED_COLUMNS
        .iter()
        .filter_map(|column| {
            let name = &*column.name;
            let value = match name {
                // The row's own name is not an argument: it stays reserved in any case.
                "name" => quote::string(&value(old, &code, name)?),
                "replaced_by" => match console.matches.get_many::<String>(name) {
                    Some(codes) => quote::codes(&codes.cloned().collect::<Vec<_>>()),
                    None => quote::codes(&row(&table.catalog, &code)?.replaced_by),
                },
                name => quote::string(&console.text(name)?),
            };
            Some((name, value)).filter(|(_, value)| value != "[]")
        })
        .collect();
    let new = moved(old, &code, &columns);
    let Some(new) = new else {
        writeln!(
            console.err,
            "{}: nothing was written, a section is written as one value: write its rows below `[errors]` or `[retired]`",
            table.file.name()
        )?;
        return Ok(Exit::Findings);
    };
    let exit = table.write(console, &new, &format!("retired `{code}`"))?;
    if let Some(entry) =
        row(&table.catalog, &code).filter(|entry| exit == Exit::Clean && !entry.default_for.is_empty())
    {
        let statuses: Vec<String> = entry.default_for.iter().map(u16::to_string).collect();
        writeln!(
            console.err,
            "{}: no row is the default for a bare {} now, give another row `default_for = [{}]`",
            table.file.name(),
            statuses.join(" or "),
            statuses.join(", ")
        )?;
    }
    Ok(exit)
}

fn row<'c>(catalog: &'c Catalog, code: &str) -> Option<&'c Entry> {
    catalog.errors().iter().find(|entry| entry.code == code)
}

/// Where a code of an included table is retired.
pub(super) fn elsewhere(catalog: &Catalog, code: &str, command: &str) -> Option<String> {
    let row = catalog.errors().iter().find(|entry| entry.code == code && !catalog.is_own(entry))?;
    let path = catalog.source().path_at(row.places.code().start);
    let whole = format!("error-catalog {command} --table {}", word(Path::new(path)));
    let (verb, _) = command.split_once(' ').unwrap_or((command, ""));
    Some(format!(
        "`{code}` is a row of the included {path}: {verb} it there, for all that include it, with `{whole}`"
    ))
}

/// Why a code cannot be retired.
fn refusal(catalog: &Catalog, code: &str) -> Option<String> {
    if catalog.retired().iter().any(|row| row.code == code) {
        return Some(format!("`{code}` is retired already"));
    }
    if let Some(missing) = missing(catalog, code) {
        return Some(missing);
    }
    let errors = catalog.errors().iter().map(|entry| (&entry.code, &entry.replaced_by));
    let retired = catalog.retired().iter().map(|row| (&row.code, &row.replaced_by));
    let naming: Vec<String> = errors
        .chain(retired)
        .filter(|(_, replaced_by)| replaced_by.iter().any(|other| other == code))
        .map(|(other, _)| format!("`{other}`"))
        .collect();
    (!naming.is_empty()).then(|| {
        let rows = naming.join(", ");
        format!("`{code}` is the `replaced_by` of {rows}: change that first")
    })
}

/// That no row has the code.
pub(super) fn missing(catalog: &Catalog, code: &str) -> Option<String> {
    let live: Vec<&str> = catalog.errors().iter().map(|entry| &*entry.code).collect();
    let shown = code.escape_debug();
    (!live.contains(&code)).then(|| match suggest(code, live.iter().copied()) {
        Some(meant) => format!("no row has the code `{shown}`, did you mean `{meant}`?"),
        None => format!("no row has the code `{shown}`, name one of `[errors]`"),
    })
}

/// What a row of `[errors]` says in a column.
pub(super) fn value(text: &str, code: &str, column: &str) -> Option<String> {
    let root = DeTable::parse(text).ok()?;
    let mut value = root.get_ref().get("errors")?.get_ref();
    for key in [code, column] {
        value = value.as_table()?.get(key)?.get_ref();
    }
    match value {
        DeValue::String(text) => Some(text.clone().into_owned()),
        _ => None,
    }
}

/// The text with the row in `[retired]`; none where it has no lines to move.
fn moved(text: &str, code: &str, columns: &[(&str, String)]) -> Option<String> {
    let items = layout::items(text);
    let errors = rows::find(&items, "errors");
    let row = errors.rows.iter().find(|row| row.code == code)?;
    let stays = row.form != Form::Section && heads_group(&items, row);
    let first = if stays { row.first() } else { layout::with_comments(&items, row.first()) };
    let own = (first..row.first()).chain(row.items.iter().copied()).map(|at| &items[at]);
    // What was said about the row and its columns goes along.
    let remark = items[row.first()].comment.filter(|_| row.form != Form::Scattered);
    let mut said: Vec<&str> = own.flat_map(|item| layout::comments(&text[item.span.clone()])).collect();
    if let Some(at) = remark.and_then(|remark| said.iter().position(|comment| *comment == remark.trim_end()))
    {
        said.remove(at);
    }
    let comments: String = said.into_iter().flat_map(|comment| [comment, "\n"]).collect();
    let taken: Vec<Range<usize>> = if row.last() - row.first() >= row.items.len() {
        let own = (first..row.first()).chain(row.items.iter().copied());
        own.map(|at| items[at].span.clone()).collect()
    } else {
        core::iter::once(with_blank_lines(&items, first..=row.last())).collect()
    };
    let mut rest = text.to_owned();
    for span in taken.into_iter().rev() {
        rest.replace_range(span, "");
    }
    let row = Tombstone { code, columns, comments: &comments, remark };
    row.append(&rest)
}

/// The text with one more row in `[retired]`; none where that section has no lines.
pub(super) fn with_tombstone(text: &str, code: &str, columns: &[(&str, String)]) -> Option<String> {
    Tombstone { code, columns, comments: "", remark: None }.append(text)
}

/// The place of a row, with the blank lines that belong to it.
fn with_blank_lines(items: &[Item<'_>], row: RangeInclusive<usize>) -> Range<usize> {
    let (first, last) = row.into_inner();
    let above = first.checked_sub(1).map(|above| &items[above]);
    let below = items.get(last + 1);
    let mut span = items[first].span.start..items[last].span.end;
    // Its neighbours stay apart where they have blank lines of their own.
    if below.is_none_or(|below| below.gap) {
        span.start = above.map_or(0, |above| above.span.end);
    }
    // The first line below a header needs none.
    let is_first = above.is_none_or(|above| above.is_header() && !items[first].is_header());
    if let Some(below) = below.filter(|below| is_first && (above.is_none() || below.is_pair())) {
        span.end = below.span.start;
    }
    span
}

/// Whether the comment above a row is that of a group, which goes on after the row.
fn heads_group(items: &[Item<'_>], row: &RowLines) -> bool {
    let first = layout::with_comments(items, row.first());
    let starts_group = first == 0 || items[first].gap || items[first - 1].is_header();
    starts_group && items.get(row.last() + 1).is_some_and(|next| !next.gap && next.is_pair())
}

/// A retired row, with what was said about it.
struct Tombstone<'a> {
    code: &'a str,
    columns: &'a [(&'a str, String)],
    /// The lines above it.
    comments: &'a str,
    /// The comment behind its first line.
    remark: Option<&'a str>,
}

impl Tombstone<'_> {
    /// The text with the row at the end of those that there are.
    fn append(&self, text: &str) -> Option<String> {
        let items = layout::items(text);
        let retired = rows::find(&items, "retired");
        if retired.is_value {
            return None;
        }
        let line = || self.with_comments(&edit::line(self.code, self.columns));
        let last_section = retired.rows.iter().rev().find(|row| row.form == Form::Section);
        let has_lines = retired.rows.iter().any(|row| row.form == Form::Line);
        Some(match (retired.end_of_lines(&items), last_section) {
            (Some(at), None) => edit::insert(text, items[at].span.end, &line()),
            (Some(at), _) if has_lines => edit::insert(text, items[at].span.end, &line()),
            (_, Some(row)) => {
                let section = self.with_comments(&edit::section("retired", self.code, self.columns));
                edit::insert_section(text, items[row.last()].span.end, &section)
            }
            (None, None) => edit::insert_section(text, text.len(), &format!("[retired]\n{}", line())),
        })
    }

    fn with_comments(&self, row: &str) -> String {
        let remark = self.remark.map(|remark| format!(" {remark}")).unwrap_or_default();
        let (first, rest) = row.split_once('\n').unwrap_or((row, ""));
        format!("{}{first}{remark}\n{rest}", self.comments)
    }
}
