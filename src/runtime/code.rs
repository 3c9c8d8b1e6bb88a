//! The enum of this crate's own table, and what every such enum can do.

use core::error::Error;
use core::fmt::{self, Debug, Display};
use core::hash::Hash;
use core::str::FromStr;
use core::time::Duration;
use std::sync::OnceLock;

use http::{HeaderMap, HeaderName, StatusCode};
use serde::de::DeserializeOwned;
use serde::ser::Serialize;

use crate::runtime::params::template::Template;
use crate::shared::retry::Retry;
use crate::shared::style::Style;
use crate::shared::text::{MAX_CODE, OneLine, floor_char_boundary};

include!(concat!(env!("OUT_DIR"), "/error_catalog.rs"));

/// What the two halves need to know of a catalog's enum. The generator implements it; nobody has to by hand.
///
/// ```
/// use error_catalog::{Code, ErrorCode};
///
/// fn mine<C: Code>(wire: &str) -> bool {
///     C::parse(wire).is_some_and(|code| code.as_str() == wire)
/// }
///
/// assert!(mine::<ErrorCode>("NOT_FOUND"));
/// assert!(!mine::<ErrorCode>("NOT_FOUND_YET"));
/// ```
pub trait Code:
    Copy
    + Debug
    + DeserializeOwned
    + Display
    + FromStr<Err = UnknownCode>
    + Hash
    + Ord
    + Send
    + Serialize
    + Sync
    + 'static
{
    /// Every code, in the order of the wire strings.
    const ALL: &'static [Self];

    /// The code with this wire string, byte for byte. It takes one look, however large the table is.
    #[must_use]
    fn parse(code: &str) -> Option<Self>;

    #[doc(hidden)]
    fn row(self) -> &'static Row;

    /// The code that stands for a bare status, as frameworks send them: the row that is `default_for` it.
    #[must_use]
    fn default_for(status: StatusCode) -> Option<Self>;

    #[doc(hidden)]
    fn settings() -> &'static Settings;

    /// What its message is made from, if it has parameters.
    #[doc(hidden)]
    #[must_use]
    fn template(self) -> Option<&'static Template> {
        None
    }

    #[doc(hidden)]
    fn headers(self) -> &'static RowHeaders;

    /// The wire string.
    #[must_use]
    fn as_str(self) -> &'static str {
        self.row().code
    }

    /// The name of the table that it is from: that of the catalog, or of a table that it includes.
    #[must_use]
    fn table(self) -> &'static str {
        let tables = Self::settings().tables;
        tables.get(usize::from(self.row().table)).copied().unwrap_or_default()
    }

    /// The HTTP status that it is sent with.
    #[must_use]
    fn status(self) -> StatusCode {
        self.row().status
    }

    /// Whether the same request may be sent again.
    #[must_use]
    fn retry(self) -> Retry {
        self.row().retry
    }

    /// How long to wait before the next attempt, where the table says so.
    #[must_use]
    fn retry_after(self) -> Option<Duration> {
        self.row().retry_after()
    }

    /// What typically brings it about.
    #[must_use]
    fn cause(self) -> &'static str {
        self.row().cause
    }

    /// What a response says where its author says no more.
    #[must_use]
    fn message(self) -> &'static str {
        self.row().message
    }

    /// What the caller does about it.
    #[must_use]
    fn remedy(self) -> Option<&'static str> {
        self.row().remedy()
    }
}

/// What a metric calls a code that is not in the catalog, as OpenTelemetry calls an `error.type` that is not in a list.
pub(crate) const OTHER: &str = "_OTHER";

/// A row of the table, as generated code writes it down.
#[doc(hidden)]
#[derive(Debug)]
pub struct Row {
    pub code: &'static str,
    /// Which of the tables of the [`Settings`] it is from.
    pub table: u16,
    /// Its name in Rust.
    pub variant: &'static str,
    pub status: StatusCode,
    pub retry: Retry,
    /// In seconds; 0 where the table does not say.
    pub retry_after: u32,
    pub cause: &'static str,
    pub message: &'static str,
    /// Empty where the table does not say.
    pub remedy: &'static str,
    /// The whole response body where nobody says more than the row.
    pub body: &'static str,
}

impl Row {
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        match self.retry_after {
            0 => None,
            seconds => Some(Duration::from_secs(seconds as u64)),
        }
    }

    #[must_use]
    pub const fn remedy(&self) -> Option<&'static str> {
        if self.remedy.is_empty() { None } else { Some(self.remedy) }
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
    pub const fn new() -> Self {
        Self(OnceLock::new())
    }

    pub(crate) fn get(&self, make: impl FnOnce() -> HeaderMap) -> HeaderMap {
        HeaderMap::clone(self.0.get_or_init(|| Box::new(make())))
    }
}

impl Default for RowHeaders {
    fn default() -> Self {
        Self::new()
    }
}

/// What holds for a whole table, as generated code writes it down.
#[doc(hidden)]
#[derive(Debug)]
pub struct Settings {
    /// The header that carries the code, or `None` where the table leaves it out.
    pub code_header: Option<HeaderName>,
    /// The header that carries the retry advice, or `None` where the table leaves it out.
    pub retry_header: Option<HeaderName>,
    pub style: Style,
    /// The names of the catalog and of the tables that it includes.
    pub tables: &'static [&'static str],
}

impl Settings {
    /// An empty name stands for none.
    #[must_use]
    pub const fn new(
        code_header: &'static str,
        retry_header: &'static str,
        style: Style,
        tables: &'static [&'static str],
    ) -> Self {
        const fn name(name: &'static str) -> Option<HeaderName> {
            if name.is_empty() { None } else { Some(HeaderName::from_static(name)) }
        }
        Self { code_header: name(code_header), retry_header: name(retry_header), style, tables }
    }
}

/// A wire string that is no code of this catalog: of a newer table, perhaps, or of another API.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnknownCode(Box<str>);

impl UnknownCode {
    /// Keeps no more than could be a code of any table.
    pub(super) fn new(code: &str) -> Self {
        let end = floor_char_boundary(code, MAX_CODE);
        Self(code[..end].into())
    }
}

impl Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown error code `{}`", OneLine(&self.0))
    }
}

impl Error for UnknownCode {}
