//! What the commands that edit a table share: where things are in its text, and how text is put there.
//!
//! A table is edited as text, by the places of its lines. Everything that a command does not change stays as it is, byte for byte.

pub(crate) mod canonical;
pub(crate) mod layout;
pub(crate) mod quote;
pub(crate) mod rows;
pub(crate) mod same;

use core::fmt::Write as _;
use std::io;
use std::path::PathBuf;

use similar::TextDiff;

use super::file::TextFile;
use super::{Console, Exit, from_text};
use crate::shared::text::OneLine;
use crate::table::catalog::{Catalog, Invalid};

/// Stands for the row that is to come, so that the rest of the table can be read.
const FIRST_ROW: &str =
    "\n[errors.PLACE_OF_THE_FIRST_ROW]\nstatus = 400\nretry = \"never\"\ncause = \"None\"\n";

/// A valid table and its file. Tables that it includes are read, and never written.
pub(super) struct TableFile {
    path: PathBuf,
    pub(super) file: TextFile,
    pub(super) catalog: Catalog,
    /// Whether it has no rows yet.
    pub(super) is_empty: bool,
}

impl TableFile {
    /// Reads the table, or says what is wrong with it and how the run ends.
    pub(super) fn read(console: &mut Console<'_>) -> io::Result<Result<Self, Exit>> {
        let path = console.path("table");
        let file = match console.table_file(&path)? {
            Ok(file) => file,
            Err(exit) => return Ok(Err(exit)),
        };
        match from_text(&path, file.text()) {
            Ok(catalog) => Ok(Ok(Self { path, file, catalog, is_empty: false })),
            // A row makes it a table, and is put into the text that has none.
            Err(invalid) if invalid.has_only_no_rows() => {
                match from_text(&path, &format!("{}{FIRST_ROW}", file.text())) {
                    Ok(catalog) => Ok(Ok(Self { path, file, catalog, is_empty: true })),
                    Err(_) => console.invalid(&invalid).map(Err),
                }
            }
            Err(invalid) => console.invalid(&invalid).map(Err),
        }
    }

    /// Whether a text has the comments of the old one, or which one it lacks: no edit may lose what somebody wrote.
    fn lost_comment(&self, text: &str) -> Option<String> {
        let mut kept = layout::comments(text);
        layout::comments(self.file.text()).into_iter().find_map(|comment| {
            match kept.iter().position(|known| *known == comment) {
                Some(at) => {
                    kept.swap_remove(at);
                    None
                }
                None => Some(comment.to_owned()),
            }
        })
    }

    /// Writes the table with its new text if that is valid, or shows the difference; `done` is what has been done.
    pub(super) fn write(&self, console: &mut Console<'_>, text: &str, done: &str) -> io::Result<Exit> {
        let name = self.file.name();
        if let Some(comment) = self.lost_comment(text) {
            writeln!(
                console.err,
                "{name}: nothing was written, the comment `{}` would be lost: move it, and run it again",
                OneLine(&comment)
            )?;
            return Ok(Exit::Findings);
        }
        let invalid = from_text(&self.path, text).err();
        let is_empty = invalid.as_ref().is_some_and(Invalid::has_only_no_rows);
        if let Some(invalid) = invalid.filter(|_| !is_empty) {
            let mistakes = if invalid.diagnostics().len() == 1 { "a mistake" } else { "mistakes" };
            writeln!(console.err, "{name}: nothing was written, the table would have {mistakes}:\n")?;
            console.invalid(&invalid)?;
            return Ok(Exit::Findings);
        }
        if console.matches.get_flag("dry-run") {
            console.out.write_all(difference(name, self.file.text(), text).as_bytes())?;
            return Ok(Exit::Clean);
        }
        match self.file.replace(text) {
            Ok(_) => {
                writeln!(console.err, "{name}: {done}")?;
                if is_empty {
                    writeln!(
                        console.err,
                        "{name}: has no codes now, and does not build before `error-catalog add` adds one"
                    )?;
                }
                Ok(Exit::Clean)
            }
            Err(error) => console.failed(&error),
        }
    }
}

/// A unified difference.
pub(super) fn difference(name: &str, old: &str, new: &str) -> String {
    let mut out = String::new();
    let diff = TextDiff::from_lines(old, new);
    // Writing to a string does not fail.
    let _ = write!(out, "{}", diff.unified_diff().context_radius(3).header(name, &format!("{name} (new)")));
    out
}

/// A row in a section of its own.
pub(super) fn section(section: &str, code: &str, columns: &[(&str, String)]) -> String {
    let mut out = format!("[{section}.{}]\n", quote::key(code));
    for (name, value) in columns {
        let _ = writeln!(out, "{name} = {value}");
    }
    out
}

/// A row in one line.
pub(super) fn line(code: &str, columns: &[(&str, String)]) -> String {
    let columns: Vec<String> = columns.iter().map(|(name, value)| format!("{name} = {value}")).collect();
    format!("{} = {{ {} }}\n", quote::key(code), columns.join(", "))
}

/// Puts whole lines at the start of a line, or at the end of the text.
pub(super) fn insert(text: &str, at: usize, lines: &str) -> String {
    let (before, after) = text.split_at(at);
    let line_break = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
    format!("{before}{line_break}{lines}{after}")
}

/// Puts a section at the start of a line, with a blank line before and after it.
pub(super) fn insert_section(text: &str, at: usize, lines: &str) -> String {
    let (before, after) = text.split_at(at);
    let is_blank = |line: Option<&str>| line.is_none_or(|line| line.trim().is_empty());
    let above = if is_blank(before.lines().last()) { "" } else { "\n" };
    let below = if is_blank(after.lines().next()) { "" } else { "\n" };
    insert(text, at, &format!("{above}{lines}{below}"))
}
