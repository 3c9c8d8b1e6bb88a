//! The texts of a table, as Markdown of one line.

/// A text column as inline Markdown that is safe in a document and in rustdoc.
///
/// Code spans, emphasis, escapes and links into the web keep their meaning. Text that would start a block (a heading, a
/// quote, a list, a code block, which to rustdoc is a test), raw HTML, or a link to an item, is escaped.
#[must_use]
pub fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    if let Some(at) = block_start(text) {
        out.push_str(&text[..at]);
        out.push('\\');
        out.extend(text[at..].chars().next());
        rest = text[at..].get(1..).unwrap_or_default();
    }
    while let Some(at) = rest.find(['\\', '`', '<', '[']) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        let (piece, after) = special.split_at(meant(special));
        match piece.len() {
            // What is not meant as markup is one character long.
            1 => out.push('\\'),
            // An image would be fetched by each reader of the document, so it becomes a link.
            _ if piece.starts_with('[') && out.ends_with('!') && !out.ends_with("\\!") => {
                out.truncate(out.len() - 1);
                out.push_str("\\!");
            }
            _ => {}
        }
        out.push_str(piece);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The length of what stands here and keeps its meaning, or 1.
fn meant(text: &str) -> usize {
    let ticks = text.len() - text.trim_start_matches('`').len();
    match text.as_bytes() {
        [b'\\', next, ..] if next.is_ascii_punctuation() => Some(2),
        [b'`', ..] => code_span(text, ticks),
        [b'<', ..] => text.find('>').map(|end| end + 1).filter(|end| is_web(&text[1..end - 1])),
        // The text of a link can hold markup of its own: only its bracket is kept here.
        [b'[', ..] => link_text(text),
        _ => None,
    }
    .unwrap_or(1)
}

/// The length of the code span that starts with this many backticks, where it is closed.
fn code_span(text: &str, ticks: usize) -> Option<usize> {
    let mut at = ticks;
    loop {
        let open = at + text[at..].find('`')?;
        let run = text[open..].len() - text[open..].trim_start_matches('`').len();
        at = open + run;
        if run == ticks {
            return Some(at);
        }
    }
}

/// The length of a whole link into the web, `[text](https://...)`, whose text is plain.
fn link_text(text: &str) -> Option<usize> {
    let end = text.find(']')?;
    let target = text[end..].strip_prefix("](")?;
    let close = target.find(')')?;
    let is_plain = !text[1..end].contains(['[', '<', '`', '\\']);
    (is_plain && is_web(&target[..close])).then_some(end + "](".len() + close + ")".len())
}

fn is_web(target: &str) -> bool {
    let is_web = target.starts_with("https://") || target.starts_with("http://");
    is_web && !target.contains(|c: char| c.is_whitespace() || "<>()\\`".contains(c))
}

/// Where a text has the character that would make it a block of its own.
fn block_start(text: &str) -> Option<usize> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    match &text.as_bytes()[digits..] {
        [b'.' | b')', ..] if (1..10).contains(&digits) => Some(digits),
        [b'#' | b'>' | b'=' | b'~' | b'|', ..] if digits == 0 => Some(0),
        [mark @ (b'-' | b'+' | b'*' | b'_'), rest @ ..] if digits == 0 => {
            let is_block = rest.first().is_none_or(|next| next == mark || next.is_ascii_whitespace());
            is_block.then_some(0)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_is_meant_and_defuses_the_rest() {
        for (text, expected) in [
            ("API key does not start with pkz_", "API key does not start with pkz_"),
            ("<script>", r"\<script>"),
            (r"\<script> \[a] C:\dir", r"\<script> \[a] C:\\dir"),
            ("see [the guide](https://example.org)", "see [the guide](https://example.org)"),
            ("[a](javascript:alert) [b](guide) [c](", r"\[a](javascript:alert) \[b](guide) \[c]("),
            ("![a](https://example.org/a.png)", r"\![a](https://example.org/a.png)"),
            (r"\![a](https://example.org)", r"\![a](https://example.org)"),
            ("an [item] of [a][b]", r"an \[item] of \[a]\[b]"),
            ("<https://example.org/a> <b>", r"<https://example.org/a> \<b>"),
            ("`<b>` <c>", r"`<b>` \<c>"),
            ("a ` b <i>", r"a \` b \<i>"),
            ("``a`b`` <", r"``a`b`` \<"),
            ("```", r"\`\`\`"),
            ("> quoted", r"\> quoted"),
            ("- item", r"\- item"),
            ("*bold* -1 3.5 s", "*bold* -1 3.5 s"),
            ("---", r"\---"),
            ("1. first", r"1\. first"),
            ("~~~ # |", r"\~~~ # |"),
            ("", ""),
        ] {
            assert_eq!(inline(text), expected, "{text}");
        }
    }
}
