//! The errors as an OpenAPI 3.1 document: components for the document of an API to refer to.

use serde_json::{Map, Value, json};

use super::{envelope_schema, json};
use crate::shared::retry::{ADVICE_HEADER, RETRY_HEADER, Retry};
use crate::table::catalog::{Catalog, Entry, Headers};

/// Renders a document that has no paths, but under `components` the schemas of code and envelope, the headers of an error, a
/// response for each code, under its Rust name, and `anyError` for all of them.
///
/// ```
/// use error_catalog::catalog::Catalog;
/// use error_catalog::docs::openapi;
///
/// let catalog = Catalog::parse(
///     "catalog.toml",
///     "catalog = { name = \"Teapots\" }\n[errors]\nPOT = { status = 404, retry = \"never\", cause = \"No pot\" }\n",
/// )?;
/// let document: serde_json::Value = serde_json::from_str(&openapi::render(&catalog))?;
/// let response = &document["components"]["responses"]["Pot"];
/// assert_eq!(response["content"]["application/json"]["example"]["error"]["code"], "POT");
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
///
/// The document of an API refers to them by the path of this file, as in `errors.openapi.json#/components/responses/Pot`.
#[must_use]
pub fn render(catalog: &Catalog) -> String {
    // No variant begins with a small letter, so no code can take this name.
    let mut responses = Map::from_iter([("anyError".to_owned(), any_response(catalog))]);
    responses.extend(catalog.errors().iter().map(|entry| (entry.variant.clone(), response(catalog, entry))));
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": format!("The errors of {}", catalog.name()),
            // Of this document, which has none of its own: tables are versioned with the crate that they are in.
            "version": "1",
        },
        // The default, written out, because the document has no paths.
        "servers": [{ "url": "/" }],
        "paths": {},
        "components": {
            "schemas": envelope_schema::definitions(catalog, "#/components/schemas/"),
            "headers": headers(),
            "responses": responses,
        },
    });
    format!("{document:#}\n")
}

fn headers() -> Value {
    let words = Retry::ALL.map(Retry::as_str);
    json!({
        "ErrorCode": {
            "description": "The code, as in the body. It is also present without a body, as in the response to a `HEAD`.",
            "schema": { "$ref": "#/components/schemas/AnyErrorCode" },
        },
        "RetryAdvice": {
            "description": ADVICE_HEADER,
            "schema": { "type": "string", "enum": words },
        },
        "ShouldRetry": {
            "description": RETRY_HEADER,
            "schema": { "type": "string", "enum": ["true", "false"] },
        },
        "RetryAfter": {
            "description": "How long to wait before the next attempt, in seconds (RFC 9110, 10.2.3).",
            "schema": { "type": "integer", "minimum": 0 },
        },
    })
}

/// Any error of the API, known or not, for `default`.
fn any_response(catalog: &Catalog) -> Value {
    let reference = |name: &str| json!({ "$ref": format!("#/components/headers/{name}") });
    let Headers { advice, code, retry } = catalog.headers();
    json!({
        "description": format!("An error of {}.", catalog.name()),
        "headers": headers_of([
            (code.as_deref(), reference("ErrorCode")),
            (retry.as_deref(), reference("ShouldRetry")),
            (advice.as_deref(), reference("RetryAdvice")),
            (Some(RETRY_AFTER), reference("RetryAfter")),
        ]),
        "content": {
            "application/json": { "schema": { "$ref": "#/components/schemas/ErrorEnvelope" } },
        },
    })
}

/// The error of one code, with what its headers are in it.
fn response(catalog: &Catalog, entry: &Entry) -> Value {
    let Entry {
        code,
        variant,
        status,
        also,
        retry,
        retry_after,
        headers: own_headers,
        actor,
        cause,
        remedy,
        deprecated,
        ..
    } = entry;
    let texts = [Some(cause), remedy.as_ref(), deprecated.as_ref()];
    let text = |example: &str| json!({ "schema": { "type": "string" }, "example": example });
    let wait = retry_after.map(|wait| json!({ "schema": { "type": "integer" }, "example": wait.as_secs() }));
    let headers = catalog.headers();
    let mut error = json!({
        "type": "object",
        "properties": { "code": { "const": code }, "message": { "type": "string" } },
    });
    if envelope_schema::has_details(catalog, entry) {
        error["properties"]["details"] = json!({ "$ref": format!("#/components/schemas/{variant}Params") });
    }
    let mut response = json!({
        "description": texts.into_iter().flatten().cloned().collect::<Vec<_>>().join("\n\n"),
        // The key of a component is not a status; the document of an API has it beside the reference.
        "x-status": status,
        "x-actor": actor.as_str(),
        "headers": headers_of([
            (headers.code.as_deref(), text(code)),
            (headers.retry.as_deref(), text(retry.should_retry(false))),
            (headers.advice.as_deref(), text(retry.as_str())),
            (wait.as_ref().map(|_| RETRY_AFTER), wait.unwrap_or_default()),
        ]),
        "content": {
            "application/json": {
                "schema": {
                    "allOf": [
                        { "$ref": "#/components/schemas/ErrorEnvelope" },
                        { "type": "object", "properties": { "error": error } },
                    ],
                },
                "example": { "error": { "code": code, "message": &entry.public_message() } },
            },
        },
    });
    if !also.is_empty() {
        response["x-also"] = json!(also);
    }
    for header in own_headers {
        let schema =
            if header.is_fixed() { json!({ "const": header.value }) } else { json!({ "type": "string" }) };
        response["headers"][&header.name] = json!({ "schema": schema, "example": header.value });
    }
    if let Some(link) = catalog.help_link(code) {
        response["headers"]["Link"] = text(&link);
    }
    for (column, _) in catalog.facts(entry) {
        response[format!("x-{}", column.name.replace('_', "-"))] = json::value(column, entry);
    }
    response
}

const RETRY_AFTER: &str = "Retry-After";

/// Those that have a name.
fn headers_of(headers: [(Option<&str>, Value); 4]) -> Map<String, Value> {
    headers.into_iter().filter_map(|(name, header)| Some((name?.to_owned(), header))).collect()
}
