//! `workspace`: all tables of a repository together: who includes what, whom a change reaches, and what means two things.

mod survey;

use std::io;
use std::path::PathBuf;

use clap::{Arg, Command};
use comfy_table::{ContentArrangement, Table as Grid, presets};
use serde_json::{Value, json};

use self::survey::{Shared, Survey, Table};
use super::{Console, Exit, files, revision, shown};
use crate::shared::text::OneLine;
use crate::table::catalog::Catalog;
use crate::table::review::diff::{self, Bump};

pub(super) fn arguments(command: Command) -> Command {
    command
        .about("Show all tables of a repository: who includes what, whom a change reaches, and codes with two meanings")
        .after_help(
            "Exit status: 0 where all is well, also with codes of two meanings, which a program tells apart by their tables; 1 \
             where two tables have one name, or one has a mistake; 2 where nothing could be looked at.",
        )
        .arg(files::argument().help("Tables, or folders with a `catalog.toml` [default: the current folder]"))
        .arg(
            Arg::new("since")
                .long("since")
                .value_name("REV")
                .help("Tell what has changed since this revision of git, and the version step that each table needs"),
        )
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .value_parser(["text", "json"])
                .default_value("text")
                .help("The form of the output"),
        )
}

pub(super) fn run(console: &mut Console<'_>) -> io::Result<Exit> {
    let paths = if console.matches.get_many::<PathBuf>("file").is_some() {
        files::tables(console)?
    } else {
        files::in_folder(console, &PathBuf::from("."))?
    };
    let paths = match paths {
        Ok(paths) => paths,
        Err(exit) => return Ok(exit),
    };
    let mut survey = Survey::new(paths);
    if let (Some(since), Some(first)) = (console.text("since"), survey.tables.first()) {
        if let Err(message) = revision::exists(&since, &first.path) {
            writeln!(console.err, "--since: {message}")?;
            return Ok(Exit::Failed);
        }
        survey.compare(&since);
    }
    if console.text("format").as_deref() == Some("json") {
        writeln!(console.out, "{:#}", document(&survey))?;
    } else {
        show(console, &survey)?;
    }
    let has_mistakes = survey.tables.iter().any(|table| table.read.is_err());
    Ok(if has_mistakes || !survey.same_names().is_empty() { Exit::Findings } else { Exit::Clean })
}

fn show(console: &mut Console<'_>, survey: &Survey) -> io::Result<()> {
    let is_compared = console.text("since").is_some();
    let mut grid = Grid::new();
    let mut header = vec!["Table", "Name", "Codes", "Own", "Includes"];
    header.extend(is_compared.then_some("Requires"));
    grid.load_preset(presets::NOTHING).set_header(header);
    if let Some(width) = console.terminal.width {
        grid.set_width(width).set_content_arrangement(ContentArrangement::Dynamic);
    }
    for table in &survey.tables {
        let (all, own) = table.codes();
        let includes: Vec<String> = table.includes.iter().map(|at| survey.tables[*at].name()).collect();
        let name = if table.read.is_ok() { table.name() } else { "(has mistakes)".to_owned() };
        let mut cells = vec![shown(&table.path), name, all.to_string(), own.to_string(), includes.join(", ")];
        cells.extend(is_compared.then(|| requires(table)));
        grid.add_row(cells.iter().map(|cell| OneLine(cell).to_string()));
    }
    grid.lines().try_for_each(|line| writeln!(console.out, "{}", line.trim_end()))?;
    for (at, table) in survey.tables.iter().enumerate() {
        let changes = table.since.iter().flat_map(|since| &since.own);
        let said: Vec<String> = changes.filter_map(diff::in_words).collect();
        if said.is_empty() {
            continue;
        }
        let users: Vec<String> = survey.users(at).map(Table::name).collect();
        let reaches =
            if users.is_empty() { String::new() } else { format!(", reaches {}", users.join(", ")) };
        writeln!(console.out, "\n{}{}:", shown(&table.path), OneLine(&reaches))?;
        said.iter().try_for_each(|change| writeln!(console.out, "  {change}"))?;
    }
    for table in survey.tables.iter().filter(|table| table.read.is_err()) {
        let path = shown(&table.path);
        writeln!(console.err, "{path}: has mistakes, `error-catalog check {path}` shows them")?;
    }
    for (name, tables) in survey.same_names() {
        let paths: Vec<String> = tables.iter().map(|table| shown(&table.path)).collect();
        writeln!(
            console.err,
            "the name \"{}\" is that of {} tables: {}; give each its own, since a program tells equal codes apart by it",
            OneLine(name),
            paths.len(),
            paths.join(", ")
        )?;
    }
    for Shared { code, rows, is_same } in survey.shared_codes() {
        if is_same {
            let names: Vec<String> = rows.iter().map(|(table, _)| table.name()).collect();
            let names = names.join(", ");
            writeln!(
                console.out,
                "\n`{code}` is the same in {}: a table that they include can have it",
                OneLine(&names)
            )?;
            continue;
        }
        writeln!(console.out, "\n`{code}` has several meanings:")?;
        for (table, entry) in rows {
            let (name, cause) = (table.name(), &entry.cause);
            writeln!(
                console.out,
                "  {}: {} ({}, {})",
                OneLine(&name),
                OneLine(cause),
                entry.status,
                entry.retry
            )?;
        }
    }
    Ok(())
}

/// The version step of a table.
fn requires(table: &Table) -> String {
    let word = |bump: Option<Bump>| bump.map_or("nothing", Bump::as_str);
    let none = if table.read.is_ok() { "new" } else { "" };
    table.since.as_ref().map_or(none, |since| word(since.bump)).to_owned()
}

fn document(survey: &Survey) -> Value {
    let path = |table: &Table| shown(&table.path);
    let tables = survey.tables.iter().enumerate().map(|(at, table)| {
        let (all, own) = table.codes();
        let includes = table.includes.iter().map(|at| path(&survey.tables[*at]));
        let mut shown = json!({
            "path": path(table),
            "name": table.read.as_ref().ok().map(Catalog::name),
            "is_valid": table.read.is_ok(),
            "codes": all,
            "own_codes": own,
            "includes": includes.collect::<Vec<_>>(),
            "included_by": survey.users(at).map(path).collect::<Vec<_>>(),
        });
        if let Some(since) = &table.since {
            let changes = since.own.iter().map(|change| {
                json!({ "rule": change.rule.as_str(), "code": change.code, "old": change.old, "new": change.new })
            });
            shown["required_bump"] = json!(since.bump.map(Bump::as_str));
            shown["own_changes"] = changes.collect();
        }
        shown
    });
    let same_names = survey.same_names().into_iter().map(
        |(name, tables)| json!({ "name": name, "tables": tables.into_iter().map(path).collect::<Vec<_>>() }),
    );
    let shared = survey.shared_codes().into_iter().map(|Shared { code, rows, is_same }| {
        let rows = rows.iter().map(|(table, entry)| {
            json!({ "table": path(table), "status": entry.status, "retry": entry.retry.as_str(), "cause": entry.cause })
        });
        json!({ "code": code, "is_same": is_same, "rows": rows.collect::<Vec<_>>() })
    });
    json!({
        "format": 1,
        "tables": tables.collect::<Vec<_>>(),
        "same_names": same_names.collect::<Vec<_>>(),
        "codes_of_several": shared.collect::<Vec<_>>(),
    })
}
