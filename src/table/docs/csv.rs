//! The table as CSV, for spreadsheets. `error-catalog import` reads it back.

use csv::WriterBuilder;

use super::json::value;
use crate::table::catalog::{Catalog, Column, ColumnKind, Entry, variant};

/// Renders all rows, sorted by code, with a column for each column of the table. A cell is what the row says, and empty where it
/// says nothing. Retired codes come last; `retired` has their reason.
#[must_use]
pub(crate) fn render(catalog: &Catalog) -> String {
    let columns: Vec<&Column> = catalog.columns().collect();
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    let names = columns.iter().map(|column| column.name.to_string());
    let header: Vec<String> =
        ["code".to_owned()].into_iter().chain(names).chain(["retired".to_owned()]).collect();
    // Writing to memory does not fail, and each record has as many cells as the first.
    let _ = writer.write_record(&header);
    for entry in catalog.errors() {
        let cells = columns.iter().map(|column| cell(column, entry));
        let record = [entry.code.clone()].into_iter().chain(cells).chain([String::new()]);
        let _ = writer.write_record(record.map(|cell| escaped(&cell)));
    }
    for retired in catalog.retired() {
        let cells = header.iter().map(|name| match &**name {
            "code" => retired.code.clone(),
            "since" => retired.since.clone().unwrap_or_default(),
            "replaced_by" => retired.replaced_by.join(", "),
            "name" if retired.variant != variant(&retired.code) => retired.variant.clone(),
            "retired" => retired.reason.clone(),
            _ => String::new(),
        });
        let _ = writer.write_record(cells.map(|cell| escaped(&cell)));
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// What a row says itself, and not what follows from it. Lists and tables are as in TOML.
fn cell(column: &Column, entry: &Entry) -> String {
    if !entry.places.has(&column.name) {
        return String::new();
    }
    let value = value(column, entry);
    match (column.kind, &value) {
        (_, serde_json::Value::Null) => String::new(),
        (ColumnKind::Wait, seconds) => format!("{seconds}s"),
        (ColumnKind::Params, serde_json::Value::Object(params)) => {
            let params: Vec<String> = params
                .iter()
                .map(|(name, param)| {
                    format!("{name} = {{ type = {}, safe = {} }}", param["type"], param["safe"])
                })
                .collect();
            format!("{{ {} }}", params.join(", "))
        }
        (_, serde_json::Value::Object(members)) => {
            let members: Vec<String> = members
                .iter()
                .map(|(name, value)| format!("{} = {value}", serde_json::Value::from(name.as_str())))
                .collect();
            format!("{{ {} }}", members.join(", "))
        }
        (_, serde_json::Value::Array(items)) => {
            let items: Vec<String> = items
                .iter()
                .map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned))
                .collect();
            items.join(", ")
        }
        (_, serde_json::Value::String(text)) => text.clone(),
        (_, value) => value.to_string(),
    }
}

/// A cell that no spreadsheet takes for a formula: one has a quote in front, which is not part of it.
fn escaped(cell: &str) -> String {
    if is_formula(cell.trim_start_matches('\'')) { format!("'{cell}") } else { cell.to_owned() }
}

/// The text of such a cell.
pub(crate) fn unescaped(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|_| is_formula(cell.trim_start_matches('\''))).unwrap_or(cell)
}

fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_each_comes_back() {
        for cell in ["", "=1+1", "'=1", "''-x", "-5", "@a", "a=b", "'a'", "'"] {
            let escaped = escaped(cell);
            assert!(!is_formula(&escaped), "{cell}");
            assert_eq!(unescaped(&escaped), cell);
        }
    }
}
