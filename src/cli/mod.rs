//! The command line: arguments in, exit code out. Each command is a file, with its arguments and what it does.

mod add;
mod check;
mod completions;
mod diff;
mod docs;
mod edit;
mod explain;
mod file;
mod files;
mod fmt;
mod generate;
mod history;
mod import;
mod init;
mod inject;
mod list;
mod lock;
mod man;
mod merge;
mod output;
mod releases;
mod rename;
mod report;
mod retire;
mod revision;
mod schema;
mod workspace;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};

use self::file::{FileError, TextFile};
use crate::shared::text::{OneLine, is_invisible};
use crate::table::catalog::{Catalog, Column, Invalid, Load};
use crate::table::codegen::disk::Disk;
use crate::table::codegen::shell;
use crate::table::docs::json;
use crate::table::review::Finding;

/// How a run ended. The numbers are what the process returns.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Exit {
    /// All is well.
    Clean = 0,
    /// Something is wrong with what was looked at.
    Findings = 1,
    /// It could not be looked at: wrong arguments, an unreadable file.
    Failed = 2,
}

/// Runs the command line, with the name of the program as the first argument.
///
/// # Errors
///
/// Only where `out` or `err` cannot be written to.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<Exit> {
    run_in_terminal(arguments, out, err, Terminal::default())
}

/// What a terminal can show. Nothing is known of a pipe or a file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terminal {
    /// How many columns it has.
    pub width: Option<u16>,
    /// Whether it shows colours, and the user has not turned them off.
    pub colors: bool,
}

/// The same where the streams belong to a terminal.
///
/// # Errors
///
/// As [`run`].
pub fn run_in_terminal(
    arguments: impl IntoIterator<Item = OsString>,
    out: &mut dyn Write,
    err: &mut dyn Write,
    terminal: Terminal,
) -> io::Result<Exit> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let matches = match command(&own_columns(&arguments)).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) if error.use_stderr() => {
            write!(err, "{}", styled(&error, terminal))?;
            return Ok(Exit::Failed);
        }
        Err(help) => {
            write!(out, "{}", styled(&help, terminal))?;
            return Ok(Exit::Clean);
        }
    };
    let Some((name, matches)) = matches.subcommand() else {
        return Ok(Exit::Failed);
    };
    let Some(known) = COMMANDS.iter().find(|known| known.name == name) else {
        return Ok(Exit::Failed);
    };
    let mut attempts = ATTEMPTS;
    loop {
        attempts -= 1;
        let mut console = Console {
            matches,
            out: &mut *out,
            err: &mut *err,
            terminal,
            may_try_again: attempts > 0,
            is_late: false,
        };
        let exit = (known.run)(&mut console)?;
        if !console.is_late {
            return Ok(exit);
        }
    }
}

/// How often a command is tried while others replace the file that it edits. Each attempt starts with the new file.
const ATTEMPTS: u32 = 20;

/// Help, or what is wrong with the arguments.
fn styled(text: &clap::Error, terminal: Terminal) -> String {
    let text = text.render();
    let text = if terminal.colors { text.ansi().to_string() } else { text.to_string() };
    // An argument may have characters that a terminal obeys. Colours are sequences that begin with an escape.
    let is_ours = |c: char| matches!(c, '\n' | '\u{1B}') || !is_invisible(c);
    text.chars().map(|c| if is_ours(c) { c } else { char::REPLACEMENT_CHARACTER }).collect()
}

/// A command: what it is called with, and what it does.
struct Known {
    name: &'static str,
    arguments: fn(Command) -> Command,
    run: fn(&mut Console<'_>) -> io::Result<Exit>,
}

/// As a person meets them: to look, to change, to publish, and what is for other tools.
const COMMANDS: [Known; 20] = [
    Known { name: "check", arguments: check::arguments, run: check::run },
    Known { name: "list", arguments: list::arguments, run: list::run },
    Known { name: "explain", arguments: explain::arguments, run: explain::run },
    Known { name: "add", arguments: add::arguments, run: add::run },
    Known { name: "rename", arguments: rename::arguments, run: rename::run },
    Known { name: "retire", arguments: retire::arguments, run: retire::run },
    Known { name: "fmt", arguments: fmt::arguments, run: fmt::run },
    Known { name: "merge", arguments: merge::arguments, run: merge::run },
    Known { name: "diff", arguments: diff::arguments, run: diff::run },
    Known { name: "history", arguments: history::arguments, run: history::run },
    Known { name: "lock", arguments: lock::arguments, run: lock::run },
    Known { name: "workspace", arguments: workspace::arguments, run: workspace::run },
    Known { name: "generate", arguments: generate::arguments, run: generate::run },
    Known { name: "docs", arguments: docs::arguments, run: docs::run },
    Known { name: "inject", arguments: inject::arguments, run: inject::run },
    Known { name: "schema", arguments: schema::arguments, run: schema::run },
    Known { name: "init", arguments: init::arguments, run: init::run },
    Known { name: "import", arguments: import::arguments, run: import::run },
    Known { name: "completions", arguments: completions::arguments, run: completions::run },
    Known { name: "man", arguments: man::arguments, run: man::run },
];

/// Where the table is, unless `--table` says otherwise.
const TABLE: &str = "catalog.toml";

/// The columns that the table declares: `add` has an argument for each. Only that command pays for a look at the table, and
/// one with mistakes is reported when the command runs.
fn own_columns(arguments: &[OsString]) -> Vec<Column> {
    if !arguments.iter().any(|argument| argument == "add") {
        return Vec::new();
    }
    let mut rest = arguments.iter().map(|argument| argument.to_string_lossy());
    let mut table = PathBuf::from(TABLE);
    while let Some(argument) = rest.next() {
        let value = match argument.strip_prefix("--table") {
            Some("") => rest.next(),
            Some(value) => value.strip_prefix('=').map(|value| value.to_owned().into()),
            None => None,
        };
        table = value.map_or(table, |value| PathBuf::from(value.into_owned()));
    }
    from_disk(&table).map_or_else(|_| Vec::new(), |catalog| catalog.own_columns().to_vec())
}

fn command(own_columns: &[Column]) -> Command {
    Command::new("error-catalog")
        .version(env!("CARGO_PKG_VERSION"))
        .about("The errors of an API, in one table")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(
            Arg::new("table")
                .long("table")
                .global(true)
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .default_value(TABLE)
                .help("The table"),
        )
        .subcommands(COMMANDS.iter().map(|known| (known.arguments)(Command::new(known.name))))
        .mut_subcommand("add", |add| add.args(own_columns.iter().map(add::argument)))
}

/// What a command is called with, and where it says what came of it.
struct Console<'a> {
    matches: &'a ArgMatches,
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
    terminal: Terminal,
    may_try_again: bool,
    /// Whether somebody else has replaced the file in the meantime, so that the command has to start anew.
    is_late: bool,
}

impl Console<'_> {
    /// The table, or how the run ends after its mistakes have been shown.
    fn catalog(&mut self) -> io::Result<Result<Catalog, Exit>> {
        let table = self.path("table");
        match from_disk(&table) {
            Ok(catalog) => Ok(Ok(catalog)),
            Err(invalid) => self.invalid(&invalid).map(Err),
        }
    }

    /// Shows the mistakes of a table. One that could not be read was not looked at.
    fn invalid(&mut self, invalid: &Invalid) -> io::Result<Exit> {
        self.findings(&Finding::of_invalid(invalid))?;
        Ok(if invalid.is_unread() { Exit::Failed } else { Exit::Findings })
    }

    /// Names a file that could not be read.
    fn unreadable(&mut self, file: &Path, error: &io::Error) -> io::Result<Exit> {
        writeln!(self.err, "{}: cannot read it: {error}", shown(file))?;
        Ok(Exit::Failed)
    }

    /// Shows findings as a person reads them.
    fn findings(&mut self, findings: &[Finding]) -> io::Result<()> {
        let colors = self.terminal.colors;
        let texts = findings.iter().map(|finding| if colors { &*finding.colored } else { &*finding.text });
        write!(self.err, "{}", texts.collect::<Vec<_>>().join("\n"))
    }

    /// A file that is to be replaced, or how the run ends after it has been said why it cannot be read.
    fn file(&mut self, path: &Path) -> io::Result<Result<TextFile, Exit>> {
        match TextFile::read(path) {
            Ok(file) => Ok(Ok(file)),
            Err(error) => self.failed(&error).map(Err),
        }
    }

    /// A table that is to be edited, like [`file`](Self::file). An export has no comments and no rows to edit.
    fn table_file(&mut self, path: &Path) -> io::Result<Result<TextFile, Exit>> {
        let file = self.file(path)?;
        let Some(export) = file.as_ref().ok().filter(|file| is_export(file.text().as_bytes())) else {
            return Ok(file);
        };
        writeln!(self.err, "{}: is a JSON export, edit the TOML table that it was made from", export.name())?;
        Ok(Err(Exit::Failed))
    }

    /// Says why a file could not be read or replaced.
    fn failed(&mut self, error: &FileError) -> io::Result<Exit> {
        self.is_late = self.may_try_again && error.is_late();
        if self.is_late {
            return Ok(Exit::Failed);
        }
        writeln!(self.err, "{error}")?;
        Ok(Exit::Failed)
    }

    /// A command as the user would type it to work on the same table.
    fn command(&self, command: &str) -> String {
        let table = self.path("table");
        if table == Path::new(TABLE) {
            format!("error-catalog {command}")
        } else {
            format!("error-catalog {command} --table {}", word(&table))
        }
    }

    /// An argument that is a text.
    fn text(&self, name: &str) -> Option<String> {
        self.matches.get_one::<String>(name).cloned()
    }

    /// An argument that is a path, and has a default or is required.
    fn path(&self, name: &str) -> PathBuf {
        self.matches.get_one::<PathBuf>(name).cloned().unwrap_or_default()
    }
}

/// A table that is a file, and those that it includes.
fn from_disk(table: &Path) -> Result<Catalog, Invalid> {
    from_loader(&table.display().to_string(), &mut Disk::default())
}

/// A table, or the export of one, by its path.
fn from_loader(path: &str, loader: &mut dyn Load) -> Result<Catalog, Invalid> {
    match loader.load(path) {
        Ok(bytes) if is_export(&bytes) => match core::str::from_utf8(&bytes) {
            Ok(text) => json::read(&loader.name(path), text),
            Err(_) => Catalog::from_read(path, Ok(bytes), loader),
        },
        read => Catalog::from_read(path, read, loader),
    }
}

/// Whether a text is JSON. No TOML starts with a brace.
fn is_export(text: &[u8]) -> bool {
    text.trim_ascii_start().starts_with(b"{")
}

/// The same where its text is known, or is yet to be written.
fn from_text(table: &Path, text: &str) -> Result<Catalog, Invalid> {
    Catalog::parse_with(&table.display().to_string(), text, &mut Disk::default())
}

/// A path in a message: a name of a file may have characters that a terminal obeys.
fn shown(path: &Path) -> String {
    OneLine(&path.display().to_string()).to_string()
}

/// A path as one word of a shell.
fn word(path: &Path) -> String {
    shell::word(&path.display().to_string())
}
