//! The errors as a table in Markdown, for a README or a wiki.

use core::fmt::Write as _;

use super::columns::{Choice, Columns};
use super::groups::{self, Section};
use crate::table::catalog::{Catalog, Column, ColumnKind, Entry, Retired, instead, prose_inline};

/// Renders the live errors as a table, sorted by status and code, and the retired ones as a list below it. Where rows have a
/// `group`, there is a table for each, under its title.
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
    match Columns::choose(catalog, DEFAULT) {
        Ok(columns) => render_columns(catalog, &columns),
        // Every table has these.
        Err(_) => String::new(),
    }
}

const DEFAULT: [&str; 5] = ["status", "code", "retry", "cause", "remedy"];

/// Renders a table with other columns, in their order.
///
/// ```
/// use error_catalog::catalog::Catalog;
/// use error_catalog::docs::columns::Columns;
/// use error_catalog::docs::markdown::render_columns;
///
/// let catalog = Catalog::parse(
///     "catalog.toml",
///     "catalog = { name = \"Teapots\" }\n[errors]\nPOT = { status = 404, retry = \"never\", cause = \"No pot\" }\n",
/// )?;
/// assert_eq!(
///     render_columns(&catalog, &Columns::choose(&catalog, ["code", "cause"])?),
///     "| Code | Cause |\n|---|---|\n| `POT` | No pot |\n"
/// );
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn render_columns(catalog: &Catalog, columns: &Columns<'_>) -> String {
    let heads: Vec<String> = columns.iter().map(|column| heading(column).to_owned()).collect();
    let mut out = String::new();
    for Section { title, entries } in groups::sections(catalog) {
        if let Some(title) = title {
            out.push_str(if out.is_empty() { "" } else { "\n" });
            // Writing to a string does not fail.
            let _ = writeln!(out, "### {}\n", prose_inline(title));
        }
        write_row(&mut out, &heads);
        out.push('|');
        out.push_str(&"---|".repeat(heads.len()));
        out.push('\n');
        for entry in entries {
            let cells: Vec<String> = columns.iter().map(|column| cell_of(entry, column)).collect();
            write_row(&mut out, &cells);
        }
    }
    write_retired(&mut out, catalog, |_| String::new());
    out
}

fn write_row(out: &mut String, cells: &[String]) {
    for cell in cells {
        out.push_str("| ");
        out.push_str(cell);
        out.push_str(if cell.is_empty() { "" } else { " " });
    }
    out.push_str("|\n");
}

fn heading(column: Choice<'_>) -> &str {
    match column {
        // In a table it says what to do, or what not to use.
        Choice::Column(column) if column.name == "remedy" => "Remedy",
        column => column.label(),
    }
}

fn cell_of(entry: &Entry, column: Choice<'_>) -> String {
    let text = column.text(entry);
    let Choice::Column(Column { name, kind, .. }) = column else { return format!("`{text}`") };
    match kind {
        _ if text.is_empty() && name != "remedy" => String::new(),
        ColumnKind::Code | ColumnKind::Variant => format!("`{text}`"),
        ColumnKind::Url => format!("<{text}>"),
        _ if name == "remedy" => {
            let deprecated = deprecation(entry).map(|text| within_cell(&text));
            let texts = [deprecated, Some(cell(&text)).filter(|text| !text.is_empty())];
            texts.into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
        _ => cell(&text),
    }
}

/// Why the code should not be used, and what to use instead.
pub(super) fn deprecation(entry: &Entry) -> Option<String> {
    entry.deprecation(prose_inline).map(|text| format!("**Deprecated:** {text}"))
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
        let instead = instead(replaced_by).map(|codes| format!(" Use {codes}."));
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
            // A reader also sees the next cell as the next one.
            let table = format!("| a | b |\n|---|---|\n| {expected} | end |\n");
            let mut events = Parser::new_ext(&table, Options::ENABLE_TABLES);
            assert!(events.any(|event| event == Event::Text("end".into())), "{text}");
        }
    }
}
