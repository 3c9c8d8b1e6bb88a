//! The headers that the responses of a row carry.

use toml::Spanned;
use toml::de::DeValue;

use super::Headers;
use super::column::ColumnKind;
use super::diagnostic::Diagnostic;
use super::entry::Entry;
use super::format_rule::FormatRule;
use super::raw_table::RawRow;
use super::row_reader::{RowReader, with_article};
use crate::shared::template::{Part, parts};

/// A header of every response of a row, such as `www-authenticate: ApiKey`.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ResponseHeader {
    /// The name, in small letters.
    pub name: String,
    /// The value. A name in braces is a placeholder for a parameter of the row.
    pub value: String,
}

impl ResponseHeader {
    /// Whether the value is the same in every response.
    #[cfg_attr(not(feature = "docs"), allow(dead_code, reason = "documents ask for it"))]
    pub(crate) fn is_fixed(&self) -> bool {
        !parts(&self.value).any(|part| matches!(part, Part::Placeholder(_)))
    }

    /// The header as a line of a response.
    pub(crate) fn line(&self) -> String {
        format!("{}: {}", self.name, self.value)
    }
}

impl ResponseHeader {
    /// The line as code in Markdown.
    #[cfg_attr(
        not(feature = "codegen"),
        allow(dead_code, reason = "documents and generated code ask for it")
    )]
    pub(crate) fn markdown(&self) -> String {
        let line = self.line();
        // A code span ends at the next run of as many backticks.
        let longest = line.split(|c| c != '`').map(str::len).max().unwrap_or_default();
        let ticks = "`".repeat(longest + 1);
        let blank = if longest > 0 { " " } else { "" };
        format!("{ticks}{blank}{line}{blank}{ticks}")
    }
}

impl RowReader<'_, '_, '_> {
    /// The headers, each name with its value.
    pub(super) fn response_headers(&mut self, column: &str) -> Vec<(String, Spanned<String>)> {
        let Some(value) = self.value(column) else {
            return Vec::new();
        };
        let Some(table) = value.get_ref().as_table() else {
            self.wrong_type(column, value);
            return Vec::new();
        };
        let mut headers = Vec::with_capacity(table.len());
        for (name, value) in table {
            let has_name = self.check_header_name(&Spanned::new(name.span(), &**name.get_ref()));
            if let Some(value) = self.header_value(name.get_ref(), value).filter(|_| has_name) {
                headers.push((name.get_ref().clone().into_owned(), value));
            }
        }
        headers.sort_by(|(a, _), (b, _)| a.cmp(b));
        headers
    }

    fn check_header_name(&mut self, name: &Spanned<&str>) -> bool {
        let text = *name.get_ref();
        let lower = text.to_ascii_lowercase();
        let (label, help) = if text.is_empty() || !text.bytes().all(is_token) {
            ("not the name of a header", "write a name such as `www-authenticate`".to_owned())
        } else if lower == "retry-after" {
            ("the column `retry_after` sets it", "write `retry_after = \"30s\"`".to_owned())
        } else if OWN_HEADERS.contains(&&*lower) {
            ("this crate sets it", "remove it".to_owned())
        } else if MESSAGE_HEADERS.contains(&&*lower) || lower.starts_with("content-") {
            ("the server sets it for each message", "remove it".to_owned())
        } else if lower != text {
            ("expected small letters", format!("write `{lower}`"))
        } else {
            return true;
        };
        let message = format!("{} cannot have the header `{}`", self.owner, text.escape_debug());
        let diagnostic = Diagnostic::at(FormatRule::Header, name.span(), message, label).with_help(help);
        self.report.push(diagnostic);
        false
    }

    fn header_value(&mut self, name: &str, value: &Spanned<DeValue<'_>>) -> Option<Spanned<String>> {
        let name = name.escape_debug();
        let DeValue::String(text) = value.get_ref() else {
            let found = with_article(value.get_ref().type_str());
            self.report.push(
                Diagnostic::at(
                    FormatRule::Type,
                    value.span(),
                    format!("header `{name}` of {} is {found}", self.owner),
                    "expected a string",
                )
                .with_help(format!("write `{name} = \"value\"`")),
            );
            return None;
        };
        let label = if text.is_empty() {
            "the value is empty"
        } else if text.trim() != text {
            "HTTP removes blanks at the start and at the end"
        } else if text.bytes().any(|byte| !(b' '..=b'~').contains(&byte)) {
            "expected visible ASCII characters, without line breaks"
        } else {
            return Some(Spanned::new(value.span(), text.clone().into_owned()));
        };
        self.report.push(
            Diagnostic::at(
                FormatRule::HeaderValue,
                value.span(),
                format!("header `{name}` of {} has a value that HTTP cannot send", self.owner),
                label,
            )
            .with_help(format!("write a value such as `{name} = \"ApiKey\"`")),
        );
        None
    }
}

/// Compares the headers of all rows with those that the table chooses for the code and the advice.
pub(super) fn chosen_twice(errors: &[RawRow<Entry>], chosen: &Headers, report: &mut Vec<Diagnostic>) {
    for entry in errors.iter().filter_map(|row| row.entry.as_ref()) {
        let taken = entry.headers.iter().find(|header| chosen.names().any(|name| name == header.name));
        if let Some(ResponseHeader { name, .. }) = taken {
            let message = format!("`{}` cannot have the header `{name}`", entry.code.escape_debug());
            report.push(
                Diagnostic::at(
                    FormatRule::Header,
                    entry.places.column("headers"),
                    message,
                    "`[catalog]` has this header for another purpose",
                )
                .with_help(format!("remove `{name}`, or choose another name under `[catalog]`")),
            );
        }
    }
}

/// Whether a table in a row is the value of a column, and not the rest of a code that was not quoted.
pub(super) const fn is_table(kind: ColumnKind) -> bool {
    matches!(kind, ColumnKind::Headers | ColumnKind::Params)
}

/// Headers that this crate sets, by their default names. A row must not change what they say.
const OWN_HEADERS: [&str; 3] = ["x-error-code", "x-retry-advice", "x-should-retry"];

/// Headers that describe the message or the connection (RFC 9110, 6.6.1, 7.6.1 and 8; RFC 9111, 5.1), beside all that
/// start with `content-`.
const MESSAGE_HEADERS: [&str; 12] = [
    "accept-ranges",
    "age",
    "connection",
    "date",
    "etag",
    "keep-alive",
    "last-modified",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "via",
];

/// A character of a header name (`tchar`, RFC 9110, 5.6.2).
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
