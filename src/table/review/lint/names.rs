//! Codes and statuses that do not go together.

use http::StatusCode;

use super::{Lint, rows};
use crate::table::catalog::{Catalog, Note};
use crate::table::review::rules::rule;

pub(super) const UNREGISTERED: Lint = Lint {
    rule: rule(
        "EC120",
        "a status that is not registered",
        "Proxies, dashboards and clients know the statuses of the IANA registry \
         (https://www.iana.org/assignments/http-status-codes) and treat any other by its first digit.",
    ),
    find: |catalog: &Catalog| {
        rows(catalog, |entry| {
            let status = StatusCode::from_u16(entry.status).ok()?;
            let note = || {
                Note::at(
                    entry.places.column("status"),
                    format!("{} is not a registered status", entry.status),
                    "not in the IANA registry",
                )
                .with_help("choose a registered one, or allow it with the reason")
            };
            status.canonical_reason().is_none().then(note)
        })
    },
};

pub(super) const STATUS_DISAGREES: Lint = Lint {
    rule: rule(
        "EC121",
        "code and status disagree",
        "People read the code, proxies and dashboards read the status: `NOT_FOUND` is expected with 404 or 410, `INVALID_...` \
         with a 4xx. If they disagree, alerts reach the wrong people.",
    ),
    find: |catalog: &Catalog| {
        rows(catalog, |entry| {
            let words = words(&entry.code);
            let rule = EXPECTED.iter().find(|expected| expected.fits(&words))?;
            let note = || {
                Note::at(
                    entry.places.column("status"),
                    format!("`{}` is sent with {}", entry.code, entry.status),
                    format!("expected {}", rule.says),
                )
                .with_other(entry.places.code(), "the code")
                .with_help("choose the status or the name that fits, or allow it with the reason")
            };
            (!rule.statuses.contains(&entry.status)).then(note)
        })
    },
};

/// What the words of a code make people expect.
struct Expected {
    words: &'static [&'static str],
    place: Place,
    statuses: &'static [u16],
    says: &'static str,
}

/// Where the words have to be.
enum Place {
    Anywhere,
    /// And what comes next is not a thing of the server: `INVALID_CONFIGURATION`.
    First,
    /// Nothing comes next that makes them part of another word: `TIMEOUT_TOO_LONG`, `FORBIDDEN_CHARACTER`.
    Last,
}

impl Expected {
    fn fits(&self, words: &[String]) -> bool {
        let starts =
            |at: &usize| words[*at..].iter().map(String::as_str).zip(self.words).all(|(a, b)| a == *b);
        let ends = words.len().checked_sub(self.words.len());
        let mut places = (0..=ends.unwrap_or_default()).filter(|_| ends.is_some()).filter(starts);
        let follows = |at: usize| words[at + self.words.len()..].iter().map(String::as_str);
        match self.place {
            Place::Anywhere => places.next().is_some(),
            Place::First => places.next() == Some(0) && !follows(0).any(|word| OF_THE_SERVER.contains(&word)),
            Place::Last => places.any(|at| follows(at).all(|word| SAYS_NO_MORE.contains(&word))),
        }
    }
}

/// What a server has, and no request.
const OF_THE_SERVER: [&str; 7] =
    ["CONFIG", "CONFIGURATION", "DATABASE", "DEPLOYMENT", "RESPONSE", "SERVER", "UPSTREAM"];

/// What does not change the meaning of the words before it.
const SAYS_NO_MORE: [&str; 6] = ["ERROR", "EXCEEDED", "EXCEPTION", "HIT", "OCCURRED", "REACHED"];

/// The first that fits decides. What is common practice of large APIs is let through, beside what the registry says.
const EXPECTED: [Expected; 13] = [
    // The error came from another service.
    anywhere(&["UPSTREAM"], &[502, 503, 504, 500], "a 5xx"),
    first(&["INVALID"], CLIENT, "a 4xx"),
    first(&["MISSING"], CLIENT, "a 4xx"),
    last(&["NOT", "FOUND"], &[404, 410], "404 or 410"),
    last(&["TIMEOUT"], &[408, 429, 502, 503, 504], "408 or 504"),
    last(&["TIMED", "OUT"], &[408, 429, 502, 503, 504], "408 or 504"),
    last(&["RATE", "LIMIT"], &[403, 429], "429"),
    last(&["TOO", "MANY", "REQUESTS"], &[429], "429"),
    last(&["ALREADY", "EXISTS"], &[409, 412, 422], "409 or 412"),
    last(&["CONFLICT"], &[409, 412, 422], "409 or 412"),
    last(&["UNAUTHENTICATED"], &[401], "401"),
    last(&["FORBIDDEN"], &[403], "403"),
    last(&["SERVICE", "UNAVAILABLE"], &[503], "503"),
];

/// The 4xx that say that something is wrong with what was sent.
const CLIENT: &[u16] =
    &[400, 401, 402, 403, 404, 405, 406, 409, 410, 411, 412, 413, 414, 415, 416, 417, 422, 426, 428];

const fn anywhere(words: &'static [&'static str], statuses: &'static [u16], says: &'static str) -> Expected {
    Expected { words, place: Place::Anywhere, statuses, says }
}

const fn last(words: &'static [&'static str], statuses: &'static [u16], says: &'static str) -> Expected {
    Expected { words, place: Place::Last, statuses, says }
}

const fn first(words: &'static [&'static str], statuses: &'static [u16], says: &'static str) -> Expected {
    Expected { words, place: Place::First, statuses, says }
}

/// The words of a code or of a text, in capitals: `NOT_FOUND`, `not-found` and `NotFound` have the same.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut was_lower = false;
    for character in text.chars() {
        let ends = !character.is_alphanumeric() || was_lower && character.is_uppercase();
        if ends && !word.is_empty() {
            words.push(core::mem::take(&mut word));
        }
        if character.is_alphanumeric() {
            word.extend(character.to_uppercase());
        }
        was_lower = character.is_lowercase();
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_are_the_same_in_every_style() {
        for text in
            ["NOT_FOUND", "not-found", "notFound", "NotFound", "not found", "NOT.FOUND", "Not::Found!"]
        {
            assert_eq!(words(text), ["NOT", "FOUND"], "{text}");
        }
        assert_eq!(words("HTTP2_Error"), ["HTTP2", "ERROR"]);
        assert!(words("...").is_empty());
    }
}
