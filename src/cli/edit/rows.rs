//! Where the rows of a section are in the text.

use core::ops::Range;

use super::layout::{Item, LineKind, Members, Value, with_comments};

/// How a row is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Form {
    /// `NOT_FOUND = { .. }` below `[errors]`.
    Line,
    /// `[errors.NOT_FOUND]`, and below it a line for each column.
    Section,
    /// Any other form that TOML allows, such as `NOT_FOUND.status = 404`.
    Scattered,
}

/// A row: its code, and which lines are its own, without the comments above it.
#[derive(Debug)]
pub(crate) struct RowLines {
    pub(crate) code: String,
    pub(crate) form: Form,
    pub(crate) items: Vec<usize>,
}

impl RowLines {
    pub(crate) fn first(&self) -> usize {
        self.items.first().copied().unwrap_or_default()
    }

    pub(crate) fn last(&self) -> usize {
        self.items.last().copied().unwrap_or_default()
    }
}

impl RowLines {
    /// Where columns go in the row, whose value ends at `end`, and their text. None if it is written in a form that has no place
    /// for them.
    pub(crate) fn insertion(
        &self,
        text: &str,
        items: &[Item<'_>],
        end: usize,
        columns: &[(&str, &str)],
    ) -> Option<(Range<usize>, String)> {
        let line = |start: &str, (name, value): &(&str, &str)| {
            format!("{start}{} = {value}\n", super::quote::key(name))
        };
        let below = |at: usize, start: &str| {
            let line_break = if text[..at].ends_with('\n') { "" } else { "\n" };
            let lines: String = columns.iter().map(|column| line(start, column)).collect();
            Some((at..at, format!("{line_break}{lines}")))
        };
        match self.form {
            Form::Section => {
                // Below the last line of the row itself, and above tables within it.
                let own = self.items.iter().take_while(|at| **at == self.first() || !items[**at].is_header());
                let last = own.filter(|at| items[**at].is_pair() || items[**at].is_header()).last()?;
                below(items[*last].span.end, "")
            }
            Form::Line => {
                let brace = text.get(..end)?.strip_suffix('}')?;
                let at = brace.trim_end().len();
                // A comment in there would take what comes behind it.
                let row = &brace[items[self.first()].span.start..];
                if row.contains(['#', '\n']) || columns.iter().any(|(_, value)| value.contains('\n')) {
                    return None;
                }
                let comma = if brace.trim_end().ends_with(['{', ',']) { "" } else { "," };
                let columns: Vec<String> =
                    columns.iter().map(|column| format!(" {}", line("", column).trim_end())).collect();
                Some((at..brace.len(), format!("{comma}{} ", columns.join(","))))
            }
            // `NOT_FOUND.status = 404`: below it a line that starts alike.
            Form::Scattered => {
                let at = *self.items.iter().rev().find(|at| items[**at].is_pair())?;
                let LineKind::Pair(pair) = &items[at].kind else { return None };
                let (key, [_, ..]) = pair
                    .keys
                    .iter()
                    .position(|key| key.name == self.code)
                    .map(|at| pair.keys.split_at(at + 1))?
                else {
                    return None;
                };
                let start: String = key.iter().flat_map(|key| [key.raw, "."]).collect();
                below(items[at].span.end, &start)
            }
        }
    }

    /// Where the code stands in the text of the row: once, or in each of its lines.
    pub(crate) fn codes(&self, text: &str, items: &[Item<'_>], section: &str) -> Vec<Range<usize>> {
        let code = |at: &usize| {
            let keys = match &items[*at].kind {
                LineKind::Comment(_) => return None,
                LineKind::Header { keys, .. } => keys,
                // Below the header of the row, a key is a column, whatever its name is.
                LineKind::Pair(_) if self.form == Form::Section => return None,
                LineKind::Pair(pair) => &pair.keys,
            };
            let key = keys.iter().take(2).find(|key| key.name == self.code && key.name != section)?;
            let start = key.raw.as_ptr().addr().checked_sub(text.as_ptr().addr())?;
            Some(start..start + key.raw.len())
        };
        self.items.iter().filter_map(code).collect()
    }
}

/// A section and its rows, in the order of the text.
#[derive(Debug, Default)]
pub(crate) struct SectionLines {
    /// The line `[errors]`.
    pub(crate) header: Option<usize>,
    pub(crate) rows: Vec<RowLines>,
    /// Whether the whole section is one value, `errors = { .. }`, which has no lines.
    pub(crate) is_value: bool,
}

/// The rows of a valid table.
pub(crate) fn find(items: &[Item<'_>], section: &str) -> SectionLines {
    let mut found = SectionLines::default();
    let mut path: Vec<&str> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        match &item.kind {
            LineKind::Comment(_) => {}
            LineKind::Header { keys, .. } => {
                path = keys.iter().map(|key| &*key.name).collect();
                match path[..] {
                    [name] if name == section => found.header = Some(at),
                    // `[errors.NOT_FOUND]`, or a table within the row such as `[errors.NOT_FOUND.params]`.
                    [name, code, ..] if name == section => {
                        found.add(code, Form::Section, body(items, at));
                    }
                    _ => {}
                }
            }
            LineKind::Pair(pair) => {
                let keys = pair.keys.iter().map(|key| &*key.name);
                let whole: Vec<&str> = path.iter().copied().chain(keys).collect();
                let is_table = matches!(pair.value, Value::List { members: Members::Pairs(_), .. });
                match whole[..] {
                    [name] if name == section => found.is_value = true,
                    // The lines of a section of its own have been added with its header.
                    [name, ..] if name == section && path.len() >= 2 => {}
                    [name, code] if name == section && path.len() == 1 && is_table => {
                        found.add(code, Form::Line, vec![at]);
                    }
                    [name, code, ..] if name == section => found.add(code, Form::Scattered, vec![at]),
                    _ => {}
                }
            }
        }
    }
    found
}

/// A header with the lines below it, up to the first comment that stands apart or belongs to what follows.
fn body(items: &[Item<'_>], header: usize) -> Vec<usize> {
    let next = (header + 1..items.len()).find(|at| items[*at].is_header());
    let end = next.map_or(items.len(), |next| with_comments(items, next));
    let last_pair = (header..end).rev().find(|at| items[*at].is_pair()).unwrap_or(header);
    let own = (last_pair + 1..end).take_while(|at| !items[*at].gap).last().unwrap_or(last_pair);
    (header..=own).collect()
}

impl SectionLines {
    fn add(&mut self, code: &str, form: Form, items: Vec<usize>) {
        match self.rows.iter_mut().find(|row| row.code == code) {
            Some(row) => {
                if (row.form, form) != (Form::Section, Form::Section) {
                    row.form = Form::Scattered;
                }
                row.items.extend(items);
            }
            None => self.rows.push(RowLines { code: code.to_owned(), form, items }),
        }
    }

    /// The last line that belongs to the section itself, as against sections of its rows: below it a line is a row.
    pub(crate) fn end_of_lines(&self, items: &[Item<'_>]) -> Option<usize> {
        let header = self.header?;
        body(items, header).last().copied()
    }
}
