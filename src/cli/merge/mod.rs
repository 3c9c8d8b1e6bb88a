//! `merge`: merges two edited tables row by row and column by column, as git asks a merge driver to.

mod check;
mod three_way;
mod unit;

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command as Process;

use clap::{Arg, ArgAction, Command, value_parser};
use tempfile::NamedTempFile;

use self::three_way::{Merged, merge};
use super::file::TextFile;
use super::{Console, Exit};
use crate::shared::text::OneLine;

pub(super) fn arguments(command: Command) -> Command {
    let file = |name: &'static str, help: &'static str| {
        Arg::new(name)
            .value_name(name.to_uppercase())
            .value_parser(value_parser!(PathBuf))
            .required_unless_present("install")
            .help(help)
    };
    command
        .about("Merge two edited tables row by row and column by column, as a merge driver of git")
        .arg(file("base", "The table that both are made from (%O)"))
        .arg(file("ours", "Our table, which gets the result (%A)"))
        .arg(file("theirs", "Their table (%B)"))
        .arg(Arg::new("path").long("path").value_name("NAME").help("What messages call the table (%P)"))
        .arg(
            Arg::new("install")
                .long("install")
                .action(ArgAction::SetTrue)
                .conflicts_with_all(["base", "ours", "theirs", "path"])
                .help("Let git merge all `catalog.toml` of this repository by this command: `.gitattributes` and the settings of git"),
        )
}

pub(super) fn run(console: &mut Console<'_>) -> io::Result<Exit> {
    if console.matches.get_flag("install") {
        return install(console);
    }
    let [base, ours, theirs] = ["base", "ours", "theirs"].map(|name| console.path(name));
    let mut files = Vec::new();
    for path in [&base, &ours, &theirs] {
        match console.file(path)? {
            Ok(file) => files.push(file),
            Err(exit) => return Ok(exit),
        }
    }
    let name = console.text("path").unwrap_or_else(|| ours.display().to_string());
    let name = OneLine(&name).to_string();
    let texts: Vec<&str> = files.iter().map(TextFile::text).collect();
    let [base, old, theirs] = texts[..] else { return Ok(Exit::Failed) };
    if [base, old, theirs].iter().any(|text| text.starts_with(LOCK)) {
        return merge_lines(
            console,
            &files,
            &name,
            "is a lock: take one side, and write it anew with `error-catalog lock`",
        );
    }
    if [base, old, theirs].iter().any(|text| check::leaves(text).is_none()) {
        return merge_lines(console, &files, &name, "one of the three is not TOML");
    }
    let Merged { text, conflicts } = merge(base, old, theirs);
    if conflicts.is_empty() && !check::is_right(base, old, theirs, &text) {
        return merge_lines(console, &files, &name, "its rows are written in another form on each side");
    }
    if let Err(error) = files[1].replace(&text) {
        return console.failed(&error);
    }
    for conflict in &conflicts {
        let shown = |side: &Option<String>| {
            side.as_ref().map_or_else(|| "removed".to_owned(), |text| OneLine(text).to_string())
        };
        let (ours, theirs) = (shown(&conflict.ours), shown(&conflict.theirs));
        writeln!(
            console.err,
            "{name}: conflict in {}: ours {ours}, theirs {theirs}",
            OneLine(&conflict.what)
        )?;
    }
    Ok(if conflicts.is_empty() { Exit::Clean } else { Exit::Findings })
}

/// How a lock begins.
const LOCK: &str = "# error-catalog lock:";

/// Leaves the merge to git, which goes by lines.
fn merge_lines(console: &mut Console<'_>, files: &[TextFile], name: &str, why: &str) -> io::Result<Exit> {
    writeln!(console.err, "{name}: merged by lines, because {why}")?;
    let mut copies = Vec::new();
    for file in files {
        let mut copy = NamedTempFile::new()?;
        copy.write_all(file.text().as_bytes())?;
        copies.push(copy);
    }
    let [base, ours, theirs] = &copies[..] else { return Ok(Exit::Failed) };
    let output = Process::new("git")
        .args(["merge-file", "-p", "-L", "ours", "-L", "base", "-L", "theirs"])
        .args([ours.path(), base.path(), theirs.path()])
        .output();
    let output = match output {
        Ok(output) => output,
        Err(error) => {
            writeln!(console.err, "{name}: nothing was written: cannot run `git`: {error}")?;
            return Ok(Exit::Failed);
        }
    };
    let conflicts = output.status.code().filter(|code| (0..128).contains(code));
    let (Some(conflicts), Ok(text)) = (conflicts, core::str::from_utf8(&output.stdout)) else {
        writeln!(
            console.err,
            "{name}: nothing was written: {}",
            OneLine(&String::from_utf8_lossy(&output.stderr))
        )?;
        return Ok(Exit::Failed);
    };
    if let Err(error) = files[1].replace(text) {
        return console.failed(&error);
    }
    let is_table = check::leaves(text).is_some();
    if conflicts == 0 && !is_table {
        writeln!(console.err, "{name}: the result is not a table: correct it by hand")?;
    }
    Ok(if conflicts == 0 && is_table { Exit::Clean } else { Exit::Findings })
}

/// The line of `.gitattributes`.
const ATTRIBUTES: &str = "catalog.toml merge=error-catalog";

const DRIVER: &str = "error-catalog merge %O %A %B --path %P";

fn install(console: &mut Console<'_>) -> io::Result<Exit> {
    let git = |arguments: &[&str]| Process::new("git").args(arguments).output();
    let top = match git(&["rev-parse", "--show-toplevel"]) {
        Ok(output) if output.status.success() => {
            String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
        }
        Ok(_) => {
            writeln!(
                console.err,
                "this is not a repository of git: run `git init` first, or change to its folder"
            )?;
            return Ok(Exit::Failed);
        }
        Err(error) => {
            writeln!(console.err, "cannot run `git`: {error}")?;
            return Ok(Exit::Failed);
        }
    };
    for (key, value) in
        [("merge.error-catalog.name", "tables of error-catalog"), ("merge.error-catalog.driver", DRIVER)]
    {
        let output = git(&["config", key, value])?;
        if !output.status.success() {
            writeln!(console.err, "cannot set {key}: {}", OneLine(&String::from_utf8_lossy(&output.stderr)))?;
            return Ok(Exit::Failed);
        }
        writeln!(console.out, "git config {key} \"{value}\"")?;
    }
    let file = Path::new(&top).join(".gitattributes");
    let old = fs::read_to_string(&file).unwrap_or_default();
    if old.lines().any(|line| line.trim() == ATTRIBUTES) {
        writeln!(console.out, ".gitattributes: up to date")?;
        return Ok(Exit::Clean);
    }
    let line_break = if old.is_empty() || old.ends_with('\n') { "" } else { "\n" };
    if let Err(error) = fs::write(&file, format!("{old}{line_break}{ATTRIBUTES}\n")) {
        writeln!(console.err, ".gitattributes: cannot write it: {error}")?;
        return Ok(Exit::Failed);
    }
    writeln!(
        console.out,
        ".gitattributes: {ATTRIBUTES}\nCommit .gitattributes. Each clone needs `error-catalog merge --install` once."
    )?;
    Ok(Exit::Clean)
}
