//! The errors as a table in Markdown, for a README or a wiki.

use core::fmt::Write as _;

use crate::table::catalog::{Catalog, Entry, Retired, prose_inline};

/// Renders the live errors as a table, sorted by status and code, and the retired ones as a list below it.
///
/// ```
/// use error_catalog::catalog::Catalog;
/// use error_catalog::docs::markdown;
///
/// let catalog = Catalog::parse(
///     "catalog.toml",
///     r#"
///     [catalog]
///     name = "Teapots"
///
///     [errors]
///     POT_BUSY = { status = 503, retry = "backoff", retry_after = "5s", cause = "The pot | kettle is busy" }
///     "#,
/// )?;
/// assert_eq!(
///     markdown::render(&catalog),
///     "\
/// | Status | Code | Retry | Cause | Remedy |
/// |---|---|---|---|---|
/// | 503 | `POT_BUSY` | backoff, 5 s | The pot \\| kettle is busy | |
/// "
/// );
/// # Ok::<_, error_catalog::catalog::Invalid>(())
/// ```
#[must_use]
pub fn render(catalog: &Catalog) -> String {
    render_columns(catalog, Column::DEFAULT)
}

/// A column of the table.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Column {
    /// What brings the error about.
    Cause,
    /// The wire string.
    Code,
    /// What a response says.
    Message,
    /// The Rust variant.
    Name,
    /// What to do; where the code is deprecated, why, and what to use instead.
    Remedy,
    /// The retry advice, with the wait.
    Retry,
    /// The version that brought the code.
    Since,
    /// The HTTP status.
    Status,
}

impl Column {
    /// Every column.
    pub const ALL: [Self; 8] = [
        Self::Cause,
        Self::Code,
        Self::Message,
        Self::Name,
        Self::Remedy,
        Self::Retry,
        Self::Since,
        Self::Status,
    ];

    /// Those that the table has if nobody says otherwise.
    pub const DEFAULT: &'static [Self] = &[Self::Status, Self::Code, Self::Retry, Self::Cause, Self::Remedy];

    /// The word that stands for it in a marker and in an argument.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cause => "cause",
            Self::Code => "code",
            Self::Message => "message",
            Self::Name => "name",
            Self::Remedy => "remedy",
            Self::Retry => "retry",
            Self::Since => "since",
            Self::Status => "status",
        }
    }

    /// The column of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.as_str() == word)
    }

    const fn head(self) -> &'static str {
        match self {
            Self::Cause => "Cause",
            Self::Code => "Code",
            Self::Message => "Message",
            Self::Name => "Name",
            Self::Remedy => "Remedy",
            Self::Retry => "Retry",
            Self::Since => "Since",
            Self::Status => "Status",
        }
    }
}

/// The same with other columns, in this order.
///
/// ```
/// use error_catalog::catalog::Catalog;
/// use error_catalog::docs::markdown::{Column, render_columns};
///
/// let catalog = Catalog::parse(
///     "catalog.toml",
///     "catalog = { name = \"Teapots\" }\n[errors]\nPOT = { status = 404, retry = \"never\", cause = \"No pot\" }\n",
/// )?;
/// assert_eq!(
///     render_columns(&catalog, &[Column::Code, Column::Cause]),
///     "| Code | Cause |\n|---|---|\n| `POT` | No pot |\n"
/// );
/// # Ok::<_, error_catalog::catalog::Invalid>(())
/// ```
#[must_use]
pub fn render_columns(catalog: &Catalog, columns: &[Column]) -> String {
    let heads: Vec<String> = columns.iter().map(|column| column.head().to_owned()).collect();
    let mut out = String::new();
    write_row(&mut out, &heads);
    out.push('|');
    out.push_str(&"---|".repeat(columns.len()));
    out.push('\n');
    for entry in by_status(catalog) {
        let cells: Vec<String> = columns.iter().map(|column| column_of(entry, *column)).collect();
        write_row(&mut out, &cells);
    }
    write_retired(&mut out, catalog, |_| String::new());
    out
}

/// The live errors in the order of documents: by status, then by code.
pub(super) fn by_status(catalog: &Catalog) -> Vec<&Entry> {
    let mut entries: Vec<&Entry> = catalog.errors().iter().collect();
    entries.sort_by_key(|entry| (entry.status, &entry.code));
    entries
}

fn write_row(out: &mut String, cells: &[String]) {
    for cell in cells {
        out.push_str("| ");
        out.push_str(cell);
        out.push_str(if cell.is_empty() { "" } else { " " });
    }
    out.push_str("|\n");
}

fn column_of(entry: &Entry, column: Column) -> String {
    let Entry { code, variant, status, retry, cause, message, remedy, since, .. } = entry;
    match column {
        Column::Cause => cell(cause),
        Column::Code => format!("`{code}`"),
        Column::Message => cell(message.as_ref().unwrap_or(cause)),
        Column::Name => format!("`{variant}`"),
        Column::Remedy => {
            let remedy = remedy.as_deref().map(cell).unwrap_or_default();
            [deprecation(entry).as_deref().map(within_cell), Some(remedy)]
                .into_iter()
                .flatten()
                .filter(|text| !text.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        }
        Column::Retry => format!("{retry}{}", wait(entry)),
        Column::Since => since.as_deref().map(cell).unwrap_or_default(),
        Column::Status => status.to_string(),
    }
}

/// The wait, to be put behind the retry advice.
pub(super) fn wait(entry: &Entry) -> String {
    entry.retry_after.map_or_else(String::new, |wait| format!(", {} s", wait.as_secs()))
}

/// Why the code should not be used, and what instead.
pub(super) fn deprecation(entry: &Entry) -> Option<String> {
    let why = prose_inline(entry.deprecated.as_ref()?.trim_end_matches('.'));
    Some(match &entry.replaced_by {
        Some(code) => format!("**Deprecated:** {why}. Use `{code}`."),
        None => format!("**Deprecated:** {why}."),
    })
}

/// The retired codes as a list, each with what `anchor` makes of it in front.
pub(super) fn write_retired(out: &mut String, catalog: &Catalog, anchor: impl Fn(&str) -> String) {
    if catalog.retired().is_empty() {
        return;
    }
    out.push_str("\nRetired, never to come back:\n\n");
    for Retired { code, table: _, variant: _, reason, since, replaced_by } in catalog.retired() {
        let anchor = anchor(code);
        let since = since.as_ref().map(|version| format!(" (since {})", prose_inline(version)));
        let instead = replaced_by.as_ref().map(|code| format!(" Use `{code}`."));
        // Writing to a string does not fail.
        let _ = writeln!(
            out,
            "- {anchor}`{code}`{}: {}.{}",
            since.unwrap_or_default(),
            prose_inline(reason.trim_end_matches('.')),
            instead.unwrap_or_default()
        );
    }
}

/// A text as it can stand in a cell.
fn cell(text: &str) -> String {
    within_cell(&prose_inline(text))
}

/// Markdown as it can stand in a cell: a bar would end it, even within a code span, unless it is escaped already.
fn within_cell(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut is_escaped = false;
    for character in markdown.chars() {
        if character == '|' && !is_escaped {
            out.push('\\');
        }
        out.push(character);
        is_escaped = character == '\\' && !is_escaped;
    }
    out
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Options, Parser};

    use super::*;

    #[test]
    fn no_text_ends_its_cell() {
        for (text, expected) in [
            ("a | b", r"a \| b"),
            (r"a \| b", r"a \| b"),
            (r"a \\| b", r"a \\\| b"),
            (r"a \", r"a \\"),
            ("`a|b`", r"`a\|b`"),
            ("|", r"\|"),
        ] {
            assert_eq!(cell(text), expected, "{text}");
            // The next cell is the next one to whoever reads it, too.
            let table = format!("| a | b |\n|---|---|\n| {expected} | end |\n");
            let mut events = Parser::new_ext(&table, Options::ENABLE_TABLES);
            assert!(events.any(|event| event == Event::Text("end".into())), "{text}");
        }
    }
}
