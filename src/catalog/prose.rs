//! The texts of a table, as Markdown of one line.

/// A text column as inline Markdown that is safe in a document and in rustdoc.
///
/// Code spans, emphasis and links keep their meaning. Raw HTML, the start of a reference link and a backtick without
/// its partner are escaped, so that no text becomes markup, or a link to an item that does not exist.
#[must_use]
pub fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['`', '<', '[']) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        let ticks = special.len() - special.trim_start_matches('`').len();
        let length = match ticks {
            0 => 1,
            _ => code_span(special, ticks).unwrap_or(ticks),
        };
        let (piece, after) = special.split_at(length);
        match piece {
            "[" if is_link(after) => out.push('['),
            "[" | "<" => {
                out.push('\\');
                out.push_str(piece);
            }
            span if length > ticks => out.push_str(span),
            open => open.chars().for_each(|tick| {
                out.push('\\');
                out.push(tick);
            }),
        }
        rest = after;
    }
    out.push_str(rest);
    out
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

/// Whether the text after `[` goes on as an inline link, `text](target)`.
fn is_link(after: &str) -> bool {
    after.find(['[', ']']).is_some_and(|end| after[end..].starts_with("]("))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_is_meant_and_defuses_the_rest() {
        assert_eq!(inline("API key does not start with pkz_"), "API key does not start with pkz_");
        assert_eq!(inline("<script>"), "\\<script>");
        assert_eq!(inline("see [the guide](https://example.org)"), "see [the guide](https://example.org)");
        assert_eq!(inline("an [item] of [a][b]"), "an \\[item] of \\[a]\\[b]");
        assert_eq!(inline("`<b>` <c>"), "`<b>` \\<c>");
        assert_eq!(inline("a ` b <i>"), "a \\` b \\<i>");
        assert_eq!(inline("``a`b`` <"), "``a`b`` \\<");
    }
}
