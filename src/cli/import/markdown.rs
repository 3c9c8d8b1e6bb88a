//! Codes in Markdown: in tables, in lists, and as headings.

use core::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::code;
use super::field::Field;
use super::found::{Found, Harvest};
use super::grid::{Grid, GridRow, Map, group_of};
use super::html;
use super::status;
use super::text;

/// Takes the codes of a page.
pub(super) fn harvest(name: &str, page: &str, map: &Map, harvest: &mut Harvest) {
    // HTML tables are read by a parser of HTML: one in Markdown ends at a blank line for a parser of Markdown.
    let tables = html::tables(page);
    let mut markdown = page.to_owned();
    for table in tables.iter().rev() {
        let blank: String = page[table.clone()].chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect();
        markdown.replace_range(table.clone(), &blank);
    }
    let mut reader =
        Reader { name, lines: Lines::new(&markdown), map, harvest, headings: Vec::new(), section: None };
    reader.read(&markdown);
    let lines = Lines::new(page);
    for table in tables {
        let place = format!("{name}:{}", lines.at(table.start));
        html::harvest_fragment(&place, &page[table], map, harvest);
    }
}

/// The lines of a text, by place.
pub(super) struct Lines(Vec<usize>);

impl Lines {
    pub(super) fn new(text: &str) -> Self {
        Self(text.match_indices('\n').map(|(at, _)| at).collect())
    }

    /// The number of the line of a place.
    pub(super) fn at(&self, place: usize) -> usize {
        self.0.partition_point(|end| *end < place) + 1
    }
}

struct Reader<'r> {
    name: &'r str,
    lines: Lines,
    map: &'r Map,
    harvest: &'r mut Harvest,
    /// The headings above, each with its level.
    headings: Vec<(HeadingLevel, String)>,
    /// The code that the last heading is, and what its section says.
    section: Option<Found>,
}

type Events<'p> = core::iter::Peekable<pulldown_cmark::OffsetIter<'p>>;

impl Reader<'_> {
    fn read(&mut self, page: &str) {
        let mut events = Parser::new_ext(
            page,
            Options::ENABLE_TABLES
                | Options::ENABLE_STRIKETHROUGH
                | Options::ENABLE_HEADING_ATTRIBUTES
                | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS,
        )
        .into_offset_iter()
        .peekable();
        while let Some((event, span)) = events.next() {
            match event {
                Event::Start(Tag::Heading { level, .. }) => {
                    let heading = inline(&mut events, |end| matches!(end, TagEnd::Heading(_)));
                    self.heading(level, &heading.plain, &span);
                }
                Event::Start(Tag::Table(_)) => self.table(&mut events, &span),
                Event::Start(Tag::List(number)) => self.list(number.is_some(), &mut events),
                Event::Start(Tag::Paragraph) => {
                    let paragraph = inline(&mut events, |end| matches!(end, TagEnd::Paragraph));
                    self.paragraph(&paragraph.plain);
                }
                Event::Start(Tag::CodeBlock(_) | Tag::MetadataBlock(_)) => {
                    inline(&mut events, |end| matches!(end, TagEnd::CodeBlock | TagEnd::MetadataBlock(_)));
                }
                _ => {}
            }
        }
        self.end_section();
    }

    fn place(&self, span: &Range<usize>) -> String {
        format!("{}:{}", self.name, self.lines.at(span.start))
    }

    fn heading_texts(&self) -> Vec<String> {
        self.headings.iter().map(|(_, heading)| heading.clone()).collect()
    }

    fn heading(&mut self, level: HeadingLevel, heading: &str, span: &Range<usize>) {
        self.end_section();
        self.headings.retain(|(above, _)| *above < level);
        if let Ok(codes) = code::of(heading) {
            if let [code] = &*codes.codes {
                if code::is_surely_code(code) {
                    let mut found = Found::new(self.place(span), code);
                    found.say(Field::Status, &codes.rest);
                    if codes.deprecated {
                        found.say(Field::Deprecated, "yes");
                    }
                    if let Some(group) = group_of(&self.heading_texts()) {
                        found.say(Field::Heading, &group);
                    }
                    if let (true, Some(status)) = (
                        codes.rest.is_empty(),
                        self.headings.last().and_then(|(_, above)| status::spelled(above)),
                    ) {
                        found.say(Field::Status, &status.to_string());
                    }
                    self.section = Some(found);
                }
            }
        }
        self.headings.push((level, heading.to_owned()));
    }

    /// A code with a heading of its own is an error if its section says something of it.
    fn end_section(&mut self) {
        let Some(found) = self.section.take() else { return };
        if found.says.iter().any(|(field, _)| matches!(field, Field::Cause | Field::Message | Field::Status))
        {
            self.harvest.found.push(found);
        }
    }

    /// Text below the heading of a code: `Status: 404`, or what the error is.
    fn paragraph(&mut self, paragraph: &str) {
        let Some(found) = &mut self.section else { return };
        for line in paragraph.lines() {
            label(found, line);
        }
    }

    fn table(&mut self, events: &mut Events<'_>, span: &Range<usize>) {
        let mut grid = Grid { place: self.place(span), headings: self.heading_texts(), ..Grid::default() };
        let mut cells: Vec<String> = Vec::new();
        while let Some((event, span)) = events.next() {
            match event {
                Event::Start(Tag::TableCell) => {
                    let cell = inline(events, |end| matches!(end, TagEnd::TableCell));
                    cells.push(cell.marked());
                }
                Event::End(TagEnd::TableHead) => grid.header = core::mem::take(&mut cells),
                Event::End(TagEnd::TableRow) => {
                    grid.rows.push(GridRow { place: self.place(&span), cells: core::mem::take(&mut cells) });
                }
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        if let Some(found) = self.section.as_mut().filter(|_| grid.header.len() == 2 && grid.rows.len() < 20)
        {
            // Below the heading of a code, a table of two columns lists what is to be said of it.
            let pairs = grid.rows.iter().map(|row| &*row.cells).chain([&*grid.header]);
            let mut taken = false;
            for pair in pairs {
                if let [name, value] = pair {
                    if let Some((field, _)) =
                        Field::all_of(name).into_iter().find(|(field, _)| !matches!(field, Field::Code))
                    {
                        taken = true;
                        found.say(field, value);
                    }
                }
            }
            if taken {
                return;
            }
        }
        grid.harvest(self.map, self.harvest);
    }

    /// A list is one of codes if most of its items begin with one.
    fn list(&mut self, is_numbered: bool, events: &mut Events<'_>) {
        let mut items: Vec<(String, Inline)> = Vec::new();
        let mut depth = 1;
        while let Some((event, span)) = events.next() {
            match event {
                Event::Start(Tag::List(_)) => depth += 1,
                Event::End(TagEnd::List(_)) => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                Event::Start(Tag::Item) => {
                    let item = inline_of_item(events);
                    items.push((self.place(&span), item));
                }
                _ => {}
            }
        }
        if let Some(found) = &mut self.section {
            for (_, item) in &items {
                label(found, &item.plain);
            }
            return;
        }
        let parsed: Vec<Option<Bullet>> = items.iter().map(|(_, item)| bullet(item)).collect();
        let says_errors = |heading: &String| {
            let words = super::field::words(heading);
            ["error", "code", "exception", "failure", "status"].iter().any(|word| words.contains(word))
        };
        let headings = self.heading_texts();
        let capitals =
            parsed.iter().flatten().all(|bullet| !bullet.code.contains(|c: char| c.is_lowercase()));
        // A list of parameters on a page of errors is none of errors.
        let about_errors =
            headings.last().is_some_and(says_errors) || capitals && headings.iter().any(says_errors);
        // "1. Commit: ..." is a step of instructions.
        let is_word = |bullet: &Bullet| bullet.code.chars().skip(1).all(char::is_lowercase);
        if is_numbered && parsed.iter().flatten().all(is_word) {
            return;
        }
        let has_status =
            parsed.iter().flatten().filter(|bullet| bullet.status.is_some()).count() * 2 > items.len();
        if parsed.iter().flatten().count() * 10 < items.len() * 6 || !(about_errors || has_status) {
            return;
        }
        for ((place, item), bullet) in items.iter().zip(parsed) {
            let Some(bullet) = bullet else {
                self.harvest.note(
                    place,
                    format!(
                        "\"{}\": not taken: it does not begin with a code",
                        super::found::short(&item.plain)
                    ),
                );
                continue;
            };
            let mut says = vec![(Field::Cause, bullet.text)];
            let status = bullet.status.or_else(|| status::spelled(headings.last()?));
            says.extend(status.map(|status| (Field::Status, status.to_string())));
            says.extend(group_of(&headings).map(|group| (Field::Heading, group)));
            self.harvest.rows(place, &bullet.code, &says);
        }
    }
}

/// A line `Label: value` below the heading of a code, or the text that says what the error is.
fn label(found: &mut Found, line: &str) {
    let line = line.trim();
    if let Some((name, value)) = line.split_once(':') {
        let name = text::bare(name);
        let field =
            Field::all_of(&name).into_iter().map(|(field, _)| field).find(|field| *field != Field::Code);
        if let Some(field) = field.filter(|_| name.len() <= 40) {
            found.say(field, &text::bare(value));
            return;
        }
    }
    if found.text(&Field::Status).is_none() {
        if let Some(status) = status::spelled(line).filter(|_| line.len() < 60) {
            found.say(Field::Status, &status.to_string());
            return;
        }
    }
    match found.says.iter_mut().find(|(field, _)| *field == Field::Cause) {
        Some((_, cause)) => {
            cause.push('\n');
            cause.push_str(line);
        }
        None => found.say(Field::Cause, line),
    }
}

struct Bullet {
    code: String,
    status: Option<u16>,
    text: String,
}

/// `CODE`: text, `CODE` (404) - text, 404 `CODE` text.
fn bullet(item: &Inline) -> Option<Bullet> {
    let whole = item.plain.trim();
    let (first, code) = item.codes.first().map_or_else(
        || {
            let word = whole.split([' ', ':', '(', '\n']).next().unwrap_or_default();
            (0, word.to_owned())
        },
        |(at, code)| (*at, text::bare(code)),
    );
    let before = item.plain.get(..first)?.trim();
    let is_first = before.is_empty() || status::spelled(before).is_some();
    let sure = !item.codes.is_empty() && code::is_code(&code) && !code::is_status(&code)
        || code::is_surely_code(&code);
    if !is_first || !sure {
        return None;
    }
    let rest = item.plain.get(first..)?.trim_start_matches(['`', '*']).strip_prefix(&*code)?;
    let rest = rest.trim_start_matches(['`', '*', ' ']);
    let bracketed = rest.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    let in_brackets = bracketed.and_then(|(inner, rest)| Some((status::spelled(inner)?, rest)));
    let (status, text) =
        in_brackets.map_or((status::spelled(before), rest), |(status, rest)| (Some(status), rest));
    let dash = |text: &str| {
        text.trim_start_matches([':', '-', '–', '—', '=', '>', ' ', '→', '|', '.', ',']).trim().to_owned()
    };
    let text = dash(text);
    // `CODE`: 402 Payment Required. There is no money.
    let (leading, rest) = status.map_or_else(|| status::leading(&text), |_| (None, &*text));
    Some(Bullet { code, status: status.or(leading), text: dash(rest) })
}

/// Text of a block, and the parts of it that stand out.
#[derive(Debug, Default)]
struct Inline {
    plain: String,
    /// Code spans and bold text, each with its place in the text.
    codes: Vec<(usize, String)>,
    struck: bool,
}

impl Inline {
    /// With the mark of a text that is struck out.
    fn marked(&self) -> String {
        if self.struck { format!("{} (deprecated)", self.plain) } else { self.plain.clone() }
    }

    fn push(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) => self.plain.push_str(&text),
            Event::Code(code) => {
                self.codes.push((self.plain.len(), code.to_string()));
                self.plain.push_str(&code);
            }
            Event::Start(Tag::Strong) => self.codes.push((self.plain.len(), String::new())),
            Event::End(TagEnd::Strong) => {
                if let Some((at, bold)) = self.codes.iter_mut().rev().find(|(_, code)| code.is_empty()) {
                    self.plain.get(*at..).unwrap_or_default().trim_end_matches(':').clone_into(bold);
                }
            }
            Event::Start(Tag::Strikethrough) => self.struck |= self.plain.trim().is_empty(),
            Event::SoftBreak | Event::HardBreak => self.plain.push('\n'),
            Event::InlineHtml(tag) if tag.to_ascii_lowercase().starts_with("<br") => self.plain.push('\n'),
            Event::InlineHtml(tag) if tag.to_ascii_lowercase().starts_with("<del") || &*tag == "<s>" => {
                self.struck = true;
            }
            _ => {}
        }
    }
}

/// All text up to the end of a block.
fn inline(events: &mut Events<'_>, is_end: impl Fn(&TagEnd) -> bool) -> Inline {
    let mut out = Inline::default();
    for (event, _) in events.by_ref() {
        match event {
            Event::End(end) if is_end(&end) => break,
            event => out.push(event),
        }
    }
    out
}

/// The text of an item, without the lists in it.
fn inline_of_item(events: &mut Events<'_>) -> Inline {
    let mut out = Inline::default();
    while let Some((event, _)) = events.peek() {
        match event {
            Event::End(TagEnd::Item) | Event::Start(Tag::List(_)) => break,
            _ => {}
        }
        let Some((event, _)) = events.next() else { break };
        if matches!(event, Event::End(TagEnd::Paragraph)) {
            out.plain.push('\n');
        }
        out.push(event);
    }
    out
}
