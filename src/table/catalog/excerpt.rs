//! How the places of a diagnostic look: their lines, with a mark under each.

use core::fmt;
use core::ops::Range;

use super::note::Label;
use super::paint::{Paint, Part, painted};
use super::source::{File, Line, Source};
use crate::shared::text::{OneLine, is_invisible};

/// A label in its text, and what is drawn under it.
struct Mark<'a> {
    file: &'a File,
    line: Line,
    label: &'a Label,
    sign: char,
    part: Part,
}

/// Writes the place, its line with a caret under it, and the same for a second place. Returns the width of the line
/// numbers.
pub(super) fn write(
    f: &mut fmt::Formatter<'_>,
    source: &Source,
    paint: &dyn Paint,
    place: Option<&Label>,
    other: Option<&Label>,
) -> Result<usize, fmt::Error> {
    let Some(place) = place else {
        painted(f, paint, Part::Frame, format_args!(" --> "))?;
        writeln!(f, "{}", OneLine(source.path()))?;
        return Ok(1);
    };
    let mut marks = vec![Mark::new(source, place, '^', Part::Mark)];
    marks.extend(other.map(|other| Mark::new(source, other, '-', Part::Other)));
    let width = marks.iter().map(|mark| mark.line.number.to_string().len()).max().unwrap_or(1);

    let file = source.file(place.span.start);
    let (mut here, elsewhere): (Vec<_>, Vec<_>) = marks.into_iter().partition(|mark| mark.file.is(file));
    here.sort_by_key(|mark| mark.label.span.start);
    let writer = Writer { paint, width };
    writer.marks(f, "-->", place.span.start, &here)?;
    for mark in elsewhere {
        writer.frame(f, format_args!("{:width$} |", ""))?;
        writeln!(f)?;
        writer.marks(f, ":::", mark.label.span.start, core::slice::from_ref(&mark))?;
    }
    Ok(width)
}

struct Writer<'a> {
    paint: &'a dyn Paint,
    /// Of the line numbers.
    width: usize,
}

impl Writer<'_> {
    fn frame(&self, f: &mut fmt::Formatter<'_>, text: fmt::Arguments<'_>) -> fmt::Result {
        painted(f, self.paint, Part::Frame, text)
    }

    /// Writes the marks of one text below the place that is named.
    fn marks(&self, f: &mut fmt::Formatter<'_>, arrow: &str, at: usize, marks: &[Mark<'_>]) -> fmt::Result {
        let width = self.width;
        let Some(file) = marks.first().map(|mark| mark.file) else { return Ok(()) };
        let (line, column) = file.position(at);
        self.frame(f, format_args!("{:width$}{arrow} ", ""))?;
        writeln!(f, "{}:{line}:{column}", OneLine(&file.path))?;
        self.frame(f, format_args!("{:width$} |", ""))?;
        writeln!(f)?;
        let mut before: Option<(usize, Window)> = None;
        for mark in marks {
            let (number, window) = (mark.line.number, mark.window());
            if before.as_ref().is_some_and(|(last, _)| last + 1 < number) {
                self.frame(f, format_args!("..."))?;
                writeln!(f)?;
            }
            if before.as_ref() != Some(&(number, window.clone())) {
                self.line(f, mark, &window)?;
            }
            self.mark(f, mark, &window)?;
            before = Some((number, window));
        }
        Ok(())
    }

    fn line(&self, f: &mut fmt::Formatter<'_>, mark: &Mark<'_>, window: &Window) -> fmt::Result {
        let width = self.width;
        self.frame(f, format_args!("{:>width$} |", mark.line.number))?;
        write!(f, " {}", window.before())?;
        for character in mark.file.text(window.span.clone()).chars() {
            match shown(character) {
                Character::Itself => write!(f, "{character}")?,
                Character::Spaces => f.write_str(TAB)?,
                Character::Replacement => f.write_str("\u{fffd}")?,
            }
        }
        writeln!(f, "{}", if window.is_cut_after { CUT } else { "" })
    }

    fn mark(&self, f: &mut fmt::Formatter<'_>, mark: &Mark<'_>, window: &Window) -> fmt::Result {
        let width = self.width;
        let place = mark.place();
        let start = place.start.clamp(window.span.start, window.span.end);
        let end = place.end.clamp(start, window.span.end);
        let indent = window.before().len() + columns(mark.file.text(window.span.start..start));
        let length = columns(mark.file.text(start..end)).max(1);
        self.frame(f, format_args!("{:width$} |", ""))?;
        let (spaces, signs) = (" ".repeat(indent + 1), mark.sign.to_string().repeat(length));
        f.write_str(&spaces)?;
        painted(f, self.paint, mark.part, format_args!("{signs} {}", OneLine(&mark.label.text)))?;
        writeln!(f)
    }
}

impl<'a> Mark<'a> {
    fn new(source: &'a Source, label: &'a Label, sign: char, part: Part) -> Self {
        let file = source.file(label.span.start);
        let line = file.line(file.local(&label.span).start);
        Self { file, line, label, sign, part }
    }

    /// What is marked in the line.
    fn place(&self) -> Range<usize> {
        let span = self.file.local(&self.label.span);
        let start = span.start.min(self.line.span.end);
        start..span.end.clamp(start, self.line.span.end)
    }

    /// The part of the line that is shown: all of it, or what is around the place.
    fn window(&self) -> Window {
        let line = &self.line.span;
        let text = self.file.text(line.clone());
        if text.chars().nth(MOST).is_none() {
            return Window { span: line.clone(), is_cut_before: false, is_cut_after: false };
        }
        // The place is known in bytes; what is around it is counted in characters.
        let offset = self.place().start - line.start;
        let before = text[..offset].char_indices().rev().nth(BEFORE - 1).map_or(0, |(at, _)| at);
        let after = text[before..].char_indices().nth(MOST).map_or(text.len(), |(at, _)| before + at);
        Window {
            span: line.start + before..line.start + after,
            is_cut_before: before > 0,
            is_cut_after: after < text.len(),
        }
    }
}

/// A part of a line.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Window {
    span: Range<usize>,
    is_cut_before: bool,
    is_cut_after: bool,
}

impl Window {
    fn before(&self) -> &'static str {
        if self.is_cut_before { CUT } else { "" }
    }
}

const CUT: &str = "...";

/// As many characters of a line as a person looks at. A table can have a text of a megabyte in one line.
const MOST: usize = 240;
/// How many of them are before the place.
const BEFORE: usize = 60;

const TAB: &str = "    ";

enum Character {
    Itself,
    Spaces,
    Replacement,
}

/// A diagnostic goes to terminals and logs: a character that could steer them, or hide, is shown as a replacement
/// character.
fn shown(character: char) -> Character {
    match character {
        '\t' => Character::Spaces,
        c if is_invisible(c) => Character::Replacement,
        _ => Character::Itself,
    }
}

/// How many columns of a terminal the text takes. East Asian wide characters are taken for one column: the price of
/// not making every user compile a width table.
fn columns(text: &str) -> usize {
    text.chars()
        .map(|character| match shown(character) {
            Character::Spaces => TAB.len(),
            Character::Itself | Character::Replacement => 1,
        })
        .sum()
}
