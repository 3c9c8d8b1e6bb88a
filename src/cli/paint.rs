//! Findings in colour, for a terminal that has it.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

const HEAD: Style = AnsiColor::Red.on_default().bold();
const FRAME: Style = AnsiColor::Blue.on_default().bold();
const MARK: Style = AnsiColor::Red.on_default().bold();
const OTHER: Style = AnsiColor::Blue.on_default();
const HELP: Style = AnsiColor::Cyan.on_default();

/// Paints findings as a person reads them: the rule and what is wrong, the frame of the lines, the marks, the help.
pub(super) fn findings(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for line in text.split_inclusive('\n') {
        let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
        // Writing to a string does not fail.
        let _ = match parts(line) {
            (frame, rest, Some(style)) => write!(out, "{FRAME}{frame}{FRAME:#}{style}{rest}{style:#}{end}"),
            (frame, rest, None) => write!(out, "{FRAME}{frame}{FRAME:#}{rest}{end}"),
        };
    }
    out
}

/// The frame of a line, what is in it, and how that is painted.
fn parts(line: &str) -> (&str, &str, Option<Style>) {
    if line.starts_with('[') {
        return ("", line, Some(HEAD));
    }
    let after = |mark: &str| line.find(mark).map(|at| line.split_at(at + mark.len()));
    if let Some((frame, rest)) = after(" = help:") {
        return (frame, rest, Some(HELP));
    }
    for arrow in ["--> ", "::: "] {
        if let Some((frame, rest)) = after(arrow).filter(|(frame, _)| frame.trim_start() == arrow) {
            return (frame, rest, None);
        }
    }
    let framed = after(" |")
        .filter(|(frame, _)| frame.trim_end_matches('|').trim().bytes().all(|b| b.is_ascii_digit()));
    let Some((frame, rest)) = framed else { return ("", line, None) };
    let has_number = frame.bytes().any(|byte| byte.is_ascii_digit());
    match rest.trim_start().chars().next() {
        Some('^') if !has_number => (frame, rest, Some(MARK)),
        Some('-') if !has_number => (frame, rest, Some(OTHER)),
        _ => (frame, rest, None),
    }
}
