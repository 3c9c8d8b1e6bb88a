//! The response body as JSON Schema, for programs that check responses or generate clients.

use serde_json::{Map, Value, json};

use crate::table::catalog::{Catalog, Entry, Param, ParamKind};

/// Renders the schema of every error response, in draft 2020-12.
///
/// The codes are an open set: it annotates those of the table, and allows every other text, for codes are added over time.
/// Members that it does not name are allowed too.
///
/// ```
/// use error_catalog::catalog::Catalog;
/// use error_catalog::docs::envelope_schema;
///
/// let catalog = Catalog::parse(
///     "catalog.toml",
///     "catalog = { name = \"Teapots\" }\n[errors]\nPOT = { status = 404, retry = \"never\", cause = \"No pot\" }\n",
/// )?;
/// let schema: serde_json::Value = serde_json::from_str(&envelope_schema::render(&catalog))?;
/// assert_eq!(schema["$defs"]["ErrorCode"]["oneOf"][0]["const"], "POT");
/// assert_eq!(schema["$defs"]["AnyErrorCode"]["anyOf"][1]["type"], "string");
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn render(catalog: &Catalog) -> String {
    const BASE: &str = "#/$defs/";
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("An error of {}", catalog.name()),
        "$ref": format!("{BASE}ErrorEnvelope"),
        "$defs": definitions(catalog, BASE),
    });
    format!("{schema:#}\n")
}

/// The schemas of the codes, of the envelope and of its parameters, which refer to each other below `base`.
pub(super) fn definitions(catalog: &Catalog, base: &str) -> Map<String, Value> {
    let mut schemas = Map::new();
    schemas.insert("ErrorCode".to_owned(), codes(catalog));
    schemas.insert(
        "AnyErrorCode".to_owned(),
        json!({
            "description": "For programs. Codes are added over time, so expect other strings, too.",
            "anyOf": [{ "$ref": format!("{base}ErrorCode") }, { "type": "string" }],
        }),
    );
    schemas.insert("ErrorEnvelope".to_owned(), envelope(catalog, base));
    if catalog.sends_details() {
        schemas.insert("Violation".to_owned(), violation());
    }
    for entry in catalog.errors().iter().filter(|entry| has_details(catalog, entry)) {
        schemas.insert(format!("{}Params", entry.variant), params(entry));
    }
    schemas
}

/// Whether a response with this code may carry parameters.
pub(super) fn has_details(catalog: &Catalog, entry: &Entry) -> bool {
    catalog.sends_details() && !entry.params.is_empty()
}

fn codes(catalog: &Catalog) -> Value {
    let codes = catalog.errors().iter().map(|entry| {
        let Entry { code, variant, cause, remedy, deprecated, .. } = entry;
        let texts = [Some(cause), remedy.as_ref(), deprecated.as_ref()];
        let mut schema = json!({
            "const": code,
            "title": variant,
            "description": texts.into_iter().flatten().cloned().collect::<Vec<_>>().join("\n\n"),
        });
        if deprecated.is_some() {
            schema["deprecated"] = json!(true);
        }
        schema
    });
    json!({
        "description": format!("The codes of {} that are known today.", catalog.name()),
        "type": "string",
        "oneOf": codes.collect::<Vec<_>>(),
    })
}

fn envelope(catalog: &Catalog, base: &str) -> Value {
    let mut error = json!({
        "type": "object",
        "required": ["code", "message"],
        "properties": {
            "code": { "$ref": format!("{base}AnyErrorCode") },
            "message": { "type": "string", "description": "Technical detail, for people." },
        },
    });
    let details: Vec<Value> = catalog
        .errors()
        .iter()
        .filter(|entry| has_details(catalog, entry))
        .map(|entry| {
            json!({
                "if": { "properties": { "code": { "const": entry.code } }, "required": ["code"] },
                "then": { "properties": { "details": { "$ref": format!("{base}{}Params", entry.variant) } } },
            })
        })
        .collect();
    if catalog.sends_details() {
        error["properties"]["details"] = json!({
            "type": "object",
            "description": "The values in the message, and what is wrong with which field, for programs.",
            "properties": {
                "violations": { "type": "array", "items": { "$ref": format!("{base}Violation") } },
            },
        });
    }
    if !details.is_empty() {
        error["allOf"] = json!(details);
    }
    json!({
        "description": "The body of every error response.",
        "type": "object",
        "required": ["error"],
        "properties": { "error": error },
    })
}

fn violation() -> Value {
    json!({
        "description": "What is wrong with one field of the request.",
        "type": "object",
        "required": ["pointer", "message"],
        "properties": {
            "pointer": { "type": "string", "description": "The JSON pointer of the field (RFC 6901)." },
            "message": { "type": "string", "description": "What is wrong, for people." },
        },
    })
}

fn params(entry: &Entry) -> Value {
    let names: Vec<&String> = entry.params.iter().map(|param| &param.name).collect();
    let properties: Map<String, Value> = entry.params.iter().map(param).collect();
    json!({
        "description": format!("The values in the message of {}.", entry.code),
        "type": "object",
        "required": names,
        "properties": properties,
    })
}

fn param(param: &Param) -> (String, Value) {
    let Param { name, kind, safe } = param;
    let mut schema = match kind {
        ParamKind::Bool => json!({ "type": "boolean" }),
        // What JSON cannot say is null.
        ParamKind::F64 => json!({ "type": ["number", "null"] }),
        ParamKind::I64 => json!({ "type": "integer", "minimum": i64::MIN, "maximum": i64::MAX }),
        ParamKind::String => json!({ "type": "string" }),
        ParamKind::U64 => json!({ "type": "integer", "minimum": 0, "maximum": u64::MAX }),
    };
    schema["description"] = json!(if *safe { "Safe to log." } else { "Not safe to log." });
    (name.clone(), schema)
}
