//! The text of a table, and how an excerpt of it looks in a diagnostic.

use core::fmt;
use core::ops::Range;

use super::diagnostic::Label;
use crate::text::{OneLine, floor_char_boundary, is_invisible};

/// A text with its name.
#[derive(Clone)]
pub(crate) struct Source {
    path: String,
    text: String,
    /// Where each line starts.
    starts: Vec<usize>,
}

/// The name stands for the text.
impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source").field("path", &self.path).finish_non_exhaustive()
    }
}

/// A line of the text: its number from one, and where it is, without its line break.
struct Line {
    number: usize,
    span: Range<usize>,
}

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let after_breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        let starts = core::iter::once(0).chain(after_breaks).collect();
        Self { path: path.to_owned(), text: text.to_owned(), starts }
    }

    #[cfg(feature = "cli")]
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    #[cfg(feature = "cli")]
    pub(crate) fn part(&self, span: &Range<usize>) -> &str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    /// All of a line, with its line break, that has nothing on it but this value of this key.
    #[cfg(feature = "cli")]
    pub(crate) fn line_of(&self, value: &Range<usize>, key: &str) -> Option<Range<usize>> {
        let start = self.text[..value.start].rfind('\n').map_or(0, |at| at + 1);
        let end = self.text[value.end..].find('\n').map_or(self.text.len(), |at| value.end + at + 1);
        let before = self.text[start..value.start].trim().strip_suffix('=')?.trim_end();
        (before == key && self.text[value.end..end].trim().is_empty()).then_some(start..end)
    }

    /// Writes the place, its line with a caret under it, and the same for a second place. Returns the width of the
    /// line numbers.
    pub(crate) fn write_excerpt(
        &self,
        f: &mut fmt::Formatter<'_>,
        place: Option<&Label>,
        other: Option<&Label>,
    ) -> Result<usize, fmt::Error> {
        let Some(place) = place else {
            writeln!(f, " --> {}", OneLine(&self.path))?;
            return Ok(1);
        };
        let mut marks: Vec<(Line, &Label, char)> = vec![(self.line(&place.span), place, '^')];
        marks.extend(other.map(|other| (self.line(&other.span), other, '-')));
        marks.sort_by_key(|(_, label, _)| label.span.start);

        let width = marks.iter().map(|(line, ..)| line.number.to_string().len()).max().unwrap_or(1);
        let (line, column) = self.position(place.span.start);
        writeln!(f, "{:width$}--> {}:{line}:{column}", "", OneLine(&self.path))?;
        writeln!(f, "{:width$} |", "")?;
        let mut before: Option<usize> = None;
        for (line, label, mark) in marks {
            match before {
                Some(number) if number == line.number => {}
                Some(number) if number + 1 < line.number => {
                    writeln!(f, "...")?;
                    self.write_line(f, &line, width)?;
                }
                _ => self.write_line(f, &line, width)?,
            }
            before = Some(line.number);
            let start = label.span.start.min(line.span.end);
            let end = label.span.end.clamp(start, line.span.end);
            let indent = columns(&self.text[line.span.start..start]);
            let length = columns(&self.text[start..end]).max(1);
            writeln!(
                f,
                "{:width$} | {:indent$}{} {}",
                "",
                "",
                mark.to_string().repeat(length),
                OneLine(&label.text)
            )?;
        }
        Ok(width)
    }

    fn write_line(&self, f: &mut fmt::Formatter<'_>, line: &Line, width: usize) -> fmt::Result {
        write!(f, "{:>width$} | ", line.number)?;
        for character in self.text[line.span.clone()].chars() {
            match shown(character) {
                Shown::Itself => write!(f, "{character}")?,
                Shown::Spaces => f.write_str(TAB)?,
                Shown::Replacement => f.write_str("\u{fffd}")?,
            }
        }
        writeln!(f)
    }

    /// Line and column from one; a column is a character, as editors count.
    pub(crate) fn position(&self, at: usize) -> (usize, usize) {
        let line = self.line(&(at..at));
        let column = self.text[line.span.start..at.clamp(line.span.start, line.span.end)].chars().count();
        (line.number, column + 1)
    }

    fn line(&self, span: &Range<usize>) -> Line {
        let at = floor_char_boundary(&self.text, span.start);
        // There is a line that starts at or before any place: the first one starts at 0.
        let number = self.starts.partition_point(|start| *start <= at);
        let start = self.starts.get(number.saturating_sub(1)).copied().unwrap_or(0);
        let next = self.starts.get(number).copied().unwrap_or(self.text.len());
        let end = start + self.text[start..next].trim_end_matches(['\n', '\r']).len();
        Line { number, span: start..end }
    }
}

const TAB: &str = "    ";

enum Shown {
    Itself,
    Spaces,
    Replacement,
}

/// A diagnostic goes to terminals and logs: what could steer them, or hide, is shown as a replacement character.
fn shown(character: char) -> Shown {
    match character {
        '\t' => Shown::Spaces,
        c if is_invisible(c) => Shown::Replacement,
        _ => Shown::Itself,
    }
}

/// How many columns of a terminal the text takes. East Asian wide characters are taken for one column: the price of
/// not making every user compile a width table.
fn columns(text: &str) -> usize {
    text.chars()
        .map(|character| match shown(character) {
            Shown::Spaces => TAB.len(),
            Shown::Itself | Shown::Replacement => 1,
        })
        .sum()
}
