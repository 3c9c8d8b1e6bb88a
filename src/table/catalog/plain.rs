//! The columns whose values a row keeps as they are: those that no code depends on.

use std::collections::BTreeMap;

use toml::de::DeValue;

use super::column::{Column, ColumnKind};
use super::diagnostic::Diagnostic;
use super::format_rule::FormatRule;
use super::row_reader::RowReader;
use super::suggest::suggest;
use super::value::PlainValue;

impl RowReader<'_, '_, '_> {
    /// The values of the columns that no code depends on.
    pub(super) fn plain(&mut self) -> BTreeMap<String, PlainValue> {
        let columns = self.columns;
        let mut values = BTreeMap::new();
        for column in columns.iter().filter(|column| column.is_plain()) {
            if let Some(value) = self.plain_value(column) {
                values.insert(column.name.clone().into_owned(), value);
            }
        }
        values
    }

    fn plain_value(&mut self, column: &Column) -> Option<PlainValue> {
        let name = &*column.name;
        match column.kind {
            ColumnKind::Flag => self.flag(name, false)?.then_some(PlainValue::Flag(true)),
            ColumnKind::Integer => self.integer(name).map(PlainValue::Integer),
            ColumnKind::OneOf => self.one_of(column).map(PlainValue::Text),
            ColumnKind::Text => self.text(name).map(|text| PlainValue::Text(text.into_inner())),
            ColumnKind::Url => self.url(name).map(PlainValue::Text),
            _ => self.line(name).map(|text| PlainValue::Text(text.into_inner())),
        }
    }

    fn integer(&mut self, name: &str) -> Option<i64> {
        let value = self.value(name)?;
        let number = match value.get_ref() {
            DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix()).ok(),
            _ => None,
        };
        if number.is_none() {
            self.wrong_type(name, value);
        }
        number
    }

    /// A word that the table declares.
    fn one_of(&mut self, column: &Column) -> Option<String> {
        let word = self.line(&column.name)?;
        if column.words.contains(word.get_ref()) {
            return Some(word.into_inner());
        }
        let words = format!("\"{}\"", column.words.join("\", \""));
        let diagnostic = Diagnostic::at(
            FormatRule::Word,
            word.span(),
            format!("`{}` is not a value of `{}`", word.get_ref().escape_debug(), column.name),
            format!("expected one of {words}"),
        );
        self.report.push(match suggest(word.get_ref(), column.words.iter().map(String::as_str)) {
            Some(meant) => diagnostic.with_help(format!("did you mean \"{meant}\"?")),
            None => {
                diagnostic.with_help("use one of these values, or add this one to `values` under `[columns]`")
            }
        });
        None
    }

    fn url(&mut self, name: &str) -> Option<String> {
        let text = self.line(name)?;
        let is_web = ["https://", "http://"]
            .iter()
            .any(|scheme| text.get_ref().len() > scheme.len() && text.get_ref().starts_with(scheme));
        if is_web && !text.get_ref().contains(|c: char| c.is_whitespace() || "<>\"\\`".contains(c)) {
            return Some(text.into_inner());
        }
        self.report.push(
            Diagnostic::at(
                FormatRule::Url,
                text.span(),
                format!("`{}` is not a link", text.get_ref().escape_debug()),
                "expected `https://` or `http://` and no spaces",
            )
            .with_help(format!("write `{name} = \"https://example.org/page\"`")),
        );
        None
    }
}
