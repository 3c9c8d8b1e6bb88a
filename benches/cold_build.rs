//! What it costs to build a crate that depends on this one, against the same enum written by hand with derives.
//!
//! `cargo bench --bench cold_build` builds both from nothing, several times in turn, and prints the CPU seconds of
//! each and their ratio. It reads the times of its children from `/proc`, so it needs Linux.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use error_catalog::ErrorCode;

const ROUNDS: usize = 5;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cold_build");
    let root = env!("CARGO_MANIFEST_DIR");
    let ours =
        write_crate(&scratch, "with_catalog", &format!("error-catalog = {{ path = {root:?} }}"), OURS)?;
    let by_hand = write_crate(&scratch, "by_hand", BY_HAND_DEPENDENCIES, &enum_by_hand())?;

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

const BY_HAND_DEPENDENCIES: &str = r#"
http = "1.5"
serde = { version = "1.0.229", features = ["derive"] }
serde_json = "1.0.154"
strum = { version = "0.28", features = ["derive"] }
thiserror = "2"
"#;

/// The enum as one would write it: wire strings for serde and strum, causes for thiserror, statuses in a match.
fn enum_by_hand() -> String {
    let mut variants = String::new();
    let mut statuses = String::new();
    for code in ErrorCode::ALL {
        let (name, cause, status) = (format!("{code:?}"), code.cause(), code.status().as_u16());
        for line in [
            format!("#[serde(rename = \"{code}\")]"),
            format!("#[strum(serialize = \"{code}\")]"),
            format!("#[error({cause:?})]"),
            format!("{name},"),
        ] {
            variants.extend(["    ", &line, "\n"]);
        }
        statuses.extend(["            Self::", &name, " => ", &status.to_string(), ",\n"]);
    }
    format!(
        "#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]\n\
         #[derive(serde::Deserialize, serde::Serialize, thiserror::Error)]\n\
         #[derive(strum::EnumCount, strum::EnumIter, strum::EnumString, strum::IntoStaticStr)]\n\
         #[derive(strum::VariantArray, strum::VariantNames)]\n\
         pub enum ErrorCode {{\n{variants}}}\n\n\
         impl ErrorCode {{\n    pub fn status(self) -> http::StatusCode {{\n        \
         let status = match self {{\n{statuses}        }};\n        \
         http::StatusCode::from_u16(status).unwrap_or_default()\n    }}\n}}\n"
    )
}

fn write_crate(scratch: &Path, name: &str, dependencies: &str, code: &str) -> Result<PathBuf> {
    let directory = scratch.join(name);
    fs::create_dir_all(directory.join("src"))?;
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}\n[workspace]\n"
    );
    fs::write(directory.join("Cargo.toml"), manifest)?;
    fs::write(directory.join("src/lib.rs"), code)?;
    // Resolving and downloading are not what is measured.
    cargo(&directory, &["fetch", "--quiet"])?;
    Ok(directory)
}

/// The CPU seconds of a build from nothing.
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

/// The user and system time of all children so far: the 16th and 17th field of proc(5)'s `stat`.
fn children_seconds() -> Result<f64> {
    const TICKS_PER_SECOND: f64 = 100.0;
    let stat = fs::read_to_string("/proc/self/stat")?;
    let (_, after_name) = stat.rsplit_once(") ").ok_or("no process name in /proc/self/stat")?;
    let ticks: Vec<f64> =
        after_name.split(' ').skip(13).take(2).map(str::parse).collect::<std::result::Result<_, _>>()?;
    Ok(ticks.iter().sum::<f64>() / TICKS_PER_SECOND)
}
