//! `import --review`: asks for each value that is undecided, the serious first, and writes every answer at once.

use std::io::{self, BufRead};

use toml::de::{DeTable, DeValue};

use super::fill::{decided, proposal};
use super::status;
use crate::cli::edit::quote;
use crate::cli::file::TextFile;
use crate::cli::{Console, Exit, from_text};
use crate::shared::retry::Retry;
use crate::table::catalog::UNDECIDED;

/// A value to be decided.
struct Question {
    code: String,
    column: &'static str,
    status: Option<String>,
    cause: Option<String>,
    /// The value and the reason in the comment beside it.
    proposal: Option<(String, String)>,
    span: core::ops::Range<usize>,
}

pub(super) fn run(console: &mut Console<'_>) -> io::Result<Exit> {
    let path = console.path("table");
    let mut input = io::stdin().lock();
    let mut skipped: Vec<(String, &'static str)> = Vec::new();
    let mut decided_count = 0;
    loop {
        // Read anew for each question: somebody may work on the same file.
        let file = match console.table_file(&path)? {
            Ok(file) => file,
            Err(exit) => return Ok(exit),
        };
        let Some(questions) = questions(file.text()) else {
            return match from_text(&path, file.text()) {
                Err(invalid) => console.invalid(&invalid),
                Ok(_) => Ok(Exit::Failed),
            };
        };
        let left = questions.len() - questions.iter().filter(|question| question.is_in(&skipped)).count();
        let Some(question) = questions.iter().find(|question| !question.is_in(&skipped)) else {
            return finish(console, &path, &file, decided_count, questions.len());
        };
        question.ask(console, left)?;
        let mut answer = String::new();
        if input.read_line(&mut answer)? == 0 {
            writeln!(console.out)?;
            return finish(console, &path, &file, decided_count, questions.len());
        }
        match question.read(answer.trim()) {
            Answer::Quit => return finish(console, &path, &file, decided_count, questions.len()),
            Answer::Skip => skipped.push((question.code.clone(), question.column)),
            Answer::Unclear(help) => writeln!(console.out, "{help}")?,
            Answer::Value(value) => {
                let (span, value) = decided(file.text(), question.span.clone(), &value);
                let mut text = file.text().to_owned();
                text.replace_range(span, &value);
                match file.replace(&text) {
                    Ok(_) => decided_count += 1,
                    Err(error) if error.is_late() => {
                        writeln!(console.out, "{}: has changed in the meantime: once more", file.name())?;
                    }
                    Err(error) => return console.failed(&error),
                }
            }
        }
    }
}

/// Says what is left, and whether the table is one now.
fn finish(
    console: &mut Console<'_>,
    path: &std::path::Path,
    file: &TextFile,
    decided: usize,
    left: usize,
) -> io::Result<Exit> {
    let name = file.name();
    writeln!(console.out, "{name}: {decided} decided, {left} undecided")?;
    if left > 0 {
        return Ok(Exit::Findings);
    }
    match from_text(path, file.text()) {
        Ok(_) => Ok(Exit::Clean),
        Err(invalid) => console.invalid(&invalid),
    }
}

/// What is to be decided, in the order of what a wrong value costs. `None` if the text is not TOML.
fn questions(text: &str) -> Option<Vec<Question>> {
    let root = DeTable::parse(text).ok()?;
    let mut questions = Vec::new();
    let errors = root.get_ref().get("errors").and_then(|errors| errors.get_ref().as_table());
    for (code, row) in errors.into_iter().flat_map(|errors| errors.iter()) {
        let Some(row) = row.get_ref().as_table() else { continue };
        let shown = |column: &str| {
            let value = row.get(column)?.get_ref();
            match value {
                DeValue::Integer(number) => Some(number.to_string()),
                value => value.as_str().filter(|text| *text != UNDECIDED).map(str::to_owned),
            }
        };
        for column in ["status", "retry", "cause"] {
            let Some(value) = row.get(column).filter(|value| value.get_ref().as_str() == Some(UNDECIDED))
            else {
                continue;
            };
            let rest = text[value.span().end..].lines().next().unwrap_or_default();
            questions.push(Question {
                code: code.get_ref().to_string(),
                column,
                status: shown("status"),
                cause: shown("cause"),
                proposal: proposal(rest).map(|(value, why)| (value.to_owned(), why.to_owned())),
                span: value.span(),
            });
        }
    }
    questions.sort_by_key(|question| (question.rank(), question.span.start));
    Some(questions)
}

enum Answer {
    Value(String),
    Skip,
    Quit,
    Unclear(String),
}

impl Question {
    fn rank(&self) -> u8 {
        match (self.column, self.status.as_deref()) {
            ("status", _) => 0,
            ("retry", Some(status)) if status.starts_with('4') => 2,
            ("retry", _) => 1,
            _ => 3,
        }
    }

    fn is_in(&self, skipped: &[(String, &str)]) -> bool {
        skipped.iter().any(|(code, column)| *code == self.code && *column == self.column)
    }

    /// The words that answer it.
    fn words(&self) -> String {
        match self.column {
            "retry" => "n(ever), b(ackoff), i(f-idempotent)".to_owned(),
            "status" => "400 to 599".to_owned(),
            _ => "the text".to_owned(),
        }
    }

    fn ask(&self, console: &mut Console<'_>, left: usize) -> io::Result<()> {
        let status = self.status.as_deref().map_or_else(String::new, |status| format!(" ({status})"));
        writeln!(console.out, "\n{left} left. `{}` of `{}`{status}", self.column, self.code)?;
        if let Some(cause) = &self.cause {
            writeln!(console.out, "    {}", super::text::line(cause))?;
        }
        let by_default = match &self.proposal {
            Some((value, why)) => {
                writeln!(console.out, "    {value}? {}", super::text::line(why))?;
                format!("Enter for {value}, ")
            }
            None => String::new(),
        };
        write!(console.out, "{}; {by_default}s(kip), q(uit): ", self.words())?;
        console.out.flush()
    }

    fn read(&self, answer: &str) -> Answer {
        let lower = answer.to_lowercase();
        match (&*lower, &self.proposal) {
            ("", Some((value, _))) => {
                return Answer::Value(if self.column == "retry" {
                    quote::string(value)
                } else {
                    value.clone()
                });
            }
            ("q" | "quit", _) => return Answer::Quit,
            ("s" | "skip", _) => return Answer::Skip,
            ("", None) => return Answer::Unclear(format!("there is no proposal: answer {}", self.words())),
            _ => {}
        }
        let value = match self.column {
            "retry" => Retry::ALL
                .into_iter()
                .find(|retry| retry.as_str().starts_with(&*lower))
                .map(|retry| quote::string(retry.as_str())),
            "status" => {
                status::all(answer).first().filter(|status| (400..=599).contains(*status)).map(u16::to_string)
            }
            _ => Some(super::text::line(answer))
                .filter(|text| !text.is_empty() && text != UNDECIDED)
                .map(|text| quote::string(&text)),
        };
        value.map_or_else(
            || Answer::Unclear(format!("\"{}\" is no answer: {}", super::text::line(answer), self.words())),
            Answer::Value,
        )
    }
}
