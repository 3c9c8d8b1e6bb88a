//! The errors by their groups, as documents show them.

use crate::table::catalog::{Catalog, Entry};

/// Some rows under one title.
pub(crate) struct Section<'c> {
    /// `None` where the table has no groups.
    pub(crate) title: Option<&'c str>,
    /// Sorted by status, then by code.
    pub(crate) entries: Vec<&'c Entry>,
}

/// What documents call the rows without a group, in a table that has some.
const OTHER: &str = "Other";

/// All rows: those of each group of `[groups]` in its order, then those of other groups by name, and last those without one.
/// A table whose rows name no group is one section without a title.
pub(crate) fn sections(catalog: &Catalog) -> Vec<Section<'_>> {
    let mut entries: Vec<&Entry> = catalog.errors().iter().collect();
    let declared = |name: &str| catalog.groups().iter().position(|group| group.name == name);
    let place = |entry: &Entry| match entry.group() {
        Some(name) => declared(name).unwrap_or(usize::MAX - 1),
        None => usize::MAX,
    };
    entries.sort_by_key(|entry| (place(entry), entry.group(), entry.status, &entry.code));
    let has_groups = entries.iter().any(|entry| entry.group().is_some());
    let mut sections: Vec<Section<'_>> = Vec::new();
    for chunk in entries.chunk_by(|a, b| a.group() == b.group()) {
        let name = chunk.first().and_then(|entry| entry.group());
        let title = |name| declared(name).map_or(name, |at| &*catalog.groups()[at].title);
        sections
            .push(Section { title: has_groups.then(|| name.map_or(OTHER, title)), entries: chunk.to_vec() });
    }
    sections
}
