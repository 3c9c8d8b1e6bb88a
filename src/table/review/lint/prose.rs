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
            // With values, the message says which one it was.
            (!says_more && entry.params.is_empty()).then(note)
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

pub(super) const LONG_MESSAGE: Lint = Lint {
    rule: rule(
        "EC104",
        "a message is as long as a page",
        "Every response with the code has the message, which is the cause where the row has no `message`. Programs log it, and \
         people read one line. What takes longer to say belongs into `details`.",
    ),
    find: |catalog: &Catalog| {
        rows(catalog, |entry| {
            let length = entry.public_message().chars().count();
            let column = if entry.message.is_some() { "message" } else { "cause" };
            let note = || {
                Note::at(
                    entry.places.column(column),
                    format!("the message of `{}` has {length} characters", entry.code),
                    format!("more than {LONGEST_MESSAGE}"),
                )
                .with_help("say it in one sentence, and move the rest to `details`")
            };
            (length > LONGEST_MESSAGE).then(note)
        })
    },
};

/// Two lines of a wide terminal.
pub(crate) const LONGEST_MESSAGE: usize = 300;

pub(super) const FOREIGN_PLACEHOLDER: Lint = Lint {
    rule: rule(
        "EC105",
        "a text has a placeholder that nothing fills in",
        "A placeholder of another language or library, such as `%s` or `${id}`, goes out to clients as it is. Declare a \
         parameter under `params`, and write `{id}` in `message`.",
    ),
    find: |catalog: &Catalog| {
        rows(catalog, |entry| {
            let in_message = entry.message.as_deref().and_then(printf).map(|found| ("message", found));
            // With parameters, an author knows what doubled braces are for.
            let escaped = || entry.message.as_deref().filter(|_| entry.params.is_empty()).and_then(braced);
            let (column, found) = in_message
                .or_else(|| Some(("message", escaped()?)))
                .or_else(|| Some(("cause", printf(&entry.cause).or_else(|| braced(&entry.cause))?)))?;
            let message = format!("the {column} of `{}` has the placeholder `{found}`", entry.code);
            let note = Note::at(entry.places.column(column), message, "it is sent as it is");
            Some(
                note.with_help(
                    "declare it under `params` and write `{name}` in `message`, or say it in words",
                ),
            )
        })
    },
};

/// `%s`, and `%1$s`.
fn printf(text: &str) -> Option<&str> {
    text.match_indices('%').find_map(|(at, _)| {
        let rest = &text[at + 1..];
        let rest = rest.trim_start_matches(|digit: char| digit.is_ascii_digit());
        let rest = rest.strip_prefix('$').unwrap_or(rest);
        let end = rest.strip_prefix(['d', 'i', 'q', 's', 'u', 'v', '@'])?;
        let is_word =
            end.starts_with(|next: char| next.is_alphanumeric()) || text[..at].ends_with(char::is_numeric);
        (!is_word).then(|| &text[at..text.len() - end.len()])
    })
}

/// `{id}`, `{0}`, `{id:?}`, `${id}`, `#{id}` and `{{ id }}`.
fn braced(text: &str) -> Option<&str> {
    text.match_indices('{').find_map(|(at, _)| {
        let (inner, _) = text[at + 1..].split_once('}')?;
        let name = inner.trim_start_matches('{').split([':', '!']).next()?.trim();
        let is_name =
            name.chars().all(|character| character.is_ascii_alphanumeric() || "_.".contains(character));
        (is_name && !name.is_empty()).then(|| &text[at..at + inner.len() + 2])
    })
}

/// In capitals, as people leave such notes: a to-do list may be what the API is about.
fn is_placeholder(text: &str) -> bool {
    let mut words =
        text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    words.peek().is_none()
        || words.any(|word| ["TODO", "TBD", "FIXME", "XXX"].contains(&word))
        || text.to_lowercase().contains("lorem ipsum")
}
