//! Where included tables come from: the format knows paths, and nothing of a disk.

use std::io;

/// Reads the tables that a table includes.
///
/// A path is that of the including table with the entry of `[include]` put in place of its file name; `/` is between
/// folders, and `..` has been resolved as far as it can be. Any `FnMut(&str) -> io::Result<Vec<u8>>` is a loader.
///
/// ```
/// use error_catalog::catalog::Catalog;
///
/// let table = r#"
///     catalog = { name = "Orders" }
///     include = { tables = ["../common/catalog.toml"] }
/// "#;
/// let common = r#"
///     catalog = { name = "Common" }
///     errors.RATE_LIMITED = { status = 429, retry = "backoff", cause = "Too many requests" }
/// "#;
/// let mut load = |path: &str| match path {
///     "common/catalog.toml" => Ok(common.into()),
///     _ => Err(std::io::ErrorKind::NotFound.into()),
/// };
/// let catalog = Catalog::parse_with("orders/catalog.toml", table, &mut load)?;
/// assert_eq!(catalog.errors()[0].code, "RATE_LIMITED");
/// assert_eq!(catalog.errors()[0].table, "Common");
/// # Ok::<_, error_catalog::catalog::Invalid>(())
/// ```
pub trait Load {
    /// Reads the table at a path.
    ///
    /// # Errors
    ///
    /// If the table cannot be read. The error becomes a mistake of the including table.
    fn load(&mut self, path: &str) -> io::Result<Vec<u8>>;

    /// What all paths of one table have in common, so that it is read once. The path, if nothing else is known.
    fn identity(&mut self, path: &str) -> String {
        path.to_owned()
    }

    /// What diagnostics call the table. The path, if nothing else is known.
    fn name(&self, path: &str) -> String {
        path.to_owned()
    }
}

impl<F: FnMut(&str) -> io::Result<Vec<u8>>> Load for F {
    fn load(&mut self, path: &str) -> io::Result<Vec<u8>> {
        self(path)
    }
}

/// For a text that is all there is.
pub(super) struct Nowhere;

impl Load for Nowhere {
    fn load(&mut self, _: &str) -> io::Result<Vec<u8>> {
        Err(io::Error::other(
            "a text alone includes nothing, `Catalog::parse_with` takes what reads the others",
        ))
    }
}
