//! Retry advice that status or remedy speak against.

use super::names::words;
use super::{Lint, rows};
use crate::shared::retry::Retry;
use crate::table::catalog::{Catalog, Entry, Note};
use crate::table::review::rules::rule;

pub(super) const TOO_MANY_NEVER: Lint = Lint {
    rule: rule(
        "EC110",
        "a 429 must never be sent again",
        "429 means that there were too many requests *for now*. The same request succeeds later. If it never does, as with a \
         quota that is exhausted for good, use 402 or 403, or allow it with the reason.",
    ),
    find: |catalog: &Catalog| rows(catalog, |entry| (entry.status == 429).then(|| never(entry))?),
};

pub(super) const PASSES_NEVER: Lint = Lint {
    rule: rule(
        "EC111",
        "a 503 or 504 must never be sent again",
        "Both mean that the server may be back soon. Clients that read only the status will send the request again anyway.",
    ),
    find: |catalog: &Catalog| {
        rows(catalog, |entry| matches!(entry.status, 503 | 504).then(|| never(entry))?)
    },
};

fn never(entry: &Entry) -> Option<Note> {
    let note = || {
        Note::at(
            entry.places.column("retry"),
            format!("`{}` is a {}, but must never be sent again", entry.code, entry.status),
            "the status says that the condition is temporary",
        )
        .with_other(entry.places.column("status"), "this status")
        .with_help("\"backoff\" if the failed attempt changed nothing, \"if-idempotent\" if it may have been carried out")
    };
    (entry.retry == Retry::Never).then(note)
}

pub(super) const CLAIMS_NOTHING_DONE: Lint = Lint {
    rule: rule(
        "EC116",
        "a 500, 502 or 504 says that nothing was done",
        "`backoff` claims that the failed attempt changed nothing, so that clients repeat it, whatever it costs. A server that \
         fails, or whose upstream does not answer, seldom knows that. A flag such as `retryable` does not say it either.",
    ),
    find: |catalog: &Catalog| {
        rows(catalog, |entry| {
            let note = || {
                Note::at(
                    entry.places.column("retry"),
                    format!("`{}` is a {}, but says that nothing was done", entry.code, entry.status),
                    "clients repeat every request",
                )
                .with_other(entry.places.column("status"), "the server may have failed half-way")
                .with_help(
                    "set `retry` to \"if-idempotent\", or allow it with the reason why nothing was done",
                )
            };
            (entry.retry == Retry::Backoff && matches!(entry.status, 500 | 502 | 504)).then(note)
        })
    },
};

pub(super) const CLIENT_RETRIES: Lint = Lint {
    rule: rule(
        "EC112",
        "a 4xx that says to change the request may be sent again unchanged",
        "A 4xx says that the request has to change. 408, 409, 421, 423, 425 and 429 describe a temporary state and not the \
         request, and are not reported.",
    ),
    find: |catalog: &Catalog| {
        rows(catalog, |entry| {
            let is_about_the_request =
                entry.status < 500 && !matches!(entry.status, 408 | 409 | 421 | 423 | 425 | 429);
            is_about_the_request.then(|| retried(entry, "the status says that the request has to change"))?
        })
    },
};

pub(super) const NEVER_HELPS: Lint = Lint {
    rule: rule(
        "EC113",
        "a request that the server can never serve may be sent again",
        "The reasons for 501, 505, 506, 508, 510 and 511 are permanent.",
    ),
    find: |catalog: &Catalog| {
        rows(catalog, |entry| {
            let stays = matches!(entry.status, 501 | 505 | 506 | 508 | 510 | 511);
            stays.then(|| retried(entry, "the status says that the condition is permanent"))?
        })
    },
};

fn retried(entry: &Entry, label: &str) -> Option<Note> {
    let note = || {
        Note::at(
            entry.places.column("retry"),
            format!("`{}` is a {}, but may be sent again", entry.code, entry.status),
            label,
        )
        .with_other(entry.places.column("status"), "this status")
        .with_help("set `retry` to \"never\", choose another status, or allow it with the reason")
    };
    (entry.retry != Retry::Never).then(note)
}

pub(super) const REMEDY_DISAGREES: Lint = Lint {
    rule: rule(
        "EC114",
        "retry advice and remedy disagree",
        "Programs read `retry`, people read `remedy`. If one says to try again and the other does not, a reader cannot trust \
         either.",
    ),
    find: |catalog: &Catalog| {
        rows(catalog, |entry| {
            let remedy = words(entry.remedy.as_ref()?);
            let invites = INVITES.iter().any(|start| starts_with(&remedy, start, &CHANGED));
            let forbids = (0..remedy.len())
                .any(|at| FORBIDS.iter().any(|part| starts_with(&remedy[at..], part, &CONDITIONS)));
            let label = match entry.retry {
                Retry::Never if invites => "invites another attempt",
                Retry::Backoff | Retry::IfIdempotent if forbids => "forbids another attempt",
                _ => return None,
            };
            let message = format!("remedy and retry advice of `{}` disagree", entry.code);
            let note = Note::at(entry.places.column("remedy"), message, label);
            Some(
                note.with_other(entry.places.column("retry"), "the advice for programs")
                    .with_help("make both give the same advice"),
            )
        })
    },
};

const INVITES: [&[&str]; 3] = [&["TRY", "AGAIN"], &["RETRY"], &["WAIT"]];
/// What follows where another request is meant.
const CHANGED: [&str; 3] = ["AFTER", "WITH", "FOR"];

const FORBIDS: [&[&str]; 3] = [&["NOT", "RETRY"], &["NEVER", "RETRY"], &["NOT", "TRY", "AGAIN"]];
/// What follows where it depends.
const CONDITIONS: [&str; 3] = ["WITHOUT", "UNLESS", "UNTIL"];

/// Whether a text starts with these words, and does not go on with one of the others.
fn starts_with(text: &[String], start: &[&str], but: &[&str]) -> bool {
    let next = text.get(start.len());
    text.iter().zip(start).filter(|(word, expected)| word == expected).count() == start.len()
        && next.is_none_or(|next| !but.contains(&next.as_str()))
}
