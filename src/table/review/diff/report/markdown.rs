//! The changes as a section of a changelog.

use super::super::bump::Bump;
use super::super::change::Change;
use super::super::rule::ChangeRule;
use super::super::verdict::{Judged, Verdict};
use crate::table::catalog::prose_inline;

const SECTIONS: [&str; 4] = ["Added", "Changed", "Deprecated", "Removed"];

/// Renders the changes under `Added`, `Changed`, `Deprecated` and `Removed`, ready to paste. Nothing, where nothing has
/// changed. Problems outside the table do not belong in a changelog.
///
/// ```
/// use error_catalog::catalog::Catalog;
/// use error_catalog::review::diff::{diff, judge, markdown};
///
/// let table = |status: u16| {
///     let row = format!(r#"POT = {{ status = {status}, retry = "never", cause = "No pot" }}"#);
///     Catalog::parse("catalog.toml", &format!("catalog = {{ name = \"Teapots\" }}\n[errors]\n{row}"))
/// };
/// assert_eq!(
///     markdown(&judge(diff(&table(404)?, &table(410)?), &[], None)),
///     "### Changed\n\n- **Breaking:** Change the status of `POT` from 404 to 410.\n"
/// );
/// # Ok::<_, error_catalog::catalog::Invalid>(())
/// ```
#[must_use]
pub fn render(verdict: &Verdict) -> String {
    let mut out = String::new();
    for section in SECTIONS {
        let items: Vec<String> = verdict
            .changes
            .iter()
            .filter_map(|judged| {
                let (of, sentence) = sentence(&judged.change)?;
                (of == section).then(|| format!("- {}{sentence}\n", weight(judged)))
            })
            .collect();
        if items.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push('\n');
        }
        for part in ["### ", section, "\n\n", &items.concat()] {
            out.push_str(part);
        }
    }
    out
}

/// A change in words, where it is one of the table.
#[cfg(feature = "cli")]
pub(crate) fn in_words(change: &Change) -> Option<String> {
    sentence(change).map(|(_, sentence)| sentence)
}

fn weight(judged: &Judged) -> &'static str {
    let rule = judged.change.rule;
    match rule.bump() {
        _ if rule.is_refused() => "**Refused:** ",
        Some(Bump::Major) if judged.accepted.is_none() => "**Breaking:** ",
        _ => "",
    }
}

/// The section that a change belongs to, and what it says there.
fn sentence(change: &Change) -> Option<(&'static str, String)> {
    let Change { rule, code, old, new } = change;
    let [added, changed, deprecated, removed] = SECTIONS;
    let code = code.as_deref().unwrap_or_default();
    let old = old.as_deref();
    let new = new.as_deref();
    Some(match rule {
        ChangeRule::VersionBumpTooSmall | ChangeRule::AcceptStale => return None,
        ChangeRule::CodeAdded => (added, ended(&format!("Add `{code}`: "), new)),
        ChangeRule::CodeRevived => (added, ended(&format!("Bring back `{code}`: "), new)),
        ChangeRule::CodeHeaderAdded => (added, format!("Add the header `{}`, with the code.", of(new))),
        ChangeRule::RetryHeaderAdded => {
            (added, format!("Add the header `{}`: whether this request may be sent again.", of(new)))
        }
        ChangeRule::AdviceHeaderAdded => {
            (added, format!("Add the header `{}`, with the retry advice.", of(new)))
        }
        ChangeRule::ParamFirst | ChangeRule::ParamAdded => {
            (added, format!("Add a parameter to `{code}`: `{}`.", of(new)))
        }
        ChangeRule::ParamRemoved => (removed, format!("Remove a parameter of `{code}`: `{}`.", of(old))),
        ChangeRule::ParamTypeChanged => {
            (changed, format!("Change a parameter of `{code}` from `{}` to `{}`.", of(old), of(new)))
        }
        ChangeRule::ParamSafetyChanged => {
            (changed, format!("Change what a log shows of `{code}`: `{}`.", of(new)))
        }
        ChangeRule::ColumnAdded => (added, format!("Add the column `{}`.", of(new))),
        ChangeRule::ColumnRemoved => (removed, format!("Remove the column `{}`.", of(old))),
        ChangeRule::ColumnKindChanged | ChangeRule::ColumnAboutChanged => {
            (changed, format!("Change a column from `{}` to `{}`.", of(old), of(new)))
        }
        ChangeRule::ValueChanged => (changed, from_to("value", code, old, new)),
        ChangeRule::SendDetailsAdded => {
            (added, "Send the parameters of messages in `error.details`.".to_owned())
        }
        ChangeRule::SendDetailsRemoved => (removed, "Send no parameters of messages any more.".to_owned()),
        ChangeRule::CodeDeprecated => (deprecated, ended(&format!("Deprecate `{code}`: "), new)),
        ChangeRule::CodeRemoved => (removed, ended(&format!("Remove `{code}`: "), old)),
        ChangeRule::CodeRetired => (removed, ended(&format!("Retire `{code}`: "), new)),
        ChangeRule::TombstoneRemoved => (removed, format!("Forget that `{code}` was retired.")),
        ChangeRule::TombstoneAdded => (removed, ended(&format!("Reserve `{code}`: "), new)),
        ChangeRule::CodeHeaderChanged => (changed, header("the code", old, new)),
        ChangeRule::RetryHeaderChanged => {
            (changed, header("whether this request may be sent again", old, new))
        }
        ChangeRule::AdviceHeaderChanged => (changed, header("the retry advice", old, new)),
        ChangeRule::NameChanged | ChangeRule::TombstoneNameChanged => {
            (changed, format!("Rename the variant of `{code}` from `{}` to `{}`.", of(old), of(new)))
        }
        ChangeRule::TableChanged => (changed, from_to("table", code, old, new)),
        ChangeRule::NameReused => (changed, format!("Give `{code}` the name of another code: {}.", of(new))),
        ChangeRule::StatusChanged | ChangeRule::FaultChanged => (changed, from_to("status", code, old, new)),
        ChangeRule::CodeRenamed | ChangeRule::AliasSent => {
            (changed, format!("Rename `{}` to `{}`.", of(old), of(new)))
        }
        ChangeRule::AliasAdded => (added, format!("Read `{}` as `{code}`, too.", of(new))),
        ChangeRule::AliasRemoved => (removed, format!("Read `{}` as `{code}` no longer.", of(old))),
        ChangeRule::StatusAdded => (added, format!("Send `{code}` with {}, too.", of(new))),
        ChangeRule::StatusRemoved => (removed, format!("Send `{code}` with {} no longer.", of(old))),
        ChangeRule::RetryWithdrawn
        | ChangeRule::RetryMadeConditional
        | ChangeRule::RetryMadeUnconditional
        | ChangeRule::RetryAllowed => (changed, from_to("retry advice", code, old, new)),
        ChangeRule::ResponseHeaderAdded => (added, format!("Add a header to `{code}`: `{}`.", of(new))),
        ChangeRule::ResponseHeaderChanged => match new {
            Some(new) => (changed, format!("Change a header of `{code}` from `{}` to `{new}`.", of(old))),
            None => (removed, format!("Remove a header of `{code}`: `{}`.", of(old))),
        },
        ChangeRule::DocsUrlChanged => match new {
            Some(new) => (changed, format!("Link responses to `{new}`.")),
            None => (removed, format!("Link responses to `{}` no longer.", of(old))),
        },
        ChangeRule::ActorChanged => (changed, from_to("actor", code, old, new)),
        ChangeRule::WaitChanged => (changed, from_to("wait", code, old, new)),
        ChangeRule::DefaultChanged | ChangeRule::DefaultAdded | ChangeRule::DefaultRemoved => {
            (changed, format!("Send a {}, where it was a {}.", of(new), of(old)))
        }
        ChangeRule::CodeUndeprecated => (changed, format!("Deprecate `{code}` no longer.")),
        ChangeRule::DeprecationChanged => (changed, ended(&format!("`{code}` is deprecated: "), new)),
        ChangeRule::ReplacementChanged => (changed, from_to("replacement", code, old, new)),
        ChangeRule::MessageChanged => (changed, ended(&format!("Reword the message of `{code}`: "), new)),
        ChangeRule::CauseChanged => (changed, reworded("cause", code, old, new)),
        ChangeRule::RemedyChanged => (changed, reworded("remedy", code, old, new)),
        ChangeRule::DetailsChanged => (changed, reworded("details", code, old, new)),
        ChangeRule::SinceChanged => (changed, from_to("first version", code, old, new)),
        ChangeRule::TombstoneChanged => (changed, ended(&format!("Why `{code}` was retired: "), new)),
        ChangeRule::ApiNameChanged => (changed, ended("Rename the API: ", new)),
    })
}

fn of(value: Option<&str>) -> &str {
    value.unwrap_or("none")
}

fn from_to(what: &str, code: &str, old: Option<&str>, new: Option<&str>) -> String {
    let (old, new) = (prose_inline(of(old)), prose_inline(of(new)));
    format!("Change the {what} of `{code}` from {old} to {new}.")
}

fn header(what: &str, old: Option<&str>, new: Option<&str>) -> String {
    match new {
        Some(new) => format!("Send {what} in the header `{new}`, and no longer in `{}`.", of(old)),
        None => format!("Remove the header `{}`, which had {what}.", of(old)),
    }
}

fn reworded(what: &str, code: &str, old: Option<&str>, new: Option<&str>) -> String {
    match (old, new) {
        (None, Some(_)) => format!("Add the {what} of `{code}`."),
        (Some(_), None) => format!("Remove the {what} of `{code}`."),
        _ => format!("Reword the {what} of `{code}`."),
    }
}

/// A sentence that goes on with a text of the table, which may have its full stop or not.
fn ended(start: &str, text: Option<&str>) -> String {
    let text = prose_inline(of(text));
    let end = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{start}{text}{end}")
}
