//! The texts of a table as HTML: Markdown keeps its meaning, and can do no harm.

use maud::{Escaper, Markup, PreEscaped};
use pulldown_cmark::{
    CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html,
};

use super::layout::Layout;
use crate::shared::text::is_invisible;
use crate::table::catalog::prose_inline;

/// A text of one line, by the same rules as in every other document.
pub(super) fn line(text: &str, layout: Layout) -> Markup {
    let text = prose_inline(text);
    let events = Inert::new(&text, Options::empty(), layout, HeadingLevel::H6);
    let is_paragraph =
        |event: &Event<'_>| matches!(event, Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph));
    written(events.filter(|event| !is_paragraph(event)))
}

/// A text of any number of lines. Its headings start at `top`, so that they are below what they stand under.
pub(super) fn block(text: &str, layout: Layout, top: HeadingLevel) -> Markup {
    written(Inert::new(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH, layout, top))
}

fn written<'t>(events: impl Iterator<Item = Event<'t>>) -> Markup {
    let mut out = String::new();
    html::push_html(&mut out, events);
    PreEscaped(out)
}

/// The events of a text, less what could act: HTML is text, an image is its description, and of a link that leads
/// nowhere good only the words are left.
struct Inert<'t> {
    events: Parser<'t>,
    layout: Layout,
    top: HeadingLevel,
    /// The headings that the place is under, as the text has them.
    headings: Vec<HeadingLevel>,
    /// Whether each open link is one.
    links: Vec<bool>,
}

impl<'t> Inert<'t> {
    fn new(text: &'t str, options: Options, layout: Layout, top: HeadingLevel) -> Self {
        let events = Parser::new_ext(text, options);
        Self { events, layout, top, headings: Vec::new(), links: Vec::new() }
    }

    /// What an event becomes, or nothing.
    fn inert(&mut self, event: Event<'t>) -> Option<Event<'t>> {
        Some(match event {
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => Event::Text(visible(text)),
            Event::Code(text) => Event::Code(visible(text)),
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                let scheme = if link_type == LinkType::Email { "mailto:" } else { "" };
                let href = self.layout.link(&format!("{scheme}{dest_url}"));
                self.links.push(href.is_some());
                Event::InlineHtml(link(&href?).into())
            }
            Event::End(TagEnd::Link) => {
                self.links.pop().filter(|is_link| *is_link)?;
                Event::InlineHtml("</a>".into())
            }
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => return None,
            Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
            Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
            // The name of a language is of no use without colours, and an alignment would be a style.
            Event::Start(Tag::CodeBlock(_)) => Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)),
            Event::Start(Tag::Table(columns)) => {
                Event::Start(Tag::Table(columns.iter().map(|_| pulldown_cmark::Alignment::None).collect()))
            }
            Event::Start(Tag::Heading { level, .. }) => {
                self.headings.retain(|open| *open < level);
                self.headings.push(level);
                let level = self.level();
                Event::Start(Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() })
            }
            Event::End(TagEnd::Heading(_)) => Event::End(TagEnd::Heading(self.level())),
            other => other,
        })
    }

    /// The depth of the place; the numbers of the text do not matter.
    fn level(&self) -> HeadingLevel {
        let level = self.top as usize + self.headings.len().saturating_sub(1);
        HeadingLevel::try_from(level).unwrap_or(HeadingLevel::H6)
    }
}

impl<'t> Iterator for Inert<'t> {
    type Item = Event<'t>;

    fn next(&mut self) -> Option<Event<'t>> {
        loop {
            let event = self.events.next()?;
            if let Some(event) = self.inert(event) {
                return Some(event);
            }
        }
    }
}

fn link(href: &str) -> String {
    use core::fmt::Write as _;

    let mut out = String::from("<a href=\"");
    // Writing to a string does not fail.
    let _ = Escaper::new(&mut out).write_str(href);
    out + "\" rel=\"noopener noreferrer\">"
}

/// A table has no characters that do not show, but `&#x202E;` makes one. It is shown as its number.
fn visible(text: CowStr<'_>) -> CowStr<'_> {
    let hides = |c: char| is_invisible(c) && !matches!(c, '\n' | '\t');
    if !text.contains(hides) {
        return text;
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if hides(c) { shown.extend(c.escape_unicode()) } else { shown.push(c) }
    }
    shown.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_keeps_its_markup_and_nothing_else() {
        for (text, expected) in [
            ("pkz_ and `pkz_`", "pkz_ and <code>pkz_</code>"),
            ("<b onclick=\"x\">", "&lt;b onclick=\"x\"&gt;"),
            ("# *a*", "# <em>a</em>"),
            (
                "[the guide](https://example.org/?a&b)",
                "<a href=\"https://example.org/?a&amp;b\" rel=\"noopener noreferrer\">the guide</a>",
            ),
            ("[a](javascript:alert(1))", "[a](javascript:alert(1))"),
            (
                "![a](https://example.org/a.png)",
                "!<a href=\"https://example.org/a.png\" rel=\"noopener noreferrer\">a</a>",
            ),
            ("a&#x202E;b&#0; &lt;i>", "a\\u{202e}b\u{fffd} &lt;i&gt;"),
        ] {
            assert_eq!(line(text, Layout::OnePage).into_string(), expected, "{text}");
        }
    }

    #[test]
    fn what_could_act_is_text() {
        for (text, expected) in [
            ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
            ("a <img src=x onerror=y>", "<p>a &lt;img src=x onerror=y&gt;</p>\n"),
            (
                "[a](javascript&colon;x) [b](#B)",
                "<p>a <a href=\"#B\" rel=\"noopener noreferrer\">b</a></p>\n",
            ),
            (
                "<a@example.org>",
                "<p><a href=\"mailto:a@example.org\" rel=\"noopener noreferrer\">a@example.org</a></p>\n",
            ),
            ("![*alt*](https://example.org/a.png \"t\")", "<p><em>alt</em></p>\n"),
            (
                "<https://example.org/\"onx=>",
                "<p><a href=\"https://example.org/&quot;onx=\" rel=\"noopener noreferrer\">https://example.org/\"onx=</a></p>\n",
            ),
            (
                "|a|\n|:-:|\n|b|",
                "<table><thead><tr><th>a</th></tr></thead><tbody>\n<tr><td>b</td></tr>\n</tbody></table>\n",
            ),
            ("```js\" onx=\"\n</code>\n```", "<pre><code>&lt;/code&gt;\n</code></pre>\n"),
        ] {
            assert_eq!(block(text, Layout::OnePage, HeadingLevel::H4).into_string(), expected, "{text}");
        }
    }

    #[test]
    fn headings_go_down_step_by_step() {
        let text = "### a\n##### b\n### c\n# d\n## e\n### f\n#### g\n##### h";
        let html = block(text, Layout::OnePage, HeadingLevel::H4).into_string();
        let levels: Vec<&str> = html.lines().map(|line| &line[..4]).collect();
        assert_eq!(levels, ["<h4>", "<h5>", "<h4>", "<h4>", "<h5>", "<h6>", "<h6>", "<h6>"]);
    }
}
