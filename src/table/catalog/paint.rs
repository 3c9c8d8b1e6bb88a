//! How the parts of a text are set apart: not at all, unless a terminal has colours.

use core::fmt;

/// A part of what is said about a text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Part {
    /// The rule and what is wrong.
    Head,
    /// Line numbers and what frames the lines.
    Frame,
    /// The marks of the place, with its label.
    Mark,
    /// The marks of the second place, with its label.
    Other,
    /// What to do.
    Help,
}

/// Writes what sets a part apart, before it and after it.
pub(crate) trait Paint {
    fn start(&self, f: &mut fmt::Formatter<'_>, part: Part) -> fmt::Result;
    fn end(&self, f: &mut fmt::Formatter<'_>, part: Part) -> fmt::Result;
}

/// For a file, a pipe and the log of a build.
pub(crate) struct Plain;

impl Paint for Plain {
    fn start(&self, _: &mut fmt::Formatter<'_>, _: Part) -> fmt::Result {
        Ok(())
    }

    fn end(&self, _: &mut fmt::Formatter<'_>, _: Part) -> fmt::Result {
        Ok(())
    }
}

/// A text as a part.
pub(super) fn painted(
    f: &mut fmt::Formatter<'_>,
    paint: &dyn Paint,
    part: Part,
    text: fmt::Arguments<'_>,
) -> fmt::Result {
    paint.start(f, part)?;
    f.write_fmt(text)?;
    paint.end(f, part)
}
