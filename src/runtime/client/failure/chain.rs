//! The errors of HTTP clients, and those inside of them.

use core::error::Error;
use std::io;

use super::Failure;

/// The classification by the first error that says something, from the outside to the inside. Time-outs are not
/// looked for.
pub(super) fn classify(error: &(dyn Error + 'static)) -> Option<Failure> {
    of_client(error)
        .or_else(|| error.downcast_ref().and_then(of_io))
        .or_else(|| error.is::<http::Error>().then_some(Failure::Unsent))
        .or_else(|| error.is::<serde_json::Error>().then_some(Failure::Invalid))
        .or_else(|| below(error))
}

fn below(error: &(dyn Error + 'static)) -> Option<Failure> {
    source(error).and_then(classify)
}

fn of_io(error: &io::Error) -> Option<Failure> {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::AddrNotAvailable
        | Kind::ConnectionRefused
        | Kind::HostUnreachable
        | Kind::NetworkDown
        | Kind::NetworkUnreachable => Some(Failure::Connect),
        Kind::BrokenPipe
        | Kind::ConnectionAborted
        | Kind::ConnectionReset
        | Kind::NotConnected
        | Kind::UnexpectedEof => Some(Failure::Broken),
        // TLS libraries report a certificate so, and decoders of compressed bodies.
        Kind::InvalidData => Some(Failure::Invalid),
        Kind::InvalidInput => Some(Failure::Unsent),
        _ => None,
    }
}

/// No connection, unless there was one to a server that nobody can trust.
#[cfg(all(
    any(feature = "hyper", feature = "reqwest"),
    not(all(target_arch = "wasm32", target_os = "unknown"))
))]
fn of_connect(error: &(dyn Error + 'static)) -> Failure {
    match below(error) {
        Some(Failure::Invalid) => Failure::Invalid,
        _ => Failure::Connect,
    }
}

#[cfg_attr(
    not(any(feature = "hyper", feature = "reqwest", feature = "ureq")),
    allow(unused_variables, reason = "there is no client")
)]
fn of_client(error: &(dyn Error + 'static)) -> Option<Failure> {
    #[cfg(feature = "reqwest-retry")]
    if let Some(wrapped) = inside_middleware(error) {
        return classify(wrapped);
    }
    #[cfg(feature = "reqwest")]
    if let Some(found) = error.downcast_ref() {
        return Some(of_reqwest(found));
    }
    #[cfg(feature = "hyper")]
    if let Some(found) = error.downcast_ref::<hyper_util::client::legacy::Error>() {
        let is_connect = found.is_connect();
        return Some(if is_connect { of_connect(error) } else { below(error).unwrap_or(Failure::Broken) });
    }
    #[cfg(all(
        any(feature = "hyper", feature = "reqwest"),
        not(all(target_arch = "wasm32", target_os = "unknown"))
    ))]
    if let Some(found) = error.downcast_ref() {
        return Some(of_hyper(found));
    }
    #[cfg(feature = "ureq")]
    if let Some(found) = error.downcast_ref() {
        return of_ureq(found);
    }
    None
}

#[cfg(feature = "reqwest")]
fn of_reqwest(error: &reqwest::Error) -> Failure {
    if error.is_builder() {
        return Failure::Unsent;
    }
    if error.is_redirect() || error.is_status() {
        return Failure::Invalid;
    }
    #[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
    if error.is_upgrade() {
        return Failure::Invalid;
    } else if error.is_connect() {
        return of_connect(error);
    }
    // A browser does not say why it has no response.
    let is_secret = cfg!(target_arch = "wasm32") && error.is_request();
    let otherwise = match error.is_decode() {
        true => Failure::Invalid,
        false if is_secret => Failure::Other,
        false => Failure::Broken,
    };
    below(error).unwrap_or(otherwise)
}

#[cfg(all(
    any(feature = "hyper", feature = "reqwest"),
    not(all(target_arch = "wasm32", target_os = "unknown"))
))]
fn of_hyper(error: &hyper::Error) -> Failure {
    if error.is_user() {
        return Failure::Unsent;
    }
    if error.is_parse() {
        return Failure::Invalid;
    }
    below(error).unwrap_or(Failure::Broken)
}

#[cfg(feature = "ureq")]
fn of_ureq(error: &ureq::Error) -> Option<Failure> {
    use ureq::Error as Ureq;
    match error {
        Ureq::ConnectProxyFailed(_) | Ureq::ConnectionFailed | Ureq::HostNotFound => Some(Failure::Connect),
        Ureq::BadUri(_)
        | Ureq::BodyExceedsLimit(_)
        | Ureq::Http(_)
        | Ureq::InvalidProxyUrl
        | Ureq::RequireHttpsOnly(_)
        | Ureq::TlsRequired => Some(Failure::Unsent),
        Ureq::LargeResponseHeader(..)
        | Ureq::Protocol(_)
        | Ureq::RedirectFailed
        | Ureq::StatusCode(_)
        | Ureq::Tls(_)
        | Ureq::TooManyRedirects => Some(Failure::Invalid),
        // ureq does not have them as sources.
        Ureq::Io(error) => classify(error),
        Ureq::Other(error) => classify(&**error),
        _ => None,
    }
}

/// The error inside. The source of an I/O error is the source of the error that it wraps, so that error comes first.
pub(in crate::runtime::client) fn source<'a>(
    error: &'a (dyn Error + 'static),
) -> Option<&'a (dyn Error + 'static)> {
    let io = error.downcast_ref::<io::Error>();
    let inner = io.and_then(io::Error::get_ref).map(|inner| inner as &(dyn Error + 'static));
    inner.or_else(|| error.source())
}

/// The error that the types of a middleware stand for, which is not among their sources.
#[cfg(feature = "reqwest-retry")]
pub(in crate::runtime::client) fn inside_middleware<'a>(
    error: &'a (dyn Error + 'static),
) -> Option<&'a (dyn Error + 'static)> {
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
