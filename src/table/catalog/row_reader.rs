//! The values of a section or a row, each with what can be wrong with it alone.

use core::ops::Range;
use core::time::Duration;
use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

use super::column::{Column, ColumnKind};
use super::columns::names;
use super::diagnostic::Diagnostic;
use super::format_rule::FormatRule;
use super::ident;
use super::suggest::suggest;
use super::value::PlainValue;
use crate::shared::retry::Retry;
use crate::shared::text::is_invisible;

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
            (ColumnKind::Lints | ColumnKind::Paths, DeValue::String(text)) => {
                Some(format!("[\"{}\"]", text.escape_debug()))
            }
            _ => None,
        };
        let written = meant.as_deref().unwrap_or(&column.example);
        let diagnostic = Diagnostic::at(
            FormatRule::Type,
            value.span(),
            format!("`{name}` is {found}"),
            format!("expected {}", column.kind.expected()),
        )
        .with_help(format!("write `{name} = {written}`"));
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
                Diagnostic::at(FormatRule::Empty, value.span(), format!("`{name}` is empty"), "no text")
                    .with_help(format!("say it in words, or remove `{name}` if it is optional")),
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
                _ => (
                    "a character that does not show",
                    format!("remove it, or write in words what U+{code:04X} stands for"),
                ),
            };
            self.report.push(
                Diagnostic::at(
                    FormatRule::Invisible,
                    value.span(),
                    format!("`{name}` holds U+{code:04X}"),
                    label,
                )
                .with_help(help),
            );
            return None;
        }
        Some(Spanned::new(value.span(), text.trim().to_owned()))
    }

    pub(super) fn retry(&mut self) -> Option<Spanned<Retry>> {
        let word = self.line("retry")?;
        if let Ok(retry) = word.get_ref().parse() {
            return Some(Spanned::new(word.span(), retry));
        }
        let words = Retry::ALL.map(Retry::as_str);
        let diagnostic = Diagnostic::at(
            FormatRule::Word,
            word.span(),
            format!("`{}` is not a retry advice", word.get_ref().escape_debug()),
            "expected \"never\", \"backoff\" or \"if-idempotent\"",
        );
        self.report.push(match suggest(word.get_ref(), words) {
            Some(meant) if meant.eq_ignore_ascii_case(word.get_ref()) => diagnostic
                .with_help(format!("did you mean \"{meant}\"?"))
                .with_fix(word.span(), format!("\"{meant}\"")),
            Some(meant) => diagnostic.with_help(format!("did you mean \"{meant}\"?")),
            None => diagnostic.with_help(
                "\"never\": it cannot succeed; \"backoff\": the failed attempt changed nothing; \
                 \"if-idempotent\": it may have been carried out",
            ),
        });
        None
    }

    pub(super) fn status(&mut self, name: &str) -> Option<Spanned<u16>> {
        let value = self.value(name)?;
        let DeValue::Integer(integer) = value.get_ref() else {
            self.wrong_type(name, value);
            return None;
        };
        self.error_status(value.span(), integer)
    }

    fn error_status(&mut self, span: Range<usize>, integer: &DeInteger<'_>) -> Option<Spanned<u16>> {
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
            .with_help("an error that the client can mend is a 4xx, any other a 5xx"),
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
                            format!("`{name}` holds {found}"),
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

    /// An array of paths, one at least.
    pub(super) fn paths(&mut self, name: &str) -> Vec<Spanned<String>> {
        if let Some(value) =
            self.value(name).filter(|value| value.get_ref().as_array().is_some_and(|items| items.is_empty()))
        {
            self.report.push(
                Diagnostic::at(FormatRule::Empty, value.span(), format!("`{name}` is empty"), "no path")
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

    /// The values of the columns that no code depends on.
    pub(super) fn plain(&mut self) -> BTreeMap<String, PlainValue> {
        let columns = self.columns;
        let mut values = BTreeMap::new();
        for column in columns.iter().filter(|column| column.is_plain()) {
            if let Some(value) = self.plain_value(column) {
                values.insert(column.name.clone().into_owned(), value);
            }
        }
        values
    }

    fn plain_value(&mut self, column: &Column) -> Option<PlainValue> {
        let name = &*column.name;
        match column.kind {
            ColumnKind::Flag => self.flag(name, false)?.then_some(PlainValue::Flag(true)),
            ColumnKind::Integer => self.integer(name).map(PlainValue::Integer),
            ColumnKind::OneOf => self.one_of(column).map(PlainValue::Text),
            ColumnKind::Text => self.text(name).map(|text| PlainValue::Text(text.into_inner())),
            ColumnKind::Url => self.url(name).map(PlainValue::Text),
            _ => self.line(name).map(|text| PlainValue::Text(text.into_inner())),
        }
    }

    fn integer(&mut self, name: &str) -> Option<i64> {
        let value = self.value(name)?;
        let number = match value.get_ref() {
            DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix()).ok(),
            _ => None,
        };
        if number.is_none() {
            self.wrong_type(name, value);
        }
        number
    }

    /// A word that the table declares.
    fn one_of(&mut self, column: &Column) -> Option<String> {
        let word = self.line(&column.name)?;
        if column.words.contains(word.get_ref()) {
            return Some(word.into_inner());
        }
        let words = format!("\"{}\"", column.words.join("\", \""));
        let diagnostic = Diagnostic::at(
            FormatRule::Word,
            word.span(),
            format!("`{}` is not a word of `{}`", word.get_ref().escape_debug(), column.name),
            format!("expected one of {words}"),
        );
        self.report.push(match suggest(word.get_ref(), column.words.iter().map(String::as_str)) {
            Some(meant) => diagnostic.with_help(format!("did you mean \"{meant}\"?")),
            None => {
                diagnostic.with_help("use one of the words, or add this one to `values` under `[columns]`")
            }
        });
        None
    }

    fn url(&mut self, name: &str) -> Option<String> {
        let text = self.line(name)?;
        let is_web = ["https://", "http://"]
            .iter()
            .any(|scheme| text.get_ref().len() > scheme.len() && text.get_ref().starts_with(scheme));
        if is_web && !text.get_ref().contains(|c: char| c.is_whitespace() || "<>\"\\`".contains(c)) {
            return Some(text.into_inner());
        }
        self.report.push(
            Diagnostic::at(
                FormatRule::Url,
                text.span(),
                format!("`{}` is not a link", text.get_ref().escape_debug()),
                "expected `https://` or `http://` and no spaces",
            )
            .with_help(format!("write `{name} = \"https://example.org/page\"`")),
        );
        None
    }

    /// Where each column of the format that is there has its value.
    pub(super) fn places(&self) -> Vec<(String, Range<usize>)> {
        let place =
            |column: &Column| Some((column.name.clone().into_owned(), self.value(&column.name)?.span()));
        self.columns.iter().filter_map(place).collect()
    }

    /// An exception needs a reason.
    pub(super) fn check_allow(&mut self, allow: &[String], reason: Option<&Spanned<String>>) {
        let place = |name: &str| self.value(name).map(Spanned::span);
        let diagnostic = match (allow, place("allow"), reason) {
            ([_, ..], Some(span), None) if self.whole => Diagnostic::at(
                FormatRule::Missing,
                span,
                format!("{} allows what a lint finds, but does not say why", self.owner),
                "`allow_reason` is missing",
            )
            .with_help("add `allow_reason = \"Why the rule does not fit this row\"`"),
            ([], None, Some(reason)) if self.whole => Diagnostic::at(
                FormatRule::Contradiction,
                reason.span(),
                format!("{} says why, but not what it allows", self.owner),
                "a reason for what?",
            )
            .with_help("add `allow = [\"EC121\"]` with the lint that does not fit, or remove `allow_reason`"),
            _ => return,
        };
        self.report.push(diagnostic);
    }

    pub(super) fn wait(&mut self, name: &str) -> Option<Spanned<Duration>> {
        let text = self.line(name)?;
        if let Some(wait) = parse_wait(text.get_ref()) {
            return Some(Spanned::new(text.span(), wait));
        }
        self.report.push(
            Diagnostic::at(
                FormatRule::Wait,
                text.span(),
                format!("`{}` is not a wait", text.get_ref().escape_debug()),
                "expected whole seconds, minutes or hours, one day at most",
            )
            .with_help("write \"30s\", \"5m\" or \"1h\""),
        );
        None
    }

    /// A wait is a wait before another attempt.
    pub(super) fn check_wait(&mut self, retry: Option<&Spanned<Retry>>, wait: Option<&Spanned<Duration>>) {
        let never = retry.filter(|retry| *retry.get_ref() == Retry::Never);
        let Some((retry, wait)) = never.zip(wait) else {
            return;
        };
        self.report.push(
            Diagnostic::at(
                FormatRule::Contradiction,
                wait.span(),
                format!("{} must never be retried, but has a wait", self.owner),
                "a wait before what?",
            )
            .with_other(retry.span(), "no retry")
            .with_help("remove `retry_after`, or set `retry` to \"backoff\" or \"if-idempotent\""),
        );
    }

    /// What is replaced should not be used.
    pub(super) fn check_replacement(&mut self, replaced_by: Option<&Spanned<String>>) {
        let Some(replaced_by) = replaced_by else {
            return;
        };
        self.report.push(
            Diagnostic::at(
                FormatRule::Contradiction,
                replaced_by.span(),
                format!("{} is replaced, but not deprecated", self.owner),
                "replaces a code that is in use",
            )
            .with_help("add `deprecated = \"Why it should not be used\"`"),
        );
    }

    /// The name of a header, or `None` where the column says `false`.
    pub(super) fn header(&mut self, column: &str, default: Spanned<String>) -> Option<Spanned<String>> {
        match self.value(column).map(Spanned::get_ref) {
            None => return Some(default),
            Some(DeValue::Boolean(false)) => return None,
            Some(_) => {}
        }
        let name = self.line(column)?;
        let lower = name.get_ref().to_ascii_lowercase();
        let fault = if !lower.bytes().all(is_token) || lower.len() > MAX_HEADER {
            "letters, digits, hyphens and underscores, as in `x-error-code`"
        } else if TAKEN_HEADERS.contains(&&*lower) || lower.starts_with("content-") {
            "HTTP gives this header another job"
        } else {
            return Some(Spanned::new(name.span(), lower));
        };
        self.report.push(
            Diagnostic::at(
                FormatRule::Header,
                name.span(),
                format!("`{}` cannot be the `{column}`", name.get_ref().escape_debug()),
                fault,
            )
            .with_help(format!("choose another name, or leave the header out with `{column} = false`")),
        );
        None
    }

    /// The column `name`, or else the name that the code makes.
    pub(super) fn variant(&mut self, code: &Spanned<String>) -> Option<Spanned<String>> {
        let (name, help) = match self.value("name") {
            Some(_) => (self.line("name")?, "choose a name like `NotFound`"),
            None => (
                Spanned::new(code.span(), ident::variant(code.get_ref())),
                "give the row a Rust name of its own: `name = \"NotFound\"`",
            ),
        };
        // A code that is not legal has been reported, and what its name would be is of no interest.
        let Some(fault) = ident::variant_fault(name.get_ref()) else {
            return Some(name);
        };
        if ident::code_fault(code.get_ref()).is_none() || self.value("name").is_some() {
            self.report.push(
                Diagnostic::at(
                    FormatRule::Name,
                    name.span(),
                    format!("`{}` cannot name a Rust variant", name.get_ref().escape_debug()),
                    fault,
                )
                .with_help(help),
            );
        }
        None
    }
}

/// Headers that a response has for other reasons, beside all that start with `content-`.
const TAKEN_HEADERS: [&str; 14] = [
    "allow",
    "cache-control",
    "connection",
    "date",
    "etag",
    "keep-alive",
    "location",
    "retry-after",
    "set-cookie",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "vary",
    "www-authenticate",
];

const MAX_HEADER: usize = 64;

/// A character of a header name (`tchar`, RFC 9110, 5.6.2), without those that are unusual.
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_".contains(&byte)
}

fn parse_wait(text: &str) -> Option<Duration> {
    let unit = text.chars().next_back()?;
    let seconds_per_unit = match unit {
        's' => 1,
        'm' => 60,
        'h' => 60 * 60,
        _ => return None,
    };
    let digits = &text[..text.len() - unit.len_utf8()];
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let seconds = digits.parse::<u64>().ok()?.checked_mul(seconds_per_unit)?;
    (1..=24 * 60 * 60).contains(&seconds).then(|| Duration::from_secs(seconds))
}

pub(super) fn with_article(noun: &str) -> String {
    match noun {
        "integer" | "array" => format!("an {noun}"),
        _ => format!("a {noun}"),
    }
}
