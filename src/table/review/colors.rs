//! Findings in colour, for a terminal that has it.

use core::fmt;

use anstyle::{AnsiColor, Style};

use super::level::Level;
use crate::table::catalog::{Paint, Part};

/// The colours of a finding: red for an error, yellow for a warning.
pub(super) struct Colors(pub(super) Level);

impl Colors {
    fn style(&self, part: Part) -> Style {
        let level = match self.0 {
            Level::Error => AnsiColor::Red,
            Level::Warning => AnsiColor::Yellow,
        };
        match part {
            Part::Head | Part::Mark => level.on_default().bold(),
            Part::Frame => AnsiColor::Blue.on_default().bold(),
            Part::Other => AnsiColor::Blue.on_default(),
            Part::Help => AnsiColor::Cyan.on_default(),
        }
    }
}

impl Paint for Colors {
    fn start(&self, f: &mut fmt::Formatter<'_>, part: Part) -> fmt::Result {
        write!(f, "{}", self.style(part).render())
    }

    fn end(&self, f: &mut fmt::Formatter<'_>, part: Part) -> fmt::Result {
        write!(f, "{}", self.style(part).render_reset())
    }
}
