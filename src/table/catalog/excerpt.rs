//! How the places of a diagnostic look: their lines, with a mark under each.

use core::fmt;

use super::diagnostic::Label;
use super::source::{File, Line, Source};
use crate::shared::text::{OneLine, is_invisible};

/// A label in its text, and what is drawn under it.
struct Mark<'a> {
    file: &'a File,
    line: Line,
    label: &'a Label,
    sign: char,
}

/// Writes the place, its line with a caret under it, and the same for a second place. Returns the width of the line
/// numbers.
pub(super) fn write(
    f: &mut fmt::Formatter<'_>,
    source: &Source,
    place: Option<&Label>,
    other: Option<&Label>,
) -> Result<usize, fmt::Error> {
    let Some(place) = place else {
        writeln!(f, " --> {}", OneLine(source.path()))?;
        return Ok(1);
    };
    let mark = |label, sign| Mark::new(source, label, sign);
    let mut marks = vec![mark(place, '^')];
    marks.extend(other.map(|other| mark(other, '-')));
    let width = marks.iter().map(|mark| mark.line.number.to_string().len()).max().unwrap_or(1);

    let file = source.file(place.span.start);
    let (mut here, elsewhere): (Vec<_>, Vec<_>) = marks.into_iter().partition(|mark| mark.file.is(file));
    here.sort_by_key(|mark| mark.label.span.start);
    write_marks(f, "-->", file, place.span.start, &here, width)?;
    for mark in elsewhere {
        writeln!(f, "{:width$} |", "")?;
        write_marks(f, ":::", mark.file, mark.label.span.start, core::slice::from_ref(&mark), width)?;
    }
    Ok(width)
}

/// Writes the marks of one text below the place that is named.
fn write_marks(
    f: &mut fmt::Formatter<'_>,
    arrow: &str,
    file: &File,
    at: usize,
    marks: &[Mark<'_>],
    width: usize,
) -> fmt::Result {
    let (line, column) = file.position(at);
    writeln!(f, "{:width$}{arrow} {}:{line}:{column}", "", OneLine(&file.path))?;
    writeln!(f, "{:width$} |", "")?;
    let mut before: Option<usize> = None;
    for mark in marks {
        let number = mark.line.number;
        match before {
            Some(last) if last == number => {}
            Some(last) if last + 1 < number => {
                writeln!(f, "...")?;
                mark.write_line(f, width)?;
            }
            _ => mark.write_line(f, width)?,
        }
        before = Some(number);
        mark.write(f, width)?;
    }
    Ok(())
}

impl<'a> Mark<'a> {
    fn new(source: &'a Source, label: &'a Label, sign: char) -> Self {
        let file = source.file(label.span.start);
        let line = file.line(file.local(&label.span).start);
        Self { file, line, label, sign }
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, width: usize) -> fmt::Result {
        let Self { file, line, label, sign } = self;
        let span = file.local(&label.span);
        let start = span.start.min(line.span.end);
        let end = span.end.clamp(start, line.span.end);
        let indent = columns(file.text(line.span.start..start));
        let length = columns(file.text(start..end)).max(1);
        let signs = sign.to_string().repeat(length);
        writeln!(f, "{:width$} | {:indent$}{signs} {}", "", "", OneLine(&label.text))
    }

    fn write_line(&self, f: &mut fmt::Formatter<'_>, width: usize) -> fmt::Result {
        write!(f, "{:>width$} | ", self.line.number)?;
        for character in self.file.text(self.line.span.clone()).chars() {
            match shown(character) {
                Shown::Itself => write!(f, "{character}")?,
                Shown::Spaces => f.write_str(TAB)?,
                Shown::Replacement => f.write_str("\u{fffd}")?,
            }
        }
        writeln!(f)
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
