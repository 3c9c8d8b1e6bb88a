//! The table as a value: a [`Catalog`] that exists is valid.
//!
//! Every rule of the format is in this module and nowhere else, so whatever is made from a catalog (code, documents,
//! findings) has no error path of its own. The format is described in `docs/table.md`, column by column; [`ERROR_COLUMNS`]
//! is the list that the parser goes by.

mod check;
mod columns;
mod diagnostic;
mod excerpt;
mod ident;
mod include;
mod load;
mod merge;
mod params;
mod parse;
mod path;
mod prose;
mod raw_table;
mod row_reader;
mod source;
mod suggest;
mod syntax;

use core::fmt;
use core::ops::Range;
use core::time::Duration;

pub use self::columns::{
    CATALOG_COLUMNS, Column, ColumnKind, ERROR_COLUMNS, INCLUDE_COLUMNS, RETIRED_COLUMNS,
};
pub use self::diagnostic::{Diagnostic, Edit, FormatRule, Invalid};
#[cfg(feature = "cli")]
pub(crate) use self::diagnostic::{Label, Note};
pub use self::load::Load;
pub use self::params::{Param, ParamKind};
#[doc(hidden)]
pub use self::prose::inline as prose_inline;
pub(crate) use self::source::Source;
#[cfg(feature = "cli")]
pub(crate) use self::suggest::suggest;
use crate::shared::retry::Retry;

/// A valid table of errors, with those of the tables that it includes.
///
/// ```
/// use error_catalog::catalog::Catalog;
///
/// let catalog = Catalog::parse(
///     "catalog.toml",
///     r#"
///     [catalog]
///     name = "Teapots"
///
///     [errors]
///     TEAPOT_EMPTY = { status = 409, retry = "never", cause = "The teapot is empty" }
///     "#,
/// )?;
/// assert_eq!(catalog.errors()[0].variant, "TeapotEmpty");
/// # Ok::<_, error_catalog::catalog::Invalid>(())
/// ```
#[derive(Clone, Debug)]
pub struct Catalog {
    name: String,
    headers: Headers,
    sends_details: bool,
    tables: Vec<String>,
    errors: Vec<Entry>,
    retired: Vec<Retired>,
    lints: Vec<LintSetting>,
    #[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "findings show its lines"))]
    source: Source,
}

impl Catalog {
    /// Reads a table that includes no other. `path` is only what diagnostics call it.
    ///
    /// # Errors
    ///
    /// [`Invalid`] holds every mistake of the text, each with its place and its remedy. A table that includes others is one
    /// for [`parse_with`](Self::parse_with).
    pub fn parse(path: &str, text: &str) -> Result<Self, Invalid> {
        Self::parse_with(path, text, &mut load::Nowhere)
    }

    /// Reads a table and those that it includes, which the loader is asked for. [`Load`] has an example.
    ///
    /// An included table is a table like any other. Its rows, live and retired, count as if they stood here; the names of
    /// its headers and its section `[lint]` do not: these are settings of the service, and the table that is compiled
    /// has them.
    ///
    /// # Errors
    ///
    /// [`Invalid`] holds every mistake of all the texts, each with its place and its remedy.
    pub fn parse_with(path: &str, text: &str, loader: &mut dyn Load) -> Result<Self, Invalid> {
        merge::catalog(path, text, loader)
    }

    /// Reads a table from the bytes of a file.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse), and where the bytes are not UTF-8.
    pub fn parse_bytes(path: &str, bytes: &[u8]) -> Result<Self, Invalid> {
        Self::from_read(path, Ok(bytes.to_vec()), &mut load::Nowhere)
    }

    /// Reads a table from what reading a file gave, so that a missing file is reported like any other mistake.
    ///
    /// # Errors
    ///
    /// As [`parse_with`](Self::parse_with), and where the file could not be read or is not UTF-8.
    pub fn from_read(
        path: &str,
        read: std::io::Result<Vec<u8>>,
        loader: &mut dyn Load,
    ) -> Result<Self, Invalid> {
        let bytes = read.map_err(|error| Invalid::unreadable(&loader.name(path), &error))?;
        match core::str::from_utf8(&bytes) {
            Ok(text) => Self::parse_with(path, text, loader),
            Err(error) => {
                let (text, _) = bytes.split_at(error.valid_up_to());
                Err(Invalid::not_utf8(&loader.name(path), &String::from_utf8_lossy(text)))
            }
        }
    }

    /// Which API this is.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The names of the table and of those that it includes: its own comes first, the others in their order.
    ///
    /// ```
    /// # use error_catalog::catalog::Catalog;
    /// let table = "catalog.name = 'Pots'\nerrors.POT = { status = 404, retry = 'never', cause = 'No pot' }";
    /// assert_eq!(Catalog::parse("catalog.toml", table)?.tables(), ["Pots"]);
    /// # Ok::<_, error_catalog::catalog::Invalid>(())
    /// ```
    #[must_use]
    pub fn tables(&self) -> &[String] {
        &self.tables
    }

    /// The names of the headers that say what the body cannot.
    #[must_use]
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// Whether a response carries the parameters of its message, in `error.details`.
    #[must_use]
    pub fn sends_details(&self) -> bool {
        self.sends_details
    }

    /// The live errors, in the order of their codes, whatever the order of the rows is.
    #[must_use]
    pub fn errors(&self) -> &[Entry] {
        &self.errors
    }

    /// What `[lint]` says of the lints, in the order of their codes.
    #[must_use]
    pub fn lints(&self) -> &[LintSetting] {
        &self.lints
    }

    /// Whether a row is in the table itself, and not in one that it includes.
    #[cfg(feature = "cli")]
    pub(crate) fn is_own(&self, entry: &Entry) -> bool {
        self.source.is_own(entry.places.code.start)
    }

    /// The texts that it was read from.
    #[cfg(feature = "cli")]
    pub(crate) fn source(&self) -> &Source {
        &self.source
    }

    /// The codes that can never come back, in their order.
    #[must_use]
    pub fn retired(&self) -> &[Retired] {
        &self.retired
    }
}

/// One row of `[errors]`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Entry {
    /// The wire string.
    pub code: String,
    /// The name of the table that it is from.
    pub table: String,
    /// The name of the Rust variant, made from the code or given by the column `name`.
    pub variant: String,
    /// The HTTP status, 400 to 599.
    pub status: u16,
    /// Whether the same request may be sent again.
    pub retry: Retry,
    /// What typically brings the error about.
    pub cause: String,
    /// The public message, where it is not the cause. With parameters it has placeholders, such as `{needed}`.
    pub message: Option<String>,
    /// What it is raised with, in the order of their names.
    pub params: Vec<Param>,
    /// What the caller does about it.
    pub remedy: Option<String>,
    /// More, in Markdown.
    pub details: Option<String>,
    /// How long to wait before the next attempt, in whole seconds.
    pub retry_after: Option<Duration>,
    /// The bare HTTP statuses that this row stands for.
    pub default_for: Vec<u16>,
    /// The version that brought the code.
    pub since: Option<String>,
    /// Why the code should no longer be used.
    pub deprecated: Option<String>,
    /// The code to use instead.
    pub replaced_by: Option<String>,
    /// The lints that do not fit this row.
    pub allow: Vec<String>,
    /// Why they do not.
    pub allow_reason: Option<String>,
    /// Where it stands in the text.
    pub places: Places,
}

/// Where a row stands in the text, in bytes. The texts of included tables come after that of the table.
#[derive(Clone)]
pub struct Places {
    code: Range<usize>,
    columns: Vec<(&'static str, Range<usize>)>,
}

impl Places {
    fn shift(&mut self, base: usize) {
        for span in self.columns.iter_mut().map(|(_, span)| span).chain([&mut self.code]) {
            *span = diagnostic::shifted(span, base);
        }
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> Range<usize> {
        self.code.clone()
    }

    /// The value of a column, or the code where the row does not have it.
    #[must_use]
    pub fn column(&self, name: &str) -> Range<usize> {
        let found = self.columns.iter().find(|(column, _)| *column == name);
        found.map_or_else(|| self.code(), |(_, span)| span.clone())
    }
}

/// What a row says is in its other fields; where it stands would only hide that.
impl fmt::Debug for Places {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Places").finish_non_exhaustive()
    }
}

/// A row of `[lint]`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LintSetting {
    /// The code of the lint.
    pub lint: String,
    /// What becomes of its findings.
    pub level: LintLevel,
    /// Where it stands in the text, in bytes.
    pub place: Range<usize>,
}

/// What becomes of the findings of a lint.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum LintLevel {
    /// They are errors.
    Error,
    /// There are none.
    Off,
    /// They are warnings.
    Warn,
}

impl LintLevel {
    pub(crate) const ALL: [(&'static str, Self); 3] =
        [("off", Self::Off), ("warn", Self::Warn), ("error", Self::Error)];
}

impl Entry {
    /// What the wire says where nobody says more: the message, or the cause where the row has none, or has one that
    /// asks for parameters.
    #[must_use]
    pub fn public_message(&self) -> &str {
        self.message.as_deref().filter(|_| self.params.is_empty()).unwrap_or(&self.cause)
    }
}

/// One row of `[retired]`: a code that is gone for good.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Retired {
    /// The wire string.
    pub code: String,
    /// The name of the table that it is from.
    pub table: String,
    /// The name of its Rust variant, which is taken too.
    pub variant: String,
    /// Why it went.
    pub reason: String,
    /// The version that retired it.
    pub since: Option<String>,
    /// The live code to look at instead.
    pub replaced_by: Option<String>,
}

/// The response headers, each with its name, or `None` where the table leaves it out.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Headers {
    /// Carries the code.
    pub code: Option<String>,
    /// Carries the retry advice.
    pub retry: Option<String>,
}
