//! Codes in the tables and lists of HTML, also where it stands within Markdown, JSX or a template.

use core::ops::Range;

use regex::Regex;
use scraper::{ElementRef, Html, Node, Selector};

use super::field::Field;
use super::found::Harvest;
use super::grid::{Grid, GridRow, Map};
use super::text;

/// Takes the codes of a page.
pub(super) fn harvest(name: &str, page: &str, map: &Map, harvest: &mut Harvest) {
    read(name, &Html::parse_document(page), map, harvest);
}

/// Takes the codes of a table.
pub(super) fn harvest_fragment(place: &str, table: &str, map: &Map, harvest: &mut Harvest) {
    read(place, &Html::parse_fragment(table), map, harvest);
}

/// Where the tables of a text are that is not HTML as a whole. Those in fenced code are examples.
pub(super) fn tables(text: &str) -> Vec<Range<usize>> {
    let Ok(pattern) = Regex::new(r"(?s)```.*?```|~~~.*?~~~|<(?i:table)\b.*?</(?i:table)\s*>") else {
        return Vec::new();
    };
    pattern
        .find_iter(text)
        .filter(|found| found.as_str().starts_with('<'))
        .map(|found| found.range())
        .collect()
}

fn read(name: &str, page: &Html, map: &Map, harvest: &mut Harvest) {
    let Ok(wanted) = Selector::parse("h1, h2, h3, h4, h5, h6, table, dl") else { return };
    let mut headings: Vec<(u8, String)> = Vec::new();
    let mut tables = 0;
    for element in page.select(&wanted) {
        match element.value().name() {
            "table" => {
                if is_layout(element) {
                    continue;
                }
                tables += 1;
                let mut headings: Vec<String> = headings.iter().map(|(_, heading)| heading.clone()).collect();
                headings.extend(caption(element));
                let mut grid = table(&format!("{name}: table {tables}"), element);
                grid.headings = headings;
                grid.harvest(map, harvest);
            }
            "dl" => definitions(&format!("{name}: list of definitions"), element, harvest),
            heading => {
                let level = heading.as_bytes().get(1).copied().unwrap_or(b'6');
                headings.retain(|(above, _)| *above < level);
                headings.push((level, content(element)));
            }
        }
    }
}

/// A table of tables only arranges them.
fn is_layout(table: ElementRef<'_>) -> bool {
    Selector::parse("table").is_ok_and(|inner| table.select(&inner).next().is_some())
}

fn caption(table: ElementRef<'_>) -> Option<String> {
    let selector = Selector::parse("caption").ok()?;
    table.select(&selector).next().map(content)
}

/// The largest table that is read, so that a row span in a page cannot ask for any amount of memory.
const MAX_SPAN: usize = 1000;

fn table(place: &str, table: ElementRef<'_>) -> Grid {
    let mut grid = Grid { place: place.to_owned(), ..Grid::default() };
    let (Ok(rows), Ok(cells)) = (Selector::parse("tr"), Selector::parse("td, th")) else { return grid };
    // A cell that spans rows stands in each: how many rows are left of it, by column.
    let mut spans: Vec<(usize, String)> = Vec::new();
    for (at, row) in table.select(&rows).enumerate() {
        let mut out: Vec<String> = Vec::new();
        let mut all_heads = true;
        let fill = |out: &mut Vec<String>, spans: &mut Vec<(usize, String)>| {
            while let Some((left, text)) = spans.get_mut(out.len()).filter(|(left, _)| *left > 0) {
                *left -= 1;
                out.push(text.clone());
            }
        };
        for cell in row.select(&cells) {
            fill(&mut out, &mut spans);
            let span = |name: &str| {
                cell.attr(name)
                    .and_then(|span| span.trim().parse().ok())
                    .unwrap_or(1_usize)
                    .clamp(1, MAX_SPAN)
            };
            let text = content(cell);
            all_heads &= cell.value().name() == "th";
            let (rows, columns) = (span("rowspan"), span("colspan"));
            for _ in 0..columns.min(MAX_SPAN.saturating_sub(out.len())) {
                if spans.len() <= out.len() {
                    spans.resize(out.len() + 1, (0, String::new()));
                }
                spans[out.len()] = (rows - 1, text.clone());
                out.push(text.clone());
            }
        }
        fill(&mut out, &mut spans);
        if out.is_empty() {
            continue;
        }
        let is_header = all_heads || in_head(row) || grid.rows.is_empty() && names_columns(&out);
        if is_header && grid.rows.is_empty() && grid.header.is_empty() {
            grid.header = out;
        } else if !is_header {
            grid.rows.push(GridRow { place: format!("{place}, row {}", at + 1), cells: out });
        }
    }
    grid
}

fn in_head(row: ElementRef<'_>) -> bool {
    row.parent().and_then(ElementRef::wrap).is_some_and(|parent| parent.value().name() == "thead")
}

/// Whether a row has the names of columns, two at least.
pub(super) fn names_columns(cells: &[String]) -> bool {
    cells.iter().filter(|cell| Field::of(cell).is_some()).count() >= 2.min(cells.len().max(1))
}

/// A term and what it is, for each code.
fn definitions(place: &str, list: ElementRef<'_>, harvest: &mut Harvest) {
    let mut terms: Vec<String> = Vec::new();
    let mut grid = Grid {
        place: place.to_owned(),
        header: vec!["Code".to_owned(), "Description".to_owned()],
        ..Grid::default()
    };
    for element in list.children().filter_map(ElementRef::wrap) {
        match element.value().name() {
            "dt" => terms.push(content(element)),
            "dd" => {
                let at = grid.rows.len() + 1;
                grid.rows.extend(terms.drain(..).map(|term| GridRow {
                    place: format!("{place}, term {at}"),
                    cells: vec![term, content(element)],
                }));
            }
            _ => {}
        }
    }
    let codes = grid.rows.iter().filter(|row| super::code::of(&row.cells[0]).is_ok()).count();
    if codes * 10 >= grid.rows.len() * 6 {
        grid.harvest(&[], harvest);
    }
}

/// The text of an element, with a line for each of its lines.
fn content(element: ElementRef<'_>) -> String {
    let mut out = String::new();
    let mut struck = false;
    for node in element.descendants() {
        match node.value() {
            Node::Text(text) => out.push_str(&text.replace('\n', " ")),
            Node::Element(tag) if matches!(tag.name(), "br" | "p" | "li" | "div") => out.push('\n'),
            Node::Element(tag) if matches!(tag.name(), "del" | "s" | "strike") => {
                struck |= out.trim().is_empty();
            }
            _ => {}
        }
    }
    let lines: Vec<String> = out.lines().map(text::line).filter(|line| !line.is_empty()).collect();
    let text = lines.join("\n");
    if struck { format!("{text} (deprecated)") } else { text }
}
