//! From TOML to rows: the rules that a row can break by itself.

use core::ops::Range;
use core::time::Duration;

use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

use super::columns::{CATALOG_COLUMNS, Column, ERROR_COLUMNS, Kind, RETIRED_COLUMNS};
use super::diagnostic::{Diagnostic, Invalid, Rule};
use super::source::Source;
use super::suggest::suggest;
use super::syntax::{self, Recovered};
use super::{Catalog, Entry, Headers, Retired, check, ident};
use crate::text::is_invisible;
use crate::vocab::Retry;

/// A row as far as it could be read, with the places that other rows may collide with.
pub(super) struct Row<T> {
    pub(super) code: Spanned<String>,
    /// The Rust name and where it comes from: the column `name`, or else the code.
    pub(super) variant: Option<Spanned<String>>,
    pub(super) replaced_by: Option<Spanned<String>>,
    pub(super) default_for: Vec<Spanned<u16>>,
    /// `None` after a mistake, which has been reported.
    pub(super) entry: Option<T>,
}

pub(super) fn catalog(path: &str, text: &str) -> Result<Catalog, Invalid> {
    let (root, errors) = DeTable::parse_recoverable(text);
    let (catalog, diagnostics) = if errors.is_empty() {
        Reader::default().read(root.get_ref())
    } else {
        let recovered = syntax::recover(text);
        let (root, _) = DeTable::parse_recoverable(&recovered.text);
        let unread = recovered.broken.iter().map(|part| &text[part.clone()]);
        let reader = Reader {
            unread: unread.collect(),
            diagnostics: recovered.diagnostics.clone(),
            recovered: Some(&recovered),
        };
        reader.read(root.get_ref())
    };
    match catalog {
        Some(catalog) if diagnostics.is_empty() => Ok(catalog),
        _ => Err(Invalid::new(Source::new(path, text), diagnostics)),
    }
}

#[derive(Default)]
struct Reader<'t> {
    recovered: Option<&'t Recovered>,
    /// The lines that were set aside: what seems to be missing may be in them.
    unread: String,
    diagnostics: Vec<Diagnostic>,
}

const SECTIONS: [&str; 3] = ["catalog", "errors", "retired"];

impl Reader<'_> {
    fn read(mut self, root: &DeTable<'_>) -> (Option<Catalog>, Vec<Diagnostic>) {
        for (key, value) in root {
            if !SECTIONS.contains(&&**key.get_ref()) {
                self.unknown_section(key.get_ref(), key.span(), value.get_ref());
            }
        }
        let (name, headers) = self.catalog_section(root);
        let errors = self.rows(root, "errors", ERROR_COLUMNS, Self::entry);
        let retired = self.rows(root, "retired", RETIRED_COLUMNS, Self::retired);
        if errors.is_empty() && self.unread.is_empty() {
            self.no_rows(root);
        }
        check::rows(&errors, &retired, &self.unread, &mut self.diagnostics);

        let mut errors: Vec<Entry> = errors.into_iter().filter_map(|row| row.entry).collect();
        let mut retired: Vec<Retired> = retired.into_iter().filter_map(|row| row.entry).collect();
        errors.sort_by(|a, b| a.code.cmp(&b.code));
        retired.sort_by(|a, b| a.code.cmp(&b.code));
        let catalog = name.map(|name| Catalog { name, headers, errors, retired });
        (catalog, self.diagnostics)
    }

    fn no_rows(&mut self, root: &DeTable<'_>) {
        let message = "the table has no errors";
        let diagnostic = match root.get_key_value("errors") {
            None => Diagnostic::nowhere(Rule::Missing, message),
            Some((key, value)) if value.get_ref().is_table() => {
                Diagnostic::at(Rule::Missing, key.span(), message, "no rows under it")
            }
            // That it is no table has been reported.
            Some(_) => return,
        };
        let row = examples(ERROR_COLUMNS);
        let help = format!("add `[errors]` and, below it, `NOT_FOUND = {{ {row} }}`");
        self.diagnostics.push(diagnostic.with_help(help));
    }

    fn unknown_section(&mut self, key: &str, span: Range<usize>, value: &DeValue<'_>) {
        let diagnostic = Diagnostic::at(
            Rule::UnknownKey,
            span,
            format!("unknown section `{}`", key.escape_debug()),
            "not a section of a table",
        );
        let is_row = matches!(value, DeValue::Table(row) if row.contains_key("status"));
        self.diagnostics.push(match suggest(key, SECTIONS) {
            Some(meant) => diagnostic.with_help(format!("did you mean `{meant}`?")),
            None if is_row => diagnostic.with_help(format!("a row goes under `[errors]`: `[errors.{key}]`")),
            None => diagnostic.with_help("a table has `[catalog]`, `[errors]` and `[retired]`"),
        });
    }

    fn catalog_section(&mut self, root: &DeTable<'_>) -> (Option<String>, Headers) {
        let mut headers = Headers { code: None, retry: None };
        let Some((key, value)) = root.get_key_value("catalog") else {
            if self.unread.is_empty() {
                self.diagnostics.push(
                    Diagnostic::nowhere(Rule::Missing, "the table has no section `[catalog]`")
                        .with_help("add `[catalog]` and, below it, `name = \"My API\"`"),
                );
            }
            return (None, headers);
        };
        let Some(table) = self.table(key, value, "section", &[]) else {
            return (None, headers);
        };
        let mut fields = self.fields("`[catalog]`", key.span(), value, table, CATALOG_COLUMNS);
        let name = fields.line("name").map(Spanned::into_inner);
        let or_default = |name: &str| Spanned::new(key.span(), name.to_owned());
        let code = fields.header("code_header", or_default("x-error-code"));
        let retry = fields.header("retry_header", or_default("x-should-retry"));
        if let (Some(code), Some(retry)) = (&code, &retry)
            && code.get_ref() == retry.get_ref()
        {
            fields.report.push(
                Diagnostic::at(
                    Rule::Header,
                    retry.span(),
                    format!("header `{}` has two jobs", retry.get_ref()),
                    "it carries the retry advice",
                )
                .with_other(code.span(), "it carries the code")
                .with_help("give `code_header` and `retry_header` different names"),
            );
        }
        headers.code = code.map(Spanned::into_inner);
        headers.retry = retry.map(Spanned::into_inner);
        (name, headers)
    }

    /// Reads the rows of a section, each by `entry`, which gets what the row says and makes a value of it.
    fn rows<T>(
        &mut self,
        root: &DeTable<'_>,
        section: &'static str,
        columns: &'static [Column],
        entry: fn(&mut Fields<'_, '_, '_>, &mut Row<T>) -> Option<T>,
    ) -> Vec<Row<T>> {
        let Some((key, value)) = root.get_key_value(section) else {
            return Vec::new();
        };
        let Some(table) = self.table(key, value, "section", &[]) else {
            return Vec::new();
        };
        let mut rows = Vec::with_capacity(table.len());
        for (key, value) in table {
            let code = Spanned::new(key.span(), key.get_ref().clone().into_owned());
            let mut row =
                Row { code, variant: None, replaced_by: None, default_for: Vec::new(), entry: None };
            if let Some((rule, fault)) = ident::code_fault(key.get_ref()) {
                let code = key.get_ref().escape_debug();
                self.diagnostics.push(
                    Diagnostic::at(rule, key.span(), format!("`{code}` is not a legal code"), fault)
                        .with_help(
                            "rename the code; it is what goes over the wire, in the body and in a header",
                        ),
                );
            }
            if let Some(table) = self.table(key, value, "row", columns) {
                let owner = format!("`{}`", key.get_ref().escape_debug());
                let mut fields = self.fields(&owner, key.span(), value, table, columns);
                row.variant = fields.variant(&row.code);
                row.replaced_by = fields.line("replaced_by");
                row.entry = entry(&mut fields, &mut row);
            }
            rows.push(row);
        }
        rows
    }

    fn entry(fields: &mut Fields<'_, '_, '_>, row: &mut Row<Entry>) -> Option<Entry> {
        let status = fields.status("status");
        let retry = fields.retry();
        let cause = fields.line("cause");
        let message = fields.line("message");
        let remedy = fields.line("remedy");
        let details = fields.text("details");
        let retry_after = fields.wait("retry_after");
        let since = fields.line("since");
        let deprecated = fields.line("deprecated");
        row.default_for = fields.statuses("default_for");

        if let (Some(retry), Some(wait)) = (&retry, &retry_after)
            && *retry.get_ref() == Retry::Never
        {
            fields.report.push(
                Diagnostic::at(
                    Rule::Contradiction,
                    wait.span(),
                    format!("{} must never be retried, but has a wait", fields.owner),
                    "a wait before what?",
                )
                .with_other(retry.span(), "no retry")
                .with_help("remove `retry_after`, or set `retry` to \"backoff\" or \"if-idempotent\""),
            );
        }
        if let (None, Some(replaced_by)) = (&deprecated, &row.replaced_by) {
            fields.report.push(
                Diagnostic::at(
                    Rule::Contradiction,
                    replaced_by.span(),
                    format!("{} is replaced, but not deprecated", fields.owner),
                    "replaces a code that is in use",
                )
                .with_help("add `deprecated = \"Why it should not be used\"`"),
            );
        }
        let owned = |text: Option<Spanned<String>>| text.map(Spanned::into_inner);
        Some(Entry {
            code: row.code.get_ref().clone(),
            variant: row.variant.as_ref()?.get_ref().clone(),
            status: *status?.get_ref(),
            retry: *retry?.get_ref(),
            cause: owned(cause)?,
            message: owned(message),
            remedy: owned(remedy),
            details: owned(details),
            retry_after: retry_after.map(Spanned::into_inner),
            default_for: row.default_for.iter().map(|status| *status.get_ref()).collect(),
            since: owned(since),
            deprecated: owned(deprecated),
            replaced_by: row.replaced_by.as_ref().map(|code| code.get_ref().clone()),
        })
    }

    fn retired(fields: &mut Fields<'_, '_, '_>, row: &mut Row<Retired>) -> Option<Retired> {
        Some(Retired {
            code: row.code.get_ref().clone(),
            reason: fields.line("reason")?.into_inner(),
            since: fields.line("since").map(Spanned::into_inner),
            variant: row.variant.as_ref()?.get_ref().clone(),
            replaced_by: row.replaced_by.as_ref().map(|code| code.get_ref().clone()),
        })
    }

    /// The table that a section or a row has to be.
    fn table<'v, 's>(
        &mut self,
        key: &Spanned<impl AsRef<str>>,
        value: &'v Spanned<DeValue<'s>>,
        what: &str,
        columns: &[Column],
    ) -> Option<&'v DeTable<'s>> {
        let found = match value.get_ref() {
            DeValue::Table(table) => return Some(table),
            other => other.type_str(),
        };
        let key_text = key.get_ref().as_ref();
        let help = match (what, found) {
            ("section", _) => {
                format!("write `[{key_text}]` in single brackets, and below it a line for each row or key")
            }
            _ => format!("write `{key_text} = {{ {} }}`", examples(columns)),
        };
        self.diagnostics.push(
            Diagnostic::at(
                Rule::Type,
                key.span(),
                format!("`{key_text}` is {}, not a table", with_article(found)),
                format!("this {what} has to be a table"),
            )
            .with_help(help),
        );
        None
    }

    /// The columns of a table, after a look at what is unknown and what is missing.
    fn fields<'r, 'v, 's>(
        &'r mut self,
        owner: &str,
        key: Range<usize>,
        value: &Spanned<DeValue<'s>>,
        table: &'v DeTable<'s>,
        columns: &'static [Column],
    ) -> Fields<'r, 'v, 's> {
        let whole = self.is_whole(value.span());
        let fields = Fields { report: &mut self.diagnostics, owner: owner.to_owned(), table, columns };
        // A table in a row is the rest of a code that was not quoted: the row is no row, so it lacks nothing.
        let nested = table.values().any(|value| value.get_ref().is_table());
        let missing = |column: &&Column| column.required && !table.contains_key(column.name);
        for column in columns.iter().filter(missing).filter(|_| whole && !nested) {
            let Column { name, example, .. } = column;
            fields.report.push(
                Diagnostic::at(
                    Rule::Missing,
                    key.clone(),
                    format!("{owner} has no `{name}`"),
                    format!("`{name}` is missing"),
                )
                .with_help(format!("add `{name} = {example}`")),
            );
        }
        for (key, value) in table {
            if !columns.iter().any(|column| column.name == key.get_ref()) {
                let unknown = fields.unknown(key.get_ref(), key.span(), value.get_ref());
                fields.report.push(unknown);
            }
        }
        fields
    }

    /// Whether no line of a section or row was set aside: only then is what is missing really missing.
    fn is_whole(&self, span: Range<usize>) -> bool {
        self.recovered.is_none_or(|recovered| {
            // The span of a section is that of its header; what belongs to it goes on to the next one.
            let is_header = recovered.text[span.clone()].starts_with('[');
            let rest = &recovered.text[span.end..];
            let next = if is_header { rest.find("\n[").unwrap_or(rest.len()) } else { 0 };
            let end = span.end + next;
            !recovered.broke(&(span.start..end))
        })
    }
}

/// The values of one section or row, column by column.
struct Fields<'r, 'v, 's> {
    report: &'r mut Vec<Diagnostic>,
    /// What a message calls it.
    owner: String,
    table: &'v DeTable<'s>,
    columns: &'static [Column],
}

impl<'v, 's> Fields<'_, 'v, 's> {
    fn unknown(&self, key: &str, span: Range<usize>, value: &DeValue<'_>) -> Diagnostic {
        let owner = &self.owner;
        let diagnostic = Diagnostic::at(
            Rule::UnknownKey,
            span,
            format!("{owner} has an unknown key `{}`", key.escape_debug()),
            "not a key of the format",
        );
        if let Some(meant) = suggest(key, self.columns.iter().map(|column| column.name)) {
            return diagnostic.with_help(format!("did you mean `{meant}`?"));
        }
        if value.is_table() {
            let code = owner.trim_matches('`');
            return diagnostic.with_help(format!(
                "a code with dots is written in quotes, as in `[errors.\"{code}.{key}\"]`"
            ));
        }
        let names: Vec<&str> = self.columns.iter().map(|column| column.name).collect();
        diagnostic.with_help(format!("the keys are {}", names.join(", ")))
    }

    fn value(&self, name: &str) -> Option<&'v Spanned<DeValue<'s>>> {
        self.table.get(name)
    }

    fn wrong_type(&mut self, name: &str, value: &Spanned<DeValue<'_>>) {
        let Some(column) = self.columns.iter().find(|column| column.name == name) else {
            return;
        };
        let found = with_article(value.get_ref().type_str());
        // What was meant can often be read off what is there.
        let meant = match (column.kind, value.get_ref()) {
            (Kind::Status, DeValue::String(digits)) if digits.parse::<u16>().is_ok() => {
                digits.clone().into_owned()
            }
            (Kind::Statuses, DeValue::Integer(status)) => format!("[{}]", status.as_str()),
            _ => column.example.to_owned(),
        };
        self.report.push(
            Diagnostic::at(
                Rule::Type,
                value.span(),
                format!("`{name}` is {found}"),
                format!("expected {}", column.kind.expected()),
            )
            .with_help(format!("write `{name} = {meant}`")),
        );
    }

    /// A string of one line.
    fn line(&mut self, name: &str) -> Option<Spanned<String>> {
        self.string(name, is_invisible)
    }

    /// A string of any number of lines.
    fn text(&mut self, name: &str) -> Option<Spanned<String>> {
        let stray = |c: char| is_invisible(c) && !matches!(c, '\n' | '\r' | '\t');
        self.string(name, stray)
    }

    fn string(&mut self, name: &str, stray: impl Fn(char) -> bool) -> Option<Spanned<String>> {
        let value = self.value(name)?;
        let DeValue::String(text) = value.get_ref() else {
            self.wrong_type(name, value);
            return None;
        };
        if text.trim().is_empty() {
            self.report.push(
                Diagnostic::at(Rule::Empty, value.span(), format!("`{name}` is empty"), "no text")
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
                Diagnostic::at(Rule::Invisible, value.span(), format!("`{name}` holds U+{code:04X}"), label)
                    .with_help(help),
            );
            return None;
        }
        Some(Spanned::new(value.span(), text.trim().to_owned()))
    }

    fn retry(&mut self) -> Option<Spanned<Retry>> {
        let word = self.line("retry")?;
        if let Ok(retry) = word.get_ref().parse() {
            return Some(Spanned::new(word.span(), retry));
        }
        let words = Retry::ALL.map(Retry::as_str);
        let diagnostic = Diagnostic::at(
            Rule::Word,
            word.span(),
            format!("`{}` is no retry advice", word.get_ref().escape_debug()),
            "expected \"never\", \"backoff\" or \"if-idempotent\"",
        );
        self.report.push(match suggest(word.get_ref(), words) {
            Some(meant) => diagnostic.with_help(format!("did you mean \"{meant}\"?")),
            None => diagnostic.with_help(
                "\"never\": it cannot succeed; \"backoff\": the failed attempt changed nothing; \
                 \"if-idempotent\": it may have been carried out",
            ),
        });
        None
    }

    fn status(&mut self, name: &str) -> Option<Spanned<u16>> {
        let value = self.value(name)?;
        let DeValue::Integer(integer) = value.get_ref() else {
            self.wrong_type(name, value);
            return None;
        };
        self.error_status(value.span(), integer)
    }

    fn error_status(&mut self, span: Range<usize>, integer: &DeInteger<'_>) -> Option<Spanned<u16>> {
        let digits = integer.as_str();
        let status = u16::from_str_radix(digits, integer.radix()).ok();
        if let Some(status) = status.filter(|status| (400..=599).contains(status)) {
            return Some(Spanned::new(span, status));
        }
        self.report.push(
            Diagnostic::at(
                Rule::Status,
                span,
                format!("{digits} is not an HTTP error status"),
                "expected 400 to 599",
            )
            .with_help("an error that the client can mend is a 4xx, any other a 5xx"),
        );
        None
    }

    fn statuses(&mut self, name: &str) -> Vec<Spanned<u16>> {
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
                            Rule::Type,
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

    fn wait(&mut self, name: &str) -> Option<Spanned<Duration>> {
        let text = self.line(name)?;
        if let Some(wait) = parse_wait(text.get_ref()) {
            return Some(Spanned::new(text.span(), wait));
        }
        self.report.push(
            Diagnostic::at(
                Rule::Wait,
                text.span(),
                format!("`{}` is not a wait", text.get_ref().escape_debug()),
                "expected whole seconds, minutes or hours, one day at most",
            )
            .with_help("write \"30s\", \"5m\" or \"1h\""),
        );
        None
    }

    /// The name of a header, or `None` where the column says `false`.
    fn header(&mut self, column: &str, default: Spanned<String>) -> Option<Spanned<String>> {
        match self.value(column).map(Spanned::get_ref) {
            None => return Some(default),
            Some(DeValue::Boolean(false)) => return None,
            Some(_) => {}
        }
        let name = self.line(column)?;
        let lower = name.get_ref().to_ascii_lowercase();
        let fault = if !lower.bytes().all(is_token) || lower.len() > MAX_HEADER {
            "letters, digits, hyphens and underscores, as in `x-error-code`"
        } else if TAKEN_HEADERS.contains(&&*lower) {
            "HTTP gives this header another job"
        } else {
            return Some(Spanned::new(name.span(), lower));
        };
        self.report.push(
            Diagnostic::at(
                Rule::Header,
                name.span(),
                format!("`{}` cannot be the `{column}`", name.get_ref().escape_debug()),
                fault,
            )
            .with_help(format!("choose another name, or leave the header out with `{column} = false`")),
        );
        None
    }

    /// The column `name`, or else the name that the code makes.
    fn variant(&mut self, code: &Spanned<String>) -> Option<Spanned<String>> {
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
                    Rule::Name,
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

/// Headers that a response has for other reasons.
const TAKEN_HEADERS: [&str; 7] = [
    "connection",
    "content-length",
    "content-type",
    "date",
    "retry-after",
    "set-cookie",
    "transfer-encoding",
];

const MAX_HEADER: usize = 64;

/// A character of a header name (`tchar`, RFC 9110, 5.6.2), less those that nobody uses there.
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

/// The required columns as one would write them.
fn examples(columns: &[Column]) -> String {
    let required = columns.iter().filter(|column| column.required);
    let examples: Vec<String> =
        required.map(|column| format!("{} = {}", column.name, column.example)).collect();
    examples.join(", ")
}

fn with_article(noun: &str) -> String {
    match noun {
        "integer" | "array" => format!("an {noun}"),
        _ => format!("a {noun}"),
    }
}
