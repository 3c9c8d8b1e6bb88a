//! Two versions of a live row, column by column.

use core::time::Duration;
use std::collections::BTreeSet;

use super::change::Change;
use super::rule::ChangeRule;
use crate::shared::actor::Actor;
use crate::shared::retry::Retry;
use crate::table::catalog::{Catalog, Column, Entry, Param, ResponseHeader, Weight, wait_in_words};

/// Tells `push` of each column that is different. `code` is the same, and `default_for` is compared by status: it is
/// about what became of a status, not of a row.
pub(super) fn entry(
    old: &Entry,
    new: &Entry,
    mut push: impl FnMut(ChangeRule, Option<String>, Option<String>),
) {
    let Entry {
        variant, status, retry, actor, cause, message, params, headers, retry_after, deprecated, ..
    } = new;
    let mut text = |rule, old: Option<&str>, new: Option<&str>| {
        if old != new {
            push(rule, old.map(str::to_owned), new.map(str::to_owned));
        }
    };
    text(ChangeRule::NameChanged, Some(&old.variant), Some(variant));
    let moved =
        if old.status / 100 == status / 100 { ChangeRule::StatusChanged } else { ChangeRule::FaultChanged };
    text(moved, Some(&old.status.to_string()), Some(&status.to_string()));
    // One that was the status of the row has been told.
    for gone in old.also.iter().filter(|gone| !new.statuses().any(|kept| kept == **gone)) {
        text(ChangeRule::StatusRemoved, Some(&gone.to_string()), None);
    }
    for added in new.also.iter().filter(|added| !old.statuses().any(|known| known == **added)) {
        text(ChangeRule::StatusAdded, None, Some(&added.to_string()));
    }
    // A code that it had before is told as a rename.
    for gone in old.aliases.iter().filter(|gone| !new.aliases.contains(gone) && **gone != new.code) {
        text(ChangeRule::AliasRemoved, Some(gone), None);
    }
    for added in new.aliases.iter().filter(|added| !old.aliases.contains(added) && **added != old.code) {
        text(ChangeRule::AliasAdded, None, Some(added));
    }
    text(advice(old.retry, *retry), Some(old.retry.as_str()), Some(retry.as_str()));
    // An error that is never retried can have no wait, and this says nothing beyond that.
    if *retry != Retry::Never {
        text(ChangeRule::WaitChanged, wait(old.retry_after).as_deref(), wait(*retry_after).as_deref());
    }
    // The actor of the status changes with the status, which has been told.
    let is_of_status = |entry: &Entry| entry.actor == Actor::of_status(entry.status);
    if old.status == *status || !is_of_status(old) || !is_of_status(new) {
        text(ChangeRule::ActorChanged, Some(old.actor.as_str()), Some(actor.as_str()));
    }
    text(ChangeRule::MessageChanged, Some(old.message_template()), Some(new.message_template()));
    // Where the cause is the message it has been told.
    if old.message.is_some() || message.is_some() {
        text(ChangeRule::CauseChanged, Some(&old.cause), Some(cause));
    }
    changed_headers(&old.headers, headers, &mut text);
    changed_params(&old.params, params, &mut text);
    match (&old.deprecated, deprecated) {
        (None, None) => {}
        (None, Some(_)) => text(ChangeRule::CodeDeprecated, None, new.deprecation(str::to_owned).as_deref()),
        (Some(_), None) => {
            text(ChangeRule::CodeUndeprecated, old.deprecation(str::to_owned).as_deref(), None);
        }
        (Some(was), Some(is)) => {
            text(ChangeRule::DeprecationChanged, Some(was), Some(is));
            let codes = |entry: &Entry| Some(entry.replaced_by.join(", ")).filter(|codes| !codes.is_empty());
            text(ChangeRule::ReplacementChanged, codes(old).as_deref(), codes(new).as_deref());
        }
    }
}

/// Tells `push` of each column that only people read, where it is different.
pub(super) fn prose(
    (old_catalog, old): (&Catalog, &Entry),
    (new_catalog, new): (&Catalog, &Entry),
    mut push: impl FnMut(ChangeRule, Option<String>, Option<String>),
) {
    // A column that comes or goes is one change, not one for each row.
    let is_old = |column: &&Column| old_catalog.columns().any(|known| known.name == column.name);
    for column in new_catalog.columns().filter(|column| column.weight == Weight::Prose).filter(is_old) {
        let text = |entry: &Entry| column.value(entry).map(|value| lines(&value.to_text()));
        let (was, is) = (text(old), text(new));
        if was == is {
            continue;
        }
        let named = |text: Option<String>| text.map(|text| format!("{}: {text}", column.name));
        match &*column.name {
            "details" => push(ChangeRule::DetailsChanged, was, is),
            "remedy" => push(ChangeRule::RemedyChanged, was, is),
            "since" => push(ChangeRule::SinceChanged, was, is),
            _ => push(ChangeRule::ValueChanged, named(was), named(is)),
        }
    }
}

/// The columns that the tables declare.
pub(super) fn declared(old: &Catalog, new: &Catalog, changes: &mut Vec<Change>) {
    let named = |catalog: &Catalog, name: &str| {
        catalog.own_columns().iter().find(|column| column.name == name).map(declaration)
    };
    let all: BTreeSet<&str> =
        old.own_columns().iter().chain(new.own_columns()).map(|column| &*column.name).collect();
    for name in all {
        let (was, is) = (named(old, name), named(new, name));
        let rule = match (&was, &is) {
            (None, _) => ChangeRule::ColumnAdded,
            (_, None) => ChangeRule::ColumnRemoved,
            (Some((was, _)), Some((is, _))) if was != is => ChangeRule::ColumnKindChanged,
            (Some((_, was)), Some((_, is))) if was != is => ChangeRule::ColumnAboutChanged,
            _ => continue,
        };
        let text =
            |found: Option<(&str, String)>| found.map(|(kind, about)| format!("{name}: {kind}, {about}"));
        changes.push(Change::new(rule, None, text(was), text(is)));
    }
}

/// The kind of a column, and what else its declaration says.
fn declaration(column: &Column) -> (&'static str, String) {
    let words =
        if column.words.is_empty() { String::new() } else { format!(" ({})", column.words.join(", ")) };
    (column.kind.word(), format!("{}: {}{words}", column.label, column.about))
}

/// The headers of responses by their names.
fn changed_headers(
    old: &[ResponseHeader],
    new: &[ResponseHeader],
    mut push: impl FnMut(ChangeRule, Option<&str>, Option<&str>),
) {
    let line = |headers: &[ResponseHeader], name: &str| {
        headers.iter().find(|header| header.name == name).map(ResponseHeader::line)
    };
    let names: BTreeSet<&str> = old.iter().chain(new).map(|header| &*header.name).collect();
    for name in names {
        let (was, is) = (line(old, name), line(new, name));
        let rule =
            if was.is_none() { ChangeRule::ResponseHeaderAdded } else { ChangeRule::ResponseHeaderChanged };
        push(rule, was.as_deref(), is.as_deref());
    }
}

/// The parameters by their names.
fn changed_params(
    old: &[Param],
    new: &[Param],
    mut push: impl FnMut(ChangeRule, Option<&str>, Option<&str>),
) {
    let declared = Param::declaration;
    let named = |params: &[Param], name: &str| params.iter().find(|param| param.name == name).cloned();
    for param in old.iter().filter(|param| named(new, &param.name).is_none()) {
        push(ChangeRule::ParamRemoved, Some(&declared(param)), None);
    }
    for param in new {
        let safety = |safe: bool| format!("{}: {}", param.name, if safe { "safe" } else { "not safe" });
        match named(old, &param.name) {
            None if old.is_empty() => push(ChangeRule::ParamFirst, None, Some(&declared(param))),
            None => push(ChangeRule::ParamAdded, None, Some(&declared(param))),
            Some(was) if was.kind != param.kind => {
                push(ChangeRule::ParamTypeChanged, Some(&declared(&was)), Some(&declared(param)));
            }
            Some(was) if was.safe != param.safe => {
                push(ChangeRule::ParamSafetyChanged, Some(&safety(was.safe)), Some(&safety(param.safe)));
            }
            Some(_) => {}
        }
    }
}

/// A row in short, where it comes or goes as a whole.
pub(super) fn summary(entry: &Entry) -> String {
    let Entry { status, retry, cause, .. } = entry;
    format!("{cause} ({status}, {retry})")
}

/// What the six changes of advice mean to clients.
///
/// `backoff` promises that a failed attempt changed nothing, `if-idempotent` warns that it may have, and `never` says
/// neither. So a promise that is withdrawn, or that is made where there was a warning, is a matter of requests that are
/// carried out twice; advice where there was none is not.
fn advice(old: Retry, new: Retry) -> ChangeRule {
    match (old, new) {
        (Retry::Never, _) => ChangeRule::RetryAllowed,
        (_, Retry::Never) => ChangeRule::RetryWithdrawn,
        (Retry::Backoff, _) => ChangeRule::RetryMadeConditional,
        (Retry::IfIdempotent, _) => ChangeRule::RetryMadeUnconditional,
    }
}

fn wait(wait: Option<Duration>) -> Option<String> {
    wait.map(wait_in_words)
}

/// Text of several lines without what an editor or a checkout may change: line endings, and blanks where they do not
/// show.
fn lines(text: &str) -> String {
    let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
    lines.join("\n")
}
