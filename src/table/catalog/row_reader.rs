//! The values of a section or a row, each with what can be wrong with it alone.

use core::ops::Range;

use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

use super::column::{Column, ColumnKind};
use super::columns::names;
use super::diagnostic::Diagnostic;
use super::format_rule::FormatRule;
use super::suggest::{of_others, suggest};
use crate::shared::text::is_invisible;

/// What the words of `retry` mean.
pub(super) const ADVICE_HELP: &str = "\"never\": it cannot succeed; \"backoff\": the failed attempt changed nothing; \
     \"if-idempotent\": it may have been carried out";

/// What a draft has in place of a value that its authors have to decide.
pub(crate) const UNDECIDED: &str = "undecided";

/// The values of one section or row, column by column.
pub(super) struct RowReader<'r, 'v, 's> {
    pub(super) report: &'r mut Vec<Diagnostic>,
    /// What a message calls it.
    pub(super) owner: String,
    pub(super) table: &'v DeTable<'s>,
    pub(super) columns: &'r [Column],
    /// Whether all of it could be read, so that what is not there is missing.
    pub(super) whole: bool,
    /// What `[catalog]` says of parameters on the wire, if that could be read.
    pub(super) sends_details: Option<bool>,
}

impl<'v, 's> RowReader<'_, 'v, 's> {
    pub(super) fn unknown(&self, key: &str, span: Range<usize>, value: &DeValue<'_>) -> Diagnostic {
        let owner = &self.owner;
        let place = span.clone();
        let diagnostic = Diagnostic::at(
            FormatRule::UnknownKey,
            span,
            format!("{owner} has an unknown key `{}`", key.escape_debug()),
            "not a key of the format",
        );
        if let Some(meant) = suggest(key, names(self.columns)) {
            let diagnostic = diagnostic.with_help(format!("did you mean `{meant}`?"));
            // A difference in case is a slip; a similar word may be another one.
            let is_sure = meant.eq_ignore_ascii_case(key) && !self.table.contains_key(meant);
            return if is_sure { diagnostic.with_fix(place, meant) } else { diagnostic };
        }
        if let Some(meant) = of_others(key).filter(|meant| names(self.columns).contains(meant)) {
            return diagnostic.with_help(match meant {
                "retry" => format!("this format has `retry`, {ADVICE_HELP}"),
                meant => format!("this format calls it `{meant}`"),
            });
        }
        if value.is_table() {
            let code = owner.trim_matches('`');
            return diagnostic.with_help(format!(
                "a code with dots is written in quotes, as in `[errors.\"{code}.{key}\"]`"
            ));
        }
        let names = names(self.columns).join(", ");
        // Only a row of `[errors]` may have columns of the table's own.
        let is_row = self.columns.iter().any(|column| column.kind == ColumnKind::Status);
        let own = if is_row { "; declare a column of your own under `[columns]`" } else { "" };
        diagnostic.with_help(format!("the keys are {names}{own}"))
    }

    pub(super) fn value(&self, name: &str) -> Option<&'v Spanned<DeValue<'s>>> {
        self.table.get(name)
    }

    pub(super) fn wrong_type(&mut self, name: &str, value: &Spanned<DeValue<'_>>) {
        let Some(column) = self.columns.iter().find(|column| column.name == name) else {
            return;
        };
        let found = with_article(value.get_ref().type_str());
        // What was meant can often be read off what is there.
        let meant = match (column.kind, value.get_ref()) {
            (ColumnKind::Status, DeValue::String(digits)) if digits.parse::<u16>().is_ok() => {
                Some(digits.clone().into_owned())
            }
            (ColumnKind::Wait, DeValue::Integer(seconds)) => Some(format!("\"{}s\"", seconds.as_str())),
            (ColumnKind::Statuses, DeValue::Integer(status)) => Some(format!("[{}]", status.as_str())),
            (ColumnKind::Codes | ColumnKind::Lints | ColumnKind::Paths, DeValue::String(text)) => {
                Some(format!("[\"{}\"]", text.escape_debug()))
            }
            _ => None,
        };
        let written = meant.as_deref().unwrap_or(&column.example);
        // A boolean does not tell whether a failed attempt changed anything.
        let help = match column.kind {
            ColumnKind::Retry => ADVICE_HELP.to_owned(),
            _ => format!("write `{name} = {written}`"),
        };
        let diagnostic = Diagnostic::at(
            FormatRule::Type,
            value.span(),
            format!("`{name}` is {found}"),
            format!("expected {}", column.kind.expected()),
        )
        .with_help(help);
        self.report.push(match meant {
            Some(meant) => diagnostic.with_fix(value.span(), meant),
            None => diagnostic,
        });
    }

    /// A string of one line.
    pub(super) fn line(&mut self, name: &str) -> Option<Spanned<String>> {
        self.string(name, is_invisible)
    }

    /// A string of any number of lines.
    pub(super) fn text(&mut self, name: &str) -> Option<Spanned<String>> {
        let stray = |c: char| is_invisible(c) && !matches!(c, '\n' | '\r' | '\t');
        let text = self.string(name, stray)?;
        // The same table means the same in every checkout.
        Some(Spanned::new(text.span(), text.get_ref().replace("\r\n", "\n")))
    }

    fn string(&mut self, name: &str, stray: impl Fn(char) -> bool) -> Option<Spanned<String>> {
        let value = self.value(name)?;
        let DeValue::String(text) = value.get_ref() else {
            self.wrong_type(name, value);
            return None;
        };
        if text.trim().is_empty() {
            self.report.push(
                Diagnostic::at(
                    FormatRule::Empty,
                    value.span(),
                    format!("`{name}` is empty"),
                    "expected text",
                )
                .with_help(format!("write the text, or remove `{name}` if it is optional")),
            );
            return None;
        }
        if let Some(found) = text.chars().find(|c| stray(*c)) {
            let code = u32::from(found);
            let (label, help) = match found {
                '\n' | '\r' => (
                    "a line break",
                    "write it in one line; text of several lines goes into `details`".to_owned(),
                ),
                _ => ("an invisible character", format!("remove it, or describe the character U+{code:04X}")),
            };
            self.report.push(
                Diagnostic::at(
                    FormatRule::Invisible,
                    value.span(),
                    format!("`{name}` contains U+{code:04X}"),
                    label,
                )
                .with_help(help),
            );
            return None;
        }
        Some(Spanned::new(value.span(), text.trim().to_owned()))
    }

    /// Whether a row says that it is not so, where most rows say nothing.
    pub(super) fn is_false(&self, name: &str) -> bool {
        self.value(name).is_some_and(|value| value.get_ref().as_bool() == Some(false))
    }

    /// Whether a draft leaves the value to its authors, which is reported.
    pub(super) fn is_undecided(&mut self, name: &str) -> bool {
        let is_undecided =
            |name: &str| self.value(name).filter(|value| value.get_ref().as_str() == Some(UNDECIDED));
        let Some(value) = is_undecided(name) else {
            return false;
        };
        // A wrong status misleads all who read it, and a wrong advice on a failure of the server may be paid twice.
        let is_failure = || {
            let status = self.value("status").and_then(|status| status.get_ref().as_integer());
            status.is_none_or(|status| !status.as_str().starts_with('4'))
        };
        let rank = match name {
            "status" => 1,
            "retry" if is_failure() => 2,
            _ => 3,
        };
        let help = match name {
            "retry" => format!("decide: {ADVICE_HELP}"),
            "status" => "decide on 400 to 599: a 4xx if the client can correct it, else a 5xx".to_owned(),
            _ => "write what typically causes the error".to_owned(),
        };
        let message = format!("`{name}` of {} is undecided", self.owner);
        let diagnostic = Diagnostic::at(FormatRule::Undecided, value.span(), message, "still to be decided");
        self.report.push(diagnostic.with_help(help).with_rank(rank));
        true
    }

    pub(super) fn status(&mut self, name: &str) -> Option<Spanned<u16>> {
        if self.is_undecided(name) {
            return None;
        }
        let value = self.value(name)?;
        let DeValue::Integer(integer) = value.get_ref() else {
            self.wrong_type(name, value);
            return None;
        };
        self.error_status(value.span(), integer)
    }

    fn error_status(&mut self, span: Range<usize>, integer: &DeInteger<'_>) -> Option<Spanned<u16>> {
        if integer.as_str().is_empty() {
            let message = "a prefix such as `0x` without digits";
            let diagnostic = Diagnostic::at(FormatRule::Syntax, span, message, "not a number of TOML");
            self.report.push(diagnostic.with_help("write the status as a number, such as 404"));
            return None;
        }
        let number = i64::from_str_radix(integer.as_str(), integer.radix());
        let digits = number.as_ref().map_or_else(|_| integer.as_str().to_owned(), ToString::to_string);
        let status = number.ok().and_then(|number| u16::try_from(number).ok());
        if let Some(status) = status.filter(|status| (400..=599).contains(status)) {
            return Some(Spanned::new(span, status));
        }
        self.report.push(
            Diagnostic::at(
                FormatRule::Status,
                span,
                format!("{digits} is not an HTTP error status"),
                "expected 400 to 599",
            )
            .with_help("an error that the client can correct is a 4xx, any other a 5xx"),
        );
        None
    }

    pub(super) fn statuses(&mut self, name: &str) -> Vec<Spanned<u16>> {
        let Some(value) = self.value(name) else {
            return Vec::new();
        };
        let DeValue::Array(array) = value.get_ref() else {
            self.wrong_type(name, value);
            return Vec::new();
        };
        let mut statuses = Vec::with_capacity(array.len());
        for item in array {
            match item.get_ref() {
                DeValue::Integer(integer) => statuses.extend(self.error_status(item.span(), integer)),
                other => {
                    let found = with_article(other.type_str());
                    self.report.push(
                        Diagnostic::at(
                            FormatRule::Type,
                            item.span(),
                            format!("`{name}` contains {found}"),
                            "expected an integer",
                        )
                        .with_help(format!("write `{name} = [404]`")),
                    );
                }
            }
        }
        statuses
    }

    /// An array of strings.
    pub(super) fn lines(&mut self, name: &str) -> Vec<String> {
        self.spanned_lines(name).into_iter().map(Spanned::into_inner).collect()
    }

    /// A code, or an array of codes, each of them once.
    pub(super) fn code_or_codes(&mut self, name: &str) -> Vec<Spanned<String>> {
        if self.value(name).is_none_or(|value| !value.get_ref().is_array()) {
            return self.line(name).into_iter().collect();
        }
        let codes = self.codes(name);
        for (at, code) in codes.iter().enumerate() {
            if codes[..at].iter().any(|known| known.get_ref() == code.get_ref()) {
                let message = format!("`{name}` lists `{}` twice", code.get_ref());
                let diagnostic = Diagnostic::at(FormatRule::Duplicate, code.span(), message, "again here");
                self.report.push(diagnostic.with_help("remove one of the two"));
            }
        }
        codes
    }

    /// An array of codes.
    pub(super) fn codes(&mut self, name: &str) -> Vec<Spanned<String>> {
        let mut codes = self.spanned_lines(name);
        codes.retain(|code| {
            let Some((rule, fault)) = super::ident::code_fault(code.get_ref()) else { return true };
            let message = format!("`{}` is not a legal code", code.get_ref().escape_debug());
            let diagnostic = Diagnostic::at(rule, code.span(), message, fault);
            self.report.push(diagnostic.with_help("write it as it goes over the wire, or remove it"));
            false
        });
        codes
    }

    /// An array of paths, one at least.
    pub(super) fn paths(&mut self, name: &str) -> Vec<Spanned<String>> {
        if let Some(value) =
            self.value(name).filter(|value| value.get_ref().as_array().is_some_and(|items| items.is_empty()))
        {
            self.report.push(
                Diagnostic::at(
                    FormatRule::Empty,
                    value.span(),
                    format!("`{name}` is empty"),
                    "expected a path",
                )
                .with_help("name a table, or remove `[include]`"),
            );
        }
        self.spanned_lines(name)
    }

    fn spanned_lines(&mut self, name: &str) -> Vec<Spanned<String>> {
        let Some(value) = self.value(name) else {
            return Vec::new();
        };
        let line = |item: &Spanned<DeValue<'_>>| {
            Some(Spanned::new(item.span(), item.get_ref().as_str()?.to_owned()))
        };
        let lines =
            value.get_ref().as_array().map(|items| items.iter().map(line).collect::<Option<Vec<_>>>());
        if let Some(Some(lines)) = lines {
            return lines;
        }
        self.wrong_type(name, value);
        Vec::new()
    }

    /// `true` or `false`; `None` after a mistake.
    pub(super) fn flag(&mut self, name: &str, default: bool) -> Option<bool> {
        match self.value(name).map(|value| (value, value.get_ref())) {
            None => Some(default),
            Some((_, DeValue::Boolean(flag))) => Some(*flag),
            Some((value, _)) => {
                self.wrong_type(name, value);
                None
            }
        }
    }

    /// Where each column of the format that is there has its value.
    pub(super) fn places(&self) -> Vec<(String, Range<usize>)> {
        let place =
            |column: &Column| Some((column.name.clone().into_owned(), self.value(&column.name)?.span()));
        self.columns.iter().filter_map(place).collect()
    }
}

pub(super) fn with_article(noun: &str) -> String {
    match noun {
        "integer" | "array" => format!("an {noun}"),
        _ => format!("a {noun}"),
    }
}
