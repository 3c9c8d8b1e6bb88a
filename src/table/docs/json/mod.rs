//! The table as JSON, for programs that are not written in Rust: everything that the table has, retired codes too.

mod read;

use serde_json::{Map, Value, json};

pub use self::read::read;
use crate::table::catalog::{
    self, Catalog, Column, ColumnKind, Entry, Group, LintLevel, LintSetting, Param, Retired,
};

/// The version of the export format. It increases when a member changes its meaning. New members may come at any time.
pub(super) const FORMAT: u64 = 1;

/// Renders all of a table, sorted by code.
///
/// ```
/// use error_catalog::catalog::Catalog;
/// use error_catalog::docs::json;
///
/// let catalog = Catalog::parse(
///     "catalog.toml",
///     "catalog = { name = \"Teapots\" }\n[errors]\nPOT = { status = 404, retry = \"never\", cause = \"No pot\" }\n",
/// )?;
/// let export: serde_json::Value = serde_json::from_str(&json::render(&catalog))?;
/// assert_eq!(export["errors"][0]["code"], "POT");
///
/// let read = json::read("export.json", &json::render(&catalog))?;
/// assert_eq!(json::render(&read), json::render(&catalog));
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn render(catalog: &Catalog) -> String {
    let headers = catalog.headers();
    let export = json!({
        "format": FORMAT,
        "name": catalog.name(),
        "code_header": headers.code,
        "retry_header": headers.retry,
        "advice_header": headers.advice,
        "send_details": catalog.sends_details(),
        "docs_url": catalog.docs_url(),
        "columns": catalog.own_columns().iter().map(own_column).collect::<Map<_, _>>(),
        "groups": catalog.groups().iter().map(group).collect::<Vec<_>>(),
        "lint": lints(catalog),
        "errors": catalog.errors().iter().map(|entry| row(entry, catalog)).collect::<Vec<_>>(),
        "retired": catalog.retired().iter().map(tombstone).collect::<Vec<_>>(),
    });
    format!("{export:#}\n")
}

/// A live row, with a member for each column. A message that is not given is the cause.
pub(crate) fn row(entry: &Entry, catalog: &Catalog) -> Value {
    let mut row = Map::new();
    row.insert("code".to_owned(), json!(entry.code));
    row.insert("table".to_owned(), json!(entry.table));
    for column in catalog.columns() {
        row.insert(column.name.clone().into_owned(), value(column, entry));
    }
    Value::Object(row)
}

/// The value of a row in a column. A column without a value is present as null, as false or as empty.
pub(super) fn value(column: &Column, entry: &Entry) -> Value {
    match column.value(entry) {
        None => match column.kind {
            ColumnKind::Flag => json!(false),
            ColumnKind::Codes | ColumnKind::Lints | ColumnKind::Paths | ColumnKind::Statuses => json!([]),
            ColumnKind::Headers | ColumnKind::Params => json!({}),
            _ => Value::Null,
        },
        Some(catalog::Value::Flag(flag)) => json!(flag),
        Some(catalog::Value::Headers(headers)) => {
            headers.iter().map(|header| (header.name.clone(), json!(header.value))).collect()
        }
        Some(catalog::Value::Integer(number)) => json!(number),
        Some(catalog::Value::Lines(lines)) => json!(lines),
        Some(catalog::Value::Params(params)) => params.iter().map(param).collect(),
        Some(catalog::Value::Statuses(statuses)) => json!(statuses),
        Some(catalog::Value::Text(text)) => json!(text),
        Some(catalog::Value::Wait(wait)) => json!(wait.as_secs()),
    }
}

/// A parameter under its name.
fn param(param: &Param) -> (String, Value) {
    let Param { name, kind, safe } = param;
    (name.clone(), json!({ "type": kind.as_str(), "safe": safe }))
}

/// The declaration of a column under its name.
pub(super) fn own_column(column: &Column) -> (String, Value) {
    let mut declared = json!({ "kind": column.kind.word(), "about": column.about, "label": column.label });
    if column.kind == ColumnKind::OneOf {
        declared["values"] = json!(column.words);
    }
    if column.unique {
        declared["unique"] = json!(true);
    }
    (column.name.clone().into_owned(), declared)
}

/// A group. They stand in a list, which keeps their order.
fn group(group: &Group) -> Value {
    let Group { name, title } = group;
    json!({ "name": name, "title": title })
}

/// The level of each lint.
pub(super) fn lints(catalog: &Catalog) -> Map<String, Value> {
    let word = |level| LintLevel::ALL.into_iter().find(|(_, known)| *known == level).map(|(word, _)| word);
    let settings = catalog.lints().iter();
    settings.map(|LintSetting { lint, level, place: _ }| (lint.clone(), word(*level).into())).collect()
}

pub(super) fn tombstone(retired: &Retired) -> Value {
    let Retired { code, table, variant, reason, since, replaced_by } = retired;
    json!({
        "code": code,
        "table": table,
        "name": variant,
        "reason": reason,
        "since": since,
        "replaced_by": match &**replaced_by {
            [] => Value::Null,
            [code] => json!(code),
            codes => json!(codes),
        },
    })
}
