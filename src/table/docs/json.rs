//! The table as JSON, for programs that are not written in Rust: all that the table has, tombstones too.

use serde_json::{Map, Value, json};

use super::toml::Lines;
use crate::table::catalog::{
    Catalog, ERROR_COLUMNS, Entry, LintLevel, LintSetting, Param, RETIRED_COLUMNS, Retired,
};

/// The form of what is exported. It grows when a member changes its meaning; more members may come at any time.
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
/// let read = json::read(&json::render(&catalog))?;
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
        "send_details": catalog.sends_details(),
        "lint": lints(catalog),
        "errors": catalog.errors().iter().map(row).collect::<Vec<_>>(),
        "retired": catalog.retired().iter().map(tombstone).collect::<Vec<_>>(),
    });
    format!("{export:#}\n")
}

/// A live row. A message that is not given is the cause, a wait is in seconds.
pub(crate) fn row(entry: &Entry) -> Value {
    let Entry {
        code,
        table,
        variant,
        status,
        retry,
        cause,
        message,
        params,
        remedy,
        details,
        retry_after,
        default_for,
        since,
        deprecated,
        replaced_by,
        allow,
        allow_reason,
        places: _,
    } = entry;
    json!({
        "code": code,
        "table": table,
        "name": variant,
        "status": status,
        "retry": retry.as_str(),
        "retry_after": retry_after.map(|wait| wait.as_secs()),
        "cause": cause,
        "message": message.as_deref().unwrap_or(cause),
        "params": params.iter().map(param).collect::<Map<_, _>>(),
        "remedy": remedy,
        "details": details,
        "default_for": default_for,
        "since": since,
        "deprecated": deprecated,
        "replaced_by": replaced_by,
        "allow": allow,
        "allow_reason": allow_reason,
    })
}

/// A parameter under its name.
fn param(param: &Param) -> (String, Value) {
    let Param { name, kind, safe } = param;
    (name.clone(), json!({ "type": kind.as_str(), "safe": safe }))
}

/// What becomes of the findings of each lint.
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
        "replaced_by": replaced_by,
    })
}

/// Reads what was exported, by the same rules as a table. It is one table then: which row came from which is not kept.
///
/// ```
/// use error_catalog::docs::json;
///
/// let export = r#"{"format": 1, "name": "Teapots", "retired": [], "errors": [
///     {"code": "POT", "status": 404, "retry": "never", "cause": "No pot"}
/// ]}"#;
/// assert_eq!(json::read(export)?.errors()[0].variant, "Pot");
/// assert_eq!(
///     json::read("{}").unwrap_err(),
///     "it has no `format`: `error-catalog docs json` writes one"
/// );
/// # Ok::<_, String>(())
/// ```
///
/// # Errors
///
/// What is wrong with it, in words.
pub fn read(text: &str) -> Result<Catalog, String> {
    let export: Value = serde_json::from_str(text).map_err(|error| format!("it is no JSON: {error}"))?;
    match export["format"].as_u64() {
        Some(FORMAT) => {}
        Some(format) => return Err(format!("its format is {format}, and only {FORMAT} is known")),
        None => return Err("it has no `format`: `error-catalog docs json` writes one".to_owned()),
    }
    let mut lines = Lines::new();
    for name in ["name", "code_header", "retry_header", "send_details"] {
        lines.head(name, &export[name]);
    }
    let sends_details = export["send_details"] == true;
    if let Some(lints) = export["lint"].as_object() {
        lines.lints(lints);
    }
    for (section, columns) in [("errors", ERROR_COLUMNS), ("retired", RETIRED_COLUMNS)] {
        let rows = export[section].as_array().ok_or_else(|| format!("`{section}` is no list"))?;
        for row in rows {
            let row = row.as_object().ok_or_else(|| format!("`{section}` has something else than rows"))?;
            let code = row.get("code").filter(|code| code.is_string());
            let code = code.ok_or_else(|| format!("a row of `{section}` has no `code`"))?.clone();
            let mut row = row.clone();
            // A cause may have braces that stand for nothing. A message that is asked for its values has none such.
            if row.get("message") == row.get("cause") && (sends_details || !has_params(&row)) {
                row.remove("message");
            }
            lines.row(section, columns, &code, Some(&row));
        }
    }
    Catalog::parse("the table of the export", &lines.into_text()).map_err(|invalid| invalid.to_string())
}

fn has_params(row: &Map<String, Value>) -> bool {
    row.get("params").and_then(Value::as_object).is_some_and(|params| !params.is_empty())
}
