//! Reads the parameters of a row, and compares them with its message.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::diagnostic::Diagnostic;
use super::format_rule::FormatRule;
use super::param::{Param, ParamKind};
use super::raw_table::RawTable;
use super::row_reader::{RowReader, with_article};
use super::suggest::suggest;
use crate::shared::template::{Part, parts};

/// A parameter as it is written.
#[derive(Clone, Copy)]
struct Written<'v, 's> {
    name: &'v Spanned<std::borrow::Cow<'s, str>>,
    value: &'v Spanned<DeValue<'s>>,
}

impl RowReader<'_, '_, '_> {
    /// The parameters, in the order of their names, after a look at whether they fit the texts: the message and the values of
    /// headers.
    pub(super) fn params(&mut self, column: &str, texts: &[&Spanned<String>]) -> Vec<Param> {
        let none = DeTable::new();
        let declared = match self.value(column).map(|value| (value, value.get_ref())) {
            None => &none,
            Some((_, DeValue::Table(table))) => table,
            Some((value, _)) => {
                self.wrong_type(column, value);
                return Vec::new();
            }
        };
        let mut used: Vec<&str> = Vec::new();
        for text in texts {
            for name in parts(text.get_ref()).filter_map(placeholder) {
                used.push(name);
                if !declared.contains_key(name) && self.whole {
                    let undeclared = self.undeclared(name, text, declared);
                    self.report.push(undeclared);
                }
            }
        }
        let written = declared.iter().map(|(name, value)| Written { name, value });
        let mut params: Vec<Param> = written
            .filter_map(|param| {
                self.check_use(param, &used);
                self.check_reserved(param);
                self.param(param)
            })
            .collect();
        params.sort_by(|a, b| a.name.cmp(&b.name));
        params
    }

    fn param(&mut self, written: Written<'_, '_>) -> Option<Param> {
        let Written { name, value } = written;
        let text = name.get_ref();
        if let Some(fault) = name_fault(text) {
            self.report.push(
                Diagnostic::at(
                    FormatRule::Name,
                    name.span(),
                    format!("`{}` cannot name a parameter", text.escape_debug()),
                    fault,
                )
                .with_help("choose a name like `max_size`"),
            );
            return None;
        }
        let (kind, safe) = match value.get_ref() {
            DeValue::String(_) => (self.param_kind(value)?, false),
            DeValue::Table(table) => self.param_table(written, table)?,
            other => {
                let found = with_article(other.type_str());
                self.wrong_param(written, format!("parameter `{text}` is {found}"));
                return None;
            }
        };
        Some(Param { name: text.clone().into_owned(), kind, safe })
    }

    /// `{ type = "u64", safe = true }`.
    fn param_table(&mut self, written: Written<'_, '_>, table: &DeTable<'_>) -> Option<(ParamKind, bool)> {
        let name = written.name.get_ref();
        for (key, _) in table.iter().filter(|(key, _)| !PARAM_KEYS.contains(&&**key.get_ref())) {
            let diagnostic = Diagnostic::at(
                FormatRule::UnknownKey,
                key.span(),
                format!("parameter `{name}` has an unknown key `{}`", key.get_ref().escape_debug()),
                "not a key of a parameter",
            );
            self.report.push(match suggest(key.get_ref(), PARAM_KEYS) {
                Some(meant) => diagnostic.with_help(format!("did you mean `{meant}`?")),
                None => diagnostic.with_help("a parameter has a `type`, and may be `safe`"),
            });
        }
        let safe = match table.get("safe").map(|value| (value, value.get_ref())) {
            None => Some(false),
            Some((_, DeValue::Boolean(safe))) => Some(*safe),
            Some((value, _)) => {
                self.report.push(
                    Diagnostic::at(
                        FormatRule::Type,
                        value.span(),
                        format!(
                            "`safe` of parameter `{name}` is {}",
                            with_article(value.get_ref().type_str())
                        ),
                        "expected `true` or `false`",
                    )
                    .with_help("write `safe = true` if a log may show its values"),
                );
                None
            }
        };
        match table.get("type") {
            Some(value) if value.get_ref().is_str() => Some((self.param_kind(value)?, safe?)),
            found => {
                let fault = if found.is_some() { "a `type` that is not a string" } else { "no `type`" };
                self.wrong_param(written, format!("parameter `{name}` has {fault}"));
                None
            }
        }
    }

    fn param_kind(&mut self, value: &Spanned<DeValue<'_>>) -> Option<ParamKind> {
        let word = value.get_ref().as_str().unwrap_or_default();
        if let Some(kind) = ParamKind::ALL.into_iter().find(|kind| kind.as_str() == word) {
            return Some(kind);
        }
        let diagnostic = Diagnostic::at(
            FormatRule::Word,
            value.span(),
            format!("`{}` is not a type of a parameter", word.escape_debug()),
            "expected \"string\", \"u64\", \"i64\", \"f64\" or \"bool\"",
        );
        self.report.push(match suggest(word, ParamKind::ALL.map(ParamKind::as_str)) {
            Some(meant) => diagnostic.with_help(format!("did you mean \"{meant}\"?")),
            None => diagnostic.with_help(
                "\"string\": a text; \"u64\", \"i64\": a whole number without and with a sign; \"f64\": any number",
            ),
        });
        None
    }

    fn wrong_param(&mut self, Written { name, value }: Written<'_, '_>, message: String) {
        let help = format!(
            "write `{} = {{ type = \"u64\", safe = false }}`, or `\"u64\"` for short",
            name.get_ref()
        );
        self.report
            .push(Diagnostic::at(FormatRule::Type, value.span(), message, "expected a type").with_help(help));
    }

    /// A placeholder without a parameter would go to clients as it is written.
    fn undeclared(&self, name: &str, text: &Spanned<String>, declared: &DeTable<'_>) -> Diagnostic {
        let diagnostic = Diagnostic::at(
            FormatRule::Parameter,
            text.span(),
            format!("{} has no parameter `{name}`", self.owner),
            format!("`{{{name}}}` is not a parameter of this row"),
        );
        let names: Vec<&str> = declared.keys().map(|name| &**name.get_ref()).collect();
        if let Some(meant) = suggest(name.trim(), names) {
            return diagnostic.with_help(format!("did you mean `{{{meant}}}`?"));
        }
        let name = name.trim().to_ascii_lowercase();
        let is_name = name_fault(&name).is_none();
        let (name, use_it) = if is_name { (&*name, "") } else { ("value", " and write `{value}`") };
        diagnostic.with_help(format!(
            "declare it, as in `params = {{ {name} = \"string\" }}`{use_it}; if the braces are meant, double them: `{{{{{name}}}}}`"
        ))
    }

    /// `error.details` has the parameters and the violations side by side.
    fn check_reserved(&mut self, Written { name, .. }: Written<'_, '_>) {
        if self.sends_details != Some(true) || name.get_ref() != VIOLATIONS {
            return;
        }
        self.report.push(
            Diagnostic::at(
                FormatRule::Parameter,
                name.span(),
                format!("{} has a parameter `{VIOLATIONS}`", self.owner),
                format!("`error.details.{VIOLATIONS}` is the list of invalid fields"),
            )
            .with_help("choose another name, or remove `send_details` under `[catalog]`"),
        );
    }

    /// A parameter that is neither in the message nor on the wire is asked for in vain.
    fn check_use(&mut self, Written { name, .. }: Written<'_, '_>, used: &[&str]) {
        if self.sends_details != Some(false) || used.contains(&&**name.get_ref()) || !self.whole {
            return;
        }
        let name_text = name.get_ref().escape_debug().to_string();
        self.report.push(
            Diagnostic::at(
                FormatRule::Parameter,
                name.span(),
                format!("parameter `{name_text}` of {} is not in the message", self.owner),
                format!("`message` does not contain `{{{name_text}}}`"),
            )
            .with_help(format!(
                "put `{{{name_text}}}` into `message`, or set `send_details = true` under `[catalog]`"
            )),
        );
    }
}

/// Whether details are sent is for the table itself to say: what included rows rely on may not be so here.
pub(super) fn go_nowhere(own: &RawTable, included: &[RawTable], report: &mut Vec<Diagnostic>) {
    // After a mistake, the setting is unknown.
    let is_quiet = !own.sends_details && own.diagnostics.is_empty();
    let Some(name) = own.name.as_ref().filter(|_| is_quiet) else { return };
    // What goes nowhere in its own table has been reported.
    let sending = included.iter().filter(|table| table.sends_details).flat_map(|table| &table.errors);
    for entry in sending.filter_map(|row| row.entry.as_ref()) {
        let texts = || entry.message.iter().chain(entry.headers.iter().map(|header| &header.value));
        let is_used = |param: &Param| {
            texts().any(|text| parts(text).filter_map(placeholder).any(|name| name == param.name))
        };
        for Param { name: param, .. } in entry.params.iter().filter(|param| !is_used(param)) {
            report.push(
                Diagnostic::at(
                    FormatRule::Parameter,
                    name.span(),
                    format!("parameter `{param}` of `{}` is not in the message", entry.code),
                    "this table does not send details",
                )
                .with_other(entry.places.column("params"), "not in the message")
                .with_help(format!("put `{{{param}}}` into `message`, or set `send_details = true` here")),
            );
        }
    }
}

/// The member of `error.details` that is not a parameter.
const VIOLATIONS: &str = "violations";

/// A row of an included table gets the setting of this table.
pub(super) fn reserved(own: &RawTable, included: &[RawTable], report: &mut Vec<Diagnostic>) {
    let Some(name) = own.name.as_ref().filter(|_| own.sends_details && own.diagnostics.is_empty()) else {
        return;
    };
    // The same mistake in a table that sends details has been reported.
    let others = included.iter().filter(|table| !table.sends_details).flat_map(|table| &table.errors);
    for entry in others.filter_map(|row| row.entry.as_ref()) {
        if entry.params.iter().any(|param| param.name == VIOLATIONS) {
            report.push(
                Diagnostic::at(
                    FormatRule::Parameter,
                    name.span(),
                    format!("`{}` has a parameter `{VIOLATIONS}`", entry.code),
                    "this table sends details",
                )
                .with_other(
                    entry.places.column("params"),
                    format!("`error.details.{VIOLATIONS}` is the list of invalid fields"),
                )
                .with_help("choose another name, or remove `send_details` here"),
            );
        }
    }
}

const PARAM_KEYS: [&str; 2] = ["safe", "type"];

fn placeholder(part: Part<'_>) -> Option<&str> {
    match part {
        Part::Text(_) => None,
        Part::Placeholder(name) => Some(name),
    }
}

/// Why a text cannot be the name of a parameter, which is a field in Rust.
fn name_fault(name: &str) -> Option<&'static str> {
    if !name.starts_with(|first: char| first.is_ascii_lowercase()) {
        return Some("a parameter starts with a small letter, a to z");
    }
    if !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_') {
        return Some("a parameter has only small letters, digits and `_`");
    }
    ["crate", "self", "super"].contains(&name).then_some("a keyword of Rust that no field can have")
}
