//! Words that the table, the generated code and the running program share.

use core::fmt;
use core::str::FromStr;

/// What documents say about `x-should-retry`.
#[cfg(any(feature = "docs", feature = "utoipa"))]
pub(crate) const RETRY_HEADER: &str = "Whether this request may be sent again after a wait. It may not be if the advice is \
    `if-idempotent`, and the request has neither an idempotent method nor an `Idempotency-Key`.";

/// What documents say about `x-retry-advice`.
#[cfg(any(feature = "docs", feature = "utoipa"))]
pub(crate) const ADVICE_HEADER: &str = "The retry advice. `never`: do not send the same request again. `backoff`: send it \
    again after a wait; the failed attempt changed nothing. `if-idempotent`: send it again after a wait, if a second \
    attempt does no harm.";

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

    /// Whether it allows to send a request again. `is_idempotent` says whether two executions of the request have the
    /// effect of one.
    pub(crate) const fn allows(self, is_idempotent: bool) -> bool {
        match self {
            Self::Backoff => true,
            Self::IfIdempotent => is_idempotent,
            Self::Never => false,
        }
    }

    /// The value of `x-should-retry` for a request. SDKs of the large AI APIs obey `true` and `false`. Any other word
    /// makes them decide by the status, and send a `POST` again that may have been carried out.
    pub(crate) const fn should_retry(self, is_idempotent: bool) -> &'static str {
        if self.allows(is_idempotent) { "true" } else { "false" }
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
