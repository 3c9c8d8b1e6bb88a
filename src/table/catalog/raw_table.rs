//! What one text says, as far as it could be read.

use core::ops::Range;

use toml::Spanned;

use super::column::Column;
use super::diagnostic::Diagnostic;
use super::entry::Entry;
use super::groups::RawGroup;
use super::place::shifted;
use super::{Headers, LintSetting, Retired};

#[derive(Default)]
pub(super) struct RawTable {
    pub(super) name: Option<Spanned<String>>,
    pub(super) headers: Headers,
    pub(super) sends_details: bool,
    pub(super) docs_url: Option<String>,
    /// The paths of the tables that it includes.
    pub(super) include: Vec<Spanned<String>>,
    pub(super) columns: Vec<OwnColumn>,
    /// In the order of the text.
    pub(super) groups: Vec<RawGroup>,
    pub(super) errors: Vec<RawRow<Entry>>,
    pub(super) retired: Vec<RawRow<Retired>>,
    pub(super) lints: Vec<LintSetting>,
    /// The lines that could not be read: what seems to be missing may be in them. `None` where it may be anything.
    pub(super) unread: Option<String>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// A column that the table declares, and where.
pub(super) struct OwnColumn {
    pub(super) column: Column,
    pub(super) place: Range<usize>,
}

/// A row as far as it could be read, with the places that other rows may collide with.
pub(super) struct RawRow<T> {
    pub(super) code: Spanned<String>,
    /// The Rust name and where it comes from: the column `name`, or else the code.
    pub(super) variant: Option<Spanned<String>>,
    pub(super) replaced_by: Vec<Spanned<String>>,
    pub(super) aliases: Vec<Spanned<String>>,
    pub(super) default_for: Vec<Spanned<u16>>,
    /// `None` after a mistake, which has been reported.
    pub(super) entry: Option<T>,
}

impl RawTable {
    /// The same of a text that starts at this place among others.
    pub(super) fn shifted(self, base: usize) -> Self {
        let Self {
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
        } = self;
        let mut errors: Vec<RawRow<Entry>> = errors.into_iter().map(|row| row.shifted(base)).collect();
        for entry in errors.iter_mut().filter_map(|row| row.entry.as_mut()) {
            entry.places.shift(base);
        }
        let lint = |setting: LintSetting| LintSetting { place: shifted(&setting.place, base), ..setting };
        Self {
            name: name.map(|name| moved(name, base)),
            headers,
            sends_details,
            docs_url,
            include: include.into_iter().map(|path| moved(path, base)).collect(),
            columns: columns
                .into_iter()
                .map(|own| OwnColumn { place: shifted(&own.place, base), ..own })
                .collect(),
            groups: groups
                .into_iter()
                .map(|raw| RawGroup { place: shifted(&raw.place, base), ..raw })
                .collect(),
            errors,
            retired: retired.into_iter().map(|row| row.shifted(base)).collect(),
            lints: lints.into_iter().map(lint).collect(),
            unread,
            diagnostics: diagnostics.into_iter().map(|diagnostic| diagnostic.shifted(base)).collect(),
        }
    }

    /// Names the table of the rows, and puts them in the order of the text.
    pub(super) fn with_named_rows(mut self) -> Self {
        let name = self.name.as_ref().map(Spanned::get_ref).cloned().unwrap_or_default();
        for entry in self.errors.iter_mut().filter_map(|row| row.entry.as_mut()) {
            entry.table.clone_from(&name);
        }
        for entry in self.retired.iter_mut().filter_map(|row| row.entry.as_mut()) {
            entry.table.clone_from(&name);
        }
        self.errors.sort_by_key(|row| row.code.span().start);
        self.retired.sort_by_key(|row| row.code.span().start);
        self
    }
}

impl<T> RawRow<T> {
    fn shifted(self, base: usize) -> Self {
        let Self { code, variant, replaced_by, aliases, default_for, entry } = self;
        Self {
            code: moved(code, base),
            variant: variant.map(|name| moved(name, base)),
            replaced_by: replaced_by.into_iter().map(|code| moved(code, base)).collect(),
            aliases: aliases.into_iter().map(|code| moved(code, base)).collect(),
            default_for: default_for.into_iter().map(|status| moved(status, base)).collect(),
            entry,
        }
    }
}

fn moved<T>(value: Spanned<T>, base: usize) -> Spanned<T> {
    Spanned::new(shifted(&value.span(), base), value.into_inner())
}
