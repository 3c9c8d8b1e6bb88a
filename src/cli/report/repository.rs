//! Paths as a repository has them, for tools that show a finding beside its line.

use std::fs;
use std::path::Path;

/// The path from the root of the repository, wherever the command ran. A path that is in no repository stays as it is.
pub(super) fn from_root(path: &str) -> String {
    let inside = || {
        let path = fs::canonicalize(path).ok()?;
        // In a work tree of `git worktree`, it is a file.
        let root = path.ancestors().skip(1).find(|folder| folder.join(".git").exists())?;
        let inside = path.strip_prefix(root).ok()?;
        Some(inside.to_str()?.replace(std::path::MAIN_SEPARATOR, "/"))
    };
    let is_there = Path::new(path).is_file();
    is_there.then(inside).flatten().unwrap_or_else(|| path.to_owned())
}
