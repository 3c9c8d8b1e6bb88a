//! The cost of building a crate that depends on this one, against the same enum written by hand with derives.
//!
//! `cargo bench --bench cold_build` makes clean builds of both in turn, and prints the CPU seconds of each and their
//! ratio. It reads the times of its child processes from `/proc`, so it needs Linux.

#[path = "support/by_hand.rs"]
mod by_hand;
#[allow(dead_code, reason = "other benchmarks use the rest")]
#[path = "support/process.rs"]
mod process;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use by_hand::{Row, enum_by_hand};
use error_catalog::ErrorCode;
use process::children_seconds;

const ROUNDS: usize = 5;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cold_build");
    let root = env!("CARGO_MANIFEST_DIR");
    let ours =
        write_crate(&scratch, "with_catalog", &format!("error-catalog = {{ path = {root:?} }}"), OURS)?;
    let rows = ErrorCode::ALL.iter().map(|code| Row {
        variant: format!("{code:?}"),
        code: code.to_string(),
        cause: code.cause().to_owned(),
        status: code.status().as_u16(),
    });
    let by_hand = write_crate(&scratch, "by_hand", by_hand::DEPENDENCIES, &enum_by_hand(rows))?;

    println!("{:>6} {:>14} {:>10} {:>7}", "round", "error-catalog", "by hand", "ratio");
    let mut ratios = Vec::new();
    for round in 1..=ROUNDS {
        let (ours, by_hand) = (cold_build(&ours)?, cold_build(&by_hand)?);
        ratios.push(ours / by_hand);
        println!("{round:>6} {ours:>12.2} s {by_hand:>8.2} s {:>7.2}", ours / by_hand);
    }
    ratios.sort_by(f64::total_cmp);
    println!("median ratio of CPU seconds: {:.2}", ratios[ROUNDS / 2]);
    Ok(())
}

const OURS: &str = "pub use error_catalog::ErrorCode;\n";

fn write_crate(scratch: &Path, name: &str, dependencies: &str, code: &str) -> Result<PathBuf> {
    let directory = scratch.join(name);
    fs::create_dir_all(directory.join("src"))?;
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}\n[workspace]\n"
    );
    fs::write(directory.join("Cargo.toml"), manifest)?;
    fs::write(directory.join("src/lib.rs"), code)?;
    // The measurement does not include resolving and downloading.
    cargo(&directory, &["fetch", "--quiet"])?;
    Ok(directory)
}

/// The CPU seconds of a clean build.
fn cold_build(directory: &Path) -> Result<f64> {
    let target = directory.join("target");
    if target.exists() {
        fs::remove_dir_all(&target)?;
    }
    let before = children_seconds()?;
    cargo(directory, &["build", "--quiet", "--offline"])?;
    Ok(children_seconds()? - before)
}

fn cargo(directory: &Path, arguments: &[&str]) -> Result<()> {
    let status = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(directory)
        .env("CARGO_TARGET_DIR", directory.join("target"))
        .status()?;
    if status.success() { Ok(()) } else { Err(format!("cargo {arguments:?} failed").into()) }
}
