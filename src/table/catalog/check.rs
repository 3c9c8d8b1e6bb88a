//! The rules that rows break together.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;

use super::column::Column;
use super::diagnostic::Diagnostic;
use super::format_rule::FormatRule;
use super::raw_table::RawRow;
use super::suggest::suggest;
use super::{Entry, Retired};

/// Compares the rows of all tables with each other, which are in the order of the texts, those of included tables first.
/// `is_missing` tells whether a code that is not among them is nowhere else.
pub(super) fn rows(
    errors: &[RawRow<Entry>],
    retired: &[RawRow<Retired>],
    is_missing: impl Fn(&str) -> bool,
    report: &mut Vec<Diagnostic>,
) {
    same_codes(errors, "is in two tables", report);
    same_codes(retired, "is retired in two tables", report);
    let live: BTreeMap<&str, &RawRow<Entry>> =
        errors.iter().map(|row| (&**row.code.get_ref(), row)).collect();
    same_names(errors, retired, report);
    revived(&live, retired, report);
    replacements(&live, retired, is_missing, report);
    circles(&live, report);
    aliases(errors, &live, retired, report);
    default_for(errors, report);
}

/// A code that two tables have.
fn same_codes<T>(rows: &[RawRow<T>], what: &str, report: &mut Vec<Diagnostic>) {
    let mut taken: BTreeMap<&str, &RawRow<T>> = BTreeMap::new();
    for row in rows {
        let code = &**row.code.get_ref();
        let Some(first) = taken.insert(code, row) else { continue };
        report.push(
            Diagnostic::at(
                FormatRule::Duplicate,
                row.code.span(),
                format!("`{}` {what}", code.escape_debug()),
                "defined again here",
            )
            .with_other(first.code.span(), "first defined here")
            .with_help("remove one of the two, or give it another name"),
        );
    }
}

/// Two codes of one Rust name, live or retired.
fn same_names(errors: &[RawRow<Entry>], retired: &[RawRow<Retired>], report: &mut Vec<Diagnostic>) {
    let mut taken: BTreeMap<String, (&Spanned<String>, Spanned<String>)> = BTreeMap::new();
    // A code that has another wire string now may keep its name.
    let is_alias = |code: &str, of: &str| {
        let row = errors.iter().find(|row| row.code.get_ref() == of);
        row.is_some_and(|row| row.aliases.iter().any(|alias| alias.get_ref() == code))
    };
    for row in errors {
        let Some(name) = row.variant.clone() else {
            continue;
        };
        if let Some((code, first)) = taken.get(name.get_ref()) {
            // One code in two tables is reported as such.
            if code.get_ref() == row.code.get_ref() {
                continue;
            }
            report.push(
                Diagnostic::at(
                    FormatRule::SameName,
                    name.span(),
                    format!(
                        "`{}` and `{}` are both `ErrorCode::{}` in Rust",
                        code.get_ref(),
                        row.code.get_ref(),
                        name.get_ref()
                    ),
                    "the same Rust name",
                )
                .with_other(first.span(), "first used here")
                .with_help("set another Rust name in one of the rows: `name = \"...\"`"),
            );
        } else {
            taken.insert(name.get_ref().clone(), (&row.code, name));
        }
    }
    for row in retired {
        let Some(name) = row.variant.clone() else {
            continue;
        };
        let Some((code, live)) = taken.get(name.get_ref()) else {
            continue;
        };
        // The same code in both sections is reported as such.
        if code.get_ref() != row.code.get_ref() && !is_alias(row.code.get_ref(), code.get_ref()) {
            report.push(
                Diagnostic::at(
                    FormatRule::Retired,
                    live.span(),
                    format!(
                        "`{}` takes the Rust name `{}` of the retired `{}`",
                        code.get_ref(),
                        name.get_ref(),
                        row.code.get_ref()
                    ),
                    "programs may still mean the old code by it",
                )
                .with_other(name.span(), "retired here")
                .with_help("give the new row another name: `name = \"...\"`"),
            );
        }
    }
}

/// A code in both sections.
fn revived(live: &BTreeMap<&str, &RawRow<Entry>>, retired: &[RawRow<Retired>], report: &mut Vec<Diagnostic>) {
    for row in retired {
        let Some(again) = live.get(&**row.code.get_ref()) else {
            continue;
        };
        report.push(
            Diagnostic::at(
                FormatRule::Retired,
                again.code.span(),
                format!("`{}` is retired and cannot come back", row.code.get_ref()),
                "clients may still give it the old meaning",
            )
            .with_other(row.code.span(), "retired here")
            .with_help("give the error a new code"),
        );
    }
}

/// `replaced_by` has to lead to a live code.
fn replacements(
    live: &BTreeMap<&str, &RawRow<Entry>>,
    retired: &[RawRow<Retired>],
    is_missing: impl Fn(&str) -> bool,
    report: &mut Vec<Diagnostic>,
) {
    let tombstones: BTreeMap<&str, &RawRow<Retired>> =
        retired.iter().map(|row| (&**row.code.get_ref(), row)).collect();
    let all =
        live.values().flat_map(|row| &row.replaced_by).chain(retired.iter().flat_map(|row| &row.replaced_by));
    for target in all {
        let code = &**target.get_ref();
        if live.contains_key(code) || !is_missing(code) {
            continue;
        }
        let tombstone = tombstones.get(code);
        let diagnostic = Diagnostic::at(
            FormatRule::Replacement,
            target.span(),
            format!("`{}` is not a live code", code.escape_debug()),
            "no row of `[errors]` has this code",
        );
        report.push(match (tombstone, suggest(code, live.keys().copied())) {
            (Some(row), _) => diagnostic
                .with_other(row.code.span(), "it is retired")
                .with_help("name the code that clients should use now"),
            (None, Some(meant)) => diagnostic.with_help(format!("did you mean `{meant}`?")),
            (None, None) => diagnostic.with_help("name a code of `[errors]`, or remove `replaced_by`"),
        });
    }
}

/// `replaced_by` must not lead back. Each circle is reported once, at its first code.
fn circles(live: &BTreeMap<&str, &RawRow<Entry>>, report: &mut Vec<Diagnostic>) {
    let next = |code: &str| live.get(code).map_or(&[][..], |row| &row.replaced_by[..]);
    let mut seen = BTreeSet::new();
    let mut circles: Vec<Vec<&str>> = Vec::new();
    for start in live.keys() {
        // The path, each code with those behind it that are still to be tried. What was seen on an earlier path leads nowhere new.
        let mut path: Vec<(&str, core::slice::Iter<'_, Spanned<String>>)> = Vec::new();
        if seen.insert(*start) {
            path.push((start, next(start).iter()));
        }
        while let Some((_, rest)) = path.last_mut() {
            let Some(code) = rest.next().map(|code| &**code.get_ref()) else {
                path.pop();
                continue;
            };
            if let Some(entry) = path.iter().position(|(on_path, _)| *on_path == code) {
                circles.push(path[entry..].iter().map(|(code, _)| *code).collect());
            } else if seen.insert(code) {
                path.push((code, next(code).iter()));
            }
        }
    }
    for mut circle in circles {
        let first = circle.iter().enumerate().min_by_key(|(_, code)| **code).map_or(0, |(at, _)| at);
        circle.rotate_left(first);
        let second = circle.get(1).unwrap_or(&circle[0]);
        let Some(replaced_by) = next(circle[0]).iter().find(|code| code.get_ref() == second) else {
            continue;
        };
        let around = format!("{} -> {}", circle.join(" -> "), circle[0]);
        report.push(
            Diagnostic::at(
                FormatRule::Circle,
                replaced_by.span(),
                format!("`replaced_by` leads back to itself: {around}"),
                "leads back here",
            )
            .with_help("remove `replaced_by` from the last code of the chain"),
        );
    }
}

/// A wire string is read as one code.
fn aliases(
    errors: &[RawRow<Entry>],
    live: &BTreeMap<&str, &RawRow<Entry>>,
    retired: &[RawRow<Retired>],
    report: &mut Vec<Diagnostic>,
) {
    let tombstones: BTreeMap<&str, &RawRow<Retired>> =
        retired.iter().map(|row| (&**row.code.get_ref(), row)).collect();
    let mut taken: BTreeMap<&str, &Spanned<String>> = BTreeMap::new();
    for row in errors {
        for alias in &row.aliases {
            let text = &**alias.get_ref();
            let mistake =
                |rule, message: String, label: &str| Diagnostic::at(rule, alias.span(), message, label);
            let own = row.code.get_ref();
            if let Some(other) = live.get(text) {
                let message = format!("`{text}` is a code, and an alias of `{own}`");
                report.push(
                    mistake(FormatRule::Duplicate, message, "readers could not tell which is meant")
                        .with_other(other.code.span(), "defined here")
                        .with_help("remove the alias: that code has a meaning of its own"),
                );
            } else if let Some(first) = taken.insert(text, alias) {
                report.push(
                    mistake(FormatRule::Duplicate, format!("`{text}` is an alias twice"), "again here")
                        .with_other(first.span(), "first here")
                        .with_help("remove one of the two"),
                );
            } else if let Some(tombstone) = tombstones.get(text) {
                if tombstone.replaced_by.iter().all(|code| code.get_ref() != own) {
                    let message = format!("`{text}` is retired, but not for `{own}`");
                    report.push(
                        mistake(FormatRule::Retired, message, "readers would give it another meaning")
                            .with_other(tombstone.code.span(), "retired here")
                            .with_help(format!(
                                "write `replaced_by = \"{own}\"` there if it is the same error, or remove the alias"
                            )),
                    );
                }
            }
        }
    }
}

/// Values of which no two may be the same.
pub(super) fn unique(errors: &[RawRow<Entry>], columns: &[Column], report: &mut Vec<Diagnostic>) {
    for column in columns.iter().filter(|column| column.unique) {
        let mut taken: BTreeMap<String, &Entry> = BTreeMap::new();
        for entry in errors.iter().filter_map(|row| row.entry.as_ref()) {
            let Some(value) = column.value(entry).map(|value| value.to_text().into_owned()) else { continue };
            let place = |entry: &Entry| entry.places.column(&column.name);
            let Some(first) = taken.get(&value).copied() else {
                taken.insert(value, entry);
                continue;
            };
            let (name, value) = (&column.name, value.escape_debug());
            let message = format!("`{}` and `{}` have the same `{name}`: {value}", first.code, entry.code);
            report.push(
                Diagnostic::at(FormatRule::Duplicate, place(entry), message, "the same value again")
                    .with_other(place(first), "first used here")
                    .with_help(format!(
                        "give one of them another value: `unique` of the column `{name}` requires it"
                    )),
            );
        }
    }
}

/// A bare status stands for one row.
fn default_for(errors: &[RawRow<Entry>], report: &mut Vec<Diagnostic>) {
    let mut taken: BTreeMap<u16, (&Spanned<String>, &Spanned<u16>)> = BTreeMap::new();
    for row in errors {
        for status in &row.default_for {
            let Some((code, first)) = taken.insert(*status.get_ref(), (&row.code, status)) else {
                continue;
            };
            // One code in two tables is reported as such; one row with a status twice is not.
            if code.get_ref() == row.code.get_ref() && code.span() != row.code.span() {
                continue;
            }
            report.push(
                Diagnostic::at(
                    FormatRule::DefaultFor,
                    status.span(),
                    format!("two rows are the default for a bare {}", status.get_ref()),
                    format!("`{}` is also the default for it", row.code.get_ref()),
                )
                .with_other(first.span(), format!("claimed by `{}`", code.get_ref()))
                .with_help("keep the status in the row that fits every such response"),
            );
        }
    }
}
