//! Remedies for another reader than the one who has to act.

use super::names::words;
use super::{Lint, rows};
use crate::shared::actor::Actor;
use crate::shared::retry::Retry;
use crate::table::catalog::{Catalog, Entry, Note};
use crate::table::review::rules::rule;

pub(super) const ANOTHER_ACTS: Lint = Lint {
    rule: rule(
        "EC115",
        "status and remedy name different actors",
        "Unless the row has an `actor`, its status says who has to act: the caller for a 4xx, the operator for a 5xx. If the \
         remedy tells the caller of a 500 to send another request, or the caller of a 404 to contact support, documents blame \
         the wrong side, and logs have the wrong level.",
    ),
    find: |catalog: &Catalog| {
        rows(catalog, |entry| {
            let remedy = words(entry.remedy.as_ref()?);
            let (label, help) = match entry.actor {
                Actor::Caller if asks_others(&remedy) => (
                    "asks another one than the caller",
                    "set `actor` to \"operator\", \"account\" or \"upstream\"",
                ),
                Actor::Operator | Actor::Upstream if changes_request(entry, &remedy) => {
                    ("asks the caller to change the request", "set `actor` to \"caller\"")
                }
                _ => return None,
            };
            let message = format!("the remedy of `{}` is not for the {}", entry.code, entry.actor);
            let place = if entry.places.has("actor") { "actor" } else { "status" };
            let note = Note::at(entry.places.column("remedy"), message, label);
            let who = format!("the actor is `{}`", entry.actor);
            Some(
                note.with_other(entry.places.column(place), who)
                    .with_help(format!("{help}, or change the remedy")),
            )
        })
    },
};

/// Whether a remedy begins with asking somebody else for help.
fn asks_others(remedy: &[String]) -> bool {
    remedy.first().is_some_and(|first| ["CONTACT", "REPORT"].contains(&first.as_str()))
}

/// Whether a remedy begins with changing the request. If the same request may be sent again, it may say how.
fn changes_request(entry: &Entry, remedy: &[String]) -> bool {
    let [first, rest @ ..] = remedy else { return false };
    let others = ["OPERATOR", "SUPPORT", "LATER", "AGAIN"];
    entry.retry == Retry::Never
        && ["ADD", "CHANGE", "CHOOSE", "CORRECT", "REMOVE", "SEND", "USE"].contains(&first.as_str())
        && !rest.iter().any(|word| others.contains(&word.as_str()))
}
