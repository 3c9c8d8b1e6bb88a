//! Reads an export, by the rules of a table. A mistake is shown at its place in the JSON.

use core::fmt;
use core::ops::Range;
use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::FORMAT;
use crate::shared::text::floor_char_boundary;
use crate::table::catalog::{
    CATALOG_COLUMNS, Catalog, Column, Diagnostic, ERROR_COLUMNS, FormatRule, Invalid, RETIRED_COLUMNS, Source,
};

/// Reads what was exported, by the same rules as a table. `path` is only what diagnostics call it.
///
/// The result is one table, whose rows keep the names of the tables that they are from. Members that this version does not know are
/// ignored, since a newer version may have written them.
///
/// ```
/// use error_catalog::docs::json;
///
/// let export = r#"{"format": 1, "name": "Teapots", "retired": [], "errors": [
///     {"code": "POT", "status": 404, "retry": "nevr", "cause": "No pot"}
/// ]}"#;
/// let invalid = json::read("export.json", export).unwrap_err();
/// assert!(invalid.to_string().contains("--> export.json:2:45"));
///
/// let catalog = json::read("export.json", &export.replace("nevr", "never"))?;
/// assert_eq!(catalog.errors()[0].variant, "Pot");
/// # Ok::<_, error_catalog::catalog::Invalid>(())
/// ```
///
/// # Errors
///
/// [`Invalid`] holds every mistake, each with its place in the JSON.
pub fn read(path: &str, text: &str) -> Result<Catalog, Invalid> {
    let mut reader = JsonReader { text, diagnostics: Vec::new() };
    match reader.root() {
        Ok(root) => {
            let catalog = Catalog::from_root(path, text, &root, reader.diagnostics)?;
            let tables = tables(text);
            Ok(catalog.with_tables(|code| tables.get(code).cloned().unwrap_or_default()))
        }
        Err(mistake) => Err(Invalid::new(Source::new(path, text), vec![*mistake])),
    }
}

/// The table that each row is from, by its code.
fn tables(text: &str) -> BTreeMap<String, String> {
    let export: Value = serde_json::from_str(text).unwrap_or_default();
    let rows = export["errors"].as_array().into_iter().flatten();
    let named =
        rows.filter_map(|row| Some((row["code"].as_str()?.to_owned(), row["table"].as_str()?.to_owned())));
    named.collect()
}

struct JsonReader<'t> {
    text: &'t str,
    diagnostics: Vec<Diagnostic>,
}

type Key<'t> = Spanned<Cow<'t, str>>;
type Tree<'t> = Spanned<DeValue<'t>>;

/// Corrects most mistakes.
const HELP: &str = "write the export again with `error-catalog docs json`";

impl<'t> JsonReader<'t> {
    /// The export in the form of a table: sections, and in them rows under their codes.
    fn root(&mut self) -> Result<DeTable<'t>, Box<Diagnostic>> {
        let members = self.whole()?;
        self.check_format(&members)?;
        let own: Vec<String> = members.get("columns").map(names).unwrap_or_default();
        let (mut catalog, mut root) = (DeTable::new(), DeTable::new());
        for (name, value) in members.0 {
            let key = Spanned::new(self.place(value), name);
            let (section, value) = match &**key.get_ref() {
                "errors" => (&mut root, Some(self.rows("errors", value, &known(ERROR_COLUMNS, &own))?)),
                "retired" => (&mut root, Some(self.rows("retired", value, &known(RETIRED_COLUMNS, &[]))?)),
                "columns" | "lint" => (&mut root, self.tree(value).filter(|value| !is_empty(value))),
                "groups" => (&mut root, self.groups(value)?),
                // Such a header does not exist.
                "code_header" | "retry_header" | "advice_header" if value.get() == "null" => {
                    (&mut catalog, Some(Spanned::new(key.span(), DeValue::Boolean(false))))
                }
                name if known(CATALOG_COLUMNS, &[]).contains(&name) => (&mut catalog, self.tree(value)),
                _ => continue,
            };
            if let Some(value) = value {
                section.insert(key, value);
            }
        }
        root.insert(
            Spanned::new(0..0, Cow::Borrowed("catalog")),
            Spanned::new(0..0, DeValue::Table(catalog)),
        );
        Ok(root)
    }

    fn whole(&self) -> Result<Members<'t>, Box<Diagnostic>> {
        serde_json::from_str(self.text).map_err(|error| {
            let lines = self.text.split_inclusive('\n').take(error.line().saturating_sub(1));
            let line: usize = lines.map(str::len).sum();
            let at = floor_char_boundary(self.text, line + error.column().saturating_sub(1));
            let what = error.to_string();
            // The place is shown in another way.
            let what = what.rsplit_once(" at line ").map_or(&*what, |(what, _)| what);
            let message = format!("the export cannot be read: {what}");
            Diagnostic::at(FormatRule::Syntax, at..at, message, "not JSON from here on")
                .with_help(HELP)
                .into()
        })
    }

    fn check_format(&self, members: &Members<'t>) -> Result<(), Box<Diagnostic>> {
        let (place, message, label) = match members.get("format") {
            Some(format) if format.get() == FORMAT.to_string() => return Ok(()),
            Some(format) => {
                let message = format!("the export has format {}", format.get());
                (self.place(format), message, format!("only format {FORMAT} is known"))
            }
            None => (0..0, "the JSON has no `format`".to_owned(), "not an export of a table".to_owned()),
        };
        Err(Diagnostic::at(FormatRule::Missing, place, message, label).with_help(HELP).into())
    }

    /// A list of rows, each under its code.
    fn rows(
        &mut self,
        section: &str,
        value: &'t RawValue,
        known: &[&str],
    ) -> Result<Tree<'t>, Box<Diagnostic>> {
        let list: Vec<&'t RawValue> = serde_json::from_str(value.get()).map_err(|_| {
            self.wrong_type(value, format!("`{section}` is not a list"), "expected a list of rows")
        })?;
        let mut rows = DeTable::new();
        for row in list {
            let Some((code, row)) = self.row(section, row, known) else { continue };
            if let Some((first, _)) = rows.get_key_value(&**code.get_ref()) {
                self.duplicate(&code, Some(first.span()));
            } else {
                rows.insert(code, row);
            }
        }
        Ok(Spanned::new(self.place(value), DeValue::Table(rows)))
    }

    fn row(&mut self, section: &str, row: &'t RawValue, known: &[&str]) -> Option<(Key<'t>, Tree<'t>)> {
        let Ok(members) = serde_json::from_str::<Members<'t>>(row.get()) else {
            let message = format!("`{section}` holds a value that is not a row");
            self.diagnostics.push(*self.wrong_type(row, message, "expected an object"));
            return None;
        };
        let code = members.get("code");
        let Some((code, place)) = code.and_then(|code| Some((string(code)?, self.place(code)))) else {
            let place = self.place(code.unwrap_or(row));
            let message = format!("a row of `{section}` has no `code`");
            let diagnostic = Diagnostic::at(FormatRule::Missing, place, message, "expected a string `code`");
            self.diagnostics.push(diagnostic.with_help(HELP));
            return None;
        };
        let is_default_message = members.has_default_message();
        let mut table = DeTable::new();
        for (name, value) in members.0 {
            // Which table a row was from is not kept.
            if !known.contains(&&*name) || (name == "message" && is_default_message) {
                continue;
            }
            let key = Spanned::new(self.place(value), name);
            let Some(value) = self.cell(key.get_ref(), value) else { continue };
            if table.contains_key(&**key.get_ref()) {
                self.duplicate(&key, None);
            }
            table.insert(key, value);
        }
        Some((Spanned::new(place, code), Spanned::new(self.place(row), DeValue::Table(table))))
    }

    /// What a row says in a column, as a table has it. In an export a wait is a number of seconds.
    fn cell(&mut self, name: &str, value: &'t RawValue) -> Option<Tree<'t>> {
        if name == "retry_after" && value.get().bytes().all(|byte| byte.is_ascii_digit()) {
            let wait = format!("{}s", value.get());
            return Some(Spanned::new(self.place(value), DeValue::String(wait.into())));
        }
        self.tree(value).filter(|value| !is_empty(value))
    }

    /// A value in the form that the rules of a table read; `None` for null.
    fn tree(&mut self, value: &'t RawValue) -> Option<Tree<'t>> {
        let json = value.get();
        let tree = match json.as_bytes().first()? {
            b'n' => return None,
            b'"' => DeValue::String(string(value)?),
            b'[' => {
                let items: Vec<&'t RawValue> = serde_json::from_str(json).ok()?;
                DeValue::Array(items.into_iter().filter_map(|item| self.tree(item)).collect())
            }
            b'{' => {
                let mut table = DeTable::new();
                for (name, value) in serde_json::from_str::<Members<'t>>(json).ok()?.0 {
                    let key = Spanned::new(self.place(value), name);
                    if let Some(value) = self.tree(value) {
                        table.insert(key, value);
                    }
                }
                DeValue::Table(table)
            }
            // A number or a boolean of JSON is one of TOML, too.
            _ => DeValue::parse(json).ok()?.into_inner(),
        };
        Some(Spanned::new(self.place(value), tree))
    }

    /// The titles of groups, whose places keep their order. An older export has none.
    fn groups(&mut self, value: &'t RawValue) -> Result<Option<Tree<'t>>, Box<Diagnostic>> {
        let list: Vec<Members<'t>> = serde_json::from_str(value.get()).map_err(|_| {
            self.wrong_type(value, "`groups` is not a list".to_owned(), "expected a list of groups")
        })?;
        let mut groups = DeTable::new();
        for group in list {
            let (Some(name), Some(title)) = (group.get("name"), group.get("title")) else {
                let message = "a group has no `name` or no `title`".to_owned();
                return Err(self.wrong_type(value, message, "expected both"));
            };
            let key = string(name).map(|text| Spanned::new(self.place(name), text));
            if let (Some(key), Some(title)) = (key, self.tree(title)) {
                groups.insert(key, title);
            }
        }
        Ok((!groups.is_empty()).then(|| Spanned::new(self.place(value), DeValue::Table(groups))))
    }

    fn duplicate(&mut self, key: &Key<'t>, first: Option<Range<usize>>) {
        let message = format!("`{}` is defined twice", key.get_ref().escape_debug());
        let diagnostic = Diagnostic::at(FormatRule::Duplicate, key.span(), message, "defined again here");
        let diagnostic = match first {
            Some(first) => diagnostic.with_other(first, "first defined here"),
            None => diagnostic,
        };
        self.diagnostics.push(diagnostic.with_help("remove one of the two"));
    }

    fn wrong_type(&self, value: &RawValue, message: String, label: &str) -> Box<Diagnostic> {
        Diagnostic::at(FormatRule::Type, self.place(value), message, label).with_help(HELP).into()
    }

    /// Where a value is: it is a part of the text.
    fn place(&self, value: &RawValue) -> Range<usize> {
        let start = value.get().as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        start..start + value.get().len()
    }
}

/// The names that a reader of this version knows.
fn known<'n>(columns: &'n [Column], own: &'n [String]) -> Vec<&'n str> {
    columns.iter().map(|column| &*column.name).chain(own.iter().map(String::as_str)).collect()
}

fn names(object: &RawValue) -> Vec<String> {
    let members = serde_json::from_str::<Members<'_>>(object.get());
    members
        .map(|members| members.0.into_iter().map(|(name, _)| name.into_owned()).collect())
        .unwrap_or_default()
}

/// An empty value counts as absent.
fn is_empty(value: &Tree<'_>) -> bool {
    let value = value.get_ref();
    value.as_array().is_some_and(|list| list.is_empty()) || value.as_table().is_some_and(DeTable::is_empty)
}

fn string<'t>(value: &RawValue) -> Option<Cow<'t, str>> {
    serde_json::from_str::<String>(value.get()).ok().map(Cow::Owned)
}

/// The members of an object, in their order, also those that are there twice.
struct Members<'t>(Vec<(Cow<'t, str>, &'t RawValue)>);

impl<'t> Members<'t> {
    fn get(&self, name: &str) -> Option<&'t RawValue> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| *value)
    }

    /// An export always has a message. One that is the cause is the default, unless it has parameters: a cause may have
    /// braces that are not placeholders.
    fn has_default_message(&self) -> bool {
        let text = |name: &str| self.get(name).and_then(string);
        let has_params = self.get("params").is_some_and(|params| !names(params).is_empty());
        !has_params && text("message") == text("cause")
    }
}

impl<'de: 't, 't> Deserialize<'de> for Members<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry::<String, &'de RawValue>()? {
                    members.push((Cow::Owned(member.0), member.1));
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Object)
    }
}
