//! A row as rustdoc, for the reader of the generated enum: what happened, what to do, and the facts in one line.

use crate::catalog::{Entry, prose_inline};

pub(super) fn row(entry: &Entry) -> String {
    let Entry {
        code,
        variant: _,
        status,
        retry,
        cause,
        message,
        remedy,
        details,
        retry_after,
        default_for,
        since,
        deprecated: _,
        replaced_by: _,
    } = entry;
    let wait = retry_after.map_or_else(String::new, |wait| format!(", after {} s", wait.as_secs()));
    let facts = format!("`{code}`, status {status}, retry: {retry}{wait}.");
    let labelled = |label: &str, text: &Option<String>| {
        text.as_ref().map(|text| format!("{label} {}", prose_inline(text)))
    };
    let bare = (!default_for.is_empty()).then(|| {
        let statuses: Vec<String> = default_for.iter().map(u16::to_string).collect();
        format!("Stands for a bare {}.", statuses.join(", "))
    });
    let paragraphs = [
        Some(prose_inline(cause)),
        Some(facts),
        labelled("Message:", message),
        labelled("Remedy:", remedy),
        details.as_deref().map(inert),
        bare,
        labelled("Since", since),
    ];
    paragraphs.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

/// Markdown of several lines. To rustdoc a code block is a test of the crate, unless it says that it is text; one that
/// is made by indentation alone cannot say so.
fn inert(details: &str) -> String {
    let mut fenced = false;
    let lines = details.lines().map(|line| {
        let text = line.trim_start();
        if text.starts_with("```") || text.starts_with("~~~") {
            fenced = !fenced;
            let info = if fenced { "text" } else { "" };
            return format!("{}{info}", &text[..3]);
        }
        if fenced {
            return line.to_owned();
        }
        let indent = (line.len() - text.len()).min(3);
        format!("{:indent$}{}", "", prose_inline(text))
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_block_is_a_test() {
        let details = "Say <b>:\n\n```rust\nlet x = <T>;\n```\n\n    panic!()\n\n~~~\n~~~";
        let expected = "Say \\<b>:\n\n```text\nlet x = <T>;\n```\n\n   panic!()\n\n~~~text\n~~~";
        assert_eq!(inert(details), expected);
    }
}
