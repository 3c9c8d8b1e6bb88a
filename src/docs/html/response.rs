//! The response of a row, as it goes over the wire.

use core::fmt::Write as _;

use serde_json::{Map, Value};

use super::super::advice::status_line;
use crate::catalog::{Catalog, Entry, Param, ParamKind};
use crate::envelope::{self, Envelope};
use crate::hints;
use crate::template::{Part, parts};

/// Status line and headers, those left out that every response has.
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
        add(name, hints::write(entry.retry).to_str().unwrap_or_default());
    }
    if let Some(wait) = entry.retry_after {
        add("retry-after", &wait.as_secs().to_string());
    }
    head
}

/// The body of an error that is made from the code alone.
pub(super) fn body(entry: &Entry) -> String {
    envelope::body(&Envelope::new(entry.code.as_str(), entry.public_message()), None)
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
    (!is_empty).then(|| envelope::body(&Envelope::new(entry.code.as_str(), message), details.as_ref()))
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
