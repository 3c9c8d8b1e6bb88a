//! The rows of the table, in the form that generated code uses: a list for each column, in the order of the codes.
//!
//! Generated code may be checked in, and has to compile with later versions of this crate. A new column becomes a new
//! method of [`Rows`], which older code does not call. Lists of literals also compile in half the time of a list of
//! structs, and in a third of the time of a call for each cell.

use core::time::Duration;

use http::StatusCode;

use crate::shared::actor::Actor;
use crate::shared::retry::Retry;

/// Names of headers with their values.
type Headers = &'static [(&'static str, &'static str)];

/// The rows of the table.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Rows {
    codes: &'static [&'static str],
    names: &'static [&'static str],
    statuses: &'static [u16],
    retries: &'static [Retry],
    causes: &'static [&'static str],
    bodies: &'static [&'static str],
    // The lists below are empty if no row has the column.
    messages: &'static [&'static str],
    remedies: &'static [&'static str],
    actors: &'static [Actor],
    also: &'static [&'static [u16]],
    headers: &'static [Headers],
    waits: &'static [u32],
    tables: &'static [u16],
}

impl Rows {
    /// Rows with these codes, which have to be sorted.
    #[must_use]
    pub const fn new(codes: &'static [&'static str]) -> Self {
        Self {
            codes,
            names: &[],
            statuses: &[],
            retries: &[],
            causes: &[],
            bodies: &[],
            messages: &[],
            remedies: &[],
            actors: &[],
            also: &[],
            headers: &[],
            waits: &[],
            tables: &[],
        }
    }

    /// The names of the Rust variants.
    #[must_use]
    pub const fn names(mut self, names: &'static [&'static str]) -> Self {
        self.names = self.checked(names);
        self
    }

    #[must_use]
    pub const fn statuses(mut self, statuses: &'static [u16]) -> Self {
        self.statuses = self.checked(statuses);
        self
    }

    #[must_use]
    pub const fn retries(mut self, retries: &'static [Retry]) -> Self {
        self.retries = self.checked(retries);
        self
    }

    #[must_use]
    pub const fn causes(mut self, causes: &'static [&'static str]) -> Self {
        self.causes = self.checked(causes);
        self
    }

    /// The complete response bodies of errors that are made from the code alone.
    #[must_use]
    pub const fn bodies(mut self, bodies: &'static [&'static str]) -> Self {
        self.bodies = self.checked(bodies);
        self
    }

    /// The messages. An empty string means that the cause is the message.
    #[must_use]
    pub const fn messages(mut self, messages: &'static [&'static str]) -> Self {
        self.messages = self.checked(messages);
        self
    }

    /// The remedies. An empty string means that the row has none.
    #[must_use]
    pub const fn remedies(mut self, remedies: &'static [&'static str]) -> Self {
        self.remedies = self.checked(remedies);
        self
    }

    /// Who has to act. Without this list, the statuses decide.
    #[must_use]
    pub const fn actors(mut self, actors: &'static [Actor]) -> Self {
        self.actors = self.checked(actors);
        self
    }

    /// The other statuses that a code is sent with.
    #[must_use]
    pub const fn also(mut self, also: &'static [&'static [u16]]) -> Self {
        self.also = self.checked(also);
        self
    }

    /// The headers of responses, each a name and a value that may have placeholders.
    #[must_use]
    pub const fn headers(mut self, headers: &'static [Headers]) -> Self {
        self.headers = self.checked(headers);
        self
    }

    /// The waits in seconds. 0 means that the row has none.
    #[must_use]
    pub const fn waits(mut self, waits: &'static [u32]) -> Self {
        self.waits = self.checked(waits);
        self
    }

    /// The index of the table that each row is from.
    #[must_use]
    pub const fn tables(mut self, tables: &'static [u16]) -> Self {
        self.tables = self.checked(tables);
        self
    }

    /// Checks that a list has a value for each row. Rows are constants, so a mistake fails the build and never a
    /// running program.
    const fn checked<T>(&self, column: &'static [T]) -> &'static [T] {
        assert!(column.len() == self.codes.len(), "a column must have a value for each code");
        column
    }

    /// The row at this index.
    #[must_use]
    pub const fn row(&'static self, at: usize) -> Row {
        Row { rows: self, at }
    }

    /// The code at this index.
    #[inline]
    pub(crate) fn code(&self, at: usize) -> Option<&'static str> {
        self.codes.get(at).copied()
    }
}

/// A row of the table.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Row {
    rows: &'static Rows,
    at: usize,
}

impl Row {
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.rows.codes[self.at]
    }

    /// The name of the Rust variant.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.rows.names[self.at]
    }

    #[must_use]
    pub const fn status(self) -> StatusCode {
        match StatusCode::from_u16(self.rows.statuses[self.at]) {
            Ok(status) => status,
            // The generator has checked the status.
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Every status that it is sent with, its own first.
    pub fn statuses(self) -> impl Iterator<Item = StatusCode> {
        let also = self.rows.also.get(self.at).copied().unwrap_or_default();
        let others = also.iter().filter_map(|status| StatusCode::from_u16(*status).ok());
        [self.status()].into_iter().chain(others)
    }

    #[must_use]
    pub const fn retry(self) -> Retry {
        self.rows.retries[self.at]
    }

    /// Who has to act before the request can succeed.
    #[must_use]
    pub const fn actor(self) -> Actor {
        if self.at < self.rows.actors.len() {
            self.rows.actors[self.at]
        } else {
            Actor::of_status(self.rows.statuses[self.at])
        }
    }

    /// The headers of every response.
    #[must_use]
    pub const fn headers(self) -> Headers {
        if self.at < self.rows.headers.len() { self.rows.headers[self.at] } else { &[] }
    }

    /// The wait before the next attempt, if the table has one.
    #[must_use]
    pub const fn wait(self) -> Option<Duration> {
        if self.at >= self.rows.waits.len() {
            return None;
        }
        match self.rows.waits[self.at] {
            0 => None,
            seconds => Some(Duration::from_secs(seconds as u64)),
        }
    }

    #[must_use]
    pub const fn cause(self) -> &'static str {
        self.rows.causes[self.at]
    }

    #[must_use]
    pub const fn message(self) -> &'static str {
        match self.text(self.rows.messages) {
            Some(message) => message,
            None => self.cause(),
        }
    }

    #[must_use]
    pub const fn remedy(self) -> Option<&'static str> {
        self.text(self.rows.remedies)
    }

    /// The complete response body of an error that is made from the code alone.
    #[must_use]
    pub const fn body(self) -> &'static str {
        self.rows.bodies[self.at]
    }

    /// The index of its table in the [`Settings`](super::settings::Settings).
    #[must_use]
    pub const fn table(self) -> u16 {
        if self.at < self.rows.tables.len() { self.rows.tables[self.at] } else { 0 }
    }

    const fn text(self, column: &'static [&'static str]) -> Option<&'static str> {
        if self.at < column.len() && !column[self.at].is_empty() { Some(column[self.at]) } else { None }
    }
}
