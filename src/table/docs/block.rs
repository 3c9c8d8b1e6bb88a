//! Markdown of several lines that cannot break the document that it is put into.

use crate::table::catalog::{self, prose_inline};

/// Paragraphs, lists, quotes and fenced code keep their meaning. Headings, raw HTML and links that do not go into the web
/// are shown as they are written, and a fence that was left open is closed.
pub(super) fn block(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fence: Option<Fence<'_>> = None;
    // In Markdown a carriage return ends a line, too.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    for line in text.trim_end().lines() {
        if let Some(open) = &fence {
            out.push_str(&open.placed(line));
            fence = fence.filter(|open| !open.is_end(line));
        } else if let Some(open) = Fence::of(line) {
            out.push_str(&open.placed(line));
            fence = Some(open);
        } else {
            let start = markers(line);
            out.push_str(&line[..start]);
            out.push_str(&prose_inline(&line[start..]));
        }
        out.push('\n');
    }
    if let Some(open) = fence {
        out.push_str(&open.placed(open.fence.marks));
        out.push('\n');
    }
    out
}

/// A line that opens a code block.
struct Fence<'t> {
    fence: catalog::Fence<'t>,
    indent: usize,
}

impl<'t> Fence<'t> {
    fn of(line: &'t str) -> Option<Self> {
        let (indent, line) = indented(line);
        Some(Self { fence: catalog::Fence::of(line)?, indent })
    }

    fn is_end(&self, line: &str) -> bool {
        self.fence.is_end(line.trim_matches(BLANKS))
    }

    /// A line of the block, where every reader takes it for one. Four spaces would make the fence a text; less than the
    /// fence has would end the list that it is in, and the block with it; and an end could be a line of code.
    fn placed(&self, line: &str) -> String {
        let (indent, text) = indented(line);
        let own = self.indent.min(3);
        match own + indent.saturating_sub(self.indent) {
            _ if text.is_empty() => String::new(),
            _ if self.is_end(line) => " ".repeat(own) + text,
            kept if kept == indent => line.to_owned(),
            kept => " ".repeat(kept) + text,
        }
    }
}

const BLANKS: [char; 2] = [' ', '\t'];

/// How far a line is indented, and the rest of it. A tab leads to the next multiple of four.
fn indented(line: &str) -> (usize, &str) {
    let text = line.trim_start_matches(BLANKS);
    let blanks = line[..line.len() - text.len()].bytes();
    (blanks.fold(0, |at, blank| if blank == b'\t' { at / 4 * 4 + 4 } else { at + 1 }), text)
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
            ("    ```\n\n<b>\n", "   ```\n\n   <b>\n   ```\n"),
            ("- a\n  ```\n<b>\n\tc\n  ```\n<i>", "- a\n  ```\n  <b>\n\tc\n  ```\n\\<i>\n"),
            ("```\n    ```\n<b>", "```\n```\n\\<b>\n"),
            ("- a\n  ```\n\t ```\n<b>", "- a\n  ```\n  ```\n\\<b>\n"),
            ("1. a\n\n    ```\n    b\n      c\n    ```", "1. a\n\n   ```\n   b\n     c\n   ```\n"),
            ("\u{a0}```\n<b>", "\u{a0}\\`\\`\\`\n\\<b>\n"),
            ("~~~\r~~~\r<b>\r\n# c", "~~~\n~~~\n\\<b>\n\\# c\n"),
            ("", ""),
        ] {
            assert_eq!(block(text), expected, "{text}");
        }
    }
}
