//! Rows that are one too many, or that lead nowhere.

use std::collections::BTreeMap;

use super::names::words;
use super::{Found, Lint, rows};
use crate::table::catalog::{Catalog, Entry, Note};
use crate::table::review::rules::rule;

pub(super) const ALIKE: Lint = Lint {
    rule: rule(
        "EC122",
        "two codes are hard to tell apart",
        "The words are the same in another order, or longer in one than in the other, as with `CONFIG_ERROR` and \
         `CONFIGURATION_ERROR`: sooner or later a reader confuses them.",
    ),
    find: |catalog: &Catalog| {
        let mut groups: BTreeMap<Vec<String>, Vec<(&Entry, Vec<String>)>> = BTreeMap::new();
        for entry in in_text_order(catalog) {
            let mut words = words(&entry.code);
            words.sort();
            // Words that are alike start alike.
            let starts = words.iter().map(|word| word.chars().take(ALIKE_FROM).collect()).collect();
            groups.entry(starts).or_default().push((entry, words));
        }
        let mut found = Vec::new();
        for group in groups.values() {
            for (at, (second, second_words)) in group.iter().enumerate() {
                let first = group[..at].iter().find(|(_, words)| are_alike(words, second_words));
                found.extend(first.map(|(first, _)| alike(first, second)));
            }
        }
        found
    },
};

const ALIKE_FROM: usize = 4;

fn are_alike(a: &[String], b: &[String]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_longer_form(a, b) || is_longer_form(b, a))
}

/// The same word, its plural, or what it is short for: `CONFIG` and `CONFIGURATION`, but not `CARD` and `CARDHOLDER`. A
/// number is another with each digit.
fn is_longer_form(long: &str, short: &str) -> bool {
    let Some(rest) = long.strip_prefix(short) else { return false };
    let is_abbreviation = short.len() > ALIKE_FROM && !long.bytes().any(|byte| byte.is_ascii_digit());
    matches!(rest, "" | "S" | "ES") || is_abbreviation
}

fn alike<'c>(first: &'c Entry, second: &'c Entry) -> Found<'c> {
    let message = format!("`{}` and `{}` are hard to tell apart", first.code, second.code);
    let note = Note::at(second.places.code(), message, "easy to confuse")
        .with_other(first.places.code(), "the other")
        .with_help("rename one of them so that the names show the difference, or allow it with the reason");
    Found { rows: vec![first, second], note }
}

pub(super) const SAME_CAUSE: Lint = Lint {
    rule: rule(
        "EC123",
        "two codes mean the same",
        "Status and cause are the same: a client cannot know which of the two it has to expect. Say in the causes what sets \
         them apart, or retire one of them.",
    ),
    find: |catalog: &Catalog| {
        let mut taken: BTreeMap<(u16, Vec<String>), &Entry> = BTreeMap::new();
        let mut found = Vec::new();
        for entry in in_text_order(catalog) {
            let Some(first) = taken.insert((entry.status, words(&entry.cause)), entry) else { continue };
            let message = format!("`{}` and `{}` have the same status and cause", first.code, entry.code);
            let note = Note::at(entry.places.column("cause"), message, "the same cause")
                .with_other(first.places.column("cause"), "the first")
                .with_help("describe the difference, or retire one of them");
            found.push(Found { rows: vec![first, entry], note });
        }
        found
    },
};

pub(super) const NO_WAY_ON: Lint = Lint {
    rule: rule(
        "EC130",
        "a deprecated code has no replacement",
        "Clients need to know the code to use instead. Add `replaced_by`, or allow it if there is no such code.",
    ),
    find: |catalog: &Catalog| {
        rows(catalog, |entry| {
            let note = || {
                let message = format!("`{}` is deprecated, but has no `replaced_by`", entry.code);
                Note::at(entry.places.column("deprecated"), message, "add `replaced_by`")
                    .with_help("add `replaced_by = \"OTHER_CODE\"`")
            };
            (entry.deprecated.is_some() && entry.replaced_by.is_empty()).then(note)
        })
    },
};

pub(super) const DEAD_END: Lint = Lint {
    rule: rule(
        "EC131",
        "a replacement is deprecated itself",
        "Clients that follow it have to change twice. Name the code at the end of the chain.",
    ),
    find: |catalog: &Catalog| {
        let live: BTreeMap<&str, &Entry> =
            catalog.errors().iter().map(|entry| (entry.code.as_str(), entry)).collect();
        rows(catalog, |entry| {
            let replacement = entry
                .replaced_by
                .iter()
                .filter_map(|code| live.get(&**code))
                .find(|row| row.deprecated.is_some())?;
            let note = || {
                let message =
                    format!("`{}` is replaced by `{}`, which is deprecated", entry.code, replacement.code);
                Note::at(entry.places.column("replaced_by"), message, "this code is deprecated")
                    .with_other(replacement.places.column("deprecated"), "deprecated here")
                    .with_help("name the code that stays")
            };
            Some(note())
        })
    },
};

/// Readers take "first" and "second" from the order of the text, to which included tables come first.
fn in_text_order(catalog: &Catalog) -> Vec<&Entry> {
    let mut entries: Vec<&Entry> = catalog.errors().iter().collect();
    entries.sort_by_key(|entry| (catalog.is_own(entry), entry.places.code().start));
    entries
}
