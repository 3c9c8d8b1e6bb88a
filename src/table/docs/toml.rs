//! A table and those that it includes as one table, which needs no other file.

use core::fmt::{self, Write as _};

use serde_json::{Map, Value, json};

use super::json::{lints, own_column, row, tombstone};
use crate::table::catalog::{Catalog, Column, ColumnKind, Headers, RETIRED_COLUMNS};

/// Renders all rows as one table, sorted by code.
///
/// ```
/// use error_catalog::catalog::Catalog;
/// use error_catalog::docs::toml;
///
/// let table = r#"
///     catalog = { name = "Orders" }
///     include = { tables = ["common.toml"] }
/// "#;
/// let common = r#"
///     catalog = { name = "Common" }
///     errors.GONE = { status = 410, retry = "never", cause = "It is gone" }
/// "#;
/// let catalog = Catalog::parse_with("catalog.toml", table, &mut |_: &str| Ok(common.into()))?;
/// let merged = Catalog::parse("merged.toml", &toml::render(&catalog))?;
/// assert_eq!((merged.name(), merged.tables().len()), ("Orders", 1));
/// assert_eq!(merged.errors()[0].code, "GONE");
/// # Ok::<_, error_catalog::catalog::Invalid>(())
/// ```
#[must_use]
pub fn render(catalog: &Catalog) -> String {
    let mut lines = Lines::new();
    let Headers { advice, code, retry } = catalog.headers();
    lines.head("name", &json!(catalog.name()));
    lines.head("code_header", &json!(code));
    lines.head("retry_header", &json!(retry));
    lines.head("advice_header", &json!(advice));
    lines.head("send_details", &json!(catalog.sends_details()));
    if let Some(url) = catalog.docs_url() {
        lines.head("docs_url", &json!(url));
    }
    lines.section("columns", &catalog.own_columns().iter().map(own_column).collect());
    lines.section("lint", &lints(catalog));
    for entry in catalog.errors() {
        let mut row = row(entry, catalog);
        // A message that is not given stays so.
        row["message"] = json!(entry.message);
        lines.row("errors", catalog.columns(), &json!(entry.code), row.as_object());
    }
    for retired in catalog.retired() {
        let row = tombstone(retired);
        lines.row("retired", RETIRED_COLUMNS, &json!(retired.code), row.as_object());
    }
    lines.into_text()
}

/// The text of a table, from values of JSON: each of them is one of TOML, but for nothing at all.
struct Lines(String);

impl Lines {
    fn new() -> Self {
        Self("[catalog]\n".to_owned())
    }

    /// A line of `[catalog]`. No name of a header stands for no header.
    fn head(&mut self, name: &str, value: &Value) {
        let value = if value.is_null() { &Value::Bool(false) } else { value };
        // Writing to a string does not fail.
        let _ = writeln!(self.0, "{name} = {value}");
    }

    /// A section with a line for each member, where there are any.
    fn section(&mut self, section: &str, members: &Map<String, Value>) {
        for (at, (name, value)) in members.iter().enumerate() {
            if at == 0 {
                let _ = writeln!(self.0, "\n[{section}]");
            }
            let name = Value::from(name.as_str());
            let _ = match value {
                Value::Object(keys) => {
                    let keys: Vec<String> =
                        keys.iter().map(|(key, value)| format!("{key} = {value}")).collect();
                    writeln!(self.0, "{name} = {{ {} }}", keys.join(", "))
                }
                value => writeln!(self.0, "{name} = {value}"),
            };
        }
    }

    fn row<'c>(
        &mut self,
        section: &str,
        columns: impl IntoIterator<Item = &'c Column>,
        code: &Value,
        row: Option<&Map<String, Value>>,
    ) {
        let _ = writeln!(self.0, "\n[{section}.{code}]");
        for Column { name, kind, .. } in columns {
            let _ = match row.and_then(|row| row.get(&**name)) {
                None | Some(Value::Null | Value::Bool(false)) => Ok(()),
                Some(Value::Array(items)) if items.is_empty() => Ok(()),
                Some(Value::Object(headers)) if *kind == ColumnKind::Headers => self.headers(name, headers),
                Some(Value::Object(params)) => self.params(name, params),
                Some(Value::Number(seconds)) if *kind == ColumnKind::Wait => {
                    writeln!(self.0, "{name} = \"{seconds}s\"")
                }
                Some(value) => writeln!(self.0, "{name} = {value}"),
            };
        }
    }

    fn params(&mut self, column: &str, params: &Map<String, Value>) -> fmt::Result {
        for (name, param) in params {
            let (name, kind, safe) = (Value::from(name.as_str()), &param["type"], &param["safe"]);
            writeln!(self.0, "{column}.{name} = {{ type = {kind}, safe = {safe} }}")?;
        }
        Ok(())
    }

    fn headers(&mut self, column: &str, headers: &Map<String, Value>) -> fmt::Result {
        for (name, value) in headers {
            writeln!(self.0, "{column}.{} = {value}", Value::from(name.as_str()))?;
        }
        Ok(())
    }

    fn into_text(self) -> String {
        self.0
    }
}
