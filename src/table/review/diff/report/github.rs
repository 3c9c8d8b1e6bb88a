//! The verdict as commands of GitHub's runners, which show them beside the code.

use core::fmt::Write as _;

use super::super::change::Change;
use super::super::verdict::Verdict;
use super::{Names, step};

/// Renders an `::error` for what must not pass, and a `::notice` for what may.
///
/// ```
/// use error_catalog::catalog::Catalog;
/// use error_catalog::review::diff::{Names, diff, github, judge};
///
/// let table = |status: u16| {
///     let row = format!(r#"POT = {{ status = {status}, retry = "never", cause = "No pot" }}"#);
///     Catalog::parse("catalog.toml", &format!("catalog = {{ name = \"Teapots\" }}\n[errors]\n{row}"))
/// };
/// let names = Names { old: "git:v1", new: "catalog.toml", file: Some("catalog.toml") };
/// let shown = github(&judge(diff(&table(404)?, &table(410)?), &[], None), &names);
/// assert!(shown.starts_with("::error file=catalog.toml,title=STATUS_CHANGED `POT`::404 -> 410 (major, 8eb92a0f8dc7)"));
/// # Ok::<_, error_catalog::catalog::Invalid>(())
/// ```
#[must_use]
pub fn render(verdict: &Verdict, names: &Names<'_>) -> String {
    let mut out = String::new();
    for judged in &verdict.changes {
        let level = if judged.fails { "error" } else { "notice" };
        render_change(&mut out, level, &judged.change, judged.accepted.as_deref(), names);
    }
    for finding in &verdict.findings {
        render_change(&mut out, "error", finding, None, names);
    }
    out
}

fn render_change(out: &mut String, level: &str, change: &Change, accepted: Option<&str>, names: &Names<'_>) {
    let Change { rule, code: _, old, new } = change;
    // What is not about the table is not to be mended there.
    let file = names.file.filter(|_| rule.bump().is_some());
    let file = file.map(|file| format!("file={},", property(file))).unwrap_or_default();
    let title = property(&format!("{rule} {}", change.subject()));
    let mut message = step(old.as_deref(), new.as_deref());
    // Writing to a string does not fail.
    let _ = match (rule.bump(), rule.is_refused()) {
        (None, _) => Ok(()),
        (Some(_), true) => write!(message, " (refused, {})", change.fingerprint()),
        (Some(bump), false) => write!(message, " ({bump}, {})", change.fingerprint()),
    };
    let _ = match accepted {
        Some(reason) => write!(message, "\naccepted: {reason}"),
        None => write!(message, "\n{}\nremedy: {}", rule.why(), rule.remedy()),
    };
    let _ = writeln!(out, "::{level} {file}title={title}::{}", data(&message));
}

/// What the runner would read as the end of a message is written as it wants it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The same for a property, which other characters end too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
