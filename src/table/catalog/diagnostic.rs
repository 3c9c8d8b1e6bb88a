//! What is wrong with a table: findings with a stable code, a place and a remedy.

use core::fmt;
use core::ops::Range;

use super::excerpt;
use super::place::shifted;
use super::source::Source;
use crate::shared::text::OneLine;

/// The rule that a table broke. Its code is stable: documents and searches may refer to it.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum FormatRule {
    /// `EC001`: the text is not TOML.
    Syntax,
    /// `EC002`: a section or a required column is missing.
    Missing,
    /// `EC003`: a key that the format does not have.
    UnknownKey,
    /// `EC004`: a code or a column is there twice, or a code in two tables.
    Duplicate,
    /// `EC005`: a status is not an HTTP error status.
    Status,
    /// `EC006`: a code cannot go over the wire as it is written.
    Code,
    /// `EC007`: two codes have the same Rust name.
    SameName,
    /// `EC008`: a code or a `name` makes no Rust variant.
    Name,
    /// `EC009`: a retired code, or its Rust name, is live.
    Retired,
    /// `EC010`: a value has the wrong type.
    Type,
    /// `EC011`: a word is none of the words that the column knows.
    Word,
    /// `EC012`: `replaced_by` names a code that is not live.
    Replacement,
    /// `EC013`: following `replaced_by` leads back to the start.
    Circle,
    /// `EC014`: two rows stand for the same bare status.
    DefaultFor,
    /// `EC015`: a wait is not a number of seconds, minutes or hours.
    Wait,
    /// `EC016`: two columns of a row contradict each other.
    Contradiction,
    /// `EC017`: a text has characters that do not show, or a line break where it has to be one line.
    Invisible,
    /// `EC018`: a text is empty.
    Empty,
    /// `EC019`: a name is no HTTP header name, or a header that has another job.
    Header,
    /// `EC020`: the file cannot be read.
    Unreadable,
    /// `EC021`: an included table cannot be read.
    Include,
    /// `EC022`: following `[include]` leads back to the start.
    IncludeCircle,
    /// `EC023`: two tables have the same name.
    TableName,
    /// `EC024`: the message and the parameters of a row do not fit.
    Parameter,
    /// `EC025`: a column of the table's own cannot be as it is declared.
    Column,
    /// `EC026`: a value is not a link into the web.
    Url,
}

impl FormatRule {
    /// Every rule, in the order of the codes.
    pub const ALL: [Self; 26] = [
        Self::Syntax,
        Self::Missing,
        Self::UnknownKey,
        Self::Duplicate,
        Self::Status,
        Self::Code,
        Self::SameName,
        Self::Name,
        Self::Retired,
        Self::Type,
        Self::Word,
        Self::Replacement,
        Self::Circle,
        Self::DefaultFor,
        Self::Wait,
        Self::Contradiction,
        Self::Invisible,
        Self::Empty,
        Self::Header,
        Self::Unreadable,
        Self::Include,
        Self::IncludeCircle,
        Self::TableName,
        Self::Parameter,
        Self::Column,
        Self::Url,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Syntax => "EC001",
            Self::Missing => "EC002",
            Self::UnknownKey => "EC003",
            Self::Duplicate => "EC004",
            Self::Status => "EC005",
            Self::Code => "EC006",
            Self::SameName => "EC007",
            Self::Name => "EC008",
            Self::Retired => "EC009",
            Self::Type => "EC010",
            Self::Word => "EC011",
            Self::Replacement => "EC012",
            Self::Circle => "EC013",
            Self::DefaultFor => "EC014",
            Self::Wait => "EC015",
            Self::Contradiction => "EC016",
            Self::Invisible => "EC017",
            Self::Empty => "EC018",
            Self::Header => "EC019",
            Self::Unreadable => "EC020",
            Self::Include => "EC021",
            Self::IncludeCircle => "EC022",
            Self::TableName => "EC023",
            Self::Parameter => "EC024",
            Self::Column => "EC025",
            Self::Url => "EC026",
        }
    }
}

/// A part of the source, and what is to be said about it.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    pub(crate) span: Range<usize>,
    pub(crate) text: String,
}

/// A part of the source, and what is to stand in its place.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Edit {
    /// The part, in bytes.
    pub span: Range<usize>,
    /// What is to stand there.
    pub text: String,
}

/// What is to be said about a text, and where.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    pub(crate) message: String,
    pub(crate) place: Option<Label>,
    pub(crate) other: Option<Label>,
    pub(crate) help: Option<String>,
    /// What mends it, where there is no doubt what was meant. All of it, or nothing.
    pub(crate) fix: Vec<Edit>,
}

impl Note {
    /// About a place; the label says what was expected there.
    pub(crate) fn at(span: Range<usize>, message: impl Into<String>, label: impl Into<String>) -> Self {
        Self { place: Some(Label { span, text: label.into() }), ..Self::nowhere(message) }
    }

    /// About the text as a whole.
    pub(crate) fn nowhere(message: impl Into<String>) -> Self {
        Self { message: message.into(), place: None, other: None, help: None, fix: Vec::new() }
    }

    /// Points at the second place that it is about.
    pub(crate) fn with_other(mut self, span: Range<usize>, label: impl Into<String>) -> Self {
        self.other = Some(Label { span, text: label.into() });
        self
    }

    /// Says what to do.
    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Mends it.
    pub(crate) fn with_fix(mut self, fix: impl IntoIterator<Item = Edit>) -> Self {
        self.fix.extend(fix);
        self
    }

    /// The same in a text that starts at this place among others.
    fn shifted(mut self, base: usize) -> Self {
        let places = self.place.iter_mut().chain(&mut self.other).map(|label| &mut label.span);
        for span in places.chain(self.fix.iter_mut().map(|edit| &mut edit.span)) {
            *span = shifted(span, base);
        }
        self
    }

    /// With its lines of the source, under the code of a rule.
    pub(crate) fn shown<'a>(&'a self, source: &'a Source, code: &'a str) -> Shown<'a> {
        Shown { note: self, source, code }
    }
}

/// One mistake.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    rule: FormatRule,
    note: Note,
}

impl Diagnostic {
    /// A mistake at a place; the label says what was expected there.
    pub(crate) fn at(
        rule: FormatRule,
        span: Range<usize>,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> Self {
        Self { rule, note: Note::at(span, message, label) }
    }

    /// A mistake of the file as a whole.
    pub(crate) fn nowhere(rule: FormatRule, message: impl Into<String>) -> Self {
        Self { rule, note: Note::nowhere(message) }
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

    #[cfg(feature = "cli")]
    pub(crate) fn note(&self) -> &Note {
        &self.note
    }

    fn start(&self) -> usize {
        self.note.place.as_ref().map_or(0, |place| place.span.start)
    }
}

/// Every mistake of a table and of those that it includes, in the order of their texts.
///
/// `Display` shows them all, with their source lines.
#[derive(Clone, Debug)]
pub struct Invalid {
    source: Source,
    diagnostics: Vec<Diagnostic>,
}

impl Invalid {
    pub(crate) fn new(source: Source, mut diagnostics: Vec<Diagnostic>) -> Self {
        diagnostics.sort_by_key(|diagnostic| (diagnostic.start(), diagnostic.rule));
        Self { source, diagnostics }
    }

    /// A file that could not even be read.
    pub(crate) fn unreadable(path: &str, error: &std::io::Error) -> Self {
        let message = format!("cannot read the table: {error}");
        let diagnostic = Diagnostic::nowhere(FormatRule::Unreadable, message);
        Self::new(Source::new(path, ""), vec![diagnostic])
    }

    /// A file that is text up to a point.
    pub(crate) fn not_utf8(path: &str, text: &str) -> Self {
        let diagnostic = Diagnostic::at(
            FormatRule::Unreadable,
            text.len()..text.len(),
            "the table is not UTF-8",
            "from here on",
        )
        .with_help("save the file as UTF-8");
        Self::new(Source::new(path, text), vec![diagnostic])
    }

    #[cfg(feature = "cli")]
    pub(crate) fn source(&self) -> &Source {
        &self.source
    }

    /// Whether the file itself could not be read, so that nothing is known of its text.
    #[must_use]
    pub fn is_unread(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.rule == FormatRule::Unreadable)
    }

    /// The mistakes. There is at least one.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, diagnostic) in self.diagnostics.iter().enumerate() {
            if at > 0 {
                writeln!(f)?;
            }
            diagnostic.note.shown(&self.source, diagnostic.rule.code()).fmt(f)?;
        }
        Ok(())
    }
}

/// A note as a person reads it.
pub(crate) struct Shown<'a> {
    note: &'a Note,
    source: &'a Source,
    code: &'a str,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Note { message, place, other, help, fix: _ } = self.note;
        writeln!(f, "[{}] {}", self.code, OneLine(message))?;
        let gutter = excerpt::write(f, self.source, place.as_ref(), other.as_ref())?;
        match help {
            Some(help) => writeln!(f, "{:gutter$} = help: {}", "", OneLine(help)),
            None => Ok(()),
        }
    }
}

impl core::error::Error for Invalid {}
