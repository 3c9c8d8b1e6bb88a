//! What a column is: the one description that the parser, its remedies and every document go by.

use std::borrow::Cow;

use super::entry::Entry;
use super::value::Value;

/// A key that a section or a row may have.
///
/// The lists of the format are [`ERROR_COLUMNS`](super::ERROR_COLUMNS) and its like. A table adds columns of its own under
/// `[columns]`: see [`Catalog::own_columns`](super::Catalog::own_columns).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Column {
    /// The key.
    pub name: Cow<'static, str>,
    /// The type of its value.
    pub kind: ColumnKind,
    /// Whether a row without it is a mistake.
    pub required: bool,
    /// What documents call it.
    pub label: Cow<'static, str>,
    /// A value as a table has it, in TOML.
    pub example: Cow<'static, str>,
    /// What it is for, in a sentence.
    pub about: Cow<'static, str>,
    /// The words of a column of the kind [`OneOf`](ColumnKind::OneOf).
    pub words: Vec<String>,
    /// Whether no two rows have the same value.
    pub unique: bool,
    /// Who shows it.
    pub(crate) display: Display,
    /// How `diff` weighs a change of it.
    pub(crate) weight: Weight,
    pub(super) storage: Storage,
}

/// Who shows a column to people.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Display {
    /// Each document lays it out in its own way.
    Explicit,
    /// Every document shows it as a line with its label.
    Fact,
    /// Only programs and reviewers see it.
    Hidden,
}

/// How a change of a value weighs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Weight {
    /// Rules of its own decide.
    Rules,
    /// Only people read it.
    Prose,
    /// It does not concern clients.
    Nothing,
}

/// Where a row keeps the value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Storage {
    /// In a field of [`Entry`], because code or other rules depend on it.
    Field(for<'e> fn(&'e Entry) -> Option<Value<'e>>),
    /// Among the values that no code depends on.
    Plain,
}

/// The type of a column's value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ColumnKind {
    /// Who has to act.
    Actor,
    /// A code of the table, or an array of several.
    Code,
    /// An array of codes.
    Codes,
    /// `true` or `false`.
    Flag,
    /// The name of a header, or `false` for no header.
    Header,
    /// A table of header names, each with its value.
    Headers,
    /// A whole number.
    Integer,
    /// A string of one line.
    Line,
    /// An array of the codes of lints.
    Lints,
    /// A word of a list that the table declares.
    OneOf,
    /// A table of parameters, each with its type.
    Params,
    /// An array of paths.
    Paths,
    /// A retry advice.
    Retry,
    /// An HTTP error status.
    Status,
    /// An array of HTTP error statuses.
    Statuses,
    /// A string that may have several lines.
    Text,
    /// A link into the web: `https://` or `http://`.
    Url,
    /// The name of a Rust variant.
    Variant,
    /// A wait in seconds, minutes or hours.
    Wait,
}

impl ColumnKind {
    /// What a diagnostic calls it.
    pub(crate) const fn expected(self) -> &'static str {
        match self {
            Self::Actor
            | Self::Code
            | Self::Line
            | Self::OneOf
            | Self::Retry
            | Self::Text
            | Self::Url
            | Self::Variant
            | Self::Wait => "a string",
            Self::Flag => "`true` or `false`",
            Self::Header => "a string or `false`",
            Self::Integer | Self::Status => "an integer",
            Self::Codes | Self::Lints | Self::Paths => "an array of strings",
            Self::Headers | Self::Params => "a table",
            Self::Statuses => "an array of integers",
        }
    }
}

impl Column {
    /// What a row says in the column, or `None` where it says nothing.
    ///
    /// ```
    /// use error_catalog::catalog::{Catalog, Value};
    ///
    /// let table = r#"
    ///     catalog = { name = "Pots" }
    ///     columns.owner = { kind = "line", about = "The team that looks after the error" }
    ///     errors.POT = { status = 404, retry = "never", cause = "No pot", owner = "kitchen" }
    /// "#;
    /// let catalog = Catalog::parse("catalog.toml", table)?;
    /// let pot = &catalog.errors()[0];
    /// let said: Vec<String> = catalog
    ///     .columns()
    ///     .filter_map(|column| Some(format!("{}: {}", column.label, column.value(pot)?.to_text())))
    ///     .collect();
    /// assert_eq!(said, ["Status: 404", "Retry: never", "Cause: No pot", "Message: No pot", "Actor: caller", "Name: Pot", "Owner: kitchen"]);
    /// # Ok::<_, error_catalog::catalog::Invalid>(())
    /// ```
    #[must_use]
    pub fn value<'e>(&self, entry: &'e Entry) -> Option<Value<'e>> {
        match self.storage {
            Storage::Field(value) => value(entry),
            Storage::Plain => entry.plain(&self.name),
        }
    }

    pub(super) const fn new(
        name: &'static str,
        kind: ColumnKind,
        label: &'static str,
        example: &'static str,
        about: &'static str,
    ) -> Self {
        Self {
            name: Cow::Borrowed(name),
            kind,
            required: false,
            label: Cow::Borrowed(label),
            example: Cow::Borrowed(example),
            about: Cow::Borrowed(about),
            words: Vec::new(),
            unique: false,
            display: Display::Explicit,
            weight: Weight::Rules,
            storage: Storage::Plain,
        }
    }

    pub(super) const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Every document shows it as a line with its label.
    pub(super) const fn fact(self) -> Self {
        self.shown().prose()
    }

    /// Every document shows it, and programs go by it.
    pub(super) const fn shown(mut self) -> Self {
        self.display = Display::Fact;
        self
    }

    /// Only people read it.
    pub(super) const fn prose(mut self) -> Self {
        self.weight = Weight::Prose;
        self
    }

    /// Only programs and reviewers see it.
    pub(super) const fn hidden(mut self) -> Self {
        self.display = Display::Hidden;
        self.weight = Weight::Nothing;
        self
    }

    /// A row keeps it in a field.
    pub(super) const fn field(mut self, value: for<'e> fn(&'e Entry) -> Option<Value<'e>>) -> Self {
        self.storage = Storage::Field(value);
        self
    }

    /// Whether a row keeps it among the values that no code depends on.
    pub(crate) const fn is_plain(&self) -> bool {
        matches!(self.storage, Storage::Plain)
    }

    /// Whether a value fits into a cell of a table.
    #[cfg_attr(not(feature = "docs"), allow(dead_code, reason = "documents ask for it"))]
    pub(crate) const fn fits_in_cell(&self) -> bool {
        !matches!(self.display, Display::Hidden)
            && !matches!(self.kind, ColumnKind::Params | ColumnKind::Text)
    }
}
