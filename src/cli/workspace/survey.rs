//! All tables of a repository, and what they have to do with each other.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::revision::{Cached, Revision};
use crate::cli::{from_disk, from_loader};
use crate::table::catalog::{Catalog, Entry, Invalid};
use crate::table::review::diff::{self, Bump, Change};

/// A table, found in a folder or included by another.
pub(super) struct Table {
    pub(super) path: PathBuf,
    pub(super) read: Result<Catalog, Invalid>,
    /// The tables that it includes, and those that they include: indices of the survey.
    pub(super) includes: Vec<usize>,
    /// What has changed since a revision; nothing where the table is new.
    pub(super) since: Option<Since>,
}

pub(super) struct Since {
    /// What the table requires, with all that it includes.
    pub(super) bump: Option<Bump>,
    /// The changes of its own rows and settings.
    pub(super) own: Vec<Change>,
}

/// A code that several tables define, each for itself.
pub(super) struct Shared<'s> {
    pub(super) code: &'s str,
    pub(super) rows: Vec<(&'s Table, &'s Entry)>,
    /// Whether all say the same of it.
    pub(super) is_same: bool,
}

pub(super) struct Survey {
    pub(super) tables: Vec<Table>,
}

impl Survey {
    /// Reads these tables and all that they include, each file once.
    pub(super) fn new(paths: Vec<PathBuf>) -> Self {
        let mut tables: Vec<Table> = Vec::new();
        let mut known: BTreeMap<PathBuf, usize> = BTreeMap::new();
        let mut waiting: Vec<PathBuf> = paths.into_iter().rev().collect();
        while let Some(path) = waiting.pop() {
            if known.contains_key(&identity(&path)) {
                continue;
            }
            known.insert(identity(&path), tables.len());
            let read = from_disk(&path);
            if let Ok(catalog) = &read {
                waiting.extend(catalog.source().paths().skip(1).map(PathBuf::from));
            }
            tables.push(Table { path, read, includes: Vec::new(), since: None });
        }
        let place = |path: &str| known.get(&identity(Path::new(path))).copied();
        for table in &mut tables {
            let paths = table.read.iter().flat_map(|catalog| catalog.source().paths().skip(1));
            table.includes = paths.filter_map(place).collect();
        }
        tables.sort_by(|a, b| a.path.cmp(&b.path));
        let order: Vec<usize> =
            tables.iter().filter_map(|table| place(&table.path.to_string_lossy())).collect();
        for table in &mut tables {
            let moved = table.includes.iter().filter_map(|old| order.iter().position(|place| place == old));
            table.includes = moved.collect();
            table.includes.sort_unstable();
        }
        Self { tables }
    }

    /// Compares each with what it was at a revision.
    pub(super) fn compare(&mut self, revision: &str) {
        let mut git = Cached::new(Revision { revision });
        for table in &mut self.tables {
            let Ok(now) = &table.read else { continue };
            let Ok(was) = from_loader(&table.path.to_string_lossy(), &mut git) else { continue };
            let changes = diff::diff(&was, now);
            let bump = diff::required_bump(&changes);
            let own: BTreeSet<&str> = [&was, now]
                .into_iter()
                .flat_map(|catalog| {
                    let live = catalog.errors().iter().map(|row| (&row.code, &row.table));
                    let retired = catalog.retired().iter().map(|row| (&row.code, &row.table));
                    live.chain(retired).filter(|(_, table)| *table == catalog.name()).map(|(code, _)| &**code)
                })
                .collect();
            let is_own = |change: &Change| change.code.as_ref().is_none_or(|code| own.contains(&**code));
            let own = changes.iter().filter(|change| is_own(change)).cloned().collect();
            table.since = Some(Since { bump, own });
        }
    }

    /// The tables that include this one.
    pub(super) fn users(&self, table: usize) -> impl Iterator<Item = &Table> {
        self.tables.iter().filter(move |other| other.includes.contains(&table))
    }

    fn valid(&self) -> impl Iterator<Item = (&Table, &Catalog)> {
        self.tables.iter().filter_map(|table| Some((table, table.read.as_ref().ok()?)))
    }

    /// The names that several tables have, each with these tables.
    pub(super) fn same_names(&self) -> Vec<(&str, Vec<&Table>)> {
        let mut names: BTreeMap<&str, Vec<&Table>> = BTreeMap::new();
        for (table, catalog) in self.valid() {
            names.entry(catalog.name()).or_default().push(table);
        }
        names.into_iter().filter(|(_, tables)| tables.len() > 1).collect()
    }

    /// The codes that several tables define, those with different meanings first.
    pub(super) fn shared_codes(&self) -> Vec<Shared<'_>> {
        let mut codes: BTreeMap<&str, Vec<(&Table, &Entry)>> = BTreeMap::new();
        for (table, catalog) in self.valid() {
            for entry in catalog.errors().iter().filter(|entry| catalog.is_own(entry)) {
                codes.entry(&entry.code).or_default().push((table, entry));
            }
        }
        let meaning = |entry: &Entry| (entry.status, entry.also.clone(), entry.retry, entry.cause.clone());
        let several = codes.into_iter().filter(|(_, rows)| rows.len() > 1);
        let shared = several.map(|(code, rows)| {
            let is_same = rows.windows(2).all(|pair| meaning(pair[0].1) == meaning(pair[1].1));
            Shared { code, rows, is_same }
        });
        let mut shared: Vec<Shared<'_>> = shared.collect();
        shared.sort_by_key(|shared| shared.is_same);
        shared
    }
}

impl Table {
    /// The name of the table, or its path where it cannot be read.
    pub(super) fn name(&self) -> String {
        self.read
            .as_ref()
            .map_or_else(|_| self.path.display().to_string(), |catalog| catalog.name().to_owned())
    }

    /// How many codes it has, and how many of them are its own.
    pub(super) fn codes(&self) -> (usize, usize) {
        self.read.as_ref().map_or((0, 0), |catalog| {
            let own = catalog.errors().iter().filter(|entry| catalog.is_own(entry)).count();
            (catalog.errors().len(), own)
        })
    }
}

/// The file behind a path: two paths may lead to one.
fn identity(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}
