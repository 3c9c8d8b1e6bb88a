//! Why a request got no response.

pub(super) mod chain;

use core::error::Error;
use core::fmt;

use super::read::is_time_out;
use super::retry;
use crate::runtime::wire::idempotency::Idempotency;
use crate::shared::actor::Actor;
use crate::shared::retry::Retry;

/// Why a request got no response, or none that can be read.
///
/// [`of`](Self::of) finds it in the error of an HTTP client. The ready parts for retries
#[cfg_attr(
    feature = "tower-retry",
    doc = "([`RetryPolicy`](crate::tower_retry::RetryPolicy) and the one for reqwest-middleware)"
)]
/// decide by it, so that a loop of your own can decide in the same way.
///
/// ```
/// use std::io;
///
/// use error_catalog::{Failure, Retry};
/// use http::Method;
///
/// let failure = Failure::of(&io::Error::from(io::ErrorKind::ConnectionReset));
/// assert_eq!(failure, Failure::Broken);
/// assert_eq!(failure.retry(), Retry::IfIdempotent, "the server may have carried it out");
/// assert!(failure.may_retry(&Method::GET));
/// assert!(!failure.may_retry(&Method::POST));
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Failure {
    /// There was no connection: the name is unknown, or nobody listens. After a redirect, another server may have carried
    /// out the request before.
    Connect,
    /// There was no response in time.
    TimedOut,
    /// The connection broke before the end of the response.
    Broken,
    /// What came is not a response, or not a valid one: no HTTP, no valid certificate, redirects without an end, JSON that
    /// cannot be read. Another attempt gets the same.
    Invalid,
    /// The request was not sent, because it is not valid: its URL, a header or its body. Another attempt ends in the same
    /// way.
    Unsent,
    /// The error is of a type that this crate does not know.
    Other,
}

impl Failure {
    /// Every kind of failure.
    pub const ALL: [Self; 6] =
        [Self::Connect, Self::TimedOut, Self::Broken, Self::Invalid, Self::Unsent, Self::Other];

    /// Classifies the error of an HTTP client, or an error that has one among its sources.
    ///
    /// It knows the errors of I/O, of `http` and of `serde_json`, and with the features of this crate those of `reqwest`,
    /// `reqwest-middleware`, `ureq`, `hyper` and `hyper-util`, and the time-outs of `tower` and `tokio`.
    #[must_use]
    pub fn of(error: &(dyn Error + 'static)) -> Self {
        if is_time_out(error) { Self::TimedOut } else { chain::classify(error).unwrap_or(Self::Other) }
    }

    /// The advice: [`Never`](Retry::Never) for [`Invalid`](Self::Invalid) and [`Unsent`](Self::Unsent), or else
    /// [`IfIdempotent`](Retry::IfIdempotent), because the request may have been carried out.
    #[must_use]
    pub const fn retry(self) -> Retry {
        match self {
            Self::Connect | Self::TimedOut | Self::Broken | Self::Other => Retry::IfIdempotent,
            Self::Invalid | Self::Unsent => Retry::Never,
        }
    }

    /// Whether this request may be sent again: see [`ReceivedError::may_retry`](crate::ReceivedError::may_retry).
    #[must_use]
    pub fn may_retry(self, request: impl Into<Idempotency>) -> bool {
        retry::allows(self.retry(), request.into())
    }

    /// Who has to act: the [`Caller`](Actor::Caller) if the request was not sent, or else the
    /// [`Operator`](Actor::Operator).
    #[must_use]
    pub const fn actor(self) -> Actor {
        match self {
            Self::Unsent => Actor::Caller,
            _ => Actor::Operator,
        }
    }

    /// A label for metrics, such as `connect` or `timeout`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::TimedOut => "timeout",
            Self::Broken => "broken",
            Self::Invalid => "invalid",
            Self::Unsent => "unsent",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "no connection",
            Self::TimedOut => "no response in time",
            Self::Broken => "the connection broke",
            Self::Invalid => "no valid response",
            Self::Unsent => "the request was not sent",
            Self::Other => "no response",
        })
    }
}
