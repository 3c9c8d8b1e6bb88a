//! A row of `[errors]`, and where it stands in the text.

use core::fmt;
use core::ops::Range;
use core::time::Duration;
use std::borrow::Cow;
use std::collections::BTreeMap;

use super::param::Param;
use super::place::shifted;
use super::response_header::ResponseHeader;
use super::value::{PlainValue, Value, wait_in_words};
use crate::shared::actor::Actor;
use crate::shared::retry::Retry;
use crate::shared::template;

/// One row of `[errors]`.
///
/// Columns that code depends on are fields. [`Column::value`](super::Column::value) has what the row says in any column.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Entry {
    /// The wire string.
    pub code: String,
    /// The name of the table that it is from.
    pub table: String,
    /// The name of the Rust variant, made from the code or given by the column `name`.
    pub variant: String,
    /// The HTTP status, 400 to 599.
    pub status: u16,
    /// Whether the same request may be sent again.
    pub retry: Retry,
    /// What typically brings the error about.
    pub cause: String,
    /// The public message, where it is not the cause. With parameters it has placeholders, such as `{needed}`.
    pub message: Option<String>,
    /// The headers of every response, in the order of their names.
    pub headers: Vec<ResponseHeader>,
    /// Who has to act before the request can succeed: the column `actor`, or else the actor of the status.
    pub actor: Actor,
    /// What it is raised with, in the order of their names.
    pub params: Vec<Param>,
    /// What the caller does about the error.
    pub remedy: Option<String>,
    /// More, in Markdown.
    pub details: Option<String>,
    /// How long to wait before the next attempt, in whole seconds.
    pub retry_after: Option<Duration>,
    /// The other HTTP statuses that the code is sent with, 400 to 599, without that of the row.
    pub also: Vec<u16>,
    /// The bare HTTP statuses that this row stands for.
    pub default_for: Vec<u16>,
    /// Why the code should no longer be used.
    pub deprecated: Option<String>,
    /// The other wire strings that readers take for this code.
    pub aliases: Vec<String>,
    /// The code to use instead; several where the error was split.
    pub replaced_by: Vec<String>,
    /// The lints that do not fit this row.
    pub allow: Vec<String>,
    /// Why they do not.
    pub allow_reason: Option<String>,
    /// Where it stands in the text.
    pub places: Places,
    /// The values of all other columns, by name.
    pub(super) plain: BTreeMap<String, PlainValue>,
}

impl Entry {
    /// A value that no code depends on.
    pub(super) fn plain(&self, column: &str) -> Option<Value<'_>> {
        self.plain.get(column).map(PlainValue::as_value)
    }

    /// Every status that the code is sent with: that of the row, then the others.
    pub fn statuses(&self) -> impl Iterator<Item = u16> {
        [self.status].into_iter().chain(self.also.iter().copied())
    }

    /// The group that the code belongs to: what the row says in the column `group`.
    #[must_use]
    pub fn group(&self) -> Option<&str> {
        match self.plain("group") {
            Some(Value::Text(name)) => Some(name),
            _ => None,
        }
    }

    /// The wait before the next attempt, in words.
    #[cfg_attr(not(feature = "docs"), allow(dead_code, reason = "documents ask for it"))]
    pub(crate) fn wait_in_words(&self) -> Option<String> {
        self.retry_after.map(wait_in_words)
    }

    /// Why the code should not be used, and what to use instead, in words. The reason is written by `inline`.
    #[cfg_attr(
        not(feature = "codegen"),
        allow(dead_code, reason = "documents and generated code ask for it")
    )]
    pub(crate) fn deprecation(&self, inline: impl Fn(&str) -> String) -> Option<String> {
        let why = inline(self.deprecated.as_ref()?.trim_end_matches('.'));
        Some(match instead(&self.replaced_by) {
            Some(codes) => format!("{why}. Use {codes}."),
            None => format!("{why}."),
        })
    }

    /// The message of a response by default: the message, or the cause where the row has none, or has one with
    /// placeholders.
    #[must_use]
    pub fn public_message(&self) -> Cow<'_, str> {
        match self.message.as_deref().filter(|_| self.params.is_empty()) {
            Some(message) => template::text(message),
            None => Cow::Borrowed(&self.cause),
        }
    }

    /// The message as the table has it, with its placeholders: the cause where the row has none.
    #[must_use]
    pub fn message_template(&self) -> &str {
        self.message.as_deref().unwrap_or(&self.cause)
    }
}

/// The codes to use instead, in Markdown: `` `A` ``, or `` `A` or `B` ``.
#[cfg_attr(not(feature = "codegen"), allow(dead_code, reason = "documents and generated code ask for it"))]
pub(crate) fn instead(codes: &[String]) -> Option<String> {
    let codes: Vec<String> = codes.iter().map(|code| format!("`{code}`")).collect();
    (!codes.is_empty()).then(|| codes.join(" or "))
}

/// Where a row stands in the text, in bytes. The texts of included tables come after that of the table.
#[derive(Clone)]
pub struct Places {
    pub(super) code: Range<usize>,
    /// The value of each column that the row has, by name.
    pub(super) columns: Vec<(String, Range<usize>)>,
}

impl Places {
    pub(super) fn shift(&mut self, base: usize) {
        for span in self.columns.iter_mut().map(|(_, span)| span).chain([&mut self.code]) {
            *span = shifted(span, base);
        }
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> Range<usize> {
        self.code.clone()
    }

    /// Whether the row has the column.
    #[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "lints ask for it"))]
    pub(crate) fn has(&self, name: &str) -> bool {
        self.columns.iter().any(|(column, _)| *column == name)
    }

    /// The value of a column, or the code where the row does not have it.
    #[must_use]
    pub fn column(&self, name: &str) -> Range<usize> {
        let found = self.columns.iter().find(|(column, _)| *column == name);
        found.map_or_else(|| self.code(), |(_, span)| span.clone())
    }
}

/// What a row says is in its other fields; where it stands would only hide that.
impl fmt::Debug for Places {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Places").finish_non_exhaustive()
    }
}
