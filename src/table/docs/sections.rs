//! The errors as Markdown with a section for each, for a handbook or a wiki.

use super::block::block;
use super::groups::{self, Section};
use super::markdown::{deprecation, write_retired};
use super::status_line::status_lines;
use crate::shared::envelope;
use crate::shared::retry::Retry;
use crate::table::catalog::{Catalog, ColumnKind, Entry, Param, ResponseHeader, prose_inline};

/// Renders a section for each live error, sorted by group, status and code, and a list of the retired ones below.
/// Each has its code as an anchor.
///
/// ```
/// use error_catalog::catalog::Catalog;
/// use error_catalog::docs::sections;
///
/// let catalog = Catalog::parse(
///     "catalog.toml",
///     "catalog = { name = \"Teapots\" }\n[errors]\nPOT = { status = 404, retry = \"never\", cause = \"No pot\" }\n",
/// )?;
/// let sections = sections::render(&catalog);
/// assert!(sections.starts_with("### <a id=\"POT\"></a>`POT`\n\n404 Not Found, never retry.\n\nNo pot\n"));
/// # Ok::<_, error_catalog::catalog::Invalid>(())
/// ```
#[must_use]
pub fn render(catalog: &Catalog) -> String {
    let mut parts: Vec<String> = Vec::new();
    for Section { title, entries } in groups::sections(catalog) {
        parts.extend(title.map(|title| format!("## {}\n", prose_inline(title))));
        parts.extend(entries.into_iter().map(|entry| section(catalog, entry)));
    }
    let mut out = parts.join("\n");
    write_retired(&mut out, catalog, anchor);
    out
}

fn anchor(code: &str) -> String {
    format!("<a id=\"{code}\"></a>")
}

fn section(catalog: &Catalog, entry: &Entry) -> String {
    let Entry {
        code,
        table,
        variant,
        retry,
        cause,
        message,
        headers,
        actor,
        params,
        remedy,
        details,
        default_for,
        ..
    } = entry;
    let retry = match retry {
        Retry::Never => "never retry".to_owned(),
        retry => {
            let wait = entry.wait_in_words().map(|wait| format!(", {wait}"));
            format!("retry: {retry}{}", wait.unwrap_or_default())
        }
    };
    let declared = params.iter().map(|Param { name, kind, safe }| {
        let safety = if *safe { "" } else { ", not safe to log" };
        format!("- `{name}`: {}{safety}", kind.as_str())
    });
    let raised = message.as_ref().filter(|_| !params.is_empty());
    let statuses: Vec<String> = default_for.iter().map(u16::to_string).collect();
    let body = envelope::body(code, &entry.public_message(), None);
    let sent: Vec<String> = headers.iter().map(ResponseHeader::markdown).collect();
    let header = catalog.headers().code.as_ref().map(|header| format!("Header `{header}`. "));
    let paragraphs = [
        Some(format!("### {}`{code}`", anchor(code))),
        Some(format!("{}, {retry}.", status_lines(entry))),
        deprecation(entry),
        Some(prose_inline(cause)),
        Some(format!("**Who acts:** {}", actor.meaning())),
        remedy.as_ref().map(|remedy| format!("**What to do:** {}", prose_inline(remedy))),
        details.as_deref().map(|details| block(details).trim_end().to_owned()),
        raised.map(|message| format!("Raised as: {}", prose_inline(message))),
        (!params.is_empty()).then(|| declared.collect::<Vec<_>>().join("\n")),
        Some(format!("```json\n{body}\n```")),
        Some(format!("{}In Rust `ErrorCode::{variant}`.", header.unwrap_or_default())),
        (!sent.is_empty()).then(|| format!("Sent with {}.", sent.join(", "))),
        (catalog.tables().len() > 1).then(|| format!("From the table of {}.", prose_inline(table))),
        (!statuses.is_empty()).then(|| format!("Stands for a bare {}.", statuses.join(", "))),
    ];
    let facts = catalog.facts(entry).map(|(column, value)| {
        let (label, text) = (&column.label, value.to_text());
        match column.kind {
            ColumnKind::Text => format!("**{label}:**\n\n{}", block(&text).trim_end()),
            ColumnKind::Url => format!("**{label}:** <{text}>"),
            _ => format!("**{label}:** {}", prose_inline(&text)),
        }
    });
    let text: Vec<String> = paragraphs.into_iter().flatten().chain(facts).collect();
    text.join("\n\n") + "\n"
}
