//! Words that the table, the generated code and the running program share.

use core::fmt;
use core::str::FromStr;

/// The retry advice: may the caller send the same request again?
///
/// The enum is closed on purpose: a `match` on it is a decision about money and side effects, and a fourth kind of
/// advice must not slip through a wildcard arm.
///
/// ```
/// use error_catalog::Retry;
///
/// assert_eq!(Retry::IfIdempotent.as_str(), "if-idempotent");
/// assert_eq!("backoff".parse(), Ok(Retry::Backoff));
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Retry {
    /// Yes, after a wait: the failed attempt changed nothing.
    Backoff,
    /// Yes, after a wait, but the failed attempt may have been carried out: only where the request is idempotent by
    /// its method ([RFC 9110, 9.2.2](https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2)) or carries an
    /// idempotency key.
    IfIdempotent,
    /// No: it cannot succeed until the request, the account or the service is changed.
    Never,
}

impl Retry {
    /// Every kind of advice.
    pub const ALL: [Self; 3] = [Self::Never, Self::Backoff, Self::IfIdempotent];

    /// The word that stands for this advice in a table and in documents.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Backoff => "backoff",
            Self::IfIdempotent => "if-idempotent",
            Self::Never => "never",
        }
    }

    /// The answer to *may I send the same request again?*, in a sentence for people.
    ///
    /// ```
    /// use error_catalog::Retry;
    ///
    /// assert!(Retry::Backoff.meaning().starts_with("Yes, after a wait"));
    /// ```
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Backoff => "Yes, after a wait: the failed attempt changed nothing.",
            Self::IfIdempotent => {
                "Yes, after a wait, if the request is idempotent: the failed attempt may have been carried out."
            }
            Self::Never => "No: it cannot succeed until the request, the account or the service is changed.",
        }
    }

    /// The word that stands for this advice in the retry header. `true` and `false` are what the SDKs of large AI APIs
    /// already honour; they pass over the third, and a caller that does not know it is left with its own rules.
    pub(crate) const fn in_header(self) -> &'static str {
        match self {
            Self::Backoff => "true",
            Self::IfIdempotent => "if-idempotent",
            Self::Never => "false",
        }
    }
}

impl fmt::Display for Retry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Retry {
    type Err = UnknownRetry;

    /// Reads the word of a table.
    ///
    /// # Errors
    ///
    /// [`UnknownRetry`] if the word is not one of the three.
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|retry| retry.as_str() == word).ok_or(UnknownRetry(()))
    }
}

/// A word that is not a retry advice.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct UnknownRetry(());

impl fmt::Display for UnknownRetry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unknown retry advice, expected `never`, `backoff` or `if-idempotent`")
    }
}

impl core::error::Error for UnknownRetry {}
