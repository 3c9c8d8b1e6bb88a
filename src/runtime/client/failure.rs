//! Why a request got no response.

use core::error::Error;
use core::fmt;
use std::io;

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
        if is_time_out(error) { Self::TimedOut } else { Self::among(error).unwrap_or(Self::Other) }
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

    /// The classification by the first error that says something, from the outside to the inside. Time-outs are not
    /// looked for.
    fn among(error: &(dyn Error + 'static)) -> Option<Self> {
        Self::of_client(error)
            .or_else(|| error.downcast_ref().and_then(Self::of_io))
            .or_else(|| error.is::<http::Error>().then_some(Self::Unsent))
            .or_else(|| error.is::<serde_json::Error>().then_some(Self::Invalid))
            .or_else(|| Self::below(error))
    }

    fn below(error: &(dyn Error + 'static)) -> Option<Self> {
        source(error).and_then(Self::among)
    }

    fn of_io(error: &io::Error) -> Option<Self> {
        use io::ErrorKind as Kind;
        match error.kind() {
            Kind::AddrNotAvailable
            | Kind::ConnectionRefused
            | Kind::HostUnreachable
            | Kind::NetworkDown
            | Kind::NetworkUnreachable => Some(Self::Connect),
            Kind::BrokenPipe
            | Kind::ConnectionAborted
            | Kind::ConnectionReset
            | Kind::NotConnected
            | Kind::UnexpectedEof => Some(Self::Broken),
            // TLS libraries report a certificate so, and decoders of compressed bodies.
            Kind::InvalidData => Some(Self::Invalid),
            Kind::InvalidInput => Some(Self::Unsent),
            _ => None,
        }
    }

    /// No connection, unless there was one to a server that nobody can trust.
    #[cfg(all(
        any(feature = "hyper", feature = "reqwest"),
        not(all(target_arch = "wasm32", target_os = "unknown"))
    ))]
    fn of_connect(error: &(dyn Error + 'static)) -> Self {
        match Self::below(error) {
            Some(Self::Invalid) => Self::Invalid,
            _ => Self::Connect,
        }
    }

    #[cfg_attr(
        not(any(feature = "hyper", feature = "reqwest", feature = "ureq")),
        allow(unused_variables, reason = "there is no client")
    )]
    fn of_client(error: &(dyn Error + 'static)) -> Option<Self> {
        #[cfg(feature = "reqwest-retry")]
        if let Some(wrapped) = inside_middleware(error) {
            return Self::among(wrapped);
        }
        #[cfg(feature = "reqwest")]
        if let Some(found) = error.downcast_ref() {
            return Some(Self::of_reqwest(found));
        }
        #[cfg(feature = "hyper")]
        if let Some(found) = error.downcast_ref::<hyper_util::client::legacy::Error>() {
            let is_connect = found.is_connect();
            return Some(if is_connect {
                Self::of_connect(error)
            } else {
                Self::below(error).unwrap_or(Self::Broken)
            });
        }
        #[cfg(all(
            any(feature = "hyper", feature = "reqwest"),
            not(all(target_arch = "wasm32", target_os = "unknown"))
        ))]
        if let Some(found) = error.downcast_ref() {
            return Some(Self::of_hyper(found));
        }
        #[cfg(feature = "ureq")]
        if let Some(found) = error.downcast_ref() {
            return Self::of_ureq(found);
        }
        None
    }

    #[cfg(feature = "reqwest")]
    fn of_reqwest(error: &reqwest::Error) -> Self {
        if error.is_builder() {
            return Self::Unsent;
        }
        if error.is_redirect() || error.is_status() {
            return Self::Invalid;
        }
        #[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
        if error.is_upgrade() {
            return Self::Invalid;
        } else if error.is_connect() {
            return Self::of_connect(error);
        }
        // A browser does not say why it has no response.
        let is_secret = cfg!(target_arch = "wasm32") && error.is_request();
        let otherwise = match error.is_decode() {
            true => Self::Invalid,
            false if is_secret => Self::Other,
            false => Self::Broken,
        };
        Self::below(error).unwrap_or(otherwise)
    }

    #[cfg(all(
        any(feature = "hyper", feature = "reqwest"),
        not(all(target_arch = "wasm32", target_os = "unknown"))
    ))]
    fn of_hyper(error: &hyper::Error) -> Self {
        if error.is_user() {
            return Self::Unsent;
        }
        if error.is_parse() {
            return Self::Invalid;
        }
        Self::below(error).unwrap_or(Self::Broken)
    }

    #[cfg(feature = "ureq")]
    fn of_ureq(error: &ureq::Error) -> Option<Self> {
        use ureq::Error as Ureq;
        match error {
            Ureq::ConnectProxyFailed(_) | Ureq::ConnectionFailed | Ureq::HostNotFound => Some(Self::Connect),
            Ureq::BadUri(_)
            | Ureq::BodyExceedsLimit(_)
            | Ureq::Http(_)
            | Ureq::InvalidProxyUrl
            | Ureq::RequireHttpsOnly(_)
            | Ureq::TlsRequired => Some(Self::Unsent),
            Ureq::LargeResponseHeader(..)
            | Ureq::Protocol(_)
            | Ureq::RedirectFailed
            | Ureq::StatusCode(_)
            | Ureq::Tls(_)
            | Ureq::TooManyRedirects => Some(Self::Invalid),
            // ureq does not have them as sources.
            Ureq::Io(error) => Self::among(error),
            Ureq::Other(error) => Self::among(&**error),
            _ => None,
        }
    }
}

/// The error inside. The source of an I/O error is the source of the error that it wraps, so that error comes first.
pub(super) fn source<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    let io = error.downcast_ref::<io::Error>();
    let inner = io.and_then(io::Error::get_ref).map(|inner| inner as &(dyn Error + 'static));
    inner.or_else(|| error.source())
}

/// The error that the types of a middleware stand for, which is not among their sources.
#[cfg(feature = "reqwest-retry")]
pub(super) fn inside_middleware<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    use reqwest_middleware::Error as Middleware;
    use reqwest_retry::RetryError;
    if let Some(error) = error.downcast_ref() {
        return Some(match error {
            Middleware::Middleware(error) => &**error,
            Middleware::Reqwest(error) => error,
        });
    }
    Some(match error.downcast_ref()? {
        RetryError::Error(error) | RetryError::WithRetries { err: error, .. } => error,
    })
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
