//! The table as a value: a [`Catalog`] that exists is valid.
//!
//! Every rule of the format is in this module and nowhere else, so everything that is made from a catalog (code, documents,
//! findings) has no error path of its own. The format is described in `docs/table.md`, column by column; [`ERROR_COLUMNS`]
//! is the list that the parser goes by.

mod actor;
mod advice;
mod check;
mod column;
mod columns;
mod default_for;
mod diagnostic;
mod docs_url;
mod entry;
mod excerpt;
#[cfg_attr(not(feature = "docs"), allow(dead_code, reason = "documents and generated code ask for it"))]
mod fence;
mod format_rule;
mod groups;
mod header;
mod ident;
mod include;
mod invalid;
mod load;
mod merge;
mod note;
mod own_columns;
mod paint;
mod param;
mod params;
mod parse;
mod path;
mod place;
mod plain;
mod prose;
mod raw_table;
mod response_header;
mod row_reader;
mod rows;
mod shown;
mod source;
mod suggest;
mod syntax;
mod value;

use core::ops::Range;

use crate::shared::help_link::help_link;

pub(crate) use self::column::Display;
#[cfg(feature = "cli")]
pub(crate) use self::column::Weight;
pub use self::column::{Column, ColumnKind};
pub use self::columns::{CATALOG_COLUMNS, COLUMN_COLUMNS, ERROR_COLUMNS, INCLUDE_COLUMNS, RETIRED_COLUMNS};
pub use self::diagnostic::Diagnostic;
#[cfg_attr(
    not(feature = "docs"),
    allow(unused_imports, reason = "documents and comparisons ask for it")
)]
pub(crate) use self::entry::instead;
pub use self::entry::{Entry, Places};
#[cfg_attr(
    not(feature = "codegen"),
    allow(unused_imports, reason = "documents and generated code ask for it")
)]
pub(crate) use self::fence::Fence;
pub use self::format_rule::FormatRule;
pub use self::groups::Group;
#[cfg_attr(not(feature = "codegen"), allow(unused_imports, reason = "generated code asks for it"))]
pub(crate) use self::ident::is_keyword;
#[cfg(feature = "cli")]
pub(crate) use self::ident::{code_fault, variant};
pub use self::invalid::Invalid;
pub use self::load::Load;
pub use self::note::Edit;
#[cfg(feature = "cli")]
pub(crate) use self::note::{Label, Note};
#[cfg(feature = "cli")]
pub(crate) use self::paint::{Paint, Part, Plain};
pub use self::param::{Param, ParamKind};
#[doc(hidden)]
pub use self::prose::inline as prose_inline;
pub use self::response_header::ResponseHeader;
#[cfg(feature = "cli")]
pub(crate) use self::row_reader::UNDECIDED;
#[cfg(feature = "cli")]
pub(crate) use self::shown::{Head, shown};
pub(crate) use self::source::Source;
#[cfg_attr(
    not(feature = "docs"),
    allow(unused_imports, reason = "documents and commands suggest names")
)]
pub(crate) use self::suggest::suggest;
pub use self::value::Value;
#[cfg_attr(
    not(feature = "codegen"),
    allow(unused_imports, reason = "generated documentation asks for it")
)]
pub(crate) use self::value::wait_in_words;

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
    docs_url: Option<String>,
    tables: Vec<String>,
    own_columns: Vec<Column>,
    groups: Vec<Group>,
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
        merge::catalog(include::read(path, text, loader))
    }

    /// Reads a table from a tree of values whose places are in `text`, which need not be TOML.
    #[cfg(feature = "docs")]
    pub(crate) fn from_root(
        path: &str,
        text: &str,
        root: &toml::de::DeTable<'_>,
        diagnostics: Vec<Diagnostic>,
    ) -> Result<Self, Invalid> {
        let unread = if diagnostics.is_empty() { String::new() } else { text.to_owned() };
        merge::catalog(include::alone(path, text, parse::root(root, unread), diagnostics))
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

    /// The page that has all codes, to which responses link.
    ///
    /// ```
    /// # use error_catalog::catalog::Catalog;
    /// let table = "catalog = { name = 'Pots', docs_url = 'https://docs.example.com/errors' }\n\
    ///              errors.POT = { status = 404, retry = 'never', cause = 'No pot' }";
    /// assert_eq!(Catalog::parse("catalog.toml", table)?.docs_url(), Some("https://docs.example.com/errors"));
    /// # Ok::<_, error_catalog::catalog::Invalid>(())
    /// ```
    #[must_use]
    pub fn docs_url(&self) -> Option<&str> {
        self.docs_url.as_deref()
    }

    /// The value of the header `Link` of a code.
    #[cfg_attr(not(feature = "docs"), allow(dead_code, reason = "documents ask for it"))]
    pub(crate) fn help_link(&self, code: &str) -> Option<String> {
        Some(help_link(self.docs_url()?, code))
    }

    /// The live errors, sorted by code; the order of the rows does not matter.
    #[must_use]
    pub fn errors(&self) -> &[Entry] {
        &self.errors
    }

    /// The columns that the table and those that it includes declare under `[columns]`.
    #[must_use]
    pub fn own_columns(&self) -> &[Column] {
        &self.own_columns
    }

    /// Every column that a row can have: those of the format, then those of `[columns]`.
    pub fn columns(&self) -> impl Iterator<Item = &Column> {
        ERROR_COLUMNS.iter().chain(&self.own_columns)
    }

    /// The groups of `[groups]`, in the order of documents: those of the table, then those of the tables that it includes.
    ///
    /// A row names its own with [`Entry::group`]. A table without `[groups]` has none here, and documents order the groups of
    /// its rows by name.
    ///
    /// ```
    /// # use error_catalog::catalog::Catalog;
    /// let table = "catalog.name = 'Pots'\n\
    ///              groups.tea = 'Tea and kettles'\n\
    ///              errors.POT = { status = 404, retry = 'never', cause = 'No pot', group = 'tea' }";
    /// let catalog = Catalog::parse("catalog.toml", table)?;
    /// assert_eq!(catalog.groups()[0].title, "Tea and kettles");
    /// assert_eq!(catalog.errors()[0].group(), Some("tea"));
    /// # Ok::<_, error_catalog::catalog::Invalid>(())
    /// ```
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// What a row says in the columns that every document shows as a line with its label.
    #[cfg_attr(
        not(feature = "codegen"),
        allow(dead_code, reason = "documents and generated code ask for it")
    )]
    pub(crate) fn facts<'c>(&'c self, entry: &'c Entry) -> impl Iterator<Item = (&'c Column, Value<'c>)> {
        let facts = self.columns().filter(|column| column.display == Display::Fact);
        let title = |name| self.groups.iter().find(|group| group.name == name).map(|group| &*group.title);
        facts.filter_map(move |column| match column.value(entry)? {
            Value::Text(name) if column.name == "group" => {
                Some((column, Value::Text(title(name).unwrap_or(name))))
            }
            value => Some((column, value)),
        })
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

    /// The name of its file, which is the same wherever the command runs.
    #[cfg_attr(not(feature = "codegen"), allow(dead_code, reason = "generated documentation asks for it"))]
    pub(crate) fn file_name(&self) -> &str {
        let path = self.source.path();
        path.rsplit(['/', '\\']).next().unwrap_or(path)
    }

    /// The texts that it was read from.
    #[cfg(feature = "cli")]
    pub(crate) fn source(&self) -> &Source {
        &self.source
    }

    /// The same with the table that each row is from, by its code. An empty name stands for one that is not known.
    #[cfg(any(feature = "cli", feature = "docs"))]
    pub(crate) fn with_tables(mut self, table_of: impl Fn(&str) -> String) -> Self {
        for entry in &mut self.errors {
            entry.table = table_of(&entry.code);
        }
        self
    }

    /// The codes that can never come back, in their order.
    #[must_use]
    pub fn retired(&self) -> &[Retired] {
        &self.retired
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
    /// The live code to look at instead; several where the error was split.
    pub replaced_by: Vec<String>,
}

/// The response headers, each with its name, or `None` where the table leaves it out.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Headers {
    /// Carries the code.
    pub code: Option<String>,
    /// Carries the retry advice: `never`, `backoff` or `if-idempotent`.
    pub advice: Option<String>,
    /// Carries whether this request may be sent again: `true` or `false`.
    pub retry: Option<String>,
}

impl Headers {
    /// The names that the table uses.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let Self { code, advice, retry } = self;
        [code, advice, retry].into_iter().flatten().map(String::as_str)
    }
}
