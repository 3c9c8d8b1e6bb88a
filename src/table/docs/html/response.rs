//! The response of a row, as it goes over the wire.

use core::fmt::{Display, Write as _};

use serde_json::{Map, Value};

use super::super::status_line::status_line;
use crate::shared::envelope;
use crate::shared::template::{Part, parts};
use crate::table::catalog::{Catalog, Entry, Param, ParamKind};

/// Status line and headers, those left out that every response has. The request is one that is not idempotent.
pub(super) fn head(entry: &Entry, catalog: &Catalog) -> String {
    let headers = catalog.headers();
    let mut head = format!("HTTP/1.1 {}\ncontent-type: application/json\n", status_line(entry.status));
    let mut add = |name: &str, value: &str| {
        // Writing to a string does not fail.
        let _ = writeln!(head, "{name}: {value}");
    };
    if let Some(name) = &headers.code {
        add(name, &entry.code);
    }
    if let Some(name) = &headers.retry {
        add(name, entry.retry.should_retry(false));
    }
    if let Some(name) = &headers.advice {
        add(name, entry.retry.as_str());
    }
    if let Some(wait) = entry.retry_after {
        add("retry-after", &wait.as_secs().to_string());
    }
    for header in &entry.headers {
        add(&header.name, &header.value);
    }
    if let Some(link) = catalog.help_link(&entry.code) {
        add("link", &link);
    }
    head
}

/// The body of an error that is made from the code alone.
pub(super) fn body(entry: &Entry) -> String {
    envelope::body(&entry.code, &entry.public_message(), None)
}

/// The body of one that is raised with values, of which these are examples; none for a row without parameters.
pub(super) fn body_with_values(entry: &Entry, catalog: &Catalog) -> Option<String> {
    let values: Map<String, Value> = entry.params.iter().map(example).collect();
    let mut message = String::new();
    for part in parts(entry.message.as_deref().unwrap_or(&entry.cause)) {
        match part {
            Part::Text(text) => message.push_str(text),
            Part::Placeholder(name) => match values.get(name) {
                Some(Value::String(text)) => message.push_str(text),
                Some(value) => message.push_str(&value.to_string()),
                None => {}
            },
        }
    }
    let is_empty = values.is_empty();
    let details = catalog.sends_details().then_some(Value::Object(values));
    let details = details.as_ref().map(|details| details as &dyn Display);
    (!is_empty).then(|| envelope::body(&entry.code, &message, details))
}

fn example(param: &Param) -> (String, Value) {
    let Param { name, kind, safe: _ } = param;
    let value = match kind {
        ParamKind::Bool => true.into(),
        ParamKind::F64 => 0.5.into(),
        ParamKind::I64 => (-12).into(),
        ParamKind::String => "text".into(),
        ParamKind::U64 => 12.into(),
    };
    (name.clone(), value)
}
