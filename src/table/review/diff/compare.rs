//! Two catalogs, code by code.

use std::collections::{BTreeMap, BTreeSet};

use super::change::Change;
use super::columns::{self, summary};
use super::rule::ChangeRule;
use crate::table::catalog::{Catalog, Entry, Headers, Retired, instead};

pub(super) fn catalogs(old: &Catalog, new: &Catalog) -> Vec<Change> {
    let (before, after) = (Codes::new(old), Codes::new(new));
    let mut changes = Vec::new();
    head(old, new, &mut changes);
    columns::declared(old, new, &mut changes);
    let codes: BTreeSet<&str> = before.codes().chain(after.codes()).collect();
    let renamed = renamed(&before, &after);
    let same = |code| Some((code, before.live.get(code)?, after.live.get(code)?));
    for code in &codes {
        // Both sides of a rename are told below.
        if !renamed.iter().any(|(old, new)| old.code == *code || new.code == *code) {
            row(code, before.state(code), after.state(code), &mut changes);
        }
    }
    for (was, is) in &renamed {
        let mut push = |rule, old, new| changes.push(Change::new(rule, Some(&is.code), old, new));
        let is_known = was.aliases.contains(&is.code);
        let rule = if is_known { ChangeRule::AliasSent } else { ChangeRule::CodeRenamed };
        push(rule, Some(was.code.clone()), Some(is.code.clone()));
        columns::entry(was, is, push);
    }
    let renamed = renamed.iter().map(|(was, is)| (&*is.code, was, is));
    for (code, was, is) in codes.iter().filter_map(|code| same(*code)).chain(renamed) {
        let push = |rule, old, new| changes.push(Change::new(rule, Some(code), old, new));
        columns::prose((old, was), (new, is), push);
        table((old, was), (new, is), &mut changes);
    }
    names(&before, &after, &mut changes);
    defaults(&before, &after, &mut changes);
    changes
}

/// The rows of a catalog by their codes.
struct Codes<'c> {
    live: BTreeMap<&'c str, &'c Entry>,
    retired: BTreeMap<&'c str, &'c Retired>,
}

/// What a table says of a code.
#[derive(Clone, Copy)]
enum State<'c> {
    Nothing,
    Live(&'c Entry),
    Retired(&'c Retired),
}

impl<'c> Codes<'c> {
    fn new(catalog: &'c Catalog) -> Self {
        Self {
            live: catalog.errors().iter().map(|entry| (&*entry.code, entry)).collect(),
            retired: catalog.retired().iter().map(|retired| (&*retired.code, retired)).collect(),
        }
    }

    fn codes(&self) -> impl Iterator<Item = &'c str> {
        self.live.keys().chain(self.retired.keys()).copied()
    }

    /// A valid table has a code in one section at most.
    fn state(&self, code: &str) -> State<'c> {
        match (self.live.get(code), self.retired.get(code)) {
            (Some(entry), _) => State::Live(entry),
            (None, Some(retired)) => State::Retired(retired),
            (None, None) => State::Nothing,
        }
    }

    /// Each Rust name with its code, live or retired.
    fn names(&self) -> BTreeMap<&'c str, &'c str> {
        let live = self.live.values().map(|entry| (&*entry.variant, &*entry.code));
        // A live row comes last, and is what the name stands for in a program.
        self.retired.values().map(|retired| (&*retired.variant, &*retired.code)).chain(live).collect()
    }

    /// Each bare status with the row that stands for it.
    fn defaults(&self) -> BTreeMap<u16, &'c Entry> {
        let rows = self.live.values();
        rows.flat_map(|entry| entry.default_for.iter().map(|status| (*status, *entry))).collect()
    }
}

/// The rows whose code is another now: the new row has the old code as an alias, and the old code is retired.
fn renamed<'c>(before: &Codes<'c>, after: &Codes<'c>) -> Vec<(&'c Entry, &'c Entry)> {
    let is_new = |entry: &&&Entry| !before.live.contains_key(&*entry.code);
    let old = |entry: &'c Entry| {
        let was = entry.aliases.iter().find(|alias| after.retired.contains_key(&***alias))?;
        Some((*before.live.get(&**was)?, entry))
    };
    after.live.values().filter(is_new).filter_map(|entry| old(entry)).collect()
}

/// What `[catalog]` says.
fn head(old: &Catalog, new: &Catalog, changes: &mut Vec<Change>) {
    if old.name() != new.name() {
        let (old, new) = (old.name().to_owned(), new.name().to_owned());
        changes.push(Change::new(ChangeRule::ApiNameChanged, None, Some(old), Some(new)));
    }
    if old.docs_url() != new.docs_url() {
        let (old, new) = (old.docs_url().map(str::to_owned), new.docs_url().map(str::to_owned));
        changes.push(Change::new(ChangeRule::DocsUrlChanged, None, old, new));
    }
    let Headers { advice: old_advice, code: old_code, retry: old_retry } = old.headers();
    let Headers { advice: new_advice, code: new_code, retry: new_retry } = new.headers();
    let headers = [
        (old_code, new_code, ChangeRule::CodeHeaderAdded, ChangeRule::CodeHeaderChanged),
        (old_retry, new_retry, ChangeRule::RetryHeaderAdded, ChangeRule::RetryHeaderChanged),
        (old_advice, new_advice, ChangeRule::AdviceHeaderAdded, ChangeRule::AdviceHeaderChanged),
    ];
    for (old, new, added, changed) in headers {
        if old != new {
            let rule = if old.is_none() { added } else { changed };
            changes.push(Change::new(rule, None, old.clone(), new.clone()));
        }
    }
    let sent = |sent: bool| Some(sent.to_string());
    match (old.sends_details(), new.sends_details()) {
        (false, true) => {
            changes.push(Change::new(ChangeRule::SendDetailsAdded, None, sent(false), sent(true)));
        }
        (true, false) => {
            changes.push(Change::new(ChangeRule::SendDetailsRemoved, None, sent(true), sent(false)));
        }
        _ => {}
    }
}

/// What became of a code.
fn row(code: &str, old: State<'_>, new: State<'_>, changes: &mut Vec<Change>) {
    let mut push = |rule, old, new| changes.push(Change::new(rule, Some(code), old, new));
    match (old, new) {
        (State::Nothing, State::Nothing) => {}
        (State::Nothing, State::Live(new)) => push(ChangeRule::CodeAdded, None, Some(summary(new))),
        (State::Nothing, State::Retired(new)) => push(ChangeRule::TombstoneAdded, None, Some(tombstone(new))),
        (State::Live(old), State::Nothing) => push(ChangeRule::CodeRemoved, Some(summary(old)), None),
        (State::Retired(old), State::Nothing) => {
            push(ChangeRule::TombstoneRemoved, Some(tombstone(old)), None);
        }
        (State::Retired(old), State::Live(new)) => {
            push(ChangeRule::CodeRevived, Some(tombstone(old)), Some(summary(new)));
        }
        (State::Live(old), State::Retired(new)) => {
            push(ChangeRule::CodeRetired, Some(summary(old)), Some(tombstone(new)));
            if old.variant != new.variant {
                let (old, new) = (old.variant.clone(), new.variant.clone());
                push(ChangeRule::TombstoneNameChanged, Some(old), Some(new));
            }
        }
        (State::Retired(old), State::Retired(new)) => {
            if tombstone(old) != tombstone(new) {
                push(ChangeRule::TombstoneChanged, Some(tombstone(old)), Some(tombstone(new)));
            }
            if old.variant != new.variant {
                let (old, new) = (old.variant.clone(), new.variant.clone());
                push(ChangeRule::TombstoneNameChanged, Some(old), Some(new));
            }
        }
        (State::Live(old), State::Live(new)) => columns::entry(old, new, push),
    }
}

/// Which table a code is from. The table itself may have another name, which is a change of its own.
fn table((old, was): (&Catalog, &Entry), (new, is): (&Catalog, &Entry), changes: &mut Vec<Change>) {
    let are_own = was.table == old.name() && is.table == new.name();
    // A lock or an export of an older version does not say it.
    if are_own || was.table == is.table || was.table.is_empty() || is.table.is_empty() {
        return;
    }
    let name = |entry: &Entry| Some(entry.table.clone());
    changes.push(Change::new(ChangeRule::TableChanged, Some(&was.code), name(was), name(is)));
}

/// What `[retired]` says of a code, for people.
fn tombstone(retired: &Retired) -> String {
    let Retired { code: _, table: _, variant: _, reason, since, replaced_by } = retired;
    let since = since.as_ref().map(|version| format!(" (since {version})"));
    let instead = instead(replaced_by).map(|codes| format!(" (use {codes})"));
    [reason, since.as_deref().unwrap_or_default(), instead.as_deref().unwrap_or_default()].concat()
}

/// Rust names that have passed from one code to another.
fn names(before: &Codes<'_>, after: &Codes<'_>, changes: &mut Vec<Change>) {
    let names = before.names();
    for entry in after.live.values() {
        // What a code was before is the same error.
        let is_other =
            |code: &&&str| **code != entry.code && !entry.aliases.iter().any(|alias| alias == **code);
        if let Some(code) = names.get(&*entry.variant).filter(is_other) {
            let was = |code: &str| Some(format!("`{}` is `{code}`", entry.variant));
            changes.push(Change::new(ChangeRule::NameReused, Some(&entry.code), was(code), was(&entry.code)));
        }
    }
}

/// What a bare status is sent as.
fn defaults(before: &Codes<'_>, after: &Codes<'_>, changes: &mut Vec<Change>) {
    let (before, after) = (before.defaults(), after.defaults());
    let statuses: BTreeSet<u16> = before.keys().chain(after.keys()).copied().collect();
    for status in statuses {
        let (old, new) = (before.get(&status).copied(), after.get(&status).copied());
        let rule = match (old, new) {
            (Some(old), Some(new)) if old.code == new.code || new.aliases.contains(&old.code) => continue,
            (Some(old), None) if is_bare(old, status) => ChangeRule::DefaultRemoved,
            (None, Some(new)) if is_bare(new, status) => ChangeRule::DefaultAdded,
            _ => ChangeRule::DefaultChanged,
        };
        let code = old.or(new).map(|entry| &*entry.code);
        let say = |row: Option<&Entry>| {
            Some(match row {
                Some(row) if row.status == status => format!("bare {status} as `{}`", row.code),
                Some(row) => format!("bare {status} as `{}`, {}", row.code, row.status),
                None => format!("bare {status} without a row"),
            })
        };
        changes.push(Change::new(rule, code, say(old), say(new)));
    }
}

/// Whether the row has the code and the status that a bare status has without it: the words of its reason phrase.
fn is_bare(entry: &Entry, status: u16) -> bool {
    let known = http::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    let phrase = known.map_or_else(|| format!("status {status}"), str::to_owned);
    entry.status == status && words(&entry.code) == words(&phrase)
}

/// A phrase without what the style of a table decides.
fn words(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}
