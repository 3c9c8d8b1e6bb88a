//! Files and folders that a test may write.

use std::fs;
use std::path::{Path, PathBuf};

/// An empty folder. Each test needs a name of its own, because tests run side by side.
pub(crate) fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if path.exists() {
        fs::remove_dir_all(&path).expect("the last run can be removed");
    }
    fs::create_dir_all(&path).expect("the scratch folder can be made");
    path
}
