//! Tables as git has them.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};

use super::{from_loader, shown};
use crate::shared::text::OneLine;
use crate::table::catalog::{Catalog, Load};

pub(super) const GIT: &str = "git:";

/// A path from the root of the repository that the table is in, as git takes one. With `./` it is from the current folder.
pub(super) fn in_repository(table: &Path, path: &str) -> PathBuf {
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
pub(super) fn directory_of(file: &Path) -> &Path {
    let parents = file.ancestors().skip(1);
    let mut directories = parents.map(|parent| if parent == Path::new("") { Path::new(".") } else { parent });
    directories.find(|directory| directory.is_dir()).unwrap_or(Path::new("."))
}

/// Tables as git has them at a revision.
pub(super) struct Revision<'r> {
    pub(super) revision: &'r str,
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
    // The first is quick, and sees what was not committed yet; the second follows several renames, each with changes of the text.
    let followed = || former_names(table).unwrap_or_default();
    for old in
        former_path(directory, revision, file).into_iter().chain(core::iter::once_with(followed).flatten())
    {
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

/// That git knows a revision, or why not.
pub(super) fn exists(revision: &str, table: &Path) -> Result<(), String> {
    if revision.starts_with('-') {
        return Err(format!("`{}` is not a revision", OneLine(revision)));
    }
    let commit = format!("{revision}^{{commit}}");
    let mut verify = git(directory_of(table), &["rev-parse", "--quiet", "--verify", &commit]);
    let output = verify.stdin(Stdio::null()).output().map_err(|error| no_git(&error).to_string())?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("git knows no revision `{}` here; a shallow clone lacks older ones", OneLine(revision)))
}

/// A table as it was at a revision: `None` if it was not there then, or had mistakes.
pub(super) fn table_at(revision: &str, table: &Path) -> Result<Option<Catalog>, String> {
    exists(revision, table)?;
    Ok(from_loader(&table.display().to_string(), &mut Revision { revision }).ok())
}

/// Each file once, for many tables that include the same.
pub(super) struct Cached<'r> {
    git: Revision<'r>,
    read: BTreeMap<String, Option<Blob>>,
}

impl<'r> Cached<'r> {
    pub(super) fn new(git: Revision<'r>) -> Self {
        Self { git, read: BTreeMap::new() }
    }

    fn blob(&mut self, path: &str) -> Option<&Blob> {
        let revision = self.git.revision;
        let read = || at_revision(revision, Path::new(path)).ok();
        self.read.entry(path.to_owned()).or_insert_with(read).as_ref()
    }
}

impl Load for Cached<'_> {
    fn load(&mut self, path: &str) -> io::Result<Vec<u8>> {
        self.blob(path).map(|blob| blob.bytes.clone()).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn identity(&mut self, path: &str) -> String {
        self.blob(path).and_then(|blob| blob.name.clone()).unwrap_or_else(|| path.to_owned())
    }

    fn name(&self, path: &str) -> String {
        self.git.name(path)
    }
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

/// What git says to a question about a table.
pub(super) fn said(table: &Path, arguments: &[&str]) -> Result<String, String> {
    let output = git(directory_of(table), arguments).stdin(Stdio::null()).output();
    let output = output.map_err(|error| no_git(&error).to_string())?;
    if output.status.success() {
        return String::from_utf8(output.stdout).map_err(|_| "git's answer is not UTF-8".to_owned());
    }
    let text = String::from_utf8_lossy(&output.stderr);
    Err(OneLine(text.lines().next().unwrap_or("it fails without a word")).to_string())
}

/// The paths that a file had, from the top of the repository, as far as git sees its renames.
pub(super) fn former_names(file: &Path) -> Result<Vec<String>, String> {
    let directory = directory_of(file);
    let relative = file.strip_prefix(directory).unwrap_or(file).display().to_string();
    let arguments =
        ["log", "--first-parent", "--follow", "-M", "-z", "--format=", "--name-only", "--", &relative];
    let names = said(file, &arguments)?;
    let mut names: Vec<String> =
        names.split(['\0', '\n']).filter(|name| !name.is_empty()).map(str::to_owned).collect();
    names.sort();
    names.dedup();
    Ok(names)
}

pub(super) fn git(directory: &Path, arguments: &[&str]) -> Process {
    let mut git = Process::new("git");
    git.arg("-C")
        .arg(directory)
        .args(arguments)
        // A hook has these set, for the repository that it runs in and not for the directory that was named.
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE");
    git
}

pub(super) fn no_git(error: &io::Error) -> io::Error {
    io::Error::other(format!("cannot run `git`: {error}"))
}
