//! What a change of the table means for existing clients.
//!
//! [`diff`] compares two tables and gives a list of [`Change`]s, each with the [`ChangeRule`] that it falls under. The rule
//! says how large a version the change asks for, or that no version is large enough. [`judge`] decides what of that
//! may pass: by the versions, and by the changes that are [accepted](Accept) with a reason.

mod accept;
mod bump;
mod change;
mod columns;
mod compare;
mod report;
mod rule;
mod verdict;

use crate::table::catalog::Catalog;

pub use self::accept::{Accept, AcceptError};
pub use self::bump::{Bump, bump_between};
pub use self::change::Change;
#[cfg(feature = "cli")]
pub(crate) use self::report::in_words;
pub use self::report::{Names, github, json, markdown, text};
pub use self::rule::ChangeRule;
pub use self::verdict::{Judged, Verdict, is_allowed, judge, required_bump};

/// Every change from one table to another, the gravest first, then by code. The order of rows and the layout of the
/// text are not a change.
///
/// ```
/// use error_catalog::catalog::Catalog;
/// use error_catalog::review::diff::{Bump, ChangeRule, diff, required_bump};
///
/// let table = |row: &str| {
///     Catalog::parse("catalog.toml", &format!("catalog = {{ name = \"Teapots\" }}\n[errors]\n{row}"))
/// };
/// let old = table(r#"POT_BUSY = { status = 503, retry = "backoff", cause = "The pot is busy" }"#)?;
/// let new = table(r#"POT_BUSY = { status = 409, retry = "backoff", cause = "The pot is busy" }"#)?;
///
/// let changes = diff(&old, &new);
/// assert_eq!(changes.len(), 1);
/// assert_eq!(changes[0].rule, ChangeRule::FaultChanged);
/// assert_eq!((changes[0].old.as_deref(), changes[0].new.as_deref()), (Some("503"), Some("409")));
/// assert_eq!(required_bump(&changes), Some(Bump::Major));
/// # Ok::<_, error_catalog::catalog::Invalid>(())
/// ```
#[must_use]
pub fn diff(old: &Catalog, new: &Catalog) -> Vec<Change> {
    let mut changes = compare::catalogs(old, new);
    changes.sort_by(Change::order);
    changes
}
