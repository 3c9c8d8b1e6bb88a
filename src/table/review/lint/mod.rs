//! Lints: what a table may say, but most often should not.

mod actor;
mod advice;
mod headers;
mod names;
mod pairs;
mod prose;
mod settings;

use std::collections::BTreeSet;

use super::finding::Finding;
use super::level::Level;
use super::rules::RuleText;
use crate::table::catalog::{Catalog, Entry, LintLevel, Note};

/// What a lint has found, and in which rows. Each of them may allow it.
struct Found<'c> {
    rows: Vec<&'c Entry>,
    note: Note,
}

impl<'c> Found<'c> {
    fn new(row: &'c Entry, note: Note) -> Self {
        Self { rows: vec![row], note }
    }
}

struct Lint {
    rule: RuleText,
    find: for<'c> fn(&'c Catalog) -> Vec<Found<'c>>,
}

/// In the order of their codes.
const LINTS: &[Lint] = &[
    prose::NO_REMEDY,
    prose::CAUSE_IS_CODE,
    prose::PLACEHOLDER,
    prose::LONG_MESSAGE,
    prose::FOREIGN_PLACEHOLDER,
    advice::TOO_MANY_NEVER,
    advice::PASSES_NEVER,
    advice::CLIENT_RETRIES,
    advice::NEVER_HELPS,
    advice::REMEDY_DISAGREES,
    actor::ANOTHER_ACTS,
    advice::CLAIMS_NOTHING_DONE,
    names::UNREGISTERED,
    names::STATUS_DISAGREES,
    pairs::ALIKE,
    pairs::SAME_CAUSE,
    pairs::NO_WAY_ON,
    pairs::DEAD_END,
    headers::REQUIRED,
    settings::NAME_OF_EXAMPLE,
    settings::ALLOWS_NOTHING,
    settings::UNKNOWN_LINT,
];

#[cfg(feature = "cli")]
pub(crate) use self::prose::LONGEST_MESSAGE;

/// What each lint is about, in the order of their codes.
pub fn lints() -> impl Iterator<Item = &'static RuleText> {
    LINTS.iter().map(|lint| &lint.rule)
}

/// What the lints find in a table, in the order of its text. What they find in rows of included tables alone is said where
/// those are checked.
///
/// A lint is a warning, unless `[lint]` makes it an error or turns it off. A row that knows better says so with `allow`
/// and `allow_reason`.
///
/// ```
/// use error_catalog::catalog::Catalog;
/// use error_catalog::review::{Level, lint};
///
/// let catalog = Catalog::parse(
///     "catalog.toml",
///     r#"
///     [catalog]
///     name = "Teapots"
///
///     [errors.TEAPOT_NOT_FOUND]
///     status = 500
///     retry = "never"
///     cause = "The teapot does not exist"
///     remedy = "Ask for another one."
///     "#,
/// )?;
/// let findings = lint(&catalog);
/// assert_eq!(findings.len(), 1);
/// assert_eq!((findings[0].rule, findings[0].level), ("EC121", Level::Warning));
/// assert_eq!(findings[0].message, "`TEAPOT_NOT_FOUND` is sent with 500");
/// # Ok::<_, error_catalog::catalog::Invalid>(())
/// ```
#[must_use]
pub fn lint(catalog: &Catalog) -> Vec<Finding> {
    let mut used = BTreeSet::new();
    let mut findings = Vec::new();
    for Lint { rule, find } in LINTS {
        let Some(level) = level(catalog, rule.code) else { continue };
        let is_here =
            |found: &Found<'_>| found.rows.is_empty() || found.rows.iter().any(|row| catalog.is_own(row));
        for Found { rows, note } in find(catalog).into_iter().filter(is_here) {
            // Each of two rows that are alike may say so.
            let allowing: Vec<&Entry> =
                rows.into_iter().filter(|row| row.allow.iter().any(|allowed| allowed == rule.code)).collect();
            if allowing.is_empty() {
                findings.push((start(&note), Finding::new(rule.code, level, &note, catalog.source())));
            }
            used.extend(allowing.into_iter().map(|row| (row.code.as_str(), rule.code)));
        }
    }
    if let Some(level) = level(catalog, settings::ALLOWS_NOTHING.rule.code) {
        let rule = settings::ALLOWS_NOTHING.rule.code;
        for note in settings::unused(catalog, &used) {
            findings.push((start(&note), Finding::new(rule, level, &note, catalog.source())));
        }
    }
    findings.sort_by(|(a, left), (b, right)| (a, left.rule).cmp(&(b, right.rule)));
    findings.into_iter().map(|(_, finding)| finding).collect()
}

/// How bad a finding of a lint is, or `None` where it is off.
fn level(catalog: &Catalog, lint: &str) -> Option<Level> {
    let setting = catalog.lints().iter().find(|setting| setting.lint == lint);
    match setting.map_or(LintLevel::Warn, |setting| setting.level) {
        LintLevel::Off => None,
        LintLevel::Warn => Some(Level::Warning),
        LintLevel::Error => Some(Level::Error),
    }
}

fn start(note: &Note) -> usize {
    note.place.as_ref().map_or(0, |place| place.span.start)
}

/// Looks at each row alone.
fn rows<'c>(catalog: &'c Catalog, look: impl Fn(&'c Entry) -> Option<Note>) -> Vec<Found<'c>> {
    catalog.errors().iter().filter_map(|entry| Some(Found::new(entry, look(entry)?))).collect()
}
