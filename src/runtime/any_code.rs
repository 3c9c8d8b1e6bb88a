//! A code of any catalog, for programs that talk to several services.

use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::time::Duration;

use http::StatusCode;

use crate::runtime::code::Code;
use crate::runtime::row::Row;
use crate::shared::actor::Actor;
use crate::shared::retry::Retry;

/// A code of any catalog, with the name of the table that it is from.
///
/// A gateway that talks to three services holds their codes in this one type. Two codes are equal if their wire strings
/// are the same and their tables have the same name. `RATE_LIMITED` from a table that two services include is one code.
/// `NOT_FOUND` of one service differs from `NOT_FOUND` of another. Different tables therefore need different names.
///
/// ```
/// use error_catalog::{AnyCode, ErrorCode, Retry};
///
/// let code = AnyCode::from(ErrorCode::NotFound);
/// assert_eq!((code.as_str(), code.table()), ("NOT_FOUND", "the pikzonality API"));
/// assert_eq!((code.status().as_u16(), code.retry()), (404, Retry::Never));
/// assert_eq!(code.get(), Some(ErrorCode::NotFound));
/// assert_eq!(format!("{code} {code:?}"), "NOT_FOUND the pikzonality API/NOT_FOUND");
/// ```
#[derive(Clone, Copy)]
pub struct AnyCode {
    table: &'static str,
    row: Row,
}

impl AnyCode {
    /// The wire string, such as `NOT_FOUND`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.row.code()
    }

    /// The name of the table that contains the code.
    #[must_use]
    pub const fn table(self) -> &'static str {
        self.table
    }

    /// The HTTP status of its response.
    #[must_use]
    pub const fn status(self) -> StatusCode {
        self.row.status()
    }

    /// Every HTTP status that it is sent with: [`status`](Self::status), then those of the column `also`.
    pub fn statuses(self) -> impl Iterator<Item = StatusCode> {
        self.row.statuses()
    }

    /// The retry advice: whether the client may send the same request again.
    #[must_use]
    pub const fn retry(self) -> Retry {
        self.row.retry()
    }

    /// Who has to act before the request can succeed.
    #[must_use]
    pub const fn actor(self) -> Actor {
        self.row.actor()
    }

    /// The wait before the next attempt, if the table has one.
    #[must_use]
    pub const fn retry_after(self) -> Option<Duration> {
        self.row.wait()
    }

    /// The typical cause.
    #[must_use]
    pub const fn cause(self) -> &'static str {
        self.row.cause()
    }

    /// The default message of a response.
    #[must_use]
    pub const fn message(self) -> &'static str {
        self.row.message()
    }

    /// The action that the caller takes.
    #[must_use]
    pub const fn remedy(self) -> Option<&'static str> {
        self.row.remedy()
    }

    /// The same code in the catalog `C`, if `C` has it from the same table.
    #[must_use]
    pub fn get<C: Code>(self) -> Option<C> {
        C::parse(self.as_str()).filter(|code| code.table() == self.table)
    }

    #[cfg(any(feature = "actix", feature = "tower"))]
    pub(crate) const fn row(self) -> Row {
        self.row
    }

    const fn key(self) -> (&'static str, &'static str) {
        (self.table, self.row.code())
    }
}

impl<C: Code> From<C> for AnyCode {
    fn from(code: C) -> Self {
        Self { table: code.table(), row: code.row() }
    }
}

impl PartialEq for AnyCode {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for AnyCode {}

impl Hash for AnyCode {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl PartialOrd for AnyCode {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Orders by table, then by code.
impl Ord for AnyCode {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

/// The wire string.
impl fmt::Display for AnyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Table and code, as `table/code`.
impl fmt::Debug for AnyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.table, self.row.code())
    }
}

impl AsRef<str> for AnyCode {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}
