//! Counts instructions with callgrind. The count is the same in every run.

use std::error::Error;
use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

/// Whether valgrind is installed. Says so if not.
pub(crate) fn can_count() -> bool {
    let is_there = Command::new("valgrind").arg("--version").output().is_ok();
    if !is_there {
        println!("instructions are not counted: valgrind is not installed");
    }
    is_there
}

/// The instructions of a run of the program.
pub(crate) fn count<S: AsRef<OsStr>>(
    program: &Path,
    arguments: impl IntoIterator<Item = S>,
) -> Result<f64, Box<dyn Error>> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(arguments)
        .output()?;
    let report = String::from_utf8_lossy(&output.stderr);
    let count = report.split("Collected : ").nth(1).and_then(|rest| rest.split_whitespace().next());
    Ok(count.ok_or_else(|| format!("callgrind reported no count:\n{report}"))?.parse()?)
}
