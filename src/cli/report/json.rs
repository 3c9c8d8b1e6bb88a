//! Findings as JSON, one object for all of them. `version` grows when a member changes its meaning.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::table::review::{Finding, Place, Position};

pub(super) fn write(findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    let findings: Vec<Value> = findings.iter().map(finding).collect();
    let report = json!({ "version": 1, "findings": findings });
    writeln!(out, "{report:#}")
}

fn finding(finding: &Finding) -> Value {
    let Finding { rule, level, message, help, path, place, other, .. } = finding;
    json!({
        "rule": rule,
        "level": level.as_str(),
        "message": message,
        "help": help,
        "path": path,
        "place": place.as_ref().map(in_text),
        "other": other.as_ref().map(in_text),
    })
}

fn in_text(place: &Place) -> Value {
    let Place { path, start, end, label } = place;
    json!({ "path": path, "start": position(*start), "end": position(*end), "label": label })
}

fn position(position: Position) -> Value {
    let Position { line, column } = position;
    json!({ "line": line, "column": column })
}
