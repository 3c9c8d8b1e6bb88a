//! The table as Markdown, for a README or a wiki.

use core::fmt::Write as _;

use crate::catalog::{Catalog, Entry, Retired, prose_inline};

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
    let mut entries: Vec<&Entry> = catalog.errors().iter().collect();
    entries.sort_by_key(|entry| (entry.status, &entry.code));

    let mut out = String::from("| Status | Code | Retry | Cause | Remedy |\n|---|---|---|---|---|\n");
    for entry in entries {
        render_row(&mut out, entry);
    }
    if !catalog.retired().is_empty() {
        out.push_str("\nRetired, never to come back:\n\n");
        for retired in catalog.retired() {
            render_retired(&mut out, retired);
        }
    }
    out
}

fn render_row(out: &mut String, entry: &Entry) {
    let Entry {
        code,
        variant: _,
        status,
        retry,
        cause,
        message: _,
        params: _,
        remedy,
        details: _,
        retry_after,
        default_for: _,
        since: _,
        deprecated,
        replaced_by,
        allow: _,
        allow_reason: _,
        places: _,
    } = entry;
    let mut remedy = remedy.as_deref().map(cell).unwrap_or_default();
    if let Some(why) = deprecated {
        remedy = format!("**Deprecated:** {}. {remedy}", cell(why.trim_end_matches('.')));
    }
    if let Some(code) = replaced_by {
        remedy = format!("{} Use `{code}`.", remedy.trim_end());
    }
    let wait = retry_after.map_or_else(String::new, |wait| format!(", {} s", wait.as_secs()));
    let cause = cell(cause);
    let space = if remedy.is_empty() { "" } else { " " };
    // Writing to a string does not fail.
    let _ = writeln!(out, "| {status} | `{code}` | {retry}{wait} | {cause} |{space}{remedy} |");
}

fn render_retired(out: &mut String, retired: &Retired) {
    let Retired { code, variant: _, reason, since, replaced_by } = retired;
    let since = since.as_ref().map(|version| format!(" (since {})", prose_inline(version)));
    let instead = replaced_by.as_ref().map(|code| format!(" Use `{code}`."));
    let _ = writeln!(
        out,
        "- `{code}`{}: {}.{}",
        since.unwrap_or_default(),
        prose_inline(reason.trim_end_matches('.')),
        instead.unwrap_or_default()
    );
}

/// A text as it can stand in a cell: a bar would end it, even within a code span.
fn cell(text: &str) -> String {
    prose_inline(text).replace('|', "\\|")
}
