//! The parts of a table's text that are merged one by one: a line with the comments above it, or a section with its lines.

use crate::cli::edit::layout::{self, Item, LineKind, Members, Value};

/// A line of a table, or a header with the lines below it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Unit {
    /// What it is about: the path of a key, or the text of a comment that stands apart.
    pub(super) key: Vec<String>,
    /// The blank lines above.
    pub(super) lead: String,
    /// The comments directly above, a line each.
    pub(super) comments: Vec<String>,
    /// Its own lines, as they are written.
    pub(super) raw: String,
    /// The same without the comment at the end.
    pub(super) body: String,
    /// The comment at the end.
    pub(super) remark: Option<String>,
    /// The columns of a row that is one line. `None` for any other line, and for a row that has comments within.
    pub(super) cells: Option<Vec<(String, String)>>,
    /// The lines below a header.
    pub(super) lines: Vec<Unit>,
}

/// The units of a text that is TOML, and the blank lines at its end.
pub(super) fn units(text: &str) -> (Vec<Unit>, String) {
    let items = layout::items(text);
    let mut units: Vec<Unit> = Vec::new();
    let mut path: Vec<String> = Vec::new();
    let mut comments: Vec<usize> = Vec::new();
    let mut end = 0;
    for (at, item) in items.iter().enumerate() {
        if item.is_comment() {
            // It belongs to what follows directly.
            let follows = items.get(at + 1).is_some_and(|next| !next.gap);
            comments.push(at);
            if !follows {
                for at in comments.drain(..) {
                    push(&mut units, apart(&items[at], text, &mut end));
                }
            }
            continue;
        }
        let first = comments.first().copied().unwrap_or(at);
        let lead = text[end..items[first].span.start].to_owned();
        let above = comments.drain(..).map(|at| lined(&text[items[at].span.clone()])).collect();
        end = item.span.end;
        let mut unit = of_line(item, text);
        (unit.lead, unit.comments) = (lead, above);
        if let LineKind::Header { keys, array } = &item.kind {
            path = keys.iter().map(|key| key.name.to_string()).collect();
            if *array {
                path.push(units.len().to_string());
            }
            unit.key.clone_from(&path);
            units.push(unit);
            continue;
        }
        let own = core::mem::take(&mut unit.key);
        unit.key = path.iter().cloned().chain(own).collect();
        push(&mut units, unit);
    }
    number(&mut units);
    (units, text[end..].to_owned())
}

/// A line goes below the header above it.
fn push(units: &mut Vec<Unit>, unit: Unit) {
    match units.last_mut().filter(|last| last.raw.trim_start().starts_with('[')) {
        Some(header) => header.lines.push(unit),
        None => units.push(unit),
    }
}

/// A comment that stands apart.
fn apart(item: &Item<'_>, text: &str, end: &mut usize) -> Unit {
    let raw = lined(&text[item.span.clone()]);
    let lead = text[*end..item.span.start].to_owned();
    *end = item.span.end;
    Unit {
        key: vec!["#".to_owned(), raw.trim().to_owned()],
        lead,
        body: raw.trim_end().to_owned(),
        raw,
        ..Unit::default()
    }
}

fn of_line(item: &Item<'_>, text: &str) -> Unit {
    let raw = lined(&text[item.span.clone()]);
    let remark = item.comment.map(str::to_owned);
    let body = match &remark {
        Some(remark) => raw.trim_end().strip_suffix(remark.trim_end()).unwrap_or(&raw).trim_end().to_owned(),
        None => raw.trim_end().to_owned(),
    };
    let mut unit = Unit { raw, body, remark, ..Unit::default() };
    if let LineKind::Pair(pair) = &item.kind {
        unit.key = pair.keys.iter().map(|key| key.name.to_string()).collect();
        if let Value::List { has_comments: false, members: Members::Pairs(pairs), .. } = &pair.value {
            let cells = pairs.iter().map(|pair| {
                let name: Vec<&str> = pair.keys.iter().map(|key| key.raw).collect();
                (name.join("."), raw_of(&pair.value).to_owned())
            });
            unit.cells = Some(cells.collect());
        }
    }
    unit
}

fn raw_of<'t>(value: &Value<'t>) -> &'t str {
    match value {
        Value::Scalar { raw, .. } | Value::List { raw, .. } => raw,
    }
}

/// With the line break that the last line of a text may lack.
fn lined(raw: &str) -> String {
    if raw.ends_with('\n') { raw.to_owned() } else { format!("{raw}\n") }
}

/// Two comments of one text are two.
fn number(units: &mut [Unit]) {
    let mut seen: std::collections::HashMap<Vec<String>, usize> = std::collections::HashMap::new();
    for unit in units {
        let count = seen.entry(unit.key.clone()).and_modify(|count| *count += 1).or_default();
        if *count > 0 {
            unit.key.push(count.to_string());
        }
        number(&mut unit.lines);
    }
}

impl Unit {
    /// Whether both say the same, wherever they stand.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.raw == other.raw
            && self.comments == other.comments
            && self.lines.len() == other.lines.len()
            && self.lines.iter().zip(&other.lines).all(|(one, other)| one.is_same(other))
    }

    pub(super) fn is_header(&self) -> bool {
        self.raw.starts_with('[')
    }

    /// All of it as text.
    pub(super) fn render(&self, out: &mut String) {
        out.push_str(&self.lead);
        self.comments.iter().for_each(|comment| out.push_str(comment));
        out.push_str(&self.raw);
        self.lines.iter().for_each(|line| line.render(out));
    }
}
