//! From the tables of a table and of those that it includes to one catalog.

use std::collections::BTreeMap;

use toml::Spanned;

use super::diagnostic::Diagnostic;
use super::entry::Entry;
use super::format_rule::FormatRule;
use super::groups::{self, RawGroup};
use super::include::Texts;
use super::invalid::Invalid;
use super::raw_table::{OwnColumn, RawRow, RawTable};
use super::{Catalog, Retired, check, own_columns, params, response_header};

pub(super) fn catalog(texts: Texts) -> Result<Catalog, Invalid> {
    let Texts { source, tables, mut diagnostics } = texts;
    // A table that could not be read may contain the code.
    let all_read = diagnostics.is_empty();
    let tables: Vec<RawTable> = tables.into_iter().map(RawTable::with_named_rows).collect();
    same_names(&tables, &mut diagnostics);
    if let Some((own, included)) = tables.split_last() {
        params::go_nowhere(own, included, &mut diagnostics);
        params::reserved(own, included, &mut diagnostics);
    }

    let mut merged = Merged { all_read, ..Merged::default() };
    let mut own = None;
    for table in tables {
        let RawTable {
            name,
            headers,
            sends_details,
            docs_url,
            include: _,
            columns,
            groups,
            errors,
            retired,
            lints,
            unread,
            diagnostics: wrong,
        } = table;
        merged.columns.push(columns);
        merged.groups.push(groups);
        merged.errors.extend(errors);
        merged.retired.extend(retired);
        merged.unread.push(unread);
        diagnostics.extend(wrong);
        merged.tables.extend(name.as_ref().map(|name| name.get_ref().clone()));
        // The table itself is the last.
        own = Some((name, headers, sends_details, docs_url, lints));
    }
    let own_columns = own_columns::merge(core::mem::take(&mut merged.columns), &mut diagnostics);
    check::unique(&merged.errors, &own_columns, &mut diagnostics);
    check::rows(&merged.errors, &merged.retired, |code| merged.is_missing(code), &mut diagnostics);
    if let Some((_, headers, ..)) = &own {
        response_header::chosen_twice(&merged.errors, headers, &mut diagnostics);
    }
    match own {
        Some((Some(name), headers, sends_details, docs_url, lints)) if diagnostics.is_empty() => {
            let Merged { errors, retired, groups, mut tables, .. } = merged;
            let groups = groups::merge(groups);
            let mut errors: Vec<Entry> = errors.into_iter().filter_map(|row| row.entry).collect();
            let mut retired: Vec<Retired> = retired.into_iter().filter_map(|row| row.entry).collect();
            errors.sort_by(|a, b| a.code.cmp(&b.code));
            retired.sort_by(|a, b| a.code.cmp(&b.code));
            let name = name.into_inner();
            // The result does not depend on the order of the entries.
            tables.sort_by(|a, b| (*a != name, a).cmp(&(*b != name, b)));
            Ok(Catalog {
                name,
                headers,
                sends_details,
                docs_url,
                tables,
                own_columns,
                groups,
                errors,
                retired,
                lints,
                source,
            })
        }
        _ => Err(Invalid::new(source, diagnostics)),
    }
}

/// The rows of all tables.
#[derive(Default)]
struct Merged {
    all_read: bool,
    tables: Vec<String>,
    columns: Vec<Vec<OwnColumn>>,
    groups: Vec<Vec<RawGroup>>,
    errors: Vec<RawRow<Entry>>,
    retired: Vec<RawRow<Retired>>,
    unread: Vec<Option<String>>,
}

impl Merged {
    /// Whether a code that is not among the rows is nowhere else.
    fn is_missing(&self, code: &str) -> bool {
        let may_be_in = |unread: &Option<String>| unread.as_ref().is_none_or(|unread| unread.contains(code));
        self.all_read && !self.unread.iter().any(may_be_in)
    }
}

/// A code is told from its namesake in another service by the name of its table.
fn same_names(tables: &[RawTable], report: &mut Vec<Diagnostic>) {
    let mut taken: BTreeMap<&str, &Spanned<String>> = BTreeMap::new();
    for name in tables.iter().filter_map(|table| table.name.as_ref()) {
        match taken.get(&**name.get_ref()) {
            None => {
                taken.insert(name.get_ref(), name);
            }
            Some(first) => report.push(
                Diagnostic::at(
                    FormatRule::TableName,
                    name.span(),
                    format!("two tables have the name `{}`", name.get_ref()),
                    "the same name",
                )
                .with_other(first.span(), "first used here")
                .with_help("give one of them another name: it says which table a code is from"),
            ),
        }
    }
}
