//! Who has to act before a request can succeed.

use core::fmt;
use core::str::FromStr;

/// Who has to act before the request can succeed.
///
/// A row says it in the column `actor`. Without the column, the status decides, by its class
/// ([RFC 9110, 15](https://www.rfc-editor.org/rfc/rfc9110#section-15)):
///
/// | Status | Actor |
/// |---|---|
/// | 402 | `account` |
/// | 502 and 504 | `upstream` |
/// | any other 4xx | `caller` |
/// | any other 5xx | `operator` |
///
/// ```
/// use error_catalog::{Actor, ErrorCode};
///
/// // A 500 by the documentation of the API, but the image of the request is at fault.
/// assert_eq!(ErrorCode::InvalidImage.actor(), Actor::Caller);
/// assert_eq!(ErrorCode::GenerationTimeout.actor(), Actor::Upstream);
/// assert_eq!("account".parse(), Ok(Actor::Account));
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Actor {
    /// The owner of the account: a payment, a permission or a key is missing.
    Account,
    /// The program that sends the request, and its programmer: the request is at fault.
    Caller,
    /// The operator of the service: the service is at fault.
    Operator,
    /// Another service, which this one depends on.
    Upstream,
}

impl Actor {
    /// Every actor.
    pub const ALL: [Self; 4] = [Self::Caller, Self::Account, Self::Operator, Self::Upstream];

    /// The word that stands for the actor in a table and in documents.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Caller => "caller",
            Self::Operator => "operator",
            Self::Upstream => "upstream",
        }
    }

    /// Who has to act, in a sentence for people.
    ///
    /// ```
    /// use error_catalog::Actor;
    ///
    /// assert_eq!(Actor::Caller.meaning(), "The caller has to act: the request is at fault.");
    /// ```
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Account => "The owner of the account has to act: the account or its key is at fault.",
            Self::Caller => "The caller has to act: the request is at fault.",
            Self::Operator => "The operator has to act: the service is at fault.",
            Self::Upstream => "Another service has to act: an upstream service is at fault.",
        }
    }

    /// Whether the service failed, and not the caller: the [`Operator`](Self::Operator) or an
    /// [`Upstream`](Self::Upstream) service has to act. Circuit breakers and service level objectives count such errors.
    #[must_use]
    pub const fn counts_against_service(self) -> bool {
        matches!(self, Self::Operator | Self::Upstream)
    }

    /// The actor of a row that does not name one.
    ///
    /// ```
    /// use error_catalog::Actor;
    ///
    /// assert_eq!([404, 402, 500, 503, 504].map(Actor::of_status), [
    ///     Actor::Caller,
    ///     Actor::Account,
    ///     Actor::Operator,
    ///     Actor::Operator,
    ///     Actor::Upstream,
    /// ]);
    /// ```
    #[must_use]
    pub const fn of_status(status: u16) -> Self {
        match status {
            402 => Self::Account,
            400..=499 => Self::Caller,
            502 | 504 => Self::Upstream,
            _ => Self::Operator,
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Actor {
    type Err = UnknownActor;

    /// Reads the word of a table.
    ///
    /// # Errors
    ///
    /// [`UnknownActor`] if the word is not one of the four.
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|actor| actor.as_str() == word).ok_or(UnknownActor(()))
    }
}

/// A word that is not an actor.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct UnknownActor(());

impl fmt::Display for UnknownActor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unknown actor, expected `caller`, `account`, `operator` or `upstream`")
    }
}

impl core::error::Error for UnknownActor {}
