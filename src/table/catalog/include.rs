//! A table and those that it includes: each is read once, however many ways lead to it.

use std::collections::BTreeMap;
use std::io;

use toml::Spanned;

use super::diagnostic::Diagnostic;
use super::format_rule::FormatRule;
use super::load::Load;
use super::parse;
use super::path::{self, Fault};
use super::raw_table::RawTable;
use super::source::Source;

/// All that was read.
pub(super) struct Texts {
    pub(super) source: Source,
    /// Included tables come before those that include them, so the table itself is the last one.
    pub(super) tables: Vec<RawTable>,
    /// What is wrong with the paths between them.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// More than that is a loader that makes them up.
const MAX_TABLES: usize = 10_000;

/// Reads a table and all that it includes. It keeps its own stack: how deep tables go is for their authors to say.
pub(super) fn read(path: &str, text: &str, loader: &mut dyn Load) -> Texts {
    let mut walk = Walk {
        source: Source::new(&loader.name(path), text),
        known: BTreeMap::from([(loader.identity(path), 0)]),
        tables: vec![IncludedTable::new(path, parse::table(text))],
        open: vec![0],
        closed: 0,
        diagnostics: Vec::new(),
        loader,
    };
    while let Some(table) = walk.open.last().copied() {
        walk.step(table);
    }
    let Walk { source, mut tables, diagnostics, .. } = walk;
    tables.sort_by_key(|table| table.closed);
    Texts { source, tables: tables.into_iter().map(|table| table.raw).collect(), diagnostics }
}

/// A table that includes no other, as far as it could be read.
#[cfg(feature = "docs")]
pub(super) fn alone(path: &str, text: &str, table: RawTable, diagnostics: Vec<Diagnostic>) -> Texts {
    Texts { source: Source::new(path, text), tables: vec![table], diagnostics }
}

struct Walk<'l> {
    source: Source,
    /// In the order in which they were met.
    tables: Vec<IncludedTable>,
    /// The place of each among the tables, by its identity.
    known: BTreeMap<String, usize>,
    /// The tables whose entries are being followed, each included by the one before.
    open: Vec<usize>,
    /// How many have been left for good.
    closed: usize,
    diagnostics: Vec<Diagnostic>,
    loader: &'l mut dyn Load,
}

struct IncludedTable {
    path: String,
    raw: RawTable,
    /// How many of its entries have been followed.
    followed: usize,
    /// How many tables were left before this one, once it is.
    closed: Option<usize>,
}

impl IncludedTable {
    fn new(path: &str, raw: RawTable) -> Self {
        Self { path: path.to_owned(), raw, followed: 0, closed: None }
    }

    /// The entry that is being followed.
    fn entry(&self) -> Option<&Spanned<String>> {
        self.raw.include.get(self.followed.checked_sub(1)?)
    }
}

impl Walk<'_> {
    /// Follows the next entry of the table, or leaves it.
    fn step(&mut self, at: usize) {
        let table = &mut self.tables[at];
        let Some(entry) = table.raw.include.get(table.followed).cloned() else {
            table.closed = Some(self.closed);
            self.closed += 1;
            self.open.pop();
            return;
        };
        table.followed += 1;
        let path = match path::join(&table.path, entry.get_ref()) {
            Ok(path) => path,
            Err(Fault { what, help }) => {
                let message = format!("`{}` cannot be included", entry.get_ref().escape_debug());
                let diagnostic = Diagnostic::at(FormatRule::Include, entry.span(), message, what);
                self.diagnostics.push(diagnostic.with_help(help));
                return;
            }
        };
        let identity = self.loader.identity(&path);
        match self.known.get(&identity).copied() {
            Some(known) if self.tables[known].closed.is_none() => self.circle(known, &entry),
            // Another way has led to it.
            Some(_) => {}
            None if self.tables.len() == MAX_TABLES => {
                let message = format!("more than {MAX_TABLES} tables are included");
                let diagnostic = Diagnostic::at(
                    FormatRule::Include,
                    entry.span(),
                    message,
                    "this table exceeds the limit",
                );
                self.diagnostics.push(diagnostic.with_help("put what belongs together into one table"));
                self.open.clear();
            }
            None => self.load(&path, identity, &entry),
        }
    }

    fn load(&mut self, path: &str, identity: String, entry: &Spanned<String>) {
        let name = self.loader.name(path);
        match self.loader.load(path) {
            Err(error) => self.diagnostics.push(unreadable(&name, &error, entry)),
            Ok(bytes) => match core::str::from_utf8(&bytes) {
                Err(error) => {
                    let text = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
                    let end = self.source.push(&name, &text) + text.len();
                    let diagnostic = Diagnostic::at(
                        FormatRule::Include,
                        entry.span(),
                        format!("the included `{}` is not UTF-8", name.escape_debug()),
                        "included here",
                    );
                    let diagnostic = diagnostic.with_other(end..end, "not UTF-8 from here on");
                    self.diagnostics.push(diagnostic.with_help("save the file as UTF-8"));
                }
                Ok(text) => {
                    let base = self.source.push(&name, text);
                    let at = self.tables.len();
                    self.tables.push(IncludedTable::new(path, parse::table(text).shifted(base)));
                    self.known.insert(identity, at);
                    self.open.push(at);
                }
            },
        }
    }

    /// The last entry leads to a table whose entries are still being followed.
    fn circle(&mut self, to: usize, back: &Spanned<String>) {
        let start = self.open.iter().position(|open| *open == to).unwrap_or(0);
        let circle = &self.open[start..];
        let names: Vec<String> =
            circle.iter().chain([&to]).map(|table| self.loader.name(&self.tables[*table].path)).collect();
        let message = format!("`[include]` leads back to itself: {}", names.join(" -> "));
        let diagnostic = match self.tables[to].entry().filter(|_| circle.len() > 1) {
            None => Diagnostic::at(FormatRule::IncludeCircle, back.span(), message, "the table itself")
                .with_help("remove the entry"),
            Some(entry) => Diagnostic::at(FormatRule::IncludeCircle, entry.span(), message, "from here")
                .with_other(back.span(), "back to where it started")
                .with_help("remove one of the entries, or move what both tables need to a third one"),
        };
        self.diagnostics.push(diagnostic);
    }
}

fn unreadable(name: &str, error: &io::Error, entry: &Spanned<String>) -> Diagnostic {
    let message = format!("cannot read the included `{}`: {error}", name.escape_debug());
    let diagnostic = Diagnostic::at(FormatRule::Include, entry.span(), message, "included here");
    match error.kind() {
        io::ErrorKind::NotFound => {
            diagnostic.with_help("a path starts at the folder of the table that it is written in")
        }
        io::ErrorKind::IsADirectory => diagnostic.with_help("name the file in the folder"),
        _ => diagnostic,
    }
}
