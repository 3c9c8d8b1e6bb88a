//! `diff`: says what a change of the table breaks, and for whom.

use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};

use clap::{Arg, Command, value_parser};
use semver::Version;

use super::{Console, Exit, from_loader, shown};
use crate::shared::text::OneLine;
use crate::table::catalog::{Catalog, Invalid, Load};
use crate::table::codegen::disk::Disk;
use crate::table::review::Finding;
use crate::table::review::diff::{self, Accept, Names, Verdict};

pub(super) fn arguments(command: Command) -> Command {
    let version = |name: &'static str, other: &'static str| {
        Arg::new(name).long(name).value_name("VERSION").value_parser(value_parser!(Version)).requires(other)
    };
    command
        .about("Report the breaking changes of the table, and the version step that they require")
        .after_help(
            "A table is a path, `git:REV` for the file of `--table` at a revision, `git:REV:PATH` for another file, with its\n\
             path from the root of the repository, or `-` for standard input; what `docs json` has written is one, too.\n\
             \n\
             Exit status: 0 where every change may pass, 1 where one may not, 2 where a table could not be read.",
        )
        .arg(Arg::new("old").value_name("OLD").required(true).help("The table as it was"))
        .arg(Arg::new("new").value_name("NEW").help("The new table [default: the file of `--table`]"))
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .value_parser(["text", "json", "markdown", "github"])
                .default_value("text")
                .help("The form of the output; `markdown` is for a changelog, `github` for annotations on a pull request"),
        )
        .arg(version("from", "to").help("The version of the old table"))
        .arg(version("to", "from").help("The version of the new table; too small a step fails"))
        .arg(
            Arg::new("accept")
                .long("accept")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help("A TOML file with `[[accept]]`, `fingerprint` and `reason` for each change that may pass"),
        )
}

pub(super) fn run(console: &mut Console<'_>) -> io::Result<Exit> {
    let table = console.path("table");
    let text = |name: &str| console.matches.get_one::<String>(name).cloned();
    let old = text("old").unwrap_or_default();
    let new = text("new").unwrap_or_else(|| table.display().to_string());
    let format = text("format").unwrap_or_default();
    let version = |name: &str| console.matches.get_one::<Version>(name).cloned();
    let versions = version("from").zip(version("to"));

    if old == "-" && new == "-" {
        writeln!(
            console.err,
            "only one of the tables can come from standard input, give the other as a path"
        )?;
        return Ok(Exit::Failed);
    }
    if let Some((from, to)) = versions.as_ref().filter(|(from, to)| to.cmp_precedence(from).is_lt()) {
        writeln!(console.err, "`--to {to}` is older than `--from {from}`, exchange them")?;
        return Ok(Exit::Failed);
    }
    let accepted = match accepted(console)? {
        Ok(accepted) => accepted,
        Err(exit) => return Ok(exit),
    };
    let (before, after) = match (read(&old, &table), read(&new, &table)) {
        (Ok(before), Ok(after)) => (before, after),
        (before, after) => {
            let invalid = [before.err(), after.err()].into_iter().flatten();
            let findings: Vec<Finding> = invalid.flat_map(|invalid| Finding::of_invalid(&invalid)).collect();
            console.findings(&findings)?;
            // With a mistake in a table, the two were not compared.
            return Ok(Exit::Failed);
        }
    };

    let verdict = diff::judge(diff::diff(&before, &after), &accepted, versions);
    let file = (new != "-" && !new.starts_with(GIT)).then_some(&*new);
    let names = Names { old: &old, new: &new, file };
    let shown = match &*format {
        "json" => diff::json(&verdict, &names)?,
        "markdown" => diff::markdown(&verdict),
        "github" => diff::github(&verdict, &names),
        _ => diff::text(&verdict),
    };
    console.out.write_all(shown.as_bytes())?;
    if format == "markdown" {
        complain(console, &verdict)?;
    }
    Ok(if verdict.is_clean() { Exit::Clean } else { Exit::Findings })
}

/// Says what a changelog does not: why the run fails.
fn complain(console: &mut Console<'_>, verdict: &Verdict) -> io::Result<()> {
    let failing = verdict.changes.iter().filter(|judged| judged.fails).map(|judged| &judged.change);
    for change in failing.chain(&verdict.findings) {
        let about = change.code.as_deref().or(change.old.as_deref()).unwrap_or_default();
        writeln!(console.err, "{} `{about}`: {}", change.rule, change.rule.remedy())?;
    }
    Ok(())
}

/// The accepted changes, or how the run ends.
fn accepted(console: &mut Console<'_>) -> io::Result<Result<Vec<Accept>, Exit>> {
    let Some(file) = console.matches.get_one::<PathBuf>("accept") else {
        return Ok(Ok(Vec::new()));
    };
    let name = shown(file);
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => {
            writeln!(console.err, "{name}: cannot read it: {error}")?;
            return Ok(Err(Exit::Failed));
        }
    };
    match Accept::parse(&text) {
        Ok(accepted) => Ok(Ok(accepted)),
        Err(error) => {
            writeln!(console.err, "{name}:{}: {error}", error.line())?;
            Ok(Err(Exit::Failed))
        }
    }
}

const GIT: &str = "git:";

/// A table, or the export of one. What a table includes is read from where the table is.
fn read(input: &str, table: &Path) -> Result<Catalog, Invalid> {
    match input.strip_prefix(GIT) {
        Some(named) => {
            let (revision, path) = match named.split_once(':') {
                Some((revision, path)) => (revision, &*in_repository(table, path)),
                None => (named, table),
            };
            from_loader(&path.display().to_string(), &mut Revision { revision })
        }
        None if input == "-" => from_loader(input, &mut Input),
        None => from_loader(input, &mut Disk::default()),
    }
}

/// A path from the root of the repository that the table is in, as git takes one. With `./` it is from the current folder.
fn in_repository(table: &Path, path: &str) -> PathBuf {
    if path.starts_with("./") || path.starts_with("../") {
        return path.into();
    }
    let directory = directory_of(table);
    let output = git(directory, &["rev-parse", "--show-cdup"]).stdin(Stdio::null()).output();
    let up = output
        .map(|output| String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
        .unwrap_or_default();
    let root = if directory == Path::new(".") { up.into() } else { directory.join(up) };
    root.join(path)
}

/// The nearest folder above a file that is there: that of an included table may be gone by now.
fn directory_of(file: &Path) -> &Path {
    let parents = file.ancestors().skip(1);
    let mut directories = parents.map(|parent| if parent == Path::new("") { Path::new(".") } else { parent });
    directories.find(|directory| directory.is_dir()).unwrap_or(Path::new("."))
}

/// Tables as git has them at a revision.
struct Revision<'r> {
    revision: &'r str,
}

impl Load for Revision<'_> {
    fn load(&mut self, path: &str) -> io::Result<Vec<u8>> {
        at_revision(self.revision, Path::new(path)).map(|blob| blob.bytes)
    }

    /// The text behind symbolic links. Two tables of one text would have one name, which no two may have.
    fn identity(&mut self, path: &str) -> String {
        let blob = at_revision(self.revision, Path::new(path)).ok();
        blob.and_then(|blob| blob.name).unwrap_or_else(|| path.to_owned())
    }

    fn name(&self, path: &str) -> String {
        format!("{GIT}{}:{path}", self.revision)
    }
}

/// A table from standard input, which is in no folder.
struct Input;

impl Load for Input {
    fn load(&mut self, path: &str) -> io::Result<Vec<u8>> {
        if path != "-" {
            return Err(io::Error::other(
                "a table from standard input is in no folder, give it as a path or as `git:REV`",
            ));
        }
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    }

    fn name(&self, path: &str) -> String {
        if path == "-" { "standard input".to_owned() } else { path.to_owned() }
    }
}

/// A file as git has it.
struct Blob {
    /// What git calls it, if it has said so.
    name: Option<String>,
    bytes: Vec<u8>,
}

/// The file as git has it. It is asked for from the file's own directory, so that it may be in another repository than
/// the one around us.
fn at_revision(revision: &str, table: &Path) -> io::Result<Blob> {
    // A revision must not look like an option, and without a revision git would show the index.
    if revision.is_empty() || revision.starts_with('-') {
        return Err(io::Error::other(format!("`{GIT}{revision}` is not a revision, write `{GIT}main`")));
    }
    let directory = directory_of(table);
    let file = table.strip_prefix(directory).unwrap_or(table).to_str();
    let Some(file) = file.filter(|file| !file.is_empty()) else {
        return Err(io::Error::other(format!("`{}` is not a name that git accepts", shown(table))));
    };
    let object = format!("{revision}:./{file}");
    if let Some(found) = behind_links(directory, &object)? {
        return Ok(found);
    }
    // A filter could show the file in another form than it has.
    let output = git(directory, &["show", "--no-textconv", &object]).stdin(Stdio::null()).output();
    let output = output.map_err(|error| no_git(&error))?;
    if output.status.success() {
        return Ok(Blob { name: None, bytes: output.stdout });
    }
    if let Some(old) = former_path(directory, revision, file) {
        if let Some(found) = behind_links(directory, &format!("{revision}:{old}"))? {
            return Ok(found);
        }
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().next().unwrap_or("it fails without a word");
    Err(io::Error::other(format!(
        "git cannot show it: {said}; if it had another path then, write `{GIT}{revision}:PATH`"
    )))
}

/// The path that a file had at a revision, from the top of the repository, if git sees that it was renamed since.
fn former_path(directory: &Path, revision: &str, file: &str) -> Option<String> {
    let said = |arguments: &[&str]| {
        let output = git(directory, arguments).stdin(Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8(output.stdout).ok())?
    };
    let prefix = said(&["rev-parse", "--show-prefix"])?;
    let now = format!("{}{file}", prefix.trim_end_matches('\n'));
    let renamed = |to: &[&str]| {
        let arguments = ["diff", "--no-relative", "-z", "-M", "--diff-filter=R", "--name-status", revision];
        let renames = said(&[&arguments, to, &["--"]].concat())?;
        let mut words = renames.split('\0');
        while let (Some(_), Some(old), Some(new)) = (words.next(), words.next(), words.next()) {
            if new == now {
                return Some(old.to_owned());
            }
        }
        None
    };
    // What was committed may be more like the old file than what is in the folder.
    renamed(&["HEAD"]).or_else(|| renamed(&[]))
}

/// A table as it was at a revision: `None` if it was not there then, or had mistakes.
pub(super) fn table_at(revision: &str, table: &Path) -> Result<Option<Catalog>, String> {
    let directory = directory_of(table);
    if revision.starts_with('-') {
        return Err(format!("`{}` is not a revision", OneLine(revision)));
    }
    let commit = format!("{revision}^{{commit}}");
    let output = git(directory, &["rev-parse", "--quiet", "--verify", &commit]).stdin(Stdio::null()).output();
    let output = output.map_err(|error| no_git(&error).to_string())?;
    if !output.status.success() {
        return Err(format!(
            "git knows no revision `{}` here; a shallow clone lacks older ones",
            OneLine(revision)
        ));
    }
    Ok(from_loader(&table.display().to_string(), &mut Revision { revision }).ok())
}

/// The file, also where git has a symbolic link in its place, as packages have them for included tables. `None` if
/// it does not exist, or if git is too old to follow links. Git then reports the reason when it shows the file.
fn behind_links(directory: &Path, object: &str) -> io::Result<Option<Blob>> {
    // It is asked for in a line.
    if object.contains('\n') {
        return Ok(None);
    }
    let mut process =
        git(directory, &["cat-file", "--batch=%(objecttype) %(objectname)", "--follow-symlinks"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| no_git(&error))?;
    if let Some(mut input) = process.stdin.take() {
        // Where git has ended before it was asked, its answer says as much.
        let _ = writeln!(input, "{object}");
    }
    let answer = process.wait_with_output()?.stdout;
    Ok(blob(&answer))
}

/// What is in git's answer: a line with the name, the file, and the end of a line.
fn blob(answer: &[u8]) -> Option<Blob> {
    let answer = answer.strip_prefix(b"blob ")?;
    let end = answer.iter().position(|byte| *byte == b'\n')?;
    let name = core::str::from_utf8(&answer[..end]).ok()?;
    let bytes = answer[end + 1..].strip_suffix(b"\n")?;
    Some(Blob { name: Some(name.to_owned()), bytes: bytes.to_vec() })
}

fn git(directory: &Path, arguments: &[&str]) -> Process {
    let mut git = Process::new("git");
    git.arg("-C")
        .arg(directory)
        .args(arguments)
        // A hook has these set, for the repository that it runs in and not for the directory that was named.
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE");
    git
}

fn no_git(error: &io::Error) -> io::Error {
    io::Error::other(format!("cannot run `git`: {error}"))
}
