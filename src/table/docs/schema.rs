//! The format of a table as JSON Schema, for editors: completion, a text to hover over, and a squiggle under a mistake.

use serde_json::{Map, Value, json};

use crate::shared::retry::Retry;
use crate::table::catalog::{
    CATALOG_COLUMNS, Column, ColumnKind, ERROR_COLUMNS, INCLUDE_COLUMNS, LintLevel, ParamKind,
    RETIRED_COLUMNS,
};

/// Renders the schema that the line `#:schema ./catalog.schema.json` on top of a table names.
///
/// It is made from the list of columns that the parser goes by. It is in draft 7, which taplo and Tombi read, and has no
/// conditions: editors report those several times over, or where nothing is wrong. What columns have to do with each
/// other is for `error-catalog check`.
///
/// ```
/// use error_catalog::docs::schema;
///
/// let schema: serde_json::Value = serde_json::from_str(&schema::render())?;
/// assert_eq!(schema["properties"]["errors"]["additionalProperties"]["required"][0], "status");
/// # Ok::<_, serde_json::Error>(())
/// ```
#[must_use]
pub fn render() -> String {
    let rows = |columns, about: &str| {
        json!({
            "type": "object",
            "description": about,
            "additionalProperties": object(columns),
        })
    };
    let mut errors = rows(ERROR_COLUMNS, "The errors, each under its code.");
    errors["minProperties"] = json!(1);
    let mut catalog = object(CATALOG_COLUMNS);
    catalog["description"] = json!("What holds for the whole table.");
    let mut include = object(INCLUDE_COLUMNS);
    include["description"] = json!("The tables whose codes are codes of this one, too.");
    include["properties"]["tables"]["minItems"] = json!(1);
    let levels = LintLevel::ALL.map(|(level, _)| level);
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A table of errors for error-catalog",
        "x-tombi-toml-version": "v1.0.0",
        "type": "object",
        "additionalProperties": false,
        // A table that includes others need not have `[errors]`.
        "required": ["catalog"],
        "properties": {
            "catalog": catalog,
            "include": include,
            "errors": errors,
            "retired": rows(RETIRED_COLUMNS, "The codes that are gone for good, each under its code."),
            "lint": {
                "type": "object",
                "description": "What becomes of the findings of each lint.",
                "additionalProperties": { "type": "string", "enum": levels },
            },
        },
    });
    format!("{schema:#}\n")
}

/// A section or a row.
fn object(columns: &[Column]) -> Value {
    let properties: Map<String, Value> =
        columns.iter().map(|column| (column.name.to_owned(), property(column))).collect();
    let required: Vec<&str> =
        columns.iter().filter(|column| column.required).map(|column| column.name).collect();
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": required,
        "properties": properties,
        "x-taplo": { "initKeys": required },
    })
}

fn property(column: &Column) -> Value {
    let Column { name: _, kind, required: _, example, about } = column;
    let status = json!({ "type": "integer", "minimum": 400, "maximum": 599 });
    let mut property = match kind {
        ColumnKind::Line | ColumnKind::Text => json!({ "type": "string", "minLength": 1 }),
        ColumnKind::Retry => json!({ "type": "string", "enum": Retry::ALL.map(Retry::as_str) }),
        ColumnKind::Status => status,
        ColumnKind::Statuses => json!({ "type": "array", "items": status }),
        ColumnKind::Lines => json!({ "type": "array", "items": { "type": "string" } }),
        ColumnKind::Header => json!({ "type": ["string", "boolean"] }),
        ColumnKind::Flag => json!({ "type": "boolean" }),
        ColumnKind::Params => params(),
    };
    property["description"] = json!(about);
    // The example is TOML; of what the columns hold, all is JSON, too.
    if let Ok(example) = serde_json::from_str::<Value>(example) {
        property["examples"] = json!([example]);
    }
    property
}

/// Parameters: each a type, or a type and whether a log may show it.
fn params() -> Value {
    let kind = json!({ "type": "string", "enum": ParamKind::ALL.map(ParamKind::as_str) });
    json!({
        "type": "object",
        "propertyNames": { "pattern": "^[a-z][a-z0-9_]*$" },
        "additionalProperties": {
            "anyOf": [
                kind,
                {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["type"],
                    "properties": {
                        "type": kind,
                        "safe": { "type": "boolean", "description": "Whether a log may show its values." },
                    },
                },
            ],
        },
    })
}
