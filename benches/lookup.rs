//! From a wire string to a code and back, at 38 to 100,000 codes, against the derived enum of strum and against `phf`.
//!
//! `cargo bench --bench lookup` builds the program in `benches/lookup`, which has both sides of each comparison, and runs it:
//! first against the clock, then, where there is valgrind, to count instructions. To build it takes about five minutes.
//!
//! strum is there up to 1,000 codes: its `match` compares with one code after the other, and takes minutes to compile for
//! 10,000.

use std::env;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let program = build()?;
    if !Command::new(&program).status()?.success() {
        return Err("the look-ups failed".into());
    }
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("instructions are not counted: there is no valgrind here");
        return Ok(());
    }
    for (size, others) in [
        ("38", &["strum", "phf"][..]),
        ("1000", &["strum", "phf"]),
        ("10000", &["phf"]),
        ("100000", &["phf"]),
    ] {
        for (question, name) in [("hits", "known"), ("misses", "unknown")] {
            let ours = instructions(&program, "ours", size, question)?;
            for side in others {
                let theirs = instructions(&program, side, size, question)?;
                let what = format!("{size} codes, {name}, against {side}");
                println!("{what:<58} {ours:>8.0} in. against {theirs:>8.0} in: {:>4.2}x", theirs / ours);
            }
        }
    }
    Ok(())
}

fn build() -> Result<PathBuf> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("lookup-target");
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/lookup/Cargo.toml");
    let status = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--release", "--locked", "--manifest-path"])
        .arg(manifest)
        .arg("--target-dir")
        .arg(&target)
        .status()?;
    if !status.success() {
        return Err("the look-ups cannot be built".into());
    }
    Ok(target.join("release/lookup"))
}

/// How many instructions a look-up takes: what a second pass over the queries adds.
fn instructions(program: &Path, whose: &str, size: &str, question: &str) -> Result<f64> {
    let passes = |passes: &str| -> Result<f64> {
        let output = Command::new("valgrind")
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
            .arg(program)
            .args([whose, size, question, passes])
            .output()?;
        let report = String::from_utf8_lossy(&output.stderr);
        let count = report.split("Collected : ").nth(1).and_then(|rest| rest.split_whitespace().next());
        Ok(count.ok_or_else(|| format!("callgrind counted nothing:\n{report}"))?.parse()?)
    };
    Ok((passes("2")? - passes("1")?) / QUERIES)
}

/// As many as the program asks in a pass.
const QUERIES: f64 = 65_536.0;
