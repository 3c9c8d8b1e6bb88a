//! Two versions of a live row, column by column.

use core::time::Duration;

use super::rule::ChangeRule;
use crate::shared::retry::Retry;
use crate::table::catalog::{Entry, Param};

/// Tells `push` of each column that is different. `code` is the same, and `default_for` is compared by status: it is
/// about what became of a status, not of a row.
pub(super) fn entry(
    old: &Entry,
    new: &Entry,
    mut push: impl FnMut(ChangeRule, Option<String>, Option<String>),
) {
    let Entry {
        code: _,
        // It shows neither on the wire nor in the enum.
        table: _,
        variant,
        status,
        retry,
        cause,
        message,
        params,
        remedy,
        details,
        retry_after,
        default_for: _,
        since,
        deprecated,
        replaced_by: _,
        // What lints may find, and where a row stands, is no business of clients.
        allow: _,
        allow_reason: _,
        places: _,
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
    text(advice(old.retry, *retry), Some(old.retry.as_str()), Some(retry.as_str()));
    // An error that is never retried can have no wait, and this says nothing beyond that.
    if *retry != Retry::Never {
        text(ChangeRule::WaitChanged, wait(old.retry_after).as_deref(), wait(*retry_after).as_deref());
    }
    text(ChangeRule::MessageChanged, Some(message_of(old)), Some(message_of(new)));
    // Where the cause is the message it has been told.
    if old.message.is_some() || message.is_some() {
        text(ChangeRule::CauseChanged, Some(&old.cause), Some(cause));
    }
    text(ChangeRule::RemedyChanged, old.remedy.as_deref(), remedy.as_deref());
    let lines = |text: &Option<String>| text.as_deref().map(lines);
    text(ChangeRule::DetailsChanged, lines(&old.details).as_deref(), lines(details).as_deref());
    text(ChangeRule::SinceChanged, old.since.as_deref(), since.as_deref());
    changed_params(&old.params, params, &mut text);
    match (&old.deprecated, deprecated) {
        (None, None) => {}
        (None, Some(_)) => text(ChangeRule::CodeDeprecated, None, deprecation(new).as_deref()),
        (Some(_), None) => text(ChangeRule::CodeUndeprecated, deprecation(old).as_deref(), None),
        (Some(was), Some(is)) => {
            text(ChangeRule::DeprecationChanged, Some(was), Some(is));
            text(ChangeRule::ReplacementChanged, old.replaced_by.as_deref(), new.replaced_by.as_deref());
        }
    }
}

/// What the response says, with its placeholders.
fn message_of(entry: &Entry) -> &str {
    entry.message.as_deref().unwrap_or(&entry.cause)
}

/// The parameters by their names.
fn changed_params(
    old: &[Param],
    new: &[Param],
    mut push: impl FnMut(ChangeRule, Option<&str>, Option<&str>),
) {
    let declared = |param: &Param| format!("{}: {}", param.name, param.kind.as_str());
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
    wait.map(|wait| format!("{} s", wait.as_secs()))
}

/// Why not to use the code, and what instead.
fn deprecation(entry: &Entry) -> Option<String> {
    let why = entry.deprecated.as_ref()?;
    Some(match &entry.replaced_by {
        Some(code) => format!("{why} (use `{code}`)"),
        None => why.clone(),
    })
}

/// Text of several lines without what an editor or a checkout may change: line endings, and blanks where they do not
/// show.
fn lines(text: &str) -> String {
    let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
    lines.join("\n")
}
