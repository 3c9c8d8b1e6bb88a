//! One mistake of a table: the rule that it breaks, its place and its remedy.

use core::ops::Range;

use super::format_rule::FormatRule;
use super::note::{Edit, Note};

/// One mistake.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    rule: FormatRule,
    note: Note,
    /// What is to be decided comes after what is wrong, and what is decided wrong at a cost first.
    pub(super) rank: u8,
}

impl Diagnostic {
    /// A mistake at a place; the label says what was expected there.
    pub(crate) fn at(
        rule: FormatRule,
        span: Range<usize>,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> Self {
        Self { rule, note: Note::at(span, message, label), rank: 0 }
    }

    /// A mistake of the file as a whole.
    pub(crate) fn nowhere(rule: FormatRule, message: impl Into<String>) -> Self {
        Self { rule, note: Note::nowhere(message), rank: 0 }
    }

    /// Points at the second place that the mistake is about.
    pub(crate) fn with_other(self, span: Range<usize>, label: impl Into<String>) -> Self {
        Self { note: self.note.with_other(span, label), ..self }
    }

    /// Says what to do.
    pub(crate) fn with_help(self, help: impl Into<String>) -> Self {
        Self { note: self.note.with_help(help), ..self }
    }

    /// Mends it.
    pub(crate) fn with_fix(self, span: Range<usize>, text: impl Into<String>) -> Self {
        Self { note: self.note.with_fix([Edit { span, text: text.into() }]), ..self }
    }

    /// Puts it after those of a lower rank.
    pub(super) fn with_rank(self, rank: u8) -> Self {
        Self { rank, ..self }
    }

    /// The same in a text that starts at this place among others.
    pub(super) fn shifted(self, base: usize) -> Self {
        Self { note: self.note.shifted(base), ..self }
    }

    /// The rule that was broken.
    #[must_use]
    pub fn rule(&self) -> FormatRule {
        self.rule
    }

    /// What is wrong, in one line.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.note.message
    }

    /// What to do about it, where there is something to say beyond the message.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.note.help.as_deref()
    }

    /// The part of the source that it is about, in bytes. The texts of included tables come after that of the table.
    #[must_use]
    pub fn span(&self) -> Option<Range<usize>> {
        self.note.place.as_ref().map(|place| place.span.clone())
    }

    pub(crate) fn note(&self) -> &Note {
        &self.note
    }

    pub(super) fn start(&self) -> usize {
        self.note.place.as_ref().map_or(0, |place| place.span.start)
    }
}
