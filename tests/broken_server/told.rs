//! What an error has to tell, and what holds for every error.

use std::error::Error;
use std::fmt::Debug;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use error_catalog::{Incomplete, ReceivedError, Retry};

use crate::case::LIMIT;
use crate::server::Wire;

/// What an error has to tell. What is not said is not there, and is not to be tried again.
pub(crate) struct Told {
    status: u16,
    code: Option<String>,
    message: Option<String>,
    body: Body,
    incomplete: Option<Incomplete>,
    retry: Retry,
    wait: Option<u64>,
    mismatch: bool,
    pub(crate) or_no_response: bool,
}

enum Body {
    /// The envelope, which says no more than code and message.
    Told,
    /// As it was sent, from the first byte to the last.
    Whole,
    /// The first bytes, and so many of them.
    First(usize),
    /// At least what was sent before it went wrong.
    Some,
}

/// An error with this status, and a body that is no envelope.
pub(crate) fn error(status: u16) -> Told {
    Told {
        status,
        code: None,
        message: None,
        body: Body::Whole,
        incomplete: None,
        retry: Retry::Never,
        wait: None,
        mismatch: false,
        or_no_response: false,
    }
}

/// An error that is an envelope, and nothing else.
pub(crate) fn envelope(status: u16, code: &str, message: &str) -> Told {
    Told { body: Body::Told, ..error(status).code(code).message(message) }
}

impl Told {
    pub(crate) fn code(self, code: impl Into<String>) -> Self {
        Self { code: Some(code.into()), ..self }
    }

    pub(crate) fn message(self, message: impl Into<String>) -> Self {
        Self { message: Some(message.into()), ..self }
    }

    pub(crate) fn retry(self, retry: Retry) -> Self {
        Self { retry, ..self }
    }

    /// A wait in seconds.
    pub(crate) fn wait(self, seconds: u64) -> Self {
        Self { wait: Some(seconds), ..self }
    }

    /// Status and code are not of one row.
    pub(crate) fn mismatch(self) -> Self {
        Self { mismatch: true, ..self }
    }

    /// The envelope has no message, and says no more than its code.
    pub(crate) fn no_body(self) -> Self {
        Self { body: Body::Told, ..self }
    }

    /// The body has only so many bytes.
    pub(crate) fn first(self, length: usize) -> Self {
        Self { body: Body::First(length), ..self }
    }

    /// The end of the body is missing. (Of an envelope that may be nothing, and then there is nothing to keep.)
    pub(crate) fn incomplete(self, why: Incomplete) -> Self {
        let body = if let Body::Told = self.body { Body::Told } else { Body::Some };
        Self { body, incomplete: Some(why), ..self }
    }

    /// Which of the two it is depends on who is faster.
    pub(crate) fn or_no_response(self) -> Self {
        Self { or_no_response: true, ..self }
    }

    pub(crate) fn check(&self, error: &ReceivedError, wire: &Wire) -> Result<(), String> {
        check_any(error)?;
        same("status", &self.status, &error.status().as_u16())?;
        same("code", &self.code.as_deref(), &error.code_str())?;
        same("message", &self.message.as_deref(), &error.message())?;
        same("incomplete", &self.incomplete, &error.incomplete())?;
        same("retry", &self.retry, &error.retry())?;
        same("wait", &self.wait.map(Duration::from_secs), &error.retry_after())?;
        same("mismatch", &self.mismatch, &error.status_mismatch())?;
        let expected = match self.body {
            Body::Told => None,
            Body::Whole => Some(wire.body.as_slice()),
            Body::First(length) => wire.body.get(..length),
            Body::Some => return some_of(&wire.body, error.body()),
        };
        same("body", &expected.map(shorten), &error.body().map(shorten))
    }
}

/// What holds for every error, whatever was sent.
fn check_any(error: &ReceivedError) -> Result<(), String> {
    let (shown, debugged) = (error.to_string(), format!("{error:?}"));
    // Some characters end a line, or turn it round, without being controls.
    let steers = |shown: &char| shown.is_control() || ('\u{2028}'..='\u{202e}').contains(shown);
    same("what steers a terminal", &None, &shown.chars().find(steers))?;
    same("a line of fewer than 2,000 characters", &true, &(shown.chars().count() < 2_000))?;
    same("the name of the type", &true, &debugged.starts_with("ReceivedError"))?;
    same("a body within the limit", &true, &(error.body().map_or(0, <[u8]>::len) <= LIMIT))?;
    // What broke the body is there to be logged. A limit that was ours needs no other error.
    match error.incomplete() {
        Some(Incomplete::Broken) => same("a source", &true, &error.source().is_some()),
        Some(Incomplete::TimedOut) => Ok(()),
        Some(Incomplete::TooLarge) => same("bytes", &Some(LIMIT), &error.body().map(<[u8]>::len)),
        _ => same("a source", &false, &error.source().is_some()),
    }
}

/// What was sent once has come, up to the limit. What a server repeats comes after it.
fn some_of(sent: &[u8], body: Option<&[u8]>) -> Result<(), String> {
    let body = body.ok_or("the body is gone")?;
    let sent = &sent[..sent.len().min(LIMIT)];
    same("start of the body", &shorten(sent), &shorten(&body[..sent.len().min(body.len())]))
}

pub(crate) fn same<A: PartialEq<B> + Debug, B: Debug>(
    what: &str,
    expected: &A,
    found: &B,
) -> Result<(), String> {
    if expected == found { Ok(()) } else { Err(format!("{what}: {expected:?} expected, {found:?} found")) }
}

/// Equal texts for equal bytes only, and short ones.
pub(crate) fn shorten(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(80)]);
    format!("{start} ({} bytes, {:x})", bytes.len(), hasher.finish())
}
