//! `import`: makes a table of what people have: pages, spreadsheets, descriptions of APIs, source code.

mod code;
mod draft;
mod field;
mod fill;
mod found;
mod grid;
mod html;
mod markdown;
mod openapi;
mod pattern;
mod review;
mod rust;
pub(super) mod sheet;
mod source;
mod status;
mod text;
mod tree;
mod yaml;

use std::io;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, Command, value_parser};

use self::draft::{Defaults, Draft};
use self::field::Field;
use self::fill::Filled;
use self::found::Harvest;
use self::source::{Kind, Reading};
use super::file::create;
use super::init::name_of;
use super::{Console, Exit, from_text};
use crate::shared::retry::Retry;
use crate::table::catalog::{FormatRule, Invalid};

pub(super) fn arguments(command: Command) -> Command {
    command
        .about("Make a table of the errors that a page, a spreadsheet, an OpenAPI description or source code has. What the source does not say is left undecided, with a proposal")
        .arg(
            Arg::new("source")
                .value_name("SOURCE")
                .num_args(0..)
                .required_unless_present("review")
                .value_parser(value_parser!(PathBuf))
                .help("Files, folders, or `-` for standard input"),
        )
        .arg(
            Arg::new("output")
                .short('o')
                .long("output")
                .value_name("TABLE")
                .value_parser(value_parser!(PathBuf))
                .help("Write to this table instead of standard output. One that is there is completed: what it says stays"),
        )
        .arg(
            Arg::new("from")
                .long("from")
                .value_name("KIND")
                .value_parser(Kind::names())
                .help("What the sources are, where their names do not say it"),
        )
        .arg(
            Arg::new("map")
                .long("map")
                .value_name("COLUMN=NAME")
                .action(ArgAction::Append)
                .value_parser(mapping)
                .help("Which column or member of the source fills a column, such as `code=\"Error Code\"`"),
        )
        .arg(
            Arg::new("at")
                .long("at")
                .value_name("PATH")
                .help("Where the errors are: a path in JSON and YAML, such as `types.*.codes`, or the name of a Rust enum"),
        )
        .arg(
            Arg::new("pattern")
                .long("pattern")
                .value_name("REGEX")
                .help("What a code looks like in any text, such as `(?<code>E\\d+): (?<cause>.*)`. Its groups are named for the columns"),
        )
        .arg(
            Arg::new("rename-all")
                .long("rename-all")
                .value_name("STYLE")
                .value_parser(rust::STYLES)
                .help("How the variants of a Rust enum are sent, where it does not say so"),
        )
        .arg(
            Arg::new("status")
                .long("status")
                .value_name("STATUS")
                .value_parser(value_parser!(u16).range(400..=599))
                .help("The status of each code whose source has none"),
        )
        .arg(
            Arg::new("retry")
                .long("retry")
                .value_name("never|backoff|if-idempotent")
                .value_parser(Retry::ALL.map(Retry::as_str))
                .help("The retry advice of each code whose source has none"),
        )
        .arg(Arg::new("name").long("name").value_name("NAME").help("The name of a new table. Defaults to that of the package"))
        .arg(
            Arg::new("review")
                .long("review")
                .action(ArgAction::SetTrue)
                .conflicts_with_all(["source", "output", "from", "map", "at", "pattern", "rename-all", "status", "retry", "name"])
                .help("Ask for each value of the table that is undecided, the serious first"),
        )
}

/// `code=Error Code`.
fn mapping(text: &str) -> Result<(Field, String), String> {
    let (column, name) = text.split_once('=').ok_or("expected COLUMN=NAME, such as `code=\"Error Code\"`")?;
    Ok((Field::named(column.trim()), name.trim().to_owned()))
}

pub(super) fn run(console: &mut Console<'_>) -> io::Result<Exit> {
    if console.matches.get_flag("review") {
        return review::run(console);
    }
    let pattern = match console.text("pattern").map(|pattern| pattern::compile(&pattern)).transpose() {
        Ok(pattern) => pattern,
        Err(error) => {
            writeln!(console.err, "--pattern: {error}")?;
            return Ok(Exit::Failed);
        }
    };
    if let Some(pattern) =
        pattern.as_ref().filter(|pattern| !pattern.capture_names().flatten().any(|name| name == "code"))
    {
        writeln!(
            console.err,
            "--pattern: has no group `(?<code>...)` in {pattern}: what it matches there becomes the code"
        )?;
        return Ok(Exit::Failed);
    }
    let mut map: Vec<(Field, String)> =
        console.matches.get_many("map").into_iter().flatten().cloned().collect();
    if let Some(table) = console.matches.get_one::<PathBuf>("output") {
        map.extend(fill::own_columns(table).into_iter().map(|name| (Field::Column(name.clone()), name)));
    }
    let reading = Reading {
        kind: console.matches.get_one::<String>("from").and_then(|name| Kind::named(name)),
        map,
        at: console.text("at"),
        pattern,
        style: console.text("rename-all"),
    };
    let mut harvest = Harvest::default();
    let sources: Vec<PathBuf> = console.matches.get_many("source").into_iter().flatten().cloned().collect();
    for source in &sources {
        if let Err(error) = reading.read(source, &mut harvest) {
            writeln!(console.err, "{error}")?;
            return Ok(Exit::Failed);
        }
    }
    let defaults = Defaults {
        status: console.matches.get_one("status").copied(),
        retry: console.text("retry").and_then(|word| word.parse().ok()),
    };
    let rows = harvest.merged();
    let drafts: Vec<Draft> =
        rows.iter().filter_map(|found| Draft::of(found, defaults, &mut harvest)).collect();
    for note in &harvest.notes {
        writeln!(console.err, "{note}")?;
    }
    for draft in &drafts {
        writeln!(console.err, "{}", draft.report())?;
    }
    if drafts.is_empty() {
        writeln!(
            console.err,
            "nothing was found: `--map` names the columns of a table, `--at` a place in JSON or YAML, `--pattern` finds codes in any text"
        )?;
        return Ok(Exit::Findings);
    }
    put(console, &drafts)
}

/// Writes the table, or the start of one to standard output.
fn put(console: &mut Console<'_>, drafts: &[Draft]) -> io::Result<Exit> {
    let Some(path) = console.matches.get_one::<PathBuf>("output").cloned() else {
        let name = console.text("name").unwrap_or_else(|| name_of(Path::new(".")));
        return match fill::fill(&fill::start(&name), drafts) {
            Ok(filled) => {
                console.out.write_all(filled.text.as_bytes())?;
                summary(
                    console,
                    drafts,
                    &filled,
                    Path::new("catalog.toml"),
                    from_text(Path::new("catalog.toml"), &filled.text).err().as_ref(),
                )
            }
            Err(error) => refused(console, &path_name(Path::new("-")), &error),
        };
    };
    if !path.exists() {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = console.text("name").unwrap_or_else(|| name_of(folder));
        let filled = match fill::fill(&fill::start(&name), drafts) {
            Ok(filled) => filled,
            Err(error) => return refused(console, &path_name(&path), &error),
        };
        if let Err(error) = create(&path, &filled.text) {
            writeln!(console.err, "{}: cannot write it: {error}", path_name(&path))?;
            return Ok(Exit::Failed);
        }
        let invalid = from_text(&path, &filled.text).err();
        return summary(console, drafts, &filled, &path, invalid.as_ref());
    }
    let file = match console.table_file(&path)? {
        Ok(file) => file,
        Err(exit) => return Ok(exit),
    };
    if let Some(invalid) = from_text(&path, file.text()).err().filter(|invalid| !is_draft(invalid)) {
        writeln!(console.err, "{}: nothing was written, the table has mistakes:\n", file.name())?;
        return console.invalid(&invalid);
    }
    let filled = match fill::fill(file.text(), drafts) {
        Ok(filled) => filled,
        Err(error) => return refused(console, file.name(), &error),
    };
    let invalid = from_text(&path, &filled.text).err();
    if let Some(invalid) = invalid.as_ref().filter(|invalid| !is_draft(invalid)) {
        writeln!(console.err, "{}: nothing was written, the table would have mistakes:\n", file.name())?;
        return console.invalid(invalid);
    }
    if let Err(error) = file.replace(&filled.text) {
        return console.failed(&error);
    }
    summary(console, drafts, &filled, &path, invalid.as_ref())
}

fn path_name(path: &Path) -> String {
    text::line(&path.display().to_string())
}

fn refused(console: &mut Console<'_>, name: &str, why: &str) -> io::Result<Exit> {
    writeln!(console.err, "{name}: nothing was written, {why}")?;
    Ok(Exit::Findings)
}

/// Whether nothing is wrong but that something is undecided or missing, which an import may fill in.
fn is_draft(invalid: &Invalid) -> bool {
    let is_gap = |rule| matches!(rule, FormatRule::Undecided | FormatRule::Missing);
    invalid.diagnostics().iter().all(|diagnostic| is_gap(diagnostic.rule()))
}

/// What came of it, and what an import cannot do.
fn summary(
    console: &mut Console<'_>,
    drafts: &[Draft],
    filled: &Filled,
    path: &Path,
    invalid: Option<&Invalid>,
) -> io::Result<Exit> {
    for note in &filled.notes {
        writeln!(console.err, "{note}")?;
    }
    let open = |column: &str| {
        drafts
            .iter()
            .flat_map(|draft| &draft.columns)
            .filter(|cell| cell.column == column && cell.open.is_some())
            .count()
    };
    let name = path_name(path);
    writeln!(
        console.err,
        "\n{} codes were found: {} rows added, {} values completed; undecided: {} statuses, {} retry advices, {} causes",
        drafts.len(),
        filled.added,
        filled.completed,
        open("status"),
        open("retry"),
        open("cause")
    )?;
    let mistakes: Vec<_> = invalid
        .into_iter()
        .flat_map(Invalid::diagnostics)
        .filter(|diagnostic| diagnostic.rule() != FormatRule::Undecided)
        .collect();
    for mistake in &mistakes {
        writeln!(console.err, "to be corrected by hand: {}", mistake.message())?;
    }
    if invalid.is_some() {
        writeln!(
            console.err,
            "{name} does not build before all is decided: `error-catalog import --review --table {}` asks for each value",
            super::word(path)
        )?;
    }
    writeln!(
        console.err,
        "The table says what its servers send: {{\"error\": {{\"code\": ..., \"message\": ...}}}}. A server that sends something else goes on to do so until it uses the generated code."
    )?;
    Ok(if mistakes.is_empty() { Exit::Clean } else { Exit::Findings })
}
