//! The form of the [export](super::json) as JSON Schema, for programs that parse it.

use serde_json::{Map, Value, json};

use super::json::FORMAT;
use crate::shared::actor::Actor;
use crate::shared::retry::Retry;
use crate::table::catalog::{
    CATALOG_COLUMNS, COLUMN_COLUMNS, Column, ColumnKind, ERROR_COLUMNS, LintLevel, ParamKind, RETIRED_COLUMNS,
};

/// Renders the schema, in draft 2020-12. It is the same for every table.
///
/// A reader of format 1 has to expect members that it does not name.
///
/// ```
/// use error_catalog::docs::export_schema;
///
/// let schema: serde_json::Value = serde_json::from_str(&export_schema::render())?;
/// assert_eq!(schema["properties"]["format"]["const"], 1);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[must_use]
pub fn render() -> String {
    let rows = |columns: &[Column], about: &str| {
        let mut row = object(columns);
        row["properties"]["code"] =
            json!({ "type": "string", "minLength": 1, "description": "The wire string." });
        row["required"] =
            json!(row["properties"].as_object().map(|members| members.keys().collect::<Vec<_>>()));
        json!({ "type": "array", "description": about, "items": row })
    };
    let mut members = object(CATALOG_COLUMNS)["properties"].take();
    members["format"] = json!({
        "const": FORMAT,
        "description": "The form of this document. It changes where a member changes its meaning.",
    });
    let mut declared = object(COLUMN_COLUMNS);
    declared["required"] = json!(["about", "kind", "label"]);
    members["columns"] = json!({
        "type": "object",
        "description": "The columns that the table declares, each under its name. A row has a member for each.",
        "additionalProperties": declared,
    });
    members["errors"] = rows(ERROR_COLUMNS, "The live errors, in the order of their codes.");
    members["retired"] = rows(RETIRED_COLUMNS, "The codes that are gone for good, in their order.");
    members["groups"] = json!({
        "type": "array",
        "description": "The groups that the table declares, in the order of documents.",
        "items": {
            "type": "object",
            "required": ["name", "title"],
            "properties": {
                "name": { "type": "string", "minLength": 1, "description": "What rows write." },
                "title": { "type": "string", "minLength": 1, "description": "What documents call it." },
            },
        },
    });
    members["lint"] = json!({
        "type": "object",
        "description": "The level of each lint.",
        "additionalProperties": { "enum": LintLevel::ALL.map(|(word, _)| word) },
    });
    let required: Vec<&String> = members.as_object().into_iter().flat_map(Map::keys).collect();
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A table of errors, as error-catalog exports it",
        "type": "object",
        "required": required,
        "properties": members,
    });
    format!("{schema:#}\n")
}

/// The members that columns become.
fn object(columns: &[Column]) -> Value {
    let properties: Map<String, Value> =
        columns.iter().map(|column| (column.name.clone().into_owned(), property(column))).collect();
    json!({ "type": "object", "properties": properties })
}

/// What a column becomes. One without a value is there too: as null, or as an empty list.
fn property(column: &Column) -> Value {
    let Column { name, kind, required, about, .. } = column;
    let status = || json!({ "type": "integer", "minimum": 400, "maximum": 599 });
    // The parser fills in these from the status, the cause and the code.
    let is_filled = *required || matches!(&**name, "actor" | "message" | "name");
    let nullable = |kind: &str| if is_filled { json!(kind) } else { json!([kind, "null"]) };
    let list = |items: Value| json!({ "type": "array", "items": items });
    let mut property = match kind {
        ColumnKind::Actor => json!({ "enum": Actor::ALL.map(Actor::as_str) }),
        ColumnKind::Flag => json!({ "type": "boolean" }),
        ColumnKind::Headers => json!({
            "type": "object",
            "additionalProperties": { "type": "string", "minLength": 1 },
        }),
        ColumnKind::Integer => json!({ "type": nullable("integer") }),
        ColumnKind::Codes | ColumnKind::Lints | ColumnKind::Paths => list(json!({ "type": "string" })),
        ColumnKind::Params => params(),
        ColumnKind::Retry => json!({ "enum": Retry::ALL.map(Retry::as_str) }),
        ColumnKind::Status => status(),
        ColumnKind::Statuses => list(status()),
        ColumnKind::Wait => json!({ "type": nullable("integer"), "minimum": 1, "maximum": 86400 }),
        ColumnKind::Code => json!({
            "anyOf": [{ "type": nullable("string"), "minLength": 1 }, list(json!({ "type": "string" }))],
        }),
        ColumnKind::Header
        | ColumnKind::Line
        | ColumnKind::OneOf
        | ColumnKind::Text
        | ColumnKind::Url
        | ColumnKind::Variant => json!({ "type": nullable("string"), "minLength": 1 }),
    };
    property["description"] = match kind {
        ColumnKind::Wait => json!("How long to wait before another attempt, in seconds."),
        _ => json!(about),
    };
    property
}

fn params() -> Value {
    json!({
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "required": ["safe", "type"],
            "properties": {
                "safe": { "type": "boolean" },
                "type": { "enum": ParamKind::ALL.map(ParamKind::as_str) },
            },
        },
    })
}
