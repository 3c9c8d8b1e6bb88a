//! `error-catalog check` against `taplo lint` with the schema of the same format, on a table of 10,000 rows.
//!
//! `EDITOR_TOOLS=target/editor-tools/node_modules/.bin cargo bench --bench check` prints the ratio. `.ci/run` installs
//! taplo there. Both sides run as processes, and the table has no mistakes.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use std::{env, fs};

use error_catalog::docs::schema;

const ROWS: usize = 10_000;
const ROUNDS: usize = 5;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let Some(tools) = env::var_os("EDITOR_TOOLS") else {
        println!("check is not compared: EDITOR_TOOLS is not set to the folder of taplo");
        return Ok(());
    };
    let taplo = Path::new(env!("CARGO_MANIFEST_DIR")).join(tools).join("taplo");
    let ours = build()?;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("check");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("catalog.schema.json"), schema::render())?;
    fs::write(folder.join("catalog.toml"), table()?)?;

    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let ours = time(Command::new(&ours).arg("check"), &folder)?;
        rounds.push((ours, time(Command::new(&taplo).args(["lint", "catalog.toml"]), &folder)?));
    }
    rounds.sort_by(|a, b| (a.1 / a.0).total_cmp(&(b.1 / b.0)));
    let (ours, theirs) = rounds[ROUNDS / 2];
    println!(
        "check of {ROWS} rows, against taplo lint: {ours:.3} s against {theirs:.3} s: {:.1}x",
        theirs / ours
    );
    Ok(())
}

/// Builds the command in release mode, as users install it.
fn build() -> Result<PathBuf> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("check-target");
    let status = Command::new(env!("CARGO"))
        .args([
            "build",
            "--quiet",
            "--release",
            "--features",
            "cli",
            "--bin",
            "error-catalog",
            "--target-dir",
        ])
        .arg(&target)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()?;
    if !status.success() {
        return Err("the command cannot be built".into());
    }
    Ok(target.join("release/error-catalog"))
}

fn table() -> Result<String> {
    let mut table =
        String::from("#:schema ./catalog.schema.json\n\n[catalog]\nname = \"Many\"\n\n[errors]\n");
    let (places, things) =
        (["ACCOUNT", "ORDER", "INVOICE", "PROFILE", "SESSION"], ["LIMIT", "STATE", "OWNER", "LINK"]);
    for row in 0..ROWS {
        let (place, thing) = (places[row % places.len()], things[row / places.len() % things.len()]);
        writeln!(
            table,
            "R{row:05}_{place}_{thing} = {{ status = 409, retry = \"never\", cause = \"The {thing} of {place} {row} does not fit\", \
             remedy = \"Change {row}, then send the request again.\" }}"
        )?;
    }
    Ok(table)
}

fn time(command: &mut Command, folder: &Path) -> Result<f64> {
    let start = Instant::now();
    let output = command.current_dir(folder).output()?;
    if !output.status.success() {
        return Err(format!("{command:?}\n{}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(start.elapsed().as_secs_f64())
}
