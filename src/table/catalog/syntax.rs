//! TOML with recovery: one slip of the pen is one diagnostic, and the rest of the file is still checked.
//!
//! The parser of `toml` recovers too, but within the construct that broke: a quote that is not closed makes it read
//! the rows below as part of that row, and report each of them. A table is written in lines, so here the broken line
//! is set aside and the rest is read again.

use core::ops::Range;
use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::diagnostic::Diagnostic;
use super::format_rule::FormatRule;

/// A text that has syntax errors, without the lines that hold them.
pub(crate) struct Recovered {
    /// The text with every broken line blanked out, offsets unchanged.
    pub(crate) text: String,
    /// The parts that were blanked out.
    pub(crate) broken: Vec<Range<usize>>,
    /// A diagnostic per error.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Whether there are more errors than anybody wants to read, so that the rest of the text says nothing.
    pub(crate) gave_up: bool,
    /// The keys that were there before, and where they are again.
    duplicates: Vec<(String, Range<usize>)>,
}

/// What is behind nearly all syntax errors.
const HELP: &str = "write text in quotes, `retry = \"never\"`, and close quotes and brackets on their line";

/// A file with more broken lines than this is something else than a table.
const MAX_BROKEN: usize = 100;

/// Sets the broken lines of a text aside until the rest can be read.
pub(crate) fn recover(text: &str) -> Recovered {
    let mut recovered = Recovered {
        text: text.to_owned(),
        broken: Vec::new(),
        diagnostics: Vec::new(),
        gave_up: false,
        duplicates: Vec::new(),
    };
    while recovered.set_first_error_aside() {
        if recovered.broken.len() >= MAX_BROKEN {
            recovered.gave_up = true;
            break;
        }
    }
    recovered.report_duplicates();
    recovered
}

impl Recovered {
    /// Whether a part of this range was set aside.
    pub(crate) fn broke(&self, range: &Range<usize>) -> bool {
        self.broken.iter().any(|broken| broken.start < range.end && range.start < broken.end)
    }

    /// Returns whether something was set aside.
    fn set_first_error_aside(&mut self) -> bool {
        let errors = errors(&self.text);
        if let Some((span, _)) = errors.first() {
            if self.set_conflict_aside(span.start) {
                return true;
            }
            if self.diagnostics.is_empty() && is_yaml(&self.text) {
                let (message, label) = ("the text is YAML", "`key: value`, where TOML has `key = value`");
                let help = "write it as TOML: `[errors]`, and below it `NOT_FOUND = { status = 404, retry = \"never\", cause = \"...\" }`";
                let diagnostic = Diagnostic::at(FormatRule::Syntax, self.line(span.start), message, label);
                self.diagnostics.push(diagnostic.with_help(help));
                return self.blank(0..self.text.len());
            }
        }
        let is_duplicate = |error: &&(Range<usize>, String)| error.1 == "duplicate key";
        if let Some(error) = errors.iter().find(|error| !is_duplicate(error)) {
            let (span, message) = self.blame(error.clone());
            let end = match self.text[span.clone()].len() {
                // A string without its closing quotes has no known end.
                3 if message.starts_with("invalid multi-line") => self.text.len(),
                _ => self.line(span.start).end,
            };
            let progress = self.set_aside(self.line(span.start).start..end);
            if progress || self.diagnostics.is_empty() {
                let diagnostic = Diagnostic::at(FormatRule::Syntax, span, message, "not TOML from here on");
                self.diagnostics.push(diagnostic.with_help(HELP));
            }
            if progress {
                self.set_wrong_lines_aside(&errors, end);
            }
            return progress;
        }
        // A header that is defined twice makes a duplicate of each key below it: it goes first, and alone.
        let header = errors.iter().find(|(span, _)| self.is_header(span.start));
        if let Some((span, _)) = header {
            self.duplicates.push(self.key(span.clone()));
            return self.set_aside(self.line(span.start));
        }
        for (span, _) in errors {
            self.duplicates.push(self.key(span));
        }
        false
    }

    /// Sets aside the lines further down that are wrong by themselves, so that a text with many is not read once for each. A line
    /// that only looks wrong because of what is above waits for its turn.
    fn set_wrong_lines_aside(&mut self, errors: &[(Range<usize>, String)], after: usize) {
        // Within a text of several lines, any line is right.
        if self.text.contains("\"\"\"") || self.text.contains("'''") {
            return;
        }
        let is_sound = |text: &str| self::errors(text).is_empty();
        let end = self.text.len();
        for (span, _) in errors.iter().filter(|(span, _)| span.start > after && span.start < end) {
            if self.broken.len() >= MAX_BROKEN {
                return;
            }
            let line = self.line(span.start);
            let text = &self.text[line.clone()];
            // Below an open bracket, a line is a part of a value.
            let above = line.start.checked_sub(1).map_or("", |at| &self.text[self.line(at)]);
            let is_pair =
                text.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '"' | '\'' | '_'));
            let below = if line.end < end { &self.text[self.line(line.end + 1)] } else { "" };
            let opens = text.trim_end().ends_with(['{', '[', ',']);
            if !is_pair || opens || !is_sound(above) || !is_sound(below) {
                continue;
            }
            let Some((own, message)) = self::errors(text).into_iter().next() else { continue };
            let place = line.start + own.start..line.start + own.end;
            if self.blank(line) {
                let diagnostic = Diagnostic::at(FormatRule::Syntax, place, message, "not TOML from here on");
                self.diagnostics.push(diagnostic.with_help(HELP));
            }
        }
    }

    /// Sets aside what `git` has left where two people changed the same lines.
    fn set_conflict_aside(&mut self, at: usize) -> bool {
        let starts = |line: &Range<usize>, marker: &str| self.text[line.clone()].starts_with(marker);
        let mut lines = self.line(at);
        if !starts(&lines, "<<<<<<< ") {
            return false;
        }
        let first = lines.clone();
        let mut last = lines.clone();
        while !starts(&last, ">>>>>>> ") {
            if last.end == self.text.len() {
                return false;
            }
            last = self.line(last.end + 1);
        }
        lines.end = last.end;
        let message = "a conflict of a merge is not resolved";
        let diagnostic = Diagnostic::at(FormatRule::Syntax, first, message, "the first of the two sides");
        let help = "keep what both sides want, and remove the lines `<<<<<<<`, `=======` and `>>>>>>>`";
        self.diagnostics.push(diagnostic.with_other(last, "the end of the other side").with_help(help));
        self.blank(lines)
    }

    /// A quote or bracket that is not closed shows lines later. To blame is where the text began, or the nearest line
    /// that is wrong by itself.
    fn blame(&self, (span, message): (Range<usize>, String)) -> (Range<usize>, String) {
        if message.starts_with("invalid multi-line") && span.start == self.text.len() {
            let quotes = if message.contains("literal") { "'''" } else { "\"\"\"" };
            if let Some(start) = self.text.rfind(quotes) {
                return (start..start + quotes.len(), message);
            }
        }
        let mut line = self.line(span.start);
        let is_sound = |line: &Range<usize>| errors(&self.text[line.clone()]).is_empty();
        // Not beyond the header: what is wrong there is another section's.
        while is_sound(&line) && line.start > 0 && !self.is_header(line.start) {
            line = self.line(line.start - 1);
            if let Some((own, message)) = errors(&self.text[line.clone()]).into_iter().next() {
                return (line.start + own.start..line.start + own.end, message);
            }
        }
        (span, message)
    }

    /// Blanks some lines; after a header, all that stood under it too, since it would now belong to the table above.
    /// Returns whether there was anything to blank.
    fn set_aside(&mut self, lines: Range<usize>) -> bool {
        let mut end = lines.end;
        if self.is_header(lines.start) {
            while end < self.text.len() && !self.is_header(end + 1) {
                end = self.line(end + 1).end;
            }
        }
        self.blank(lines.start..end)
    }

    /// Returns whether there was anything to blank.
    fn blank(&mut self, part: Range<usize>) -> bool {
        let blank: String =
            self.text[part.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
        let is_new = self.text[part.clone()] != blank;
        self.text.replace_range(part.clone(), &blank);
        self.broken.push(part);
        is_new
    }

    /// The first place of a key can only be found in a tree that has no second one.
    fn report_duplicates(&mut self) {
        if self.duplicates.is_empty() {
            return;
        }
        let (root, _) = DeTable::parse_recoverable(&self.text);
        let mut places = BTreeMap::new();
        collect_keys(root.get_ref(), &mut places);
        for (key, span) in &self.duplicates {
            let mut diagnostic = Diagnostic::at(
                FormatRule::Duplicate,
                span.clone(),
                format!("`{key}` is defined twice"),
                "defined again here",
            )
            .with_help("remove one of the two, or give it another name");
            // Since a table's rows stand together, the last one before is in the same table.
            let first = places.get(&**key).into_iter().flatten().filter(|first| first.start < span.start);
            if let Some(first) = first.max_by_key(|first| first.start) {
                diagnostic = diagnostic.with_other(first.clone(), "first defined here");
            }
            self.diagnostics.push(diagnostic);
        }
    }

    fn key(&self, span: Range<usize>) -> (String, Range<usize>) {
        let key = self.text[span.clone()].trim_matches(['"', '\'']);
        (key.to_owned(), span)
    }

    fn is_header(&self, at: usize) -> bool {
        at < self.text.len() && self.text[self.line(at)].trim_start().starts_with('[')
    }

    /// The line around a place, without its line feed.
    fn line(&self, at: usize) -> Range<usize> {
        let start = self.text[..at].rfind('\n').map_or(0, |found| found + 1);
        let end = self.text[at..].find('\n');
        start..end.map_or(self.text.len(), |found| at + found)
    }
}

/// Whether each line that says something is one of YAML, and none is one of TOML.
fn is_yaml(text: &str) -> bool {
    let mut lines =
        text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).peekable();
    let is_pair =
        |line: &str| line.ends_with(':') || line.contains(": ") || line.starts_with("- ") || line == "---";
    lines.peek().is_some()
        && lines.all(|line| is_pair(line) && !line.contains(" = ") && !line.starts_with('['))
}

/// The syntax errors of a text, in its order.
fn errors(text: &str) -> Vec<(Range<usize>, String)> {
    let (_, errors) = DeTable::parse_recoverable(text);
    let mut errors: Vec<_> = errors
        .iter()
        .map(|error| {
            let span = error.span().unwrap_or(text.len()..text.len());
            (span, error.message().to_owned())
        })
        .collect();
    errors.sort_by_key(|(span, _)| span.start);
    errors
}

/// Where each key stands, in the whole tree.
fn collect_keys<'t>(table: &'t DeTable<'_>, places: &mut BTreeMap<&'t str, Vec<Range<usize>>>) {
    for (key, value) in table {
        places.entry(key.get_ref()).or_default().push(key.span());
        if let DeValue::Table(inner) = value.get_ref() {
            collect_keys(inner, places);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What one error at a time gives.
    fn one_by_one(text: &str) -> Vec<(Option<Range<usize>>, String)> {
        // A text of several lines, which says nothing, turns the short cut off.
        let mut all = said(&format!("{text}\nlast = \"\"\"\n\"\"\"\n"));
        all.retain(|(span, _)| span.as_ref().is_none_or(|span| span.start <= text.len()));
        all
    }

    fn said(text: &str) -> Vec<(Option<Range<usize>>, String)> {
        let mut said: Vec<_> = recover(text)
            .diagnostics
            .iter()
            .map(|found| (found.span(), found.message().to_owned()))
            .collect();
        said.sort_by_key(|(span, _)| span.as_ref().map(|span| span.start));
        said
    }

    #[test]
    fn many_errors_in_one_reading_are_those_of_one_reading_for_each() {
        let mut random = 7_u64;
        let mut below = |end: usize| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(random >> 33).unwrap_or_default() % end
        };
        // What is not closed makes the lines below look wrong, and which of them depends on how they are read.
        let slips = [
            ("\"never\"", "never"),
            ("cause = \"", "cause = "),
            ("status =", "status"),
            ("= {", "= {{"),
            ("404", "4x04"),
        ];
        let mut found = 0;
        for round in 0..300 {
            let lines: Vec<String> = (0..12)
                .map(|at| {
                    let mut line = match (round + at) % 3 {
                        0 => format!("CODE_{at} = {{ status = 404, retry = \"never\", cause = \"Cause {at}\" }}"),
                        1 => format!("CODE_{at} = {{\n  status = 404,\n  retry = \"never\", # why\n  cause = \"Cause {at}\" }}"),
                        _ => format!("CODE_{at}.status = 404\nCODE_{at}.default_for = [\n  404,\n  410\n]"),
                    };
                    if below(3) == 0 {
                        let (old, new) = slips[below(slips.len())];
                        line = line.replacen(old, new, 1);
                    }
                    line
                })
                .collect();
            let text = format!("[catalog]\nname = \"T\"\n[errors]\n{}\n", lines.join("\n"));
            // Where a value takes several lines, fewer lines are taken for wrong because of one above.
            let in_lines = text.replace(" # why", "").replace(",\n", ", ").replace("{\n", "{ ");
            let in_lines = in_lines.replace("[\n", "[ ").replace("410\n]", "410 ]").replace("=\n", "= ");
            assert_eq!(said(&in_lines), one_by_one(&in_lines), "{in_lines}");
            found += said(&in_lines).len();
        }
        assert!(found > 500, "{found}");
    }
}
