//! `explain`: everything about one code or one rule.

use std::io::{self, Write};

use clap::{Arg, Command};

use super::{Console, Exit};
use crate::shared::envelope;
use crate::table::catalog::{Catalog, ColumnKind, Entry, Param, Retired, suggest};
use crate::table::docs::status_line::status_lines;
use crate::table::review::diff::ChangeRule;
use crate::table::review::{RuleText, format_rules, lints};

pub(super) fn arguments(command: Command) -> Command {
    command
        .about(
            "Print everything about a code, or about a rule of this tool such as `EC004` or `STATUS_CHANGED`",
        )
        .arg(Arg::new("code").value_name("CODE").required(true).help(
            "A code of the table, live or retired, its Rust name, such as `ErrorCode::NotFound`, or a rule",
        ))
}

pub(super) fn run(console: &mut Console<'_>) -> io::Result<Exit> {
    let code = console.matches.get_one::<String>("code").cloned().unwrap_or_default();
    // A rule does not need a table, and often the table cannot be read.
    if let Some(rule) =
        format_rules().chain(lints().cloned()).find(|rule| rule.code.eq_ignore_ascii_case(&code))
    {
        return explain_rule(&rule, console.out).map(|()| Exit::Clean);
    }
    if let Some(rule) = ChangeRule::ALL.iter().find(|rule| rule.as_str().eq_ignore_ascii_case(&code)) {
        explain_change(*rule, console.out)?;
        return Ok(Exit::Clean);
    }
    let catalog = match console.catalog()? {
        Ok(catalog) => catalog,
        Err(exit) => return Ok(exit),
    };
    // Whoever reads Rust code has `ErrorCode::NotFound`. A code comes first, for it can look like the name of another.
    let variant = code.rsplit("::").next().unwrap_or(&code);
    let by_code = catalog.errors().iter().find(|entry| entry.code == code);
    if let Some(entry) = by_code.or_else(|| catalog.errors().iter().find(|entry| entry.variant == variant)) {
        explain_entry(entry, &catalog, console.out)?;
    } else if let Some(retired) = catalog.retired().iter().find(|retired| retired.code == code) {
        explain_retired(retired, &catalog, console.out)?;
    } else {
        return unknown(&code, &catalog, console.err);
    }
    Ok(Exit::Clean)
}

fn explain_rule(rule: &RuleText, out: &mut dyn Write) -> io::Result<()> {
    let RuleText { code, title, text } = rule;
    writeln!(out, "{code}: {title}\n\n{text}")
}

fn explain_change(rule: ChangeRule, out: &mut dyn Write) -> io::Result<()> {
    let bump = match rule.bump() {
        _ if rule.is_refused() => "refused at any version".to_owned(),
        Some(bump) => format!("asks for a {bump} version"),
        None => "asks for no version".to_owned(),
    };
    writeln!(out, "{rule}: a change that `diff` finds, {bump}\n\n{}\n\nremedy: {}", rule.why(), rule.remedy())
}

fn explain_entry(entry: &Entry, catalog: &Catalog, out: &mut dyn Write) -> io::Result<()> {
    let Entry {
        code,
        table,
        variant,
        retry,
        cause,
        message,
        headers,
        actor,
        params,
        remedy,
        details,
        default_for,
        deprecated,
        replaced_by,
        ..
    } = entry;
    writeln!(out, "{code}  {}\n\n{cause}\n", status_lines(entry))?;
    let mut line = |name: &str, text: &str| writeln!(out, "{name:<16}{text}");
    if let Some(why) = deprecated {
        line("deprecated", why)?;
    }
    if !replaced_by.is_empty() {
        line("use instead", &replaced_by.join(" or "))?;
    }
    if let Some(remedy) = remedy {
        line("what to do", remedy)?;
    }
    let wait = entry.wait_in_words().map_or_else(String::new, |wait| format!(" The wait: {wait}."));
    line("send again?", &format!("{}{wait} ({retry})", retry.meaning()))?;
    line("who acts", &format!("{} ({actor})", actor.meaning()))?;
    line("the body", &envelope::body(code, &entry.public_message(), None))?;
    if !params.is_empty() {
        line("raised with", message.as_deref().unwrap_or(cause))?;
    }
    for Param { name, kind, safe } in params {
        let safety = if *safe { "safe to log" } else { "not safe to log" };
        line("", &format!("{name}: {}, {safety}", kind.as_str()))?;
    }
    if let Some(name) = &catalog.headers().code {
        line("the header", &format!("{name}: {code}"))?;
    }
    if let Some(link) = catalog.help_link(code) {
        line("sent with", &format!("link: {link}"))?;
    }
    for header in headers {
        line("sent with", &header.line())?;
    }
    if !default_for.is_empty() {
        let statuses: Vec<String> = default_for.iter().map(u16::to_string).collect();
        line("stands for", &format!("a bare {}", statuses.join(" or ")))?;
    }
    line("in Rust", &format!("ErrorCode::{variant}"))?;
    for (column, value) in catalog.facts(entry).filter(|(column, _)| column.kind != ColumnKind::Text) {
        line(&column.label.to_lowercase(), &value.to_text())?;
    }
    if catalog.tables().len() > 1 {
        line("from", &format!("{table}, {}", catalog.source().path_at(entry.places.code().start)))?;
    }
    if let Some(details) = details {
        writeln!(out, "\n{}", details.trim_end())?;
    }
    for (column, value) in catalog.facts(entry).filter(|(column, _)| column.kind == ColumnKind::Text) {
        writeln!(out, "\n{}:\n\n{}", column.label, value.to_text().trim_end())?;
    }
    Ok(())
}

fn explain_retired(retired: &Retired, catalog: &Catalog, out: &mut dyn Write) -> io::Result<()> {
    let Retired { code, table, variant, reason, since, replaced_by } = retired;
    let since = since.as_ref().map(|version| format!(" since {version}")).unwrap_or_default();
    writeln!(out, "{code}  retired{since}\n\n{reason}\n")?;
    if !replaced_by.is_empty() {
        writeln!(out, "{:<16}{}", "use instead", replaced_by.join(" or "))?;
    }
    writeln!(out, "{:<16}ErrorCode::{variant}, which cannot come back", "in Rust")?;
    if catalog.tables().len() > 1 {
        writeln!(out, "{:<16}{table}", "from")?;
    }
    Ok(())
}

fn unknown(code: &str, catalog: &Catalog, err: &mut dyn Write) -> io::Result<Exit> {
    let codes = catalog.errors().iter().map(|entry| entry.code.as_str());
    let codes = codes.chain(catalog.retired().iter().map(|retired| retired.code.as_str()));
    let rules = format_rules().map(|rule| rule.code).chain(lints().map(|rule| rule.code));
    let rules = rules.chain(ChangeRule::ALL.iter().map(|rule| rule.as_str()));
    let codes: Vec<&str> = codes.chain(rules).collect();
    let code = code.escape_debug();
    match suggest(&code.to_string(), codes) {
        Some(meant) => writeln!(err, "no code `{code}`, did you mean `{meant}`?")?,
        None => writeln!(err, "no code `{code}`: `error-catalog list` shows them all")?,
    }
    Ok(Exit::Findings)
}
