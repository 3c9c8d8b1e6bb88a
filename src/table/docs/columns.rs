//! A choice of columns, for documents that are tables.

use core::fmt;
use std::borrow::Cow;

use crate::table::catalog::{Catalog, Column, Entry, Value, suggest};

/// Columns of a table for people, in the order in which they were chosen.
///
/// ```
/// use error_catalog::catalog::Catalog;
/// use error_catalog::docs::columns::Columns;
///
/// let table = "catalog = { name = \"Teapots\" }\n[errors]\nPOT = { status = 404, retry = \"never\", cause = \"No pot\" }\n";
/// let catalog = Catalog::parse("catalog.toml", table)?;
/// assert!(Columns::choose(&catalog, ["code", "cause"]).is_ok());
/// let error = Columns::choose(&catalog, ["owner"]).unwrap_err();
/// assert!(error.to_string().starts_with("unknown column `owner`, expected code, status, retry, cause, "));
/// # Ok::<_, error_catalog::catalog::Invalid>(())
/// ```
#[derive(Clone, Debug)]
pub struct Columns<'c>(Vec<Choice<'c>>);

#[derive(Clone, Copy, Debug)]
pub(crate) enum Choice<'c> {
    Code,
    Column(&'c Column),
}

impl<'c> Columns<'c> {
    /// The columns with these names: `code`, a column of the format that fits into a cell, or a column that the table
    /// declares.
    ///
    /// # Errors
    ///
    /// [`UnknownColumn`] for the first unknown name.
    pub fn choose<'n>(
        catalog: &'c Catalog,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Result<Self, UnknownColumn> {
        let choose = |name: &str| {
            let known = || catalog.columns().filter(|column| column.fits_in_cell());
            let column = || known().find(|column| column.name == name).map(Choice::Column);
            let choice = if name == CODE { Some(Choice::Code) } else { column() };
            choice.ok_or_else(|| UnknownColumn {
                name: name.to_owned(),
                known: [CODE]
                    .into_iter()
                    .chain(known().map(|column| &*column.name))
                    .map(str::to_owned)
                    .collect(),
            })
        };
        names.into_iter().map(choose).collect::<Result<_, _>>().map(Self)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Choice<'c>> {
        self.0.iter().copied()
    }
}

const CODE: &str = "code";

impl<'c> Choice<'c> {
    /// What stands above the column.
    pub(crate) fn label(self) -> &'c str {
        match self {
            Self::Code => "Code",
            Self::Column(column) => &column.label,
        }
    }

    /// What a row says in the column. The retry advice has the wait behind it, the status the others of the row.
    pub(crate) fn text(self, entry: &Entry) -> Cow<'_, str> {
        let column = match self {
            Self::Code => return Cow::Borrowed(&entry.code),
            Self::Column(column) => column,
        };
        let text = column.value(entry).map(Value::to_text).unwrap_or_default();
        match (&*column.name, entry.wait_in_words()) {
            ("status", _) if !entry.also.is_empty() => {
                Cow::Owned(entry.statuses().map(|status| status.to_string()).collect::<Vec<_>>().join(", "))
            }
            ("retry", Some(wait)) => Cow::Owned(format!("{text}, {wait}")),
            _ => text,
        }
    }
}

/// A name that is not a column of the table.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnknownColumn {
    name: String,
    known: Vec<String>,
}

impl fmt::Display for UnknownColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown column `{}`, ", self.name.escape_debug())?;
        if let Some(meant) = suggest(&self.name, self.known.iter().map(String::as_str)) {
            return write!(f, "did you mean `{meant}`?");
        }
        let (last, others) =
            self.known.split_last().map_or(("", &[] as &[_]), |(last, others)| (last, others));
        write!(f, "expected {} or {last}", others.join(", "))
    }
}

impl core::error::Error for UnknownColumn {}
