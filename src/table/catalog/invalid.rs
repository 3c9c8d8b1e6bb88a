//! Every mistake of a table.

use core::fmt;

use super::diagnostic::Diagnostic;
use super::format_rule::FormatRule;
use super::paint::Plain;
use super::shown::{Head, shown};
use super::source::Source;

/// What is wrong with a table without rows.
pub(super) const NO_ROWS: &str = "the table has no errors";

/// Every mistake of a table and of those that it includes, in the order of their texts. What is still to be decided comes last.
///
/// `Display` shows them all, with their source lines.
#[derive(Clone, Debug)]
pub struct Invalid {
    source: Source,
    diagnostics: Vec<Diagnostic>,
}

impl Invalid {
    pub(crate) fn new(source: Source, mut diagnostics: Vec<Diagnostic>) -> Self {
        diagnostics.sort_by_key(|diagnostic| (diagnostic.rank, diagnostic.start(), diagnostic.rule()));
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
            "not UTF-8 from here on",
        )
        .with_help("save the file as UTF-8");
        Self::new(Source::new(path, text), vec![diagnostic])
    }

    /// Whether nothing is wrong but that there is no row: an edit may add the first, or remove the last.
    #[cfg(feature = "cli")]
    pub(crate) fn has_only_no_rows(&self) -> bool {
        self.diagnostics.iter().all(|diagnostic| diagnostic.message() == NO_ROWS)
    }

    #[cfg(feature = "cli")]
    pub(crate) fn source(&self) -> &Source {
        &self.source
    }

    /// Whether the file itself could not be read, so that nothing is known of its text.
    #[must_use]
    pub fn is_unread(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.rule() == FormatRule::Unreadable)
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
            shown(diagnostic.note(), &self.source, Head::Code(diagnostic.rule().code()), &Plain).fmt(f)?;
        }
        Ok(())
    }
}

impl core::error::Error for Invalid {}
