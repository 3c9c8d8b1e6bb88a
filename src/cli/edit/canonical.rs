//! The one way to write a table: what a reader sees is the same, and two people who write the same row write the same
//! lines.
//!
//! Rows, groups and comments stay where they are: their order is the author's way to explain the table.

use super::layout::{self, Item, Key, LineKind, Members, Pair, Value};
use crate::table::catalog::{CATALOG_COLUMNS, COLUMN_COLUMNS, Column, ERROR_COLUMNS, RETIRED_COLUMNS};

/// The text of a table in its canonical form.
pub(crate) fn canonical(text: &str) -> String {
    let items = layout::items(text);
    let own = own_columns(&items);
    let mut out = String::with_capacity(text.len());
    let mut path = Vec::new();
    for (item, gap) in arranged(&items, &own) {
        if gap && !out.is_empty() {
            out.push('\n');
        }
        write_item(&mut out, item, &mut path, &own);
    }
    out
}

/// The names of the columns that the table declares, in the order in which it declares them.
fn own_columns<'i>(items: &'i [Item<'_>]) -> Vec<&'i str> {
    let mut names: Vec<&str> = Vec::new();
    let mut section: Vec<&str> = Vec::new();
    for item in items {
        let (path, members) = match &item.kind {
            LineKind::Comment(_) => continue,
            LineKind::Header { keys, .. } => {
                section = keys.iter().map(|key| &*key.name).collect();
                (section.clone(), &[][..])
            }
            LineKind::Pair(pair) => {
                let keys = pair.keys.iter().map(|key| &*key.name);
                let members = match &pair.value {
                    Value::List { members: Members::Pairs(pairs), .. } => &pairs[..],
                    _ => &[],
                };
                (section.iter().copied().chain(keys).collect(), members)
            }
        };
        match path[..] {
            ["columns", name, ..] => names.push(name),
            ["columns"] => {
                names.extend(members.iter().filter_map(|pair| pair.keys.first()).map(|key| &*key.name));
            }
            _ => {}
        }
    }
    names
}

/// The items in their order, each with whether a blank line is before it.
fn arranged<'i, 't>(items: &'i [Item<'t>], own: &[&str]) -> Vec<(&'i Item<'t>, bool)> {
    let mut arranged: Vec<(&Item<'_>, bool)> = Vec::with_capacity(items.len());
    let headers = (0..items.len()).filter(|at| items[*at].is_header());
    // What is directly above a header belongs to it.
    let mut sections: Vec<(usize, Option<usize>)> =
        headers.map(|at| (layout::with_comments(items, at), Some(at))).collect();
    if sections.first().is_none_or(|(start, _)| *start > 0) {
        sections.insert(0, (0, None));
    }
    for (at, (start, header)) in sections.iter().enumerate() {
        let end = sections.get(at + 1).map_or(items.len(), |(start, _)| *start);
        let body = header.map_or(*start, |header| header + 1);
        arranged.extend((*start..body).map(|at| (&items[at], at == *start)));
        arrange_body(&items[body..end], header.map(|header| &items[header]), own, &mut arranged);
    }
    arranged
}

fn arrange_body<'i, 't>(
    body: &'i [Item<'t>],
    header: Option<&Item<'_>>,
    own: &[&str],
    arranged: &mut Vec<(&'i Item<'t>, bool)>,
) {
    let path: Vec<&str> = match header.map(|header| &header.kind) {
        Some(LineKind::Header { keys, .. }) => keys.iter().map(|key| &*key.name).collect(),
        _ => Vec::new(),
    };
    let Some(columns) = columns(&path) else {
        let first = |at: usize| at == 0 && header.is_some() && body[at].is_pair();
        arranged.extend(body.iter().enumerate().map(|(at, item)| (item, item.gap && !first(at))));
        return;
    };
    // A key goes with the comments above it, up to the one before.
    let mut keys: Vec<(usize, &[Item<'_>])> = Vec::new();
    let mut start = 0;
    for (at, item) in body.iter().enumerate() {
        if let LineKind::Pair(pair) = &item.kind {
            keys.push((place(pair, columns, own), &body[start..=at]));
            start = at + 1;
        }
    }
    keys.sort_by_key(|(place, _)| *place);
    arranged.extend(keys.into_iter().flat_map(|(_, items)| items).map(|item| (item, false)));
    arranged.extend(body[start..].iter().map(|item| (item, item.gap)));
}

/// The columns of what is at a path, where their order is known.
fn columns(path: &[&str]) -> Option<&'static [Column]> {
    match path {
        ["catalog"] => Some(CATALOG_COLUMNS),
        ["columns", _] => Some(COLUMN_COLUMNS),
        ["errors", _] => Some(ERROR_COLUMNS),
        ["retired", _] => Some(RETIRED_COLUMNS),
        _ => None,
    }
}

/// The place of a key among the columns of the format, then the columns that the table declares, then unknown keys.
fn place(pair: &Pair<'_>, columns: &[Column], own: &[&str]) -> usize {
    let name = pair.keys.first().map_or("", |key| &*key.name);
    let mut names = columns.iter().map(|column| &*column.name).chain(own.iter().copied());
    names.position(|column| column == name).unwrap_or(usize::MAX)
}

/// Writes a line. The path is that of the section, up to the next header.
fn write_item<'i>(out: &mut String, item: &'i Item<'_>, path: &mut Vec<&'i str>, own: &[&str]) {
    match &item.kind {
        LineKind::Comment(comment) => out.push_str(comment.trim_end()),
        LineKind::Header { keys, array } => {
            *path = keys.iter().map(|key| &*key.name).collect();
            let (open, close) = if *array { ("[[", "]]") } else { ("[", "]") };
            out.push_str(open);
            write_keys(out, keys);
            out.push_str(close);
        }
        LineKind::Pair(pair) => write_pair(out, pair, path, own),
    }
    if let Some(comment) = item.comment {
        out.push(' ');
        out.push_str(comment.trim_end());
    }
    out.push('\n');
}

fn write_pair<'i>(out: &mut String, pair: &'i Pair<'_>, path: &mut Vec<&'i str>, own: &[&str]) {
    let depth = path.len();
    path.extend(pair.keys.iter().map(|key| &*key.name));
    write_keys(out, &pair.keys);
    out.push_str(" = ");
    write_value(out, &pair.value, path, own);
    path.truncate(depth);
}

fn write_keys(out: &mut String, keys: &[Key<'_>]) {
    for (at, key) in keys.iter().enumerate() {
        if at > 0 {
            out.push('.');
        }
        if super::quote::is_bare(&key.name) {
            out.push_str(&key.name);
        } else {
            write_string(out, key.raw, key.raw.starts_with('\''));
        }
    }
}

fn write_value<'i>(out: &mut String, value: &'i Value<'_>, path: &mut Vec<&'i str>, own: &[&str]) {
    match value {
        Value::Scalar { raw, is_literal } => write_string(out, raw, *is_literal),
        Value::List { raw, has_comments: true, .. } => out.push_str(raw),
        Value::List { members: Members::Values(values), .. } => {
            out.push('[');
            for (at, value) in values.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                write_value(out, value, path, own);
            }
            out.push(']');
        }
        Value::List { members: Members::Pairs(pairs), .. } if pairs.is_empty() => out.push_str("{}"),
        Value::List { members: Members::Pairs(pairs), .. } => {
            let mut pairs: Vec<&Pair<'_>> = pairs.iter().collect();
            if let Some(columns) = columns(path) {
                pairs.sort_by_key(|pair| place(pair, columns, own));
            }
            out.push_str("{ ");
            for (at, pair) in pairs.into_iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                write_pair(out, pair, path, own);
            }
            out.push_str(" }");
        }
    }
}

/// A literal string becomes a basic one where only its quotes change: one with backslashes is easier to read as it is.
fn write_string(out: &mut String, raw: &str, is_literal: bool) {
    if is_literal && !raw.contains(['\\', '"']) {
        out.push_str(&raw.replace('\'', "\""));
    } else {
        out.push_str(raw);
    }
}
