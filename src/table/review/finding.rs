//! One thing that is to be said about a table, for people and for programs.

use super::colors::Colors;
use super::diff::{Change, Verdict};
use super::level::Level;
use crate::table::catalog::{Catalog, Diagnostic, Edit, Head, Invalid, Label, Note, Plain, Source, shown};

/// One thing that is to be said about a table.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Finding {
    /// The stable code of the rule, such as `EC004`.
    pub rule: &'static str,
    /// How bad it is.
    pub level: Level,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// What the table is called that it is about: this one, or one that it includes.
    pub path: String,
    /// Where it is, if it is not about the file as a whole.
    pub place: Option<Place>,
    /// The second place that it is about.
    pub other: Option<Place>,
    /// All of it as a person reads it, with the lines that it is about: `warning[EC101]: ...`.
    pub text: String,
    /// The same in colour.
    pub(crate) colored: String,
    /// The edits that correct it, if the intention is certain: apply all of them or none. An included table is mended where it
    /// is at home.
    pub fix: Vec<Edit>,
}

/// A part of a text, and its label.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Place {
    /// What the table is called: this one, or one that it includes.
    pub path: String,
    /// Its first character.
    pub start: Position,
    /// What comes after its last.
    pub end: Position,
    /// What was expected there, or is there.
    pub label: String,
}

/// A place in a text. Line and column count from one; a column is a character.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Finding {
    /// The mistakes of a table, in the order of its text.
    ///
    /// ```
    /// use error_catalog::catalog::Catalog;
    /// use error_catalog::review::Finding;
    ///
    /// let invalid = Catalog::parse("catalog.toml", "[errors]\n").unwrap_err();
    /// let findings = Finding::of_invalid(&invalid);
    /// assert_eq!(findings[0].rule, "EC002");
    /// assert_eq!(findings[0].message, "the table has no section `[catalog]`");
    /// ```
    #[must_use]
    pub fn of_invalid(invalid: &Invalid) -> Vec<Self> {
        let finding = |diagnostic: &Diagnostic| {
            Self::new(diagnostic.rule().code(), Level::Error, diagnostic.note(), invalid.source())
        };
        invalid.diagnostics().iter().map(finding).collect()
    }

    /// The changes that break what was published, each at its row.
    #[must_use]
    pub fn of_broken_promises(catalog: &Catalog, verdict: &Verdict) -> Vec<Self> {
        let failing = verdict.changes.iter().filter(|judged| judged.fails).map(|judged| &judged.change);
        let finding = |change: &Change| {
            let about = change.code.as_deref().map_or_else(String::new, |code| format!("`{code}`: "));
            let [old, new] = [&change.old, &change.new].map(|text| text.as_deref().unwrap_or("nothing"));
            let message = format!("{about}{old} -> {new}, {}", change.rule.why());
            let row = catalog.errors().iter().find(|entry| Some(&entry.code) == change.code.as_ref());
            let note = match row {
                Some(row) => Note::at(row.places.code(), message, "not what was published"),
                None => Note::nowhere(message),
            };
            let note = note.with_help(change.rule.remedy());
            Self::new(change.rule.as_str(), Level::Error, &note, catalog.source())
        };
        failing.chain(&verdict.findings).map(finding).collect()
    }

    pub(super) fn new(rule: &'static str, level: Level, note: &Note, source: &Source) -> Self {
        let place = |label: &Label| Place {
            path: source.path_at(label.span.start).to_owned(),
            start: Position::new(source.position(label.span.start)),
            end: Position::new(source.position(label.span.end)),
            label: label.text.clone(),
        };
        let head = Head::Level(level.as_str(), rule);
        Self {
            rule,
            level,
            message: note.message.clone(),
            help: note.help.clone(),
            path: source.path_at(note.place.as_ref().map_or(0, |label| label.span.start)).to_owned(),
            place: note.place.as_ref().map(place),
            other: note.other.as_ref().map(place),
            text: shown(note, source, head, &Plain).to_string(),
            colored: shown(note, source, head, &Colors(level)).to_string(),
            fix: if note.fix.iter().all(|edit| source.is_own(edit.span.start)) {
                note.fix.clone()
            } else {
                Vec::new()
            },
        }
    }
}

impl Position {
    fn new((line, column): (usize, usize)) -> Self {
        Self { line, column }
    }
}
