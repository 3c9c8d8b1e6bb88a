//! What sources say of codes, in their own words, and what was not taken from them.

use core::fmt;
use std::collections::BTreeMap;

use super::code;
use super::field::Field;
use super::text;

/// What a source says of one code.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The source, and where in it.
    pub(super) place: String,
    pub(super) code: String,
    /// A field may be there several times.
    pub(super) says: Vec<(Field, String)>,
    /// The status that the source gives to all that it does not name, and why.
    pub(super) proposed: Option<(u16, String)>,
    /// What is not certain.
    pub(super) guesses: Vec<String>,
}

impl Found {
    pub(super) fn new(place: impl Into<String>, code: impl Into<String>) -> Self {
        Self { place: place.into(), code: code.into(), says: Vec::new(), proposed: None, guesses: Vec::new() }
    }

    /// Adds a text, unless there is nothing in it.
    pub(super) fn say(&mut self, field: Field, text: &str) {
        let text = text.trim();
        if !text.is_empty() && !matches!(text, "-" | "–" | "—" | "n/a" | "N/A") {
            self.says.push((field, text.to_owned()));
        }
    }

    pub(super) fn texts(&self, field: &Field) -> impl Iterator<Item = &str> {
        self.says.iter().filter(move |(known, _)| known == field).map(|(_, text)| &**text)
    }

    pub(super) fn text(&self, field: &Field) -> Option<&str> {
        self.texts(field).next()
    }
}

/// Something that people should know of a source.
#[derive(Clone, Debug)]
pub(super) struct Note {
    pub(super) place: String,
    pub(super) text: String,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", text::line(&self.place), text::line(&self.text))
    }
}

/// All that was found in sources.
#[derive(Debug, Default)]
pub(super) struct Harvest {
    pub(super) found: Vec<Found>,
    pub(super) notes: Vec<Note>,
}

impl Harvest {
    pub(super) fn note(&mut self, place: &str, text: impl Into<String>) {
        self.notes.push(Note { place: place.to_owned(), text: text.into() });
    }

    /// The rows that a cell stands for: one for each code in it. `says` is what the source says of all of them.
    pub(super) fn rows(&mut self, place: &str, cell: &str, says: &[(Field, String)]) {
        match code::of(cell) {
            Ok(codes) => {
                for code in codes.codes {
                    let mut found = Found::new(place, code);
                    for (field, text) in says {
                        found.say(field.clone(), text);
                    }
                    if codes.deprecated && found.text(&Field::Deprecated).is_none() {
                        found.say(Field::Deprecated, "yes");
                    }
                    if found.text(&Field::Status).is_none() && !codes.rest.is_empty() {
                        found.say(Field::Status, &codes.rest);
                    }
                    self.found.push(found);
                }
            }
            Err(why) => self.note(place, format!("\"{}\": not taken: {why}", short(cell))),
        }
    }

    /// One row for each code: what another place says of it fills the gaps, and where it contradicts, that is said.
    pub(super) fn merged(&mut self) -> Vec<Found> {
        let mut all: Vec<Found> = Vec::new();
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        for found in core::mem::take(&mut self.found) {
            let Some(at) = known.get(&found.code) else {
                known.insert(found.code.clone(), all.len());
                all.push(found);
                continue;
            };
            let first = &mut all[*at];
            let (mut filled, mut differs) = (Vec::new(), Vec::new());
            for (field, text) in found.says {
                let is_same = |known: &str| text::line(known).eq_ignore_ascii_case(&text::line(&text));
                if first.texts(&field).any(is_same) {
                    continue;
                }
                match first.text(&field) {
                    Some(_) if field == Field::Heading => {}
                    // A code may have several statuses.
                    Some(kept) if field != Field::Status => {
                        differs.push(format!(
                            "{} is \"{}\" at {}, which stays",
                            field.column(),
                            short(kept),
                            first.place
                        ));
                    }
                    Some(_) => {
                        filled.push("another status".to_owned());
                        first.says.push((field, text));
                    }
                    None => {
                        filled.push(field.column().to_owned());
                        first.says.push((field, text));
                    }
                }
            }
            let filled = if filled.is_empty() {
                "adds nothing".to_owned()
            } else {
                format!("adds {}", filled.join(", "))
            };
            let code = &found.code;
            self.notes.push(Note { place: found.place.clone(), text: format!("`{code}` again: {filled}") });
            for conflict in differs {
                self.notes.push(Note {
                    place: found.place.clone(),
                    text: format!("conflict: `{code}`: {conflict}"),
                });
            }
        }
        all
    }
}

/// A text of a source in a message.
pub(super) fn short(cell: &str) -> String {
    let cell = text::line(cell);
    match cell.char_indices().nth(60) {
        Some((cut, _)) => format!("{}...", &cell[..cut]),
        None => cell,
    }
}
