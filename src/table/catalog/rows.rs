//! A row of `[errors]` or `[retired]`, from its columns.

use toml::Spanned;

use super::diagnostic::Diagnostic;
use super::format_rule::FormatRule;
use super::ident;
use super::raw_table::RawRow;
use super::row_reader::RowReader;
use super::{Entry, Places, ResponseHeader, Retired};
use crate::shared::actor::Actor;

/// A row of `[errors]`.
pub(super) fn entry(reader: &mut RowReader<'_, '_, '_>, row: &mut RawRow<Entry>) -> Option<Entry> {
    let status = reader.status("status");
    let retry = reader.retry();
    let cause = if reader.is_undecided("cause") { None } else { reader.line("cause") };
    let message = reader.line("message");
    let headers = reader.response_headers("headers");
    let texts: Vec<&Spanned<String>> = message.iter().chain(headers.iter().map(|(_, value)| value)).collect();
    let params = reader.params("params", &texts);
    let actor = reader.actor();
    let remedy = reader.line("remedy");
    let details = reader.text("details");
    let retry_after = reader.wait("retry_after");
    let deprecated = if reader.is_false("deprecated") { None } else { reader.line("deprecated") };
    let also = reader.statuses("also");
    row.default_for = reader.statuses("default_for");
    row.aliases = reader.codes("aliases");
    let allow = reader.lines("allow");
    let allow_reason = reader.line("allow_reason");
    let plain = reader.plain();
    let places = Places { code: row.code.span(), columns: reader.places() };

    reader.check_allow(&allow, allow_reason.as_ref());
    reader.check_also(status.as_ref(), &also);
    reader.check_default_for(status.as_ref(), &also, &row.default_for);
    reader.check_wait(retry.as_ref(), retry_after.as_ref());
    if deprecated.is_none() && reader.whole {
        reader.check_replacement(row.replaced_by.first());
    }
    let owned = |text: Option<Spanned<String>>| text.map(Spanned::into_inner);
    let status = *status?.get_ref();
    Some(Entry {
        code: row.code.get_ref().clone(),
        // Which table this is will be known when all of it is read.
        table: String::new(),
        variant: row.variant.as_ref()?.get_ref().clone(),
        status,
        retry: *retry?.get_ref(),
        cause: owned(cause)?,
        message: owned(message),
        headers: headers
            .into_iter()
            .map(|(name, value)| ResponseHeader { name, value: value.into_inner() })
            .collect(),
        actor: actor.unwrap_or(Actor::of_status(status)),
        params,
        remedy: owned(remedy),
        details: owned(details),
        retry_after: retry_after.map(Spanned::into_inner),
        also: also.iter().map(|status| *status.get_ref()).collect(),
        default_for: row.default_for.iter().map(|status| *status.get_ref()).collect(),
        deprecated: owned(deprecated),
        aliases: row.aliases.iter().map(|code| code.get_ref().clone()).collect(),
        replaced_by: row.replaced_by.iter().map(|code| code.get_ref().clone()).collect(),
        allow,
        allow_reason: owned(allow_reason),
        places,
        plain,
    })
}

/// A row of `[retired]`.
pub(super) fn retired(reader: &mut RowReader<'_, '_, '_>, row: &mut RawRow<Retired>) -> Option<Retired> {
    Some(Retired {
        code: row.code.get_ref().clone(),
        table: String::new(),
        reason: reader.line("reason")?.into_inner(),
        since: reader.line("since").map(Spanned::into_inner),
        variant: row.variant.as_ref()?.get_ref().clone(),
        replaced_by: row.replaced_by.iter().map(|code| code.get_ref().clone()).collect(),
    })
}

impl RowReader<'_, '_, '_> {
    /// The column `name`, or else the name that the code makes.
    pub(super) fn variant(&mut self, code: &Spanned<String>) -> Option<Spanned<String>> {
        let (name, help) = match self.value("name") {
            Some(_) => (self.line("name")?, "choose a name like `NotFound`"),
            None => (
                Spanned::new(code.span(), ident::variant(code.get_ref())),
                "set another Rust name: `name = \"NotFound\"`",
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

    /// What is replaced should not be used.
    fn check_replacement(&mut self, replaced_by: Option<&Spanned<String>>) {
        let Some(replaced_by) = replaced_by else {
            return;
        };
        self.report.push(
            Diagnostic::at(
                FormatRule::Contradiction,
                replaced_by.span(),
                format!("{} has `replaced_by`, but no `deprecated`", self.owner),
                "`deprecated` is missing",
            )
            .with_help("add `deprecated = \"Why it should not be used\"`"),
        );
    }

    /// An exception needs a reason.
    fn check_allow(&mut self, allow: &[String], reason: Option<&Spanned<String>>) {
        let place = |name: &str| self.value(name).map(Spanned::span);
        let diagnostic = match (allow, place("allow"), reason) {
            ([_, ..], Some(span), None) if self.whole => Diagnostic::at(
                FormatRule::Missing,
                span,
                format!("{} has `allow`, but no `allow_reason`", self.owner),
                "`allow_reason` is missing",
            )
            .with_help("add `allow_reason = \"Why the rule does not fit this row\"`"),
            ([], None, Some(reason)) if self.whole => Diagnostic::at(
                FormatRule::Contradiction,
                reason.span(),
                format!("{} has `allow_reason`, but no `allow`", self.owner),
                "`allow` is missing",
            )
            .with_help("add `allow = [\"EC121\"]` with the lint that does not fit, or remove `allow_reason`"),
            _ => return,
        };
        self.report.push(diagnostic);
    }
}
