//! The texts that a catalog was read from, and where in them a place is.

use core::fmt;
use core::ops::Range;

use crate::shared::text::floor_char_boundary;

/// The text of a table, and after it those of the tables that it includes, as if they were one: a place is a number of
/// bytes from the start of the first, so code that compares places does not depend on files.
#[derive(Clone)]
pub(crate) struct Source {
    /// Never empty. That of the table itself comes first.
    files: Vec<File>,
}

/// A text with its name.
#[derive(Clone)]
pub(super) struct File {
    pub(super) path: String,
    text: String,
    /// Where it starts among all texts.
    base: usize,
    /// Where each line starts in the text.
    starts: Vec<usize>,
}

/// The names stand for the texts.
impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.files.iter().map(|file| &file.path)).finish()
    }
}

/// A line of a text: its number from one, and where it is, without its line break.
pub(super) struct Line {
    pub(super) number: usize,
    pub(super) span: Range<usize>,
}

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        Self { files: vec![File::new(path, text, 0)] }
    }

    /// Adds the text of an included table, and tells where it starts.
    pub(super) fn push(&mut self, path: &str, text: &str) -> usize {
        // The end of a text is a place in it, too.
        let base = self.files.last().map_or(0, |last| last.base + last.text.len() + 1);
        self.files.push(File::new(path, text, base));
        base
    }

    /// The text that a place is in.
    pub(super) fn file(&self, at: usize) -> &File {
        // The first text starts at 0, so one of them starts at or before any place.
        &self.files[self.files.partition_point(|file| file.base <= at).saturating_sub(1)]
    }

    /// What the table itself is called.
    pub(crate) fn path(&self) -> &str {
        &self.files[0].path
    }

    /// What the table is called, and those that it includes.
    #[cfg(feature = "cli")]
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| &*file.path)
    }

    /// What the table with this place is called.
    #[cfg(feature = "cli")]
    pub(crate) fn path_at(&self, at: usize) -> &str {
        &self.file(at).path
    }

    /// Whether a place is in the table itself, and not in one that it includes.
    #[cfg(feature = "cli")]
    pub(crate) fn is_own(&self, at: usize) -> bool {
        self.file(at).base == 0
    }

    /// Line and column from one, in the text that the place is in; a column is a character, as editors count.
    #[cfg(feature = "cli")]
    pub(crate) fn position(&self, at: usize) -> (usize, usize) {
        self.file(at).position(at)
    }

    #[cfg(feature = "cli")]
    pub(crate) fn part(&self, span: &Range<usize>) -> &str {
        let file = self.file(span.start);
        file.text.get(file.local(span)).unwrap_or_default()
    }

    /// All of a line, with its line break, that has nothing on it but this value of this key.
    #[cfg(feature = "cli")]
    pub(crate) fn line_of(&self, value: &Range<usize>, key: &str) -> Option<Range<usize>> {
        let File { text, base, .. } = self.file(value.start);
        let value = value.start - base..value.end - base;
        let start = text[..value.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[value.end..].find('\n').map_or(text.len(), |at| value.end + at + 1);
        let before = text[start..value.start].trim().strip_suffix('=')?.trim_end();
        (before == key && text[value.end..end].trim().is_empty()).then_some(base + start..base + end)
    }
}

impl File {
    fn new(path: &str, text: &str, base: usize) -> Self {
        let after_breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        let starts = core::iter::once(0).chain(after_breaks).collect();
        Self { path: path.to_owned(), text: text.to_owned(), base, starts }
    }

    pub(super) fn is(&self, other: &Self) -> bool {
        self.base == other.base
    }

    /// A part of the text, which goes by its own places.
    pub(super) fn text(&self, local: Range<usize>) -> &str {
        self.text.get(local).unwrap_or_default()
    }

    /// A place as one of this text alone.
    pub(super) fn local(&self, span: &Range<usize>) -> Range<usize> {
        span.start.saturating_sub(self.base)..span.end.saturating_sub(self.base)
    }

    pub(super) fn position(&self, at: usize) -> (usize, usize) {
        let at = at.saturating_sub(self.base);
        let line = self.line(at);
        let column = self.text(line.span.start..at.clamp(line.span.start, line.span.end)).chars().count();
        (line.number, column + 1)
    }

    /// The line with a place of this text.
    pub(super) fn line(&self, local: usize) -> Line {
        let at = floor_char_boundary(&self.text, local);
        // There is a line that starts at or before any place: the first one starts at 0.
        let number = self.starts.partition_point(|start| *start <= at);
        let start = self.starts.get(number.saturating_sub(1)).copied().unwrap_or(0);
        let next = self.starts.get(number).copied().unwrap_or(self.text.len());
        let end = start + self.text[start..next].trim_end_matches(['\n', '\r']).len();
        Line { number, span: start..end }
    }
}
