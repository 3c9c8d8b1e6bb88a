//! Markdown of several lines that cannot break the document that it is put into.

use crate::catalog::prose_inline;

/// Paragraphs, lists, quotes and fenced code keep their meaning. Headings, raw HTML and links that do not go into the web
/// are shown as they are written, and a fence that was left open is closed.
pub(super) fn block(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fence: Option<&str> = None;
    for line in text.trim_end().lines() {
        let trimmed = line.trim();
        if let Some(open) = fence {
            out.push_str(line);
            let is_end = trimmed.starts_with(open) && trimmed.chars().all(|c| open.starts_with(c));
            fence = fence.filter(|_| !is_end);
        } else if let Some(marks) = fence_of(trimmed) {
            fence = Some(marks);
            out.push_str(line);
        } else {
            let start = markers(line);
            out.push_str(&line[..start]);
            out.push_str(&prose_inline(&line[start..]));
        }
        out.push('\n');
    }
    if let Some(open) = fence {
        out.push_str(open);
        out.push('\n');
    }
    out
}

/// The marks of a line that opens a code block, if it is one.
fn fence_of(line: &str) -> Option<&str> {
    let length = |mark: char| line.len() - line.trim_start_matches(mark).len();
    let marks = length('`').max(length('~'));
    // What has backticks behind it on its line is a code span.
    (marks >= 3 && !line[marks..].contains('`')).then(|| &line[..marks])
}

/// How much of a line is indentation and the marks of lists and quotes.
fn markers(line: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = line[at..].trim_start_matches(' ');
        at = line.len() - rest.len();
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        at += match &rest.as_bytes()[digits..] {
            [b'-' | b'*' | b'+' | b'>', b' ', next, ..] if digits == 0 && *next != b' ' => 2,
            [b'.' | b')', b' ', ..] if (1..10).contains(&digits) => digits + 2,
            _ => return at,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_break_out_is_text() {
        for (text, expected) in [
            ("One\ntwo.\n\n- a\n  - <b>\n1. c", "One\ntwo.\n\n- a\n  - \\<b>\n1. c\n"),
            ("# Head\nText\n===\n---", "\\# Head\nText\n\\===\n\\---\n"),
            ("> quoted <script>", "> quoted \\<script>\n"),
            ("- # head\n- ```js\n", "- \\# head\n- \\`\\`\\`js\n"),
            ("```html\n<b>\n```\n<i>", "```html\n<b>\n```\n\\<i>\n"),
            ("~~~~\n```\n~~~\n# no end", "~~~~\n```\n~~~\n# no end\n~~~~\n"),
            ("[a](javascript:x) [b](https://example.org)", "\\[a](javascript:x) [b](https://example.org)\n"),
            ("", ""),
        ] {
            assert_eq!(block(text), expected, "{text}");
        }
    }
}
