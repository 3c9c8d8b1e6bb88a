//! Tables that are files.

use std::collections::BTreeSet;
use std::fs;
use std::io;

use crate::table::catalog::Load;

/// The largest table that is read, in bytes.
pub(crate) const MAX_SIZE: u64 = 64 * 1024 * 1024;

/// Reads included tables from the disk.
#[derive(Debug, Default)]
pub(crate) struct Disk {
    /// Every path that was looked at. Two may lead to one file, but need not do so for ever.
    pub(crate) asked: BTreeSet<String>,
}

impl Load for Disk {
    fn load(&mut self, path: &str) -> io::Result<Vec<u8>> {
        // A pipe or a device may keep the reader waiting, and may have no end.
        let metadata = fs::metadata(path)?;
        if !metadata.is_file() && !metadata.is_dir() {
            return Err(io::Error::other("it is not a regular file"));
        }
        if metadata.len() > MAX_SIZE {
            return Err(io::Error::other(format!("it is larger than {} MiB", MAX_SIZE / 1024 / 1024)));
        }
        fs::read(path)
    }

    /// The file behind symbolic links: a table may be reached by its own name and by a link.
    fn identity(&mut self, path: &str) -> String {
        self.asked.insert(path.to_owned());
        // A link may point to a name that is not UTF-8.
        let file = fs::canonicalize(path).ok().and_then(|file| file.into_os_string().into_string().ok());
        file.unwrap_or_else(|| path.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::table::catalog::Catalog;

    #[test]
    fn every_path_is_remembered_also_where_nothing_is_read() {
        let table =
            "catalog.name = 'T'\ninclude.tables = ['catalog.toml', 'no.toml', './src/../no.toml', 'src']\n";
        let mut disk = Disk::default();
        let mut said = String::new();
        if let Err(invalid) = Catalog::parse_with("T.toml", table, &mut disk) {
            write!(said, "{invalid}").expect("a string can be written to");
        }
        assert_eq!(disk.asked.into_iter().collect::<Vec<_>>(), ["T.toml", "catalog.toml", "no.toml", "src"]);
        assert_eq!(said.matches("cannot read the included `no.toml`").count(), 2, "{said}");
    }
}
