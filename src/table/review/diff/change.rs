//! One change, and the fingerprint by which it can be accepted.

use core::cmp::Ordering;

use super::rule::ChangeRule;
use crate::table::fingerprint::fingerprint;

/// What is different between two tables, in one place.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Change {
    /// What kind of change it is: how large a version it asks for, whom it breaks, and what to do.
    pub rule: ChangeRule,
    /// The code whose row it is about, or `None` where it is about `[catalog]` or about no row.
    pub code: Option<String>,
    /// What was there.
    pub old: Option<String>,
    /// What is there now.
    pub new: Option<String>,
}

impl Change {
    pub(super) fn new(
        rule: ChangeRule,
        code: Option<&str>,
        old: Option<String>,
        new: Option<String>,
    ) -> Self {
        Self { rule, code: code.map(str::to_owned), old, new }
    }

    /// Twelve hexadecimal digits that stand for this change and no other: the same for the same rule, code, old and new
    /// value, in every build and on every machine.
    ///
    /// It does not protect against a person who searches for two changes with one fingerprint.
    ///
    /// ```
    /// use error_catalog::catalog::Catalog;
    /// use error_catalog::review::diff::diff;
    ///
    /// let table = |status: u16| {
    ///     let row = format!(r#"POT = {{ status = {status}, retry = "never", cause = "No pot" }}"#);
    ///     Catalog::parse("catalog.toml", &format!("catalog = {{ name = \"Teapots\" }}\n[errors]\n{row}"))
    /// };
    /// let changes = diff(&table(404)?, &table(410)?);
    /// assert_eq!(changes[0].fingerprint(), "8eb92a0f8dc7");
    /// # Ok::<_, error_catalog::catalog::Invalid>(())
    /// ```
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let Self { rule, code, old, new } = self;
        fingerprint([Some(rule.as_str()), code.as_deref(), old.as_deref(), new.as_deref()])
    }

    /// What it is about, as messages name it.
    pub(super) fn subject(&self) -> String {
        match (&self.code, self.rule) {
            (Some(code), _) => format!("`{code}`"),
            (None, ChangeRule::VersionBumpTooSmall) => "the version".to_owned(),
            (None, ChangeRule::AcceptStale) => "the accepted changes".to_owned(),
            (None, _) => "`[catalog]`".to_owned(),
        }
    }

    /// The gravest first, then by code.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        let key = |change: &Self| (change.rule.is_refused(), change.rule.bump());
        let by_gravity = key(other).cmp(&key(self));
        let by_row = || (&self.code, self.rule).cmp(&(&other.code, other.rule));
        let by_value = || (&self.old, &self.new).cmp(&(&other.old, &other.new));
        by_gravity.then_with(by_row).then_with(by_value)
    }
}
