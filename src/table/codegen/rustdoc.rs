//! A row as rustdoc, for the reader of the generated enum: what happened, what to do, and the facts in one line.

use crate::table::catalog::{Catalog, ColumnKind, Entry, Fence, ResponseHeader, prose_inline, wait_in_words};

pub(super) fn row(entry: &Entry, catalog: &Catalog) -> String {
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
        retry_after,
        default_for,
        ..
    } = entry;
    let wait = retry_after.map_or_else(String::new, |wait| format!(", after {}", wait_in_words(wait)));
    let statuses: Vec<String> = entry.statuses().map(|status| status.to_string()).collect();
    let statuses = statuses.join(" or ");
    let facts = format!("`{code}`, status {statuses}, retry: {retry}{wait}, actor: {actor}.");
    let labelled = |label: &str, text: &Option<String>| {
        text.as_ref().map(|text| format!("{label} {}", prose_inline(text)))
    };
    let sent: Vec<String> = headers.iter().map(ResponseHeader::markdown).collect();
    let bare = (!default_for.is_empty()).then(|| {
        let statuses: Vec<String> = default_for.iter().map(u16::to_string).collect();
        format!("Stands for a bare {}.", statuses.join(", "))
    });
    let from = (table != catalog.name()).then(|| format!("From the table of {}.", prose_inline(table)));
    let facts_of_row = catalog.facts(entry).map(|(column, value)| match column.kind {
        ColumnKind::Text => format!("{}:\n\n{}", column.label, inert(&value.to_text())),
        ColumnKind::Url => format!("{}: <{}>", column.label, value.to_text()),
        _ => format!("{}: {}", column.label, prose_inline(&value.to_text())),
    });
    let paragraphs = [
        Some(prose_inline(cause)),
        Some(facts),
        labelled("Message:", message),
        (!params.is_empty()).then(|| format!("Raised with [`params::{variant}`].")),
        (!sent.is_empty()).then(|| format!("Sent with {}.", sent.join(", "))),
        labelled("Remedy:", remedy),
        details.as_deref().map(inert),
        bare,
        from,
    ];
    paragraphs.into_iter().flatten().chain(facts_of_row).collect::<Vec<_>>().join("\n\n")
}

/// Markdown of several lines, as paragraphs and nothing else: to rustdoc, a code block would be a test of the crate.
fn inert(details: &str) -> String {
    let lines = details.lines().map(str::trim).filter(|line| Fence::of(line).is_none());
    lines.map(prose_inline).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_block_is_a_test() {
        let details = "Say <b>:\n\n```rust\nlet x = <T>;\n```\n\n    panic!()\n\n- ~~~\n  panic!()\n> x";
        let expected = "Say \\<b>:\n\nlet x = \\<T>;\n\npanic!()\n\n\\- ~~~\npanic!()\n\\> x";
        assert_eq!(inert(details), expected);
    }
}
