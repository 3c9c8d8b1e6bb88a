//! Findings as annotations of a GitHub workflow
//! (<https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>).

use std::io::{self, Write};

use super::repository::from_root;
use crate::table::review::{Finding, Place};

pub(super) fn write(findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    findings.iter().try_for_each(|finding| annotation(finding, out))
}

fn annotation(finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let Finding { rule, level, message, help, path, place, other, .. } = finding;
    write!(out, "::{} file={}", level.as_str(), property(&from_root(path)))?;
    if let Some(place) = place {
        write!(out, ",line={},col={}", place.start.line, place.start.column)?;
        // An end in another line would be passed over, with its column.
        if place.start.line == place.end.line {
            write!(out, ",endColumn={}", place.end.column.max(place.start.column + 1) - 1)?;
        }
    }
    let label = place.as_ref().map_or_else(String::new, |place| format!(": {}", place.label));
    // An annotation is at one place. Another one in the same file is not far.
    let other = other.as_ref().filter(|other| other.path != *path).map_or_else(String::new, |other| {
        let Place { path, start, end: _, label } = other;
        format!("\n{}:{}:{}: {label}", from_root(path), start.line, start.column)
    });
    let help = help.as_ref().map_or_else(String::new, |help| format!("\nhelp: {help}"));
    writeln!(out, ",title={}::{}", property(rule), data(&format!("{message}{label}{other}{help}")))
}

/// What a line of a command cannot hold.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The same for a property, which ends before a comma, and whose name ends before a colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
