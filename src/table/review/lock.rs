//! The table as it was published, and whether what it promised is kept.

use core::fmt;

use semver::Version;

use super::diff::{self, Bump, Verdict, bump_between, judge};
use crate::table::catalog::Catalog;

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
    // A byte order mark in the middle of a text does not count.
    let table = table.trim_start_matches('\u{feff}');
    format!(
        "{HEAD}{version}\n# Written by `error-catalog lock`. Do not edit it: it is what clients were promised.\n\n{table}",
    )
}

const HEAD: &str = "# error-catalog lock: published with ";

/// Compares a table with what was published. What is refused at any version fails, and so does a change that breaks
/// clients without the step from the lock's version to this one saying so.
///
/// # Errors
///
/// [`LockError`] where the table of the lock has mistakes, or if the text is not a lock.
pub fn compare(table: &Catalog, lock: &str, version: &Version) -> Result<Verdict, LockError> {
    let published = published(lock)?;
    if version.cmp_precedence(&published).is_lt() {
        return Err(LockError(format!(
            "it was published with {published}, which is newer than {version}: take back the lock of the last release, or \
             raise the version"
        )));
    }
    let old = Catalog::parse("catalog.lock", lock).map_err(|invalid| LockError(invalid.to_string()))?;
    // A compatible change does not need a version step of its own, because the next release has one.
    let is_major = bump_between(&published, version) == Some(Bump::Major);
    let versions = is_major.then(|| (published, version.clone()));
    Ok(judge(diff::diff(&old, table), &[], versions))
}

/// The version that a lock was published with.
fn published(lock: &str) -> Result<Version, LockError> {
    let lock = lock.trim_start_matches('\u{feff}');
    let version = lock.strip_prefix(HEAD).and_then(|rest| rest.lines().next()).map(str::trim);
    version.and_then(|version| Version::parse(version).ok()).ok_or_else(|| {
        LockError(format!(
            "not a lock: it does not begin with `{HEAD}` and a version, write it with `error-catalog lock`"
        ))
    })
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
