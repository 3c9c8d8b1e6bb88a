//! Limits for reading a body.

use core::error::Error;
use core::fmt;
use core::time::Duration;
use std::io::{self, Read};
use std::sync::Arc;

use super::clock::Stopwatch;
#[cfg(feature = "reqwest-retry")]
use super::failure::chain::inside_middleware;
use super::failure::chain::source;

/// The limits for reading the body of an error: 64 KiB and 10 seconds by default.
///
/// An error is small. A larger or slower body is not an envelope, and its status is worth more than the rest of the
/// body. The part that arrives within the limits is kept, and
/// [`ReceivedError::incomplete`](crate::ReceivedError::incomplete) returns the reason why the rest is missing.
///
/// ```
/// use std::time::Duration;
///
/// use error_catalog::ReadLimits;
///
/// let limits = ReadLimits::new().bytes(4096).time(Duration::from_secs(2));
/// assert_ne!(limits, ReadLimits::default());
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ReadLimits {
    pub(super) bytes: usize,
    pub(super) time: Duration,
}

impl ReadLimits {
    /// 64 KiB and 10 seconds.
    #[must_use]
    pub const fn new() -> Self {
        Self { bytes: 64 * 1024, time: Duration::from_secs(10) }
    }

    /// Reads at most this many bytes.
    #[must_use]
    pub const fn bytes(self, bytes: usize) -> Self {
        Self { bytes, ..self }
    }

    /// Reads for at most this long.
    #[must_use]
    pub const fn time(self, time: Duration) -> Self {
        Self { time, ..self }
    }
}

impl Default for ReadLimits {
    fn default() -> Self {
        Self::new()
    }
}

/// Why the end of a body is missing.
///
/// ```
/// use error_catalog::{Incomplete, ReadLimits, ReceivedError};
/// use http::{HeaderMap, StatusCode};
///
/// let endless = std::io::repeat(b'x');
/// let limits = ReadLimits::new().bytes(1024);
/// let error: ReceivedError =
///     ReceivedError::from_reader(StatusCode::BAD_GATEWAY, HeaderMap::new(), endless, limits);
/// assert_eq!(error.status(), 502);
/// assert_eq!(error.incomplete(), Some(Incomplete::TooLarge));
/// assert_eq!(error.body().map(<[u8]>::len), Some(1024));
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Incomplete {
    /// The body is longer than [`ReadLimits::bytes`].
    TooLarge,
    /// The body did not end within [`ReadLimits::time`], or within a limit of the HTTP client.
    TimedOut,
    /// The connection broke, or the body does not match its headers. The [`source`](core::error::Error::source) is the
    /// error of the HTTP client.
    Broken,
}

impl fmt::Display for Incomplete {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLarge => "the body is larger than the limit",
            Self::TimedOut => "the body did not end in time",
            Self::Broken => "the body broke off",
        })
    }
}

/// The part of a body that arrived, and the reason why the rest is missing.
#[derive(Debug)]
pub(super) struct ReadBody {
    pub(super) bytes: Vec<u8>,
    pub(super) fault: Option<Fault>,
    limit: usize,
}

#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) why: Incomplete,
    pub(super) source: Option<Arc<dyn Error + Send + Sync>>,
}

impl ReadBody {
    pub(super) fn new(limits: ReadLimits) -> Self {
        Self { bytes: Vec::new(), fault: None, limit: limits.bytes }
    }

    /// Appends as much as the limit allows, and returns whether the body may continue.
    pub(super) fn push(&mut self, chunk: &[u8]) -> bool {
        let room = self.limit.saturating_sub(self.bytes.len());
        let taken = chunk.get(..room).unwrap_or(chunk);
        self.bytes.extend_from_slice(taken);
        if taken.len() < chunk.len() {
            self.fault = Some(Fault { why: Incomplete::TooLarge, source: None });
        }
        self.fault.is_none()
    }

    /// Like `push`, for data in several pieces.
    #[cfg(feature = "http-body")]
    pub(super) fn push_all(&mut self, mut data: impl bytes::Buf) -> bool {
        while data.has_remaining() {
            let chunk = data.chunk();
            let length = chunk.len();
            if !self.push(chunk) {
                return false;
            }
            data.advance(length);
        }
        true
    }

    pub(super) fn broke(&mut self, source: impl Into<Box<dyn Error + Send + Sync>>) {
        let source = source.into();
        let why = if is_time_out(&*source) { Incomplete::TimedOut } else { Incomplete::Broken };
        self.fault = Some(Fault { why, source: Some(source.into()) });
    }

    pub(super) fn timed_out(&mut self) {
        self.fault = Some(Fault { why: Incomplete::TimedOut, source: None });
    }

    /// Reads until the body ends or a limit is reached.
    pub(super) fn from_reader(mut reader: impl Read, limits: ReadLimits) -> Self {
        let start = Stopwatch::start();
        let mut body = Self::new(limits);
        let mut chunk = [0; 4096];
        loop {
            match reader.read(&mut chunk) {
                Ok(0) => return body,
                Ok(length) => {
                    if !body.push(&chunk[..length]) {
                        return body;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    body.broke(error);
                    return body;
                }
            }
            if start.has_reached(limits.time) {
                body.timed_out();
                return body;
            }
        }
    }
}

/// Whether a timeout of the HTTP client or of the socket caused the error.
pub(super) fn is_time_out(error: &(dyn Error + 'static)) -> bool {
    #[cfg(feature = "reqwest-retry")]
    if let Some(error) = inside_middleware(error) {
        return is_time_out(error);
    }
    #[cfg(all(
        any(feature = "hyper", feature = "reqwest"),
        not(all(target_arch = "wasm32", target_os = "unknown"))
    ))]
    if error.downcast_ref().is_some_and(hyper::Error::is_timeout) {
        return true;
    }
    #[cfg(all(feature = "http-body", not(all(target_arch = "wasm32", target_os = "unknown"))))]
    if error.is::<tokio::time::error::Elapsed>() {
        return true;
    }
    #[cfg(feature = "tower")]
    if error.is::<tower::timeout::error::Elapsed>() {
        return true;
    }
    #[cfg(feature = "reqwest")]
    if error.downcast_ref().is_some_and(reqwest::Error::is_timeout) {
        return true;
    }
    #[cfg(feature = "ureq")]
    match error.downcast_ref() {
        Some(ureq::Error::Timeout(_)) => return true,
        // ureq does not have them as sources.
        Some(ureq::Error::Io(error)) => return is_time_out(error),
        Some(ureq::Error::Other(error)) => return is_time_out(&**error),
        _ => {}
    }
    let io = error.downcast_ref::<io::Error>();
    if io.is_some_and(|io| matches!(io.kind(), io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock)) {
        return true;
    }
    source(error).is_some_and(is_time_out)
}
