//! Settings of lints that do nothing.

use std::collections::BTreeSet;

use super::{Found, LINTS, Lint, level, lints, rows};
use crate::table::catalog::{Catalog, Edit, Entry, Note, suggest};
use crate::table::review::rules::rule;

/// What it finds depends on what all others have found: see [`unused`].
pub(super) const ALLOWS_NOTHING: Lint = Lint {
    rule: rule(
        "EC190",
        "a row allows a lint that has no finding in it",
        "The exception is not needed any more. If it stays in the table, it hides the next fault of that kind.",
    ),
    find: |_| Vec::new(),
};

pub(super) const UNKNOWN_LINT: Lint = Lint {
    rule: rule(
        "EC191",
        "`[lint]` or `allow` names an unknown lint",
        "`error-catalog explain` lists all lints. The rules of the format cannot be turned off.",
    ),
    find: |catalog: &Catalog| {
        let unknown = |name: &str, span| {
            let note = Note::at(span, format!("unknown lint `{}`", name.escape_debug()), "not a lint");
            let codes: Vec<&str> = lints().map(|rule| rule.code).collect();
            match suggest(name, codes.iter().copied()) {
                Some(meant) => note.with_help(format!("did you mean `{meant}`?")),
                None => note.with_help(format!("the lints are {}", codes.join(", "))),
            }
        };
        let in_rows = rows(catalog, |entry| {
            let name = entry.allow.iter().find(|name| !is_lint(name))?;
            Some(unknown(name, entry.places.column("allow")))
        });
        let in_settings = catalog.lints().iter().filter(|setting| !is_lint(&setting.lint));
        let in_settings = in_settings
            .map(|setting| Found { rows: Vec::new(), note: unknown(&setting.lint, setting.place.clone()) });
        in_rows.into_iter().chain(in_settings).collect()
    },
};

/// Names that tables have by accident.
const EXAMPLES: [&str; 8] =
    ["my api", "my-api", "example", "example api", "todo", "changeme", "untitled", "..."];

pub(super) const NAME_OF_EXAMPLE: Lint = Lint {
    rule: rule(
        "EC150",
        "the table has the name of an example",
        "A code is told from its namesake in another service by the name of its table. Two services that keep the name of an example \
         take the codes of each other for their own. Give the table the name of the API.",
    ),
    find: |catalog: &Catalog| {
        let name = catalog.name();
        let is_example = EXAMPLES.contains(&name.trim().to_lowercase().as_str());
        let note = || {
            Note::nowhere(format!("the table has the name `{}`, as examples have it", name.escape_debug()))
                .with_help("set `name` under `[catalog]` to that of the API")
        };
        is_example.then(|| Found { rows: Vec::new(), note: note() }).into_iter().collect()
    },
};

fn is_lint(name: &str) -> bool {
    LINTS.iter().any(|lint| lint.rule.code == name)
}

/// What is allowed, but was not found. `used` has row and lint of what was.
pub(super) fn unused(catalog: &Catalog, used: &BTreeSet<(&str, &'static str)>) -> Vec<Note> {
    // The findings of a lint that is off are unknown.
    let is_used = |entry: &Entry, lint: &str| {
        level(catalog, lint).is_none()
            || used.iter().any(|(code, found)| *code == entry.code && *found == lint)
    };
    let mut notes = Vec::new();
    for entry in catalog.errors().iter().filter(|entry| catalog.is_own(entry)) {
        for lint in entry.allow.iter().filter(|lint| is_lint(lint) && !is_used(entry, lint)) {
            let message = format!("`{}` allows {lint}, which has no finding in this row", entry.code);
            let note = Note::at(entry.places.column("allow"), message, "the lint has no finding here");
            let kept = entry.allow.iter().filter(|allowed| !is_lint(allowed) || is_used(entry, allowed));
            let kept: Vec<&str> = kept.map(String::as_str).collect();
            let note = note.with_help(format!("remove `{lint}` from `allow`"));
            notes.push(note.with_fix(without_unused(catalog, entry, &kept)));
        }
    }
    notes
}

/// Leaves in `allow` what is used. Where nothing is, its line goes, and that of the reason; in a row of one line that is
/// for its author.
fn without_unused(catalog: &Catalog, entry: &Entry, kept: &[&str]) -> Vec<Edit> {
    let span = entry.places.column("allow");
    // A comment among them is for its author to move.
    if catalog.source().part(&span).contains(['#', '\n']) {
        return Vec::new();
    }
    if !kept.is_empty() {
        return vec![Edit {
            span: entry.places.column("allow"),
            text: format!("[\"{}\"]", kept.join("\", \"")),
        }];
    }
    let lines =
        ["allow", "allow_reason"].map(|name| catalog.source().line_of(&entry.places.column(name), name));
    lines
        .into_iter()
        .map(|span| Some(Edit { span: span?, text: String::new() }))
        .collect::<Option<_>>()
        .unwrap_or_default()
}
