//! What each rule is about, for `error-catalog explain`.

use crate::table::catalog::FormatRule;

/// A rule that a finding can name.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RuleText {
    /// The stable code.
    pub code: &'static str,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// Why it matters, and what to do.
    pub text: &'static str,
}

/// The rules of the format, in the order of their codes. A table that breaks one of them fails the build.
pub fn format_rules() -> impl Iterator<Item = RuleText> {
    FormatRule::ALL.iter().map(|rule| RuleText { code: rule.code(), title: rule.title(), text: rule.text() })
}

pub(super) const fn rule(code: &'static str, title: &'static str, text: &'static str) -> RuleText {
    RuleText { code, title, text }
}
