//! The table as it was published, and whether what it promised is kept.

use core::fmt;
use std::collections::BTreeMap;

use semver::Version;

use super::diff::{self, Bump, Verdict, bump_between, judge};
use crate::table::catalog::Catalog;
use crate::table::fingerprint::fingerprint;

/// The text of a lock: a table, as it was published with a version. One that includes others is written as one table, by
/// [`docs::toml`](crate::docs::toml).
///
/// ```
/// use error_catalog::review::lock;
/// use semver::Version;
///
/// let table = "catalog = { name = \"Teapots\" }\n[errors]\nPOT = { status = 404, retry = \"never\", cause = \"No pot\" }\n";
/// let published = lock::write(table, &Version::new(1, 2, 0));
/// assert!(published.starts_with("# error-catalog lock: published with 1.2.0\n"));
/// lock::assert_kept(table, &published, "1.2.0");
/// ```
#[must_use]
pub fn write(table: &str, version: &Version) -> String {
    write_with_tables(table, version, &[])
}

/// The same for a table that includes others: the names of their tables, each with its codes.
#[must_use]
pub(crate) fn write_catalog(catalog: &Catalog, table: &str, version: &Version) -> String {
    let mut tables: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for entry in catalog.errors().iter().filter(|entry| entry.table != catalog.name()) {
        tables.entry(&entry.table).or_default().push(&entry.code);
    }
    write_with_tables(table, version, &tables.into_iter().collect::<Vec<_>>())
}

fn write_with_tables(table: &str, version: &Version, tables: &[(&str, Vec<&str>)]) -> String {
    // A byte order mark in the middle of a text does not count.
    let table = table.trim_start_matches('\u{feff}');
    let tables: Vec<String> = tables
        .iter()
        .map(|(name, codes)| format!("{TABLE}{}: {}\n", serde_json::Value::from(*name), codes.join(", ")))
        .collect();
    let tables = tables.concat();
    let digest = digest(version, &tables, table);
    format!(
        "{HEAD}{version}\n# Written by `error-catalog lock`. Do not edit it: it is what clients were promised.\n{tables}{DIGEST}{digest}\n\n{table}",
    )
}

const HEAD: &str = "# error-catalog lock: published with ";

/// The codes of an included table.
const TABLE: &str = "# table ";

/// What the rest of the lock gives, so that an edit by hand shows.
const DIGEST: &str = "# digest ";

/// The same for all line ends, since git may change them.
fn digest(version: &Version, tables: &str, table: &str) -> String {
    let version = version.to_string();
    let texts = [tables, table].map(|text| text.replace("\r\n", "\n"));
    fingerprint([Some(&*version), Some(&*texts[0]), Some(texts[1].trim_end())])
}

/// Compares a table with what was published. What is refused at any version fails, and so does a change that breaks
/// clients without the step from the lock's version to this one saying so.
///
/// # Errors
///
/// [`LockError`] where the table of the lock has mistakes, or if the text is not a lock.
pub fn compare(table: &Catalog, lock: &str, version: &Version) -> Result<Verdict, LockError> {
    let published = published(lock)?;
    if let Some(missed) = missed(&published, version) {
        return Err(LockError(format!(
            "it was published with {published}, and nobody wrote the lock of {missed}: write it at that release, so that what {version} \
             breaks is seen"
        )));
    }
    if version.cmp_precedence(&published).is_lt() {
        return Err(LockError(format!(
            "it was published with {published}, which is newer than {version}: take back the lock of the last release, or \
             raise the version"
        )));
    }
    let old = catalog(lock)?;
    // A compatible change does not need a version step of its own, because the next release has one.
    let is_major = bump_between(&published, version) == Some(Bump::Major);
    let versions = is_major.then(|| (published, version.clone()));
    Ok(judge(diff::diff(&old, table), &[], versions))
}

/// Whether a lock is exactly what a version publishes, for the gate of a release: what it does not say yet, or says still.
///
/// # Errors
///
/// [`LockError`] where it is not the lock of this version, was edited, or has mistakes.
pub(crate) fn behind(table: &Catalog, lock: &str, version: &Version) -> Result<Vec<diff::Change>, LockError> {
    let published = published(lock)?;
    if published != *version {
        return Err(LockError(format!("is of {published}, and this is {version}: run `error-catalog lock`")));
    }
    if head_line(lock, DIGEST).is_none() {
        return Err(LockError(
            "has no digest, so that an edit would not show: run `error-catalog lock`".to_owned(),
        ));
    }
    Ok(diff::diff(&catalog(lock)?, table))
}

/// The table of a lock.
fn catalog(lock: &str) -> Result<Catalog, LockError> {
    let catalog = Catalog::parse("catalog.lock", lock).map_err(|invalid| LockError(invalid.to_string()))?;
    let lines = lock.lines().take_while(|line| line.starts_with('#'));
    let tables: Vec<(String, Vec<&str>)> = lines
        .filter_map(|line| {
            let (name, codes) = line.strip_prefix(TABLE)?.rsplit_once(": ")?;
            Some((serde_json::from_str(name).ok()?, codes.split(", ").collect()))
        })
        .collect();
    // A lock of an older version does not name the tables of rows.
    let own = if head_line(lock, DIGEST).is_some() { catalog.name().to_owned() } else { String::new() };
    Ok(catalog.with_tables(|code| {
        let table = tables.iter().find(|(_, codes)| codes.contains(&code));
        table.map_or_else(|| own.clone(), |(name, _)| name.clone())
    }))
}

/// The rest of the line of the head that begins so.
fn head_line<'l>(lock: &'l str, start: &str) -> Option<&'l str> {
    lock.lines()
        .take_while(|line| line.starts_with('#'))
        .find_map(|line| line.strip_prefix(start))
        .map(str::trim)
}

/// The version that a lock was published with, if nobody has edited it since.
fn published(lock: &str) -> Result<Version, LockError> {
    let lock = lock.trim_start_matches('\u{feff}');
    let version = lock.strip_prefix(HEAD).and_then(|rest| rest.lines().next()).map(str::trim);
    let version = version.and_then(|version| Version::parse(version).ok()).ok_or_else(|| {
        LockError(format!(
            "not a lock: it does not begin with `{HEAD}` and a version, write it with `error-catalog lock`"
        ))
    })?;
    if let Some(found) = head_line(lock, DIGEST) {
        let tables: Vec<String> =
            lock.lines().filter(|line| line.starts_with(TABLE)).map(|line| format!("{line}\n")).collect();
        let rest =
            lock.split_once(DIGEST).and_then(|(_, rest)| rest.split_once('\n')).map_or("", |(_, rest)| rest);
        let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')).unwrap_or(rest);
        if found != digest(&version, &tables.concat(), rest) {
            return Err(LockError(
                "was edited by hand, its digest does not fit: take back the lock of the last release from git; only if that is lost, delete it \
                 and run `error-catalog lock`"
                    .to_owned(),
            ));
        }
    }
    Ok(version)
}

/// The release between a lock and a version whose lock was not written: 2.0.1 comes after 2.0.0.
fn missed(published: &Version, version: &Version) -> Option<Version> {
    let first = match version.major {
        0 => Version::new(0, version.minor, 0),
        major => Version::new(major, 0, 0),
    };
    let is_first = (version.major, version.minor, version.patch) == (first.major, first.minor, first.patch);
    (published.cmp_precedence(&first).is_lt() && !is_first && published.pre.is_empty()).then_some(first)
}

/// Why a table could not be compared with its lock.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LockError(String);

impl fmt::Display for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl core::error::Error for LockError {}

/// For a test of the crate that has the table: what was published is kept, or the version says that it is not.
///
/// ```no_run
/// # const TABLE: &str = "";
/// # const LOCK: &str = "";
/// // With `include_str!("../catalog.toml")` and `include_str!("../catalog.lock")`:
/// error_catalog::review::lock::assert_kept(TABLE, LOCK, env!("CARGO_PKG_VERSION"));
/// ```
///
/// # Panics
///
/// The panic of a test: every breaking change, and what to do.
pub fn assert_kept(table: &str, lock: &str, version: &str) {
    match Catalog::parse("catalog.toml", table) {
        Ok(catalog) => assert_catalog_kept(&catalog, lock, version),
        Err(invalid) => panic!("{invalid}"),
    }
}

/// The same for a table that includes others.
///
/// ```no_run
/// use error_catalog::catalog::Catalog;
///
/// # const TABLE: &str = "";
/// # const LOCK: &str = "";
/// // With `include_str!("../catalog.toml")` and `include_str!("../catalog.lock")`:
/// let catalog = Catalog::parse_with("catalog.toml", TABLE, &mut |path: &str| std::fs::read(path))?;
/// error_catalog::review::lock::assert_catalog_kept(&catalog, LOCK, env!("CARGO_PKG_VERSION"));
/// # Ok::<_, error_catalog::catalog::Invalid>(())
/// ```
///
/// # Panics
///
/// As [`assert_kept`].
pub fn assert_catalog_kept(table: &Catalog, lock: &str, version: &str) {
    let version = match Version::parse(version) {
        Ok(version) => version,
        Err(error) => panic!("`{version}` is not a version: {error}"),
    };
    match compare(table, lock, &version) {
        Ok(verdict) if verdict.is_clean() => {}
        Ok(verdict) => panic!("the table breaks what was published:\n\n{}", diff::text(&verdict)),
        Err(error) => panic!("{error}"),
    }
}
