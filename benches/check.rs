//! `error-catalog check` against `taplo lint` with the schema of the same format, on a table of 10,000 rows.
//!
//! `EDITOR_TOOLS=target/editor-tools/node_modules/.bin cargo bench --bench check` prints the ratio. `.ci/run` installs
//! taplo there. Both sides run as processes. One table has no mistakes, the other has many.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use std::{env, fs};

use error_catalog::docs::schema;

const ROWS: usize = 10_000;
const BROKEN_ROWS: usize = 5_000;
const BROKEN: usize = 100;
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
    for (what, table) in [
        (format!("{ROWS} rows"), table(ROWS)?),
        (format!("{BROKEN_ROWS} rows with {BROKEN} syntax errors"), broken(&table(BROKEN_ROWS)?)),
    ] {
        fs::write(folder.join("catalog.toml"), table)?;
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            let ours = time(Command::new(&ours).arg("check"), &folder)?;
            rounds.push((ours, time(Command::new(&taplo).args(["lint", "catalog.toml"]), &folder)?));
        }
        rounds.sort_by(|a, b| (a.1 / a.0).total_cmp(&(b.1 / b.0)));
        let (ours, theirs) = rounds[ROUNDS / 2];
        println!(
            "check of {what}, against taplo lint: {ours:.3} s against {theirs:.3} s: {:.1}x",
            theirs / ours
        );
    }
    workspace(&ours, &folder.join("workspace"))
}

/// How long it takes to look at 50 services over 3 shared tables, and to compare them with what is committed after a shared
/// table has changed. No other tool does this, so there is no ratio.
fn workspace(ours: &Path, folder: &Path) -> Result<()> {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder)?;
    for shared in 0..3 {
        fs::write(
            folder.join(format!("shared-{shared}.toml")),
            named(&format!("shared {shared}"), "", &format!("S{shared}"))?,
        )?;
    }
    for service in 0..50 {
        let include = format!(
            "[include]\ntables = [\"../shared-{}.toml\", \"../shared-{}.toml\"]\n",
            service % 3,
            (service + 1) % 3
        );
        fs::create_dir_all(folder.join(format!("{service}")))?;
        let table = named(&format!("service {service}"), &include, &format!("O{service}"))?;
        fs::write(folder.join(format!("{service}/catalog.toml")), table)?;
    }
    for arguments in [&["init", "--quiet"][..], &["add", "."], &["commit", "--quiet", "--message", "all"]] {
        let identity = ["-c", "user.name=bench", "-c", "user.email=bench@localhost"];
        time(Command::new("git").args(identity).args(arguments), folder)?;
    }
    let changed = folder.join("shared-1.toml");
    fs::write(&changed, fs::read_to_string(&changed)?.replacen("status = 409", "status = 410", 1))?;
    let median = |arguments: &[&str]| -> Result<f64> {
        let rounds: Result<Vec<f64>> =
            (0..ROUNDS).map(|_| time(Command::new(ours).arg("workspace").args(arguments), folder)).collect();
        let mut rounds = rounds?;
        rounds.sort_by(f64::total_cmp);
        Ok(rounds[ROUNDS / 2])
    };
    let (all, since) = (median(&[])?, median(&["--since", "HEAD"])?);
    println!("workspace of 50 services over 3 shared tables: {all:.3} s, with --since {since:.3} s");
    Ok(())
}

/// A table of 40 rows.
fn named(name: &str, include: &str, prefix: &str) -> Result<String> {
    let mut table = format!("[catalog]\nname = \"{name}\"\n\n{include}\n[errors]\n");
    for row in 0..40 {
        writeln!(
            table,
            "{prefix}_CODE_{row} = {{ status = 409, retry = \"never\", cause = \"The state of {row} does not fit\" }}"
        )?;
    }
    Ok(table)
}

/// The same with slips in every fiftieth row.
fn broken(table: &str) -> String {
    let mut rows = 0;
    let lines = table.lines().map(|line| {
        rows += usize::from(line.starts_with('R'));
        match (line.starts_with('R') && rows % (BROKEN_ROWS / BROKEN) == 7, rows % 4) {
            (false, _) => format!("{line}\n"),
            (true, 0) => line.replace("\"never\"", "never") + "\n",
            (true, 1) => line.replace(" }", "") + "\n",
            (true, 2) => line.replace("cause = \"", "cause = ") + "\n",
            (true, _) => line.replace("status =", "status") + "\n",
        }
    });
    lines.collect()
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

fn table(rows: usize) -> Result<String> {
    let mut table =
        String::from("#:schema ./catalog.schema.json\n\n[catalog]\nname = \"Many\"\n\n[errors]\n");
    let (places, things) =
        (["ACCOUNT", "ORDER", "INVOICE", "PROFILE", "SESSION"], ["LIMIT", "STATE", "OWNER", "LINK"]);
    for row in 0..rows {
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
    // Findings are an answer, too.
    if !matches!(output.status.code(), Some(0 | 1)) {
        return Err(format!("{command:?}\n{}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(start.elapsed().as_secs_f64())
}
