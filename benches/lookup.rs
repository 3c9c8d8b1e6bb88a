//! Converts a wire string into a code and back, for 38 to 100,000 codes, against the derived enum of strum and `phf`.
//!
//! `cargo bench --bench lookup` builds the program in `benches/lookup`, which contains both sides of each comparison.
//! It runs the program with a clock, and then with valgrind, if that is installed, to count instructions. The build
//! takes about five minutes.
//!
//! strum is measured up to 1,000 codes. Its `match` compares one code after the other, and takes minutes to compile for
//! 10,000 codes.

#[path = "support/instructions.rs"]
mod instructions;

use std::env;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let program = build()?;
    if !Command::new(&program).status()?.success() {
        return Err("the lookup program failed".into());
    }
    if !instructions::can_count() {
        return Ok(());
    }
    for (size, others) in [
        ("38", &["strum", "phf"][..]),
        ("1000", &["strum", "phf"]),
        ("10000", &["phf"]),
        ("100000", &["phf"]),
    ] {
        for (question, name) in [("hits", "known"), ("misses", "unknown")] {
            let ours = per_lookup(&program, "ours", size, question)?;
            for side in others {
                let theirs = per_lookup(&program, side, size, question)?;
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
        return Err("the lookup program cannot be built".into());
    }
    Ok(target.join("release/lookup"))
}

/// The instructions of a lookup: the difference between two passes over the queries and one, for each query.
fn per_lookup(program: &Path, whose: &str, size: &str, question: &str) -> Result<f64> {
    let passes = |passes: &str| instructions::count(program, [whose, size, question, passes]);
    Ok((passes("2")? - passes("1")?) / QUERIES)
}

/// The queries of a pass, as in the program.
const QUERIES: f64 = 65_536.0;
