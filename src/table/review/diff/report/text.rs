//! The verdict for a terminal: a block for each change, and the bump in the last line.

use core::fmt::Write as _;

use super::super::bump::bump_between;
use super::super::change::Change;
use super::super::verdict::Verdict;
use super::step;

/// Renders a block for each change and each finding, and a last line that says what bump is required.
///
/// ```
/// use error_catalog::review::diff::{judge, text};
///
/// assert_eq!(text(&judge(Vec::new(), &[], None)), "no changes\nrequired bump: none\n");
/// ```
#[must_use]
pub fn render(verdict: &Verdict) -> String {
    let mut out = String::new();
    for judged in &verdict.changes {
        render_block(&mut out, &judged.change, judged.accepted.as_deref());
    }
    for finding in &verdict.findings {
        render_block(&mut out, finding, None);
    }
    if verdict.changes.is_empty() {
        out.push_str("no changes\n");
    }
    out.push_str(&last_line(verdict));
    out.push('\n');
    out
}

fn render_block(out: &mut String, change: &Change, accepted: Option<&str>) {
    let Change { rule, code: _, old, new } = change;
    // Writing to a string does not fail.
    let _ = writeln!(out, "{rule} {}", change.subject());
    let _ = writeln!(out, "  change:      {}", step(old.as_deref(), new.as_deref()));
    match rule.bump() {
        Some(bump) if !rule.is_refused() => {
            let _ = writeln!(out, "  bump:        {bump}");
        }
        Some(_) => out.push_str("  bump:        refused at any version, and cannot be accepted\n"),
        None => {}
    }
    let _ = writeln!(out, "  why:         {}", rule.why());
    let _ = writeln!(out, "  remedy:      {}", rule.remedy());
    if let Some(reason) = accepted {
        let _ = writeln!(out, "  accepted:    {reason}");
    }
    // The rules that are not about the table are nothing that a fingerprint is good for.
    if rule.bump().is_some() {
        let _ = writeln!(out, "  fingerprint: {}", change.fingerprint());
    }
    out.push('\n');
}

fn last_line(verdict: &Verdict) -> String {
    let required = verdict.required.map_or("none", |bump| bump.as_str());
    let is_refused = verdict.changes.iter().any(|judged| judged.change.rule.is_refused());
    let refused = if is_refused { ", and no version is large enough for what is refused" } else { "" };
    let Some((from, to)) = &verdict.versions else {
        return format!("required bump: {required}{refused}");
    };
    let step = bump_between(from, to);
    let moves = match step {
        Some(bump) => format!("{from} -> {to} is {bump}"),
        None => format!("{from} -> {to} is not a version step"),
    };
    let verdict = match verdict.required.filter(|_| verdict.required > step) {
        Some(required) => format!("too small, release {} or later", required.after(from)),
        None => "large enough".to_owned(),
    };
    format!("required bump: {required} ({moves}: {verdict}){refused}")
}
