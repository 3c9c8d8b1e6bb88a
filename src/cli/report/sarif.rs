//! Findings as SARIF 2.1.0 (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>), which code scanning reads.

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::repository::from_root;
use crate::table::review::{Finding, Place};

pub(super) fn write(findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    let rules: BTreeSet<&str> = findings.iter().map(|finding| finding.rule).collect();
    let rules: Vec<Value> = rules.into_iter().map(|rule| json!({ "id": rule })).collect();
    let results: Vec<Value> = findings.iter().map(result).collect();
    let driver = json!({ "name": "error-catalog", "version": env!("CARGO_PKG_VERSION"), "rules": rules });
    let report = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        // Columns count characters.
        "runs": [{ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results }],
    });
    writeln!(out, "{report:#}")
}

fn result(finding: &Finding) -> Value {
    let Finding { rule, level, message, help, path, place, other, .. } = finding;
    let text = match help {
        Some(help) => format!("{message}\nhelp: {help}"),
        None => message.clone(),
    };
    let mut result = json!({
        "ruleId": rule,
        "level": level.as_str(),
        "message": { "text": text },
        "locations": [location(path, place.as_ref())],
    });
    if let Some(other) = other {
        result["relatedLocations"] = json!([location(&other.path, Some(other))]);
    }
    result
}

fn location(path: &str, place: Option<&Place>) -> Value {
    let mut physical = json!({ "artifactLocation": { "uri": uri(&from_root(path)) } });
    let Some(Place { path: _, start, end, label }) = place else {
        return json!({ "physicalLocation": physical });
    };
    physical["region"] = json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    });
    json!({ "physicalLocation": physical, "message": { "text": label } })
}

/// A path as a relative reference (RFC 3986, 4.2).
fn uri(path: &str) -> String {
    let escaped = path.bytes().map(|byte| match byte {
        b'\\' if cfg!(windows) => "/".to_owned(),
        b'/' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    escaped.collect()
}
