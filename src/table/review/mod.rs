//! The findings about a table, each with a stable rule, a place and a remedy.

mod colors;
pub mod diff;
mod finding;
mod level;
mod lint;
pub mod lock;
mod rules;

pub use self::finding::{Finding, Place, Position};
pub use self::level::Level;
#[cfg(feature = "cli")]
pub(crate) use self::lint::LONGEST_MESSAGE;
pub use self::lint::{lint, lints};
pub use self::rules::{RuleText, format_rules};
