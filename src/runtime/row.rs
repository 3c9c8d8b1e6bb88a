//! A row of the table, as generated code writes it down.
//!
//! Generated code may be checked in, and has to compile with later versions of this crate. So it calls constructors: a
//! column that comes later is one more method, which older code does not call.

use core::time::Duration;
use std::sync::OnceLock;

use http::{HeaderMap, StatusCode};

use crate::shared::retry::Retry;

/// A row of the table.
#[doc(hidden)]
#[derive(Debug)]
#[non_exhaustive]
pub struct Row {
    pub code: &'static str,
    /// Its name in Rust.
    pub name: &'static str,
    /// Which of the tables of the [`Settings`](super::settings::Settings) it is from.
    pub table: u16,
    pub status: StatusCode,
    pub retry: Retry,
    /// In seconds; 0 where the table does not say.
    retry_after: u32,
    pub cause: &'static str,
    pub message: &'static str,
    pub remedy: Option<&'static str>,
    /// The whole response body of an error that is made from the code alone.
    pub body: &'static str,
}

impl Row {
    /// A row of the first table.
    #[must_use]
    pub const fn new(code: &'static str, status: u16, retry: Retry) -> Self {
        let status = match StatusCode::from_u16(status) {
            Ok(status) => status,
            // Evaluated while the generated table is compiled: a build fails, a program never does.
            Err(_) => panic!("a status of the table is not an HTTP status"),
        };
        Self {
            code,
            name: "",
            table: 0,
            status,
            retry,
            retry_after: 0,
            cause: "",
            message: "",
            remedy: None,
            body: "",
        }
    }

    #[must_use]
    pub const fn body(mut self, body: &'static str) -> Self {
        self.body = body;
        self
    }

    /// The cause is the message, until another one is given.
    #[must_use]
    pub const fn cause(mut self, cause: &'static str) -> Self {
        self.cause = cause;
        self.message = cause;
        self
    }

    #[must_use]
    pub const fn message(mut self, message: &'static str) -> Self {
        self.message = message;
        self
    }

    /// Its name in Rust.
    #[must_use]
    pub const fn name(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    #[must_use]
    pub const fn remedy(mut self, remedy: &'static str) -> Self {
        self.remedy = Some(remedy);
        self
    }

    /// How long to wait, in seconds.
    #[must_use]
    pub const fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = seconds;
        self
    }

    /// The number of the table that it is from.
    #[must_use]
    pub const fn table(mut self, table: u16) -> Self {
        self.table = table;
        self
    }

    /// How long to wait before the next attempt, where the table says so.
    #[must_use]
    pub const fn wait(&self) -> Option<Duration> {
        match self.retry_after {
            0 => None,
            seconds => Some(Duration::from_secs(seconds as u64)),
        }
    }
}

/// The headers of a response that says no more than its row. They are put together once, then copied: to look up places
/// in a header map takes longer than all the rest of a response.
///
/// They are in a box because one of these is in the program for every code: 16 bytes, where a header map has 96.
#[doc(hidden)]
#[derive(Debug)]
pub struct RowHeaders(OnceLock<Box<HeaderMap>>);

impl RowHeaders {
    #[must_use]
    pub const fn array<const N: usize>() -> [Self; N] {
        [const { Self(OnceLock::new()) }; N]
    }

    pub(crate) fn get(&self, make: impl FnOnce() -> HeaderMap) -> HeaderMap {
        HeaderMap::clone(self.0.get_or_init(|| Box::new(make())))
    }
}
