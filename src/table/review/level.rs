//! The severity of a finding.

/// The severity of a finding.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Level {
    /// The table can be used, but should be better.
    Warning,
    /// The table cannot be used, or must not be.
    Error,
}

impl Level {
    /// The word for it, which is the same for GitHub and for SARIF.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}
