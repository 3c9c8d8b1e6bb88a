//! The format of a table as JSON Schema, for editors: completion, a text to hover over, and a squiggle under a mistake.

use serde_json::{Map, Value, json};

use crate::shared::actor::Actor;
use crate::shared::retry::Retry;
use crate::table::catalog::{
    CATALOG_COLUMNS, COLUMN_COLUMNS, Column, ColumnKind, ERROR_COLUMNS, INCLUDE_COLUMNS, LintLevel,
    ParamKind, RETIRED_COLUMNS,
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
    render_with(&[])
}

/// Renders the schema of tables that have columns of their own, such as [`Catalog::own_columns`].
///
/// ```
/// use error_catalog::catalog::Catalog;
/// use error_catalog::docs::schema;
///
/// let table = r#"
///     catalog = { name = "Pots" }
///     columns.owner = { kind = "line", about = "The team that looks after the error" }
///     errors.POT = { status = 404, retry = "never", cause = "No pot", owner = "kitchen" }
/// "#;
/// let catalog = Catalog::parse("catalog.toml", table)?;
/// let schema: serde_json::Value = serde_json::from_str(&schema::render_with(catalog.own_columns()))?;
/// let owner = &schema["properties"]["errors"]["additionalProperties"]["properties"]["owner"];
/// assert_eq!(owner["description"], "The team that looks after the error");
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
///
/// [`Catalog::own_columns`]: crate::catalog::Catalog::own_columns
#[must_use]
pub fn render_with(own_columns: &[Column]) -> String {
    let errors: Vec<Column> = ERROR_COLUMNS.iter().chain(own_columns).cloned().collect();
    let rows = |columns: &[Column], names: Value, about: &str| {
        json!({
            "type": "object",
            "description": about,
            "propertyNames": names,
            "additionalProperties": object(columns),
        })
    };
    let code = || json!({ "pattern": CODE });
    let mut errors = rows(&errors, code(), "The errors, each under its code.");
    errors["minProperties"] = json!(1);
    let mut catalog = object(CATALOG_COLUMNS);
    catalog["description"] = json!("What holds for the whole table.");
    let mut include = object(INCLUDE_COLUMNS);
    include["description"] = json!("The tables whose codes are codes of this one, too.");
    include["properties"]["tables"]["minItems"] = json!(1);
    let mut columns =
        rows(COLUMN_COLUMNS, json!({ "pattern": NAME }), "The columns of your own, each under its name.");
    columns["additionalProperties"]["properties"]["kind"]["enum"] = json!(ColumnKind::words());
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
            "columns": columns,
            "errors": errors,
            "retired": rows(RETIRED_COLUMNS, code(), "The codes that are gone for good, each under its code."),
            "groups": {
                "type": "object",
                "description": "The groups of the rows in the order of documents, each with its title.",
                "additionalProperties": { "type": "string", "pattern": LINE },
            },
            "lint": {
                "type": "object",
                "description": "The level of each lint.",
                "additionalProperties": { "type": "string", "enum": levels },
            },
        },
    });
    format!("{schema:#}\n")
}

/// A section or a row.
fn object(columns: &[Column]) -> Value {
    let properties: Map<String, Value> =
        columns.iter().map(|column| (column.name.clone().into_owned(), property(column))).collect();
    let required: Vec<&str> =
        columns.iter().filter(|column| column.required).map(|column| &*column.name).collect();
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": required,
        "properties": properties,
        "x-taplo": { "initKeys": required },
    })
}

fn property(column: &Column) -> Value {
    let Column { kind, example, about, words, .. } = column;
    let text = |pattern: &str| json!({ "type": "string", "pattern": pattern });
    let mut property = match kind {
        ColumnKind::Actor => json!({ "type": "string", "enum": Actor::ALL.map(Actor::as_str) }),
        ColumnKind::Code => json!({
            "anyOf": [text(CODE), { "type": "array", "minItems": 1, "items": text(CODE) }],
        }),
        ColumnKind::Codes => json!({ "type": "array", "items": text(CODE) }),
        ColumnKind::Flag => json!({ "type": "boolean" }),
        ColumnKind::Header => json!({ "anyOf": [text(HEADER), { "const": false }] }),
        ColumnKind::Headers => json!({
            "type": "object",
            "propertyNames": { "pattern": HEADER_NAME },
            "additionalProperties": text(HEADER_VALUE),
        }),
        ColumnKind::Integer => json!({ "type": "integer" }),
        ColumnKind::Line => text(LINE),
        ColumnKind::Lints | ColumnKind::Paths => json!({ "type": "array", "items": text(LINE) }),
        ColumnKind::OneOf => json!({ "type": "string", "enum": words }),
        ColumnKind::Params => params(),
        ColumnKind::Retry => json!({ "type": "string", "enum": Retry::ALL.map(Retry::as_str) }),
        ColumnKind::Status => status(),
        ColumnKind::Statuses => json!({ "type": "array", "items": status() }),
        ColumnKind::Text => text(TEXT),
        ColumnKind::Url => text(URL),
        ColumnKind::Variant => text(VARIANT),
        ColumnKind::Wait => text(WAIT),
    };
    property["description"] = json!(about);
    // The example is TOML; what the columns hold is JSON, too.
    if let Ok(example) = serde_json::from_str::<Value>(example) {
        property["examples"] = json!([example]);
    }
    property
}

fn status() -> Value {
    json!({ "type": "integer", "minimum": 400, "maximum": 599 })
}

// The parser trims a text before it looks at it.
const CODE: &str = "^[A-Za-z0-9]([A-Za-z0-9_.:/-]{0,126}[A-Za-z0-9_-])?$";
const HEADER: &str = "^\\s*[A-Za-z0-9_-]{1,64}\\s*$";
const HEADER_NAME: &str = "^[a-z0-9!#$%&'*+.^_`|~-]+$";
const HEADER_VALUE: &str = "^[!-~](?:[ -~]*[!-~])?$";
const LINE: &str = "^[^\\r\\n]*[^\\s][^\\r\\n]*$";
const NAME: &str = "^[a-z][a-z0-9_]{0,63}$";
const TEXT: &str = "[^\\s]";
const URL: &str = "^\\s*https?://[^\\s<>\"`]+\\s*$";
const VARIANT: &str = "^\\s*(?!(?:Self|ALL)\\s*$)[A-Z][A-Za-z0-9]*\\s*$";
/// 1 to 86,400 seconds, 1 to 1,440 minutes or 1 to 24 hours.
const WAIT: &str = "^\\s*0*(?:(?:[1-9][0-9]{0,3}|[1-7][0-9]{4}|8[0-5][0-9]{3}|86[0-3][0-9]{2}|86400)s\
                    |(?:[1-9][0-9]{0,2}|1[0-3][0-9]{2}|14[0-3][0-9]|1440)m|(?:[1-9]|1[0-9]|2[0-4])h)\\s*$";

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
