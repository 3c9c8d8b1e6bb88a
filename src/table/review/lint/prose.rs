//! Texts that say nothing.

use super::{Lint, rows};
use crate::table::catalog::{Catalog, Entry, Note};
use crate::table::review::lint::Found;
use crate::table::review::lint::names::words;
use crate::table::review::rules::rule;

pub(super) const NO_REMEDY: Lint = Lint {
    rule: rule(
        "EC101",
        "a row does not say what the caller does about it",
        "The caller needs to know what to do, and looks it up in this table. Add \
         `remedy`, starting with a verb. If the caller can do nothing, say whom to contact.",
    ),
    find: |catalog: &Catalog| {
        rows(catalog, |entry| {
            let note = || {
                Note::at(entry.places.code(), format!("`{}` has no remedy", entry.code), "add a `remedy`")
                    .with_help("add `remedy = \"What the caller does about it\"`")
            };
            entry.remedy.is_none().then(note)
        })
    },
};

pub(super) const CAUSE_IS_CODE: Lint = Lint {
    rule: rule(
        "EC102",
        "a cause says no more than its code",
        "`NOT_FOUND` with the cause \"Not found\" tells a reader nothing new. Say what was not found, and why that can be.",
    ),
    find: |catalog: &Catalog| {
        rows(catalog, |entry| {
            let code = words(&entry.code);
            let says_more =
                words(&entry.cause).iter().any(|word| !FILLERS.contains(&&**word) && !code.contains(word));
            let note = || {
                Note::at(
                    entry.places.column("cause"),
                    format!("the cause of `{}` is the code again", entry.code),
                    "the cause repeats the code",
                )
                .with_help("describe the typical cause")
            };
            (!says_more).then(note)
        })
    },
};

const FILLERS: [&str; 10] = ["A", "AN", "ERROR", "HAS", "IS", "IT", "OCCURRED", "THE", "WAS", "WERE"];

pub(super) const PLACEHOLDER: Lint = Lint {
    rule: rule(
        "EC103",
        "a text is a placeholder",
        "TODO, TBD, FIXME and lorem ipsum go out to clients as they are.",
    ),
    find: |catalog: &Catalog| {
        let texts = |entry: &Entry| {
            let Entry { cause, message, remedy, details, .. } = entry;
            [
                ("cause", Some(cause.clone())),
                ("message", message.clone()),
                ("remedy", remedy.clone()),
                ("details", details.clone()),
            ]
        };
        let look = |entry| {
            let unwritten = |(name, text): (&'static str, Option<String>)| {
                text.filter(|text| is_placeholder(text)).map(|_| name)
            };
            let name = texts(entry).into_iter().find_map(unwritten)?;
            let message = format!("the {name} of `{}` is a placeholder", entry.code);
            let note = Note::at(entry.places.column(name), message, "a placeholder");
            Some(note.with_help(format!("write it, or remove `{name}` if it is optional")))
        };
        catalog.errors().iter().filter_map(|entry| Some(Found::new(entry, look(entry)?))).collect()
    },
};

/// In capitals, as people leave such notes: a to-do list may be what the API is about.
fn is_placeholder(text: &str) -> bool {
    let mut words =
        text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    words.peek().is_none()
        || words.any(|word| ["TODO", "TBD", "FIXME", "XXX"].contains(&word))
        || text.to_lowercase().contains("lorem ipsum")
}
