//! From one text to a table of rows: the sections, and what is in each.

use core::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::column::{Column, ColumnKind};
use super::columns::{CATALOG_COLUMNS, COLUMN_COLUMNS, ERROR_COLUMNS, INCLUDE_COLUMNS, RETIRED_COLUMNS};
use super::diagnostic::Diagnostic;
use super::format_rule::FormatRule;
use super::groups::{self, RawGroup};
use super::ident;
use super::invalid::NO_ROWS;
use super::raw_table::{OwnColumn, RawRow, RawTable};
use super::response_header::is_table;
use super::row_reader::{RowReader, with_article};
use super::rows;
use super::suggest::suggest;
use super::syntax::{self, Recovered};
use super::{Headers, LintLevel, LintSetting};

/// What a text says, and what is wrong with it.
pub(super) fn table(text: &str) -> RawTable {
    let (root, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() { TableReader::default().read(root.get_ref()) } else { recover(text) }
}

/// What a tree of values says. `unread` is what could not be put into it: what seems to be missing may be in there.
#[cfg(feature = "docs")]
pub(super) fn root(root: &DeTable<'_>, unread: String) -> RawTable {
    TableReader { unread, ..TableReader::default() }.read(root)
}

/// The same for a text that is not TOML, syntax and rows alike.
fn recover(text: &str) -> RawTable {
    let recovered = syntax::recover(text);
    if recovered.gave_up {
        let message = "too many syntax errors, the rest of the table is not checked";
        let mut diagnostics = recovered.diagnostics;
        diagnostics.push(Diagnostic::at(
            FormatRule::Syntax,
            text.len()..text.len(),
            message,
            "not checked from here on",
        ));
        return RawTable { diagnostics, ..RawTable::default() };
    }
    let (root, _) = DeTable::parse_recoverable(&recovered.text);
    let unread = recovered.broken.iter().map(|part| &text[part.clone()]);
    let reader = TableReader {
        unread: unread.collect(),
        diagnostics: recovered.diagnostics.clone(),
        recovered: Some(&recovered),
        sends_details: None,
        docs_url: None,
        declared: Vec::new(),
    };
    let mut table = reader.read(root.get_ref());
    if table.diagnostics.is_empty() {
        // The text is not TOML, even if the rest of it could be read.
        let start = 0..0;
        table.diagnostics.push(Diagnostic::at(
            FormatRule::Syntax,
            start,
            "the table is not TOML",
            "not checked",
        ));
    }
    table
}

#[derive(Default)]
struct TableReader<'t> {
    recovered: Option<&'t Recovered>,
    /// The lines that were set aside: what seems to be missing may be in them.
    unread: String,
    diagnostics: Vec<Diagnostic>,
    sends_details: Option<bool>,
    docs_url: Option<String>,
    /// The names under `[columns]`, also of those that are declared in a wrong way.
    declared: Vec<String>,
}

const SECTIONS: [&str; 7] = ["catalog", "columns", "errors", "groups", "include", "lint", "retired"];

impl TableReader<'_> {
    fn read(mut self, root: &DeTable<'_>) -> RawTable {
        let mut sections_known = true;
        for (key, value) in root {
            if !SECTIONS.contains(&&**key.get_ref()) {
                sections_known = false;
                self.unknown_section(key.get_ref(), key.span(), value.get_ref());
            }
        }
        let (name, headers) = self.catalog_section(root);
        let include = self.include(root);
        let columns = self.own_columns(root);
        let all: Vec<Column> =
            ERROR_COLUMNS.iter().chain(columns.iter().map(|own| &own.column)).cloned().collect();
        let errors = self.rows(root, "errors", &all, rows::entry);
        let groups = self.groups(root);
        groups::declared(&errors, &groups, &self.unread, &mut self.diagnostics);
        let retired = self.rows(root, "retired", RETIRED_COLUMNS, rows::retired);
        let lints = self.lints(root);
        if errors.is_empty() && self.unread.is_empty() {
            self.no_rows(root);
        }
        // A row may be in a section whose name has a slip, or in a line that could not be read.
        let unread = sections_known.then_some(self.unread);
        let sends_details = self.sends_details.unwrap_or_default();
        let docs_url = self.docs_url;
        let diagnostics = self.diagnostics;
        RawTable {
            name,
            headers,
            sends_details,
            docs_url,
            include,
            columns,
            groups,
            errors,
            retired,
            lints,
            unread,
            diagnostics,
        }
    }

    fn no_rows(&mut self, root: &DeTable<'_>) {
        let includes = root.contains_key("include");
        let message = NO_ROWS;
        let diagnostic = match root.get_key_value("errors") {
            None if includes => return,
            None => Diagnostic::at(FormatRule::Missing, 0..0, message, "no section `[errors]`"),
            Some((key, value)) if value.get_ref().is_table() => {
                Diagnostic::at(FormatRule::Missing, key.span(), message, "expected a row below it")
            }
            // The wrong type has been reported.
            Some(_) => return,
        };
        let row = examples(ERROR_COLUMNS);
        let help = if includes {
            format!("add `NOT_FOUND = {{ {row} }}` below it, or remove `[errors]`")
        } else {
            format!("add `[errors]` and, below it, `NOT_FOUND = {{ {row} }}`")
        };
        self.diagnostics.push(diagnostic.with_help(help));
    }

    fn unknown_section(&mut self, key: &str, span: Range<usize>, value: &DeValue<'_>) {
        let diagnostic = Diagnostic::at(
            FormatRule::UnknownKey,
            span,
            format!("unknown section `{}`", key.escape_debug()),
            "not a section of a table",
        );
        let is_row = matches!(value, DeValue::Table(row) if row.contains_key("status"));
        self.diagnostics.push(match suggest(key, SECTIONS) {
            Some(meant) => diagnostic.with_help(format!("did you mean `{meant}`?")),
            None if is_row => diagnostic.with_help(format!("a row goes under `[errors]`: `[errors.{key}]`")),
            None => diagnostic.with_help(
                "a table has `[catalog]`, `[include]`, `[columns]`, `[groups]`, `[errors]`, `[retired]` and `[lint]`",
            ),
        });
    }

    fn catalog_section(&mut self, root: &DeTable<'_>) -> (Option<Spanned<String>>, Headers) {
        let mut headers = Headers::default();
        let Some((key, value)) = root.get_key_value("catalog") else {
            if self.unread.is_empty() {
                self.diagnostics.push(
                    Diagnostic::at(
                        FormatRule::Missing,
                        0..0,
                        "the table has no section `[catalog]`",
                        "the section is missing",
                    )
                    .with_help("add `[catalog]` and, below it, `name = \"My API\"`"),
                );
            }
            return (None, headers);
        };
        let Some(table) = self.table(key, value, "section", &[]) else {
            return (None, headers);
        };
        let mut reader = self.row_reader("`[catalog]`", key.span(), value, table, CATALOG_COLUMNS);
        let name = reader.line("name");
        let or_default = |name: &str| Spanned::new(key.span(), name.to_owned());
        let code = reader.header("code_header", or_default("x-error-code"));
        let retry = reader.header("retry_header", or_default("x-should-retry"));
        let advice = reader.header("advice_header", or_default("x-retry-advice"));
        reader.distinct_headers(
            &key.span(),
            &[
                ("code_header", code.as_ref()),
                ("retry_header", retry.as_ref()),
                ("advice_header", advice.as_ref()),
            ],
        );
        let sends_details = reader.flag("send_details", false);
        let docs_url = reader.docs_url("docs_url");
        self.sends_details = sends_details;
        self.docs_url = docs_url;
        headers.code = code.map(Spanned::into_inner);
        headers.advice = advice.map(Spanned::into_inner);
        headers.retry = retry.map(Spanned::into_inner);
        (name, headers)
    }

    /// Reads `[include]`: the paths, as they are written.
    fn include(&mut self, root: &DeTable<'_>) -> Vec<Spanned<String>> {
        let Some((key, value)) = root.get_key_value("include") else {
            return Vec::new();
        };
        let Some(table) = self.table(key, value, "section", &[]) else {
            return Vec::new();
        };
        let mut reader = self.row_reader("`[include]`", key.span(), value, table, INCLUDE_COLUMNS);
        reader.paths("tables")
    }

    /// Reads `[columns]`: what rows may have beyond the columns of the format.
    fn own_columns(&mut self, root: &DeTable<'_>) -> Vec<OwnColumn> {
        let Some((key, value)) = root.get_key_value("columns") else {
            return Vec::new();
        };
        let Some(table) = self.table(key, value, "section", &[]) else {
            return Vec::new();
        };
        let mut columns = Vec::with_capacity(table.len());
        for (key, value) in table {
            self.declared.push(key.get_ref().clone().into_owned());
            if let Some(table) = self.table(key, value, "row", COLUMN_COLUMNS) {
                let owner = format!("column `{}`", key.get_ref().escape_debug());
                let mut reader = self.row_reader(&owner, key.span(), value, table, COLUMN_COLUMNS);
                columns
                    .extend(reader.own_column(&Spanned::new(key.span(), key.get_ref().clone().into_owned())));
            }
        }
        // In the order of the text, which is the author's.
        columns.sort_by_key(|own| own.place.start);
        columns
    }

    /// Reads `[groups]`: titles, in the order of the text.
    fn groups(&mut self, root: &DeTable<'_>) -> Vec<RawGroup> {
        let Some((key, value)) = root.get_key_value("groups") else {
            return Vec::new();
        };
        let Some(table) = self.table(key, value, "section", &[]) else {
            return Vec::new();
        };
        let mut groups = Vec::with_capacity(table.len());
        for (key, value) in table {
            groups.extend(groups::group(key, value, &mut self.diagnostics));
        }
        groups.sort_by_key(|raw| raw.place.start);
        groups
    }

    /// Reads `[lint]`. Which lints there are is not checked by the format.
    fn lints(&mut self, root: &DeTable<'_>) -> Vec<LintSetting> {
        let Some((key, value)) = root.get_key_value("lint") else {
            return Vec::new();
        };
        let Some(table) = self.table(key, value, "section", &[]) else {
            return Vec::new();
        };
        let mut settings = Vec::with_capacity(table.len());
        for (key, value) in table {
            let known = |word: &str| LintLevel::ALL.into_iter().find(|(known, _)| *known == word);
            match value.get_ref().as_str().and_then(known) {
                Some((_, level)) => {
                    let lint = key.get_ref().clone().into_owned();
                    settings.push(LintSetting { lint, level, place: key.span() });
                }
                None => self.diagnostics.push(
                    Diagnostic::at(
                        FormatRule::Word,
                        value.span(),
                        format!("`{}` has an unknown level", key.get_ref().escape_debug()),
                        "expected \"off\", \"warn\" or \"error\"",
                    )
                    .with_help(format!("write `{} = \"warn\"`", key.get_ref().escape_debug())),
                ),
            }
        }
        settings
    }

    /// Reads the rows of a section, each by `entry`, which gets what the row says and makes a value of it.
    fn rows<T>(
        &mut self,
        root: &DeTable<'_>,
        section: &'static str,
        columns: &[Column],
        entry: fn(&mut RowReader<'_, '_, '_>, &mut RawRow<T>) -> Option<T>,
    ) -> Vec<RawRow<T>> {
        let Some((key, value)) = root.get_key_value(section) else {
            return Vec::new();
        };
        let Some(table) = self.table(key, value, "section", &[]) else {
            return Vec::new();
        };
        let mut rows = Vec::with_capacity(table.len());
        for (key, value) in table {
            let code = Spanned::new(key.span(), key.get_ref().clone().into_owned());
            let mut row = RawRow {
                code,
                variant: None,
                replaced_by: Vec::new(),
                aliases: Vec::new(),
                default_for: Vec::new(),
                entry: None,
            };
            if let Some((rule, fault)) = ident::code_fault(key.get_ref()) {
                let code = key.get_ref().escape_debug();
                self.diagnostics.push(
                    Diagnostic::at(rule, key.span(), format!("`{code}` is not a legal code"), fault)
                        .with_help("rename the code: it is sent in the body and in a header"),
                );
            }
            if let Some(table) = self.table(key, value, "row", columns) {
                let owner = format!("`{}`", key.get_ref().escape_debug());
                let mut reader = self.row_reader(&owner, key.span(), value, table, columns);
                row.variant = reader.variant(&row.code);
                row.replaced_by = reader.code_or_codes("replaced_by");
                row.entry = entry(&mut reader, &mut row);
            }
            rows.push(row);
        }
        rows
    }

    /// The table that a section or a row has to be.
    fn table<'v, 's>(
        &mut self,
        key: &Spanned<impl AsRef<str>>,
        value: &'v Spanned<DeValue<'s>>,
        what: &str,
        columns: &[Column],
    ) -> Option<&'v DeTable<'s>> {
        let found = match value.get_ref() {
            DeValue::Table(table) => return Some(table),
            other => other.type_str(),
        };
        let key_text = key.get_ref().as_ref();
        let help = match (what, found) {
            ("section", _) => {
                format!("write `[{key_text}]` in single brackets, and below it a line for each row or key")
            }
            _ => format!("write `{key_text} = {{ {} }}`", examples(columns)),
        };
        self.diagnostics.push(
            Diagnostic::at(
                FormatRule::Type,
                key.span(),
                format!("`{key_text}` is {}, not a table", with_article(found)),
                format!("this {what} has to be a table"),
            )
            .with_help(help),
        );
        None
    }

    /// The columns of a table, after a look at what is unknown and what is missing.
    fn row_reader<'r, 'v, 's>(
        &'r mut self,
        owner: &str,
        key: Range<usize>,
        value: &Spanned<DeValue<'s>>,
        table: &'v DeTable<'s>,
        columns: &'r [Column],
    ) -> RowReader<'r, 'v, 's> {
        let whole = self.is_whole(value.span());
        let reader = RowReader {
            sends_details: self.sends_details,
            report: &mut self.diagnostics,
            owner: owner.to_owned(),
            table,
            columns,
            whole,
        };
        // A table in a row is the rest of a code that was not quoted: it is not a row, so no column is missing.
        let is_value = |key: &str| columns.iter().any(|column| column.name == key && is_table(column.kind));
        let nested = table.iter().any(|(key, value)| value.get_ref().is_table() && !is_value(key.get_ref()));
        let missing = |column: &&Column| column.required && !table.contains_key(&*column.name);
        for column in columns.iter().filter(missing).filter(|_| whole && !nested) {
            let Column { name, example, .. } = column;
            reader.report.push(
                Diagnostic::at(
                    FormatRule::Missing,
                    key.clone(),
                    format!("{owner} has no `{name}`"),
                    format!("`{name}` is missing"),
                )
                .with_help(format!("add `{name} = {example}`")),
            );
        }
        // A column that is declared in a wrong way has been reported.
        let is_row = columns.iter().any(|column| column.kind == ColumnKind::Status);
        let is_known = |key: &str| {
            columns.iter().any(|column| column.name == key)
                || is_row && self.declared.iter().any(|name| name == key)
        };
        for (key, value) in table.iter().filter(|(key, _)| !is_known(key.get_ref())) {
            let unknown = reader.unknown(key.get_ref(), key.span(), value.get_ref());
            reader.report.push(unknown);
        }
        reader
    }

    /// Whether no line of a section or row was set aside: only then is what is missing really missing.
    fn is_whole(&self, span: Range<usize>) -> bool {
        self.recovered.is_none_or(|recovered| {
            // The span of a section is that of its header; what belongs to it goes on to the next one.
            let is_header = recovered.text[span.clone()].starts_with('[');
            let rest = &recovered.text[span.end..];
            let next = if is_header { rest.find("\n[").unwrap_or(rest.len()) } else { 0 };
            let end = span.end + next;
            !recovered.broke(&(span.start..end))
        })
    }
}

/// The required columns as one would write them.
fn examples(columns: &[Column]) -> String {
    let required = columns.iter().filter(|column| column.required);
    let examples: Vec<String> =
        required.map(|column| format!("{} = {}", column.name, column.example)).collect();
    examples.join(", ")
}
