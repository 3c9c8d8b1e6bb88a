//! The columns that a table declares under `[columns]`.

use std::borrow::Cow;

use toml::Spanned;

use super::column::{Column, ColumnKind};
use super::columns::{ERROR_COLUMNS, names};
use super::diagnostic::Diagnostic;
use super::format_rule::FormatRule;
use super::ident;
use super::raw_table::OwnColumn;
use super::row_reader::RowReader;
use super::suggest::suggest;

/// The kinds that a table can choose, with the word and an example of each.
const KINDS: [(&str, ColumnKind, &str); 6] = [
    ("line", ColumnKind::Line, "\"One line\""),
    ("text", ColumnKind::Text, "\"Some lines, in Markdown\""),
    ("url", ColumnKind::Url, "\"https://example.org/\""),
    ("flag", ColumnKind::Flag, "true"),
    ("integer", ColumnKind::Integer, "1"),
    ("one-of", ColumnKind::OneOf, ""),
];

/// Names of methods of the generated enum, arguments of the command, and words that later versions of the format may
/// use. A column of such a name would hide something, now or after an update.
const RESERVED: [&str; 56] = [
    "actor",
    "also",
    "as_ref",
    "as_str",
    "borrow",
    "borrow_mut",
    "check",
    "clamp",
    "clone",
    "clone_from",
    "cmp",
    "code",
    "codes",
    "columns",
    "count",
    "default",
    "deserialize",
    "dry_run",
    "eq",
    "fmt",
    "from",
    "from_str",
    "ge",
    "get",
    "group",
    "gt",
    "hash",
    "headers",
    "help",
    "into",
    "iter",
    "le",
    "lt",
    "max",
    "min",
    "ne",
    "param",
    "parse",
    "partial_cmp",
    "row",
    "rows",
    "serialize",
    "settings",
    "table",
    "tables",
    "template",
    "to_owned",
    "to_string",
    "try_from",
    "try_into",
    "type_id",
    "variant",
    "version",
    "was",
    "values",
    "where",
];

impl ColumnKind {
    /// The word by which a table chooses the kind. Only columns of a table's own have one.
    #[cfg_attr(not(feature = "docs"), allow(dead_code, reason = "documents ask for it"))]
    pub(crate) fn word(self) -> &'static str {
        KINDS.iter().find(|(_, kind, _)| *kind == self).map_or("line", |(word, ..)| word)
    }

    /// The words by which a table chooses a kind.
    #[cfg_attr(not(feature = "docs"), allow(dead_code, reason = "documents ask for it"))]
    pub(crate) fn words() -> [&'static str; 6] {
        KINDS.map(|(word, ..)| word)
    }
}

impl RowReader<'_, '_, '_> {
    /// A row of `[columns]`.
    pub(super) fn own_column(&mut self, name: &Spanned<String>) -> Option<OwnColumn> {
        let is_named = self.check_column_name(name);
        let kind = self.own_kind();
        let about = self.line("about");
        let label = self.line("label");
        let words = self.lines("values");
        let unique = self.flag("unique", false);
        let kind = kind?;
        let has_words = self.check_words(&kind, &words);
        let text = |text: Spanned<String>| Cow::Owned(text.into_inner());
        let example = match (kind.get_ref(), words.first()) {
            (ColumnKind::OneOf, Some(word)) => Cow::Owned(format!("\"{}\"", word.escape_debug())),
            (kind, _) => KINDS
                .iter()
                .find(|(_, known, _)| known == kind)
                .map_or(Cow::Borrowed(""), |found| found.2.into()),
        };
        let column = Column {
            name: Cow::Owned(name.get_ref().clone()),
            kind: *kind.get_ref(),
            label: label.map_or_else(|| Cow::Owned(label_of(name.get_ref())), text),
            example,
            about: text(about?),
            words,
            unique: unique?,
            ..Column::new("", ColumnKind::Line, "", "", "").fact()
        };
        (is_named && has_words).then(|| OwnColumn { column, place: name.span() })
    }

    fn own_kind(&mut self) -> Option<Spanned<ColumnKind>> {
        let word = self.line("kind")?;
        if let Some((_, kind, _)) = KINDS.iter().find(|(known, ..)| known == word.get_ref()) {
            return Some(Spanned::new(word.span(), *kind));
        }
        let diagnostic = Diagnostic::at(
            FormatRule::Word,
            word.span(),
            format!("`{}` is not a kind of column", word.get_ref().escape_debug()),
            "expected \"line\", \"text\", \"url\", \"flag\", \"integer\" or \"one-of\"",
        );
        self.report.push(match suggest(word.get_ref(), ColumnKind::words()) {
            Some(meant) => diagnostic.with_help(format!("did you mean \"{meant}\"?")),
            None => diagnostic.with_help(
                "\"line\": one line of text; \"text\": some lines in Markdown; \"url\": a link; \"flag\": true or false; \
                 \"integer\": a whole number; \"one-of\": one of the strings in `values`",
            ),
        });
        None
    }

    fn check_column_name(&mut self, name: &Spanned<String>) -> bool {
        let text = &**name.get_ref();
        let (label, help) = if names(ERROR_COLUMNS).contains(&text) {
            ("the format has this column", "remove it: rows may have the column without a declaration")
        } else if RESERVED.contains(&text) {
            ("a reserved name", "choose another name, such as `my_column`")
        } else if let Some(fault) = name_fault(text) {
            (fault, "choose a name like `owner` or `alert_level`")
        } else {
            return true;
        };
        let message = format!("`{}` cannot name a column", text.escape_debug());
        self.report.push(Diagnostic::at(FormatRule::Column, name.span(), message, label).with_help(help));
        false
    }

    /// `values` belongs to `one-of`, and to no other kind.
    fn check_words(&mut self, kind: &Spanned<ColumnKind>, words: &[String]) -> bool {
        let place = self.value("values").map(Spanned::span);
        let twice = words.iter().enumerate().find(|(at, word)| words[..*at].contains(word));
        let (span, message, label, help) = match (kind.get_ref(), place) {
            (ColumnKind::OneOf, None) if self.whole => (
                kind.span(),
                format!("{} has no `values`", self.owner),
                "`values` is missing",
                "add `values = [\"low\", \"high\"]`",
            ),
            (ColumnKind::OneOf, Some(place))
                if words.is_empty() || words.iter().any(|word| !is_word(word)) =>
            {
                (
                    place,
                    format!("{} lists a value that is empty or not one line", self.owner),
                    "expected values of one line",
                    "write `values = [\"low\", \"high\"]`",
                )
            }
            (ColumnKind::OneOf, Some(place)) if twice.is_some() => (
                place,
                format!("{} lists a value twice", self.owner),
                "the same value again",
                "remove one of the two",
            ),
            (ColumnKind::OneOf, _) | (_, None) => return true,
            (_, Some(place)) => (
                place,
                format!("{} has `values`, but is not of the kind `one-of`", self.owner),
                "`values` has no effect here",
                "set `kind = \"one-of\"`, or remove `values`",
            ),
        };
        self.report.push(Diagnostic::at(FormatRule::Column, span, message, label).with_help(help));
        false
    }
}

fn is_word(word: &str) -> bool {
    !word.trim().is_empty() && word.trim() == word && !word.contains(crate::shared::text::is_invisible)
}

/// Why a text cannot be the name of a column, which is a function in Rust and an argument of the command.
fn name_fault(name: &str) -> Option<&'static str> {
    if !name.starts_with(|first: char| first.is_ascii_lowercase()) {
        return Some("a column starts with a small letter, a to z");
    }
    if !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_') {
        return Some("a column has only small letters, digits and `_`");
    }
    if name.len() > MAX_NAME {
        return Some("a column has at most 64 characters");
    }
    ident::is_keyword(name).then_some("a keyword of Rust")
}

const MAX_NAME: usize = 64;

/// `alert_level` as `Alert level`.
fn label_of(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut letters = words.trim().chars();
    letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

/// The columns of all tables: the same name has to mean the same. The table itself, which comes last, has the last word on
/// texts.
pub(super) fn merge(tables: Vec<Vec<OwnColumn>>, report: &mut Vec<Diagnostic>) -> Vec<Column> {
    let mut merged: Vec<OwnColumn> = Vec::new();
    for own in tables.into_iter().flatten() {
        let Some(first) = merged.iter_mut().find(|first| first.column.name == own.column.name) else {
            merged.push(own);
            continue;
        };
        let meaning = |own: &OwnColumn| (own.column.kind, own.column.words.clone(), own.column.unique);
        if meaning(first) == meaning(&own) {
            *first = own;
            continue;
        }
        let message = format!("two tables declare column `{}` differently", own.column.name);
        report.push(
            Diagnostic::at(FormatRule::Column, own.place, message, "declared differently here")
                .with_other(first.place.clone(), "first declared here")
                .with_help(
                    "give both the same `kind`, `values` and `unique`, or give one of them another name",
                ),
        );
    }
    merged.into_iter().map(|own| own.column).collect()
}
