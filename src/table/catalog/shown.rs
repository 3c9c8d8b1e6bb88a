//! A note as a person reads it: what is wrong, the lines that it is about, and what to do.

use core::fmt;

use super::excerpt;
use super::note::Note;
use super::paint::{Paint, Part, painted};
use super::source::Source;
use crate::shared::text::OneLine;

/// What stands before the message.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Head<'a> {
    /// `[EC011]`: for the log of a build, where cargo has said `error` already.
    Code(&'a str),
    /// `warning[EC101]:`
    #[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "commands show warnings"))]
    Level(&'a str, &'a str),
}

/// Shows a note with its lines of the source.
pub(crate) fn shown<'a>(
    note: &'a Note,
    source: &'a Source,
    head: Head<'a>,
    paint: &'a dyn Paint,
) -> Shown<'a> {
    Shown { note, source, head, paint }
}

pub(crate) struct Shown<'a> {
    note: &'a Note,
    source: &'a Source,
    head: Head<'a>,
    paint: &'a dyn Paint,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { source, paint, .. } = *self;
        let Note { message, place, other, help, fix: _ } = self.note;
        let message = OneLine(message);
        match self.head {
            Head::Code(code) => painted(f, paint, Part::Head, format_args!("[{code}] {message}")),
            Head::Level(level, code) => {
                painted(f, paint, Part::Head, format_args!("{level}[{code}]: {message}"))
            }
        }?;
        writeln!(f)?;
        let gutter = excerpt::write(f, source, paint, place.as_ref(), other.as_ref())?;
        if let Some(help) = help {
            painted(f, paint, Part::Frame, format_args!("{:gutter$} = help:", ""))?;
            painted(f, paint, Part::Help, format_args!(" {}", OneLine(help)))?;
            writeln!(f)?;
        }
        Ok(())
    }
}
