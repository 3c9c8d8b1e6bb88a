//! A text file that is read, and replaced in one step. At any moment, its name stands for the old text or for the
//! new one, each in full.

use core::fmt;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use fs4::FileExt;
use tempfile::NamedTempFile;

use super::shown;
use crate::table::codegen::disk::MAX_SIZE;

const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// A file as it was read. Its byte order mark and its line endings are kept apart, so that an edit of the text sees
/// plain line feeds.
#[derive(Debug)]
pub(super) struct TextFile {
    name: String,
    /// Where the file is, behind symbolic links: a link stays a link.
    target: PathBuf,
    /// The bytes as read. If they differ when the file is replaced, another program has changed the file.
    bytes: Vec<u8>,
    marked: bool,
    carriage_returns: bool,
    text: String,
}

impl TextFile {
    pub(super) fn read(path: &Path) -> Result<Self, FileError> {
        let name = shown(path);
        let error = |problem| FileError { name: name.clone(), problem };
        let target = fs::canonicalize(path).map_err(|cause| error(Problem::Read(cause)))?;
        let metadata = fs::metadata(&target).map_err(|cause| error(Problem::Read(cause)))?;
        if !metadata.is_file() {
            // A pipe would keep the reader waiting, and cannot be replaced.
            return Err(error(if metadata.is_dir() { Problem::Folder } else { Problem::NoFile }));
        }
        if metadata.len() > MAX_SIZE {
            return Err(error(Problem::Large));
        }
        let bytes = fs::read(&target).map_err(|cause| error(Problem::Read(cause)))?;
        let whole = core::str::from_utf8(&bytes).map_err(|cause| {
            let valid = &bytes[..cause.valid_up_to()];
            error(Problem::NotUtf8 { line: valid.split(|byte| *byte == b'\n').count() })
        })?;
        let unmarked = whole.strip_prefix(BYTE_ORDER_MARK);
        let plain = unmarked.unwrap_or(whole);
        // A file that mixes line endings is taken as it is, because the ending of each line could not be restored.
        let carriage_returns =
            plain.contains('\n') && plain.matches('\n').count() == plain.matches("\r\n").count();
        let text = if carriage_returns { plain.replace("\r\n", "\n") } else { plain.to_owned() };
        let marked = unmarked.is_some();
        Ok(Self { name, target, bytes, marked, carriage_returns, text })
    }

    /// What the user calls it.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The text with plain line feeds, without its byte order mark.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Replaces the text, and says whether there was anything to replace.
    pub(super) fn replace(&self, text: &str) -> Result<bool, FileError> {
        let mark = if self.marked { BYTE_ORDER_MARK } else { "" };
        let lines = if self.carriage_returns { text.replace('\n', "\r\n") } else { text.to_owned() };
        let bytes = [mark.as_bytes(), lines.as_bytes()].concat();
        if bytes == self.bytes {
            return Ok(false);
        }
        self.write(&bytes).map(|()| true).map_err(|problem| FileError { name: self.name.clone(), problem })
    }

    fn write(&self, bytes: &[u8]) -> Result<(), Problem> {
        let metadata = fs::metadata(&self.target).map_err(Problem::Gone)?;
        // A rename asks for no leave to write the file that it replaces, so that is asked here; root has every leave,
        // and the mark of a file that is not to be written holds for root too.
        if metadata.permissions().readonly() {
            return Err(Problem::ReadOnly);
        }
        let old = OpenOptions::new().write(true).open(&self.target).map_err(|cause| match cause.kind() {
            ErrorKind::PermissionDenied => Problem::ReadOnly,
            _ => Problem::Write(cause),
        })?;
        // Another command may be between its comparison and its rename. Where a disk has no locks, only that moment is left.
        let _ = FileExt::lock(&old);
        let folder = self.target.parent().unwrap_or(Path::new("."));
        let mut new = temporary(folder).map_err(Problem::Folders)?;
        fill(&mut new, bytes, &metadata).map_err(Problem::Write)?;
        // Whoever has waited for the lock has that of a file that is gone.
        if !is_same(&old, &self.target).map_err(Problem::Gone)?
            || fs::read(&self.target).map_err(Problem::Gone)? != self.bytes
        {
            return Err(Problem::Changed);
        }
        // What fails here removes the temporary file, as everything above does.
        new.persist(&self.target).map_err(|error| Problem::Write(error.error))?;
        // The file is whole either way; this only makes the new name last through a power cut, where folders can be
        // synced.
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
        Ok(())
    }
}

/// Whether the name still stands for this file.
#[cfg(unix)]
fn is_same(file: &File, name: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;

    let (file, named) = (file.metadata()?, fs::metadata(name)?);
    Ok((file.dev(), file.ino()) == (named.dev(), named.ino()))
}

#[cfg(not(unix))]
fn is_same(_: &File, _: &Path) -> io::Result<bool> {
    Ok(true)
}

fn fill(new: &mut NamedTempFile, bytes: &[u8], old: &Metadata) -> io::Result<()> {
    new.write_all(bytes)?;
    keep_owner(new.as_file(), old);
    new.as_file().set_permissions(old.permissions())?;
    new.as_file().sync_all()
}

/// Gives the file to the owner of the old one, where that is another and where it is allowed.
#[cfg(unix)]
fn keep_owner(new: &File, old: &Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};

    let is_same = |new: &Metadata| new.uid() == old.uid() && new.gid() == old.gid();
    if !new.metadata().is_ok_and(|new| is_same(&new)) {
        // Only root may; for others the file then is theirs, as with any editor.
        let _ = fchown(new, Some(old.uid()), Some(old.gid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) {}

/// A file that could not be read or replaced. It is as it was.
#[derive(Debug)]
pub(super) struct FileError {
    name: String,
    problem: Problem,
}

#[derive(Debug)]
enum Problem {
    Read(io::Error),
    Folder,
    NoFile,
    Large,
    NotUtf8 { line: usize },
    ReadOnly,
    Folders(io::Error),
    Write(io::Error),
    Gone(io::Error),
    Changed,
}

impl FileError {
    /// Whether somebody else has replaced the file, so that the same edit can be made to the new one.
    pub(super) fn is_late(&self) -> bool {
        matches!(self.problem, Problem::Changed)
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.name)?;
        match &self.problem {
            Problem::Read(cause) if cause.kind() == ErrorKind::NotFound => {
                write!(f, ": cannot read it: {cause}, check the name and the folder that you are in")
            }
            Problem::Read(cause) => write!(f, ": cannot read it: {cause}; correct that and run it again"),
            Problem::Folder => f.write_str(": is a folder, name a file in it"),
            Problem::Large => write!(f, ": is larger than {} MiB", MAX_SIZE / 1024 / 1024),
            Problem::NoFile => f.write_str(": is not a regular file, name another"),
            Problem::NotUtf8 { line } => write!(f, ":{line}: is not UTF-8, save the file as UTF-8"),
            Problem::ReadOnly => {
                f.write_str(": is read-only, nothing was written: make the file writable and run it again")
            }
            Problem::Folders(cause) => write!(
                f,
                ": cannot write a new file beside it, nothing was written: {cause}; the folder has to be writable \
                 and the disk must not be full"
            ),
            Problem::Write(cause) if is_full(cause) => {
                write!(f, ": cannot write it, the file is as it was: {cause}; make room and run it again")
            }
            Problem::Write(cause) => {
                write!(f, ": cannot write it, the file is as it was: {cause}; correct that and run it again")
            }
            Problem::Gone(cause) => {
                write!(
                    f,
                    ": has gone or changed since it was read, nothing was written: {cause}; run it again"
                )
            }
            Problem::Changed => {
                f.write_str(": has changed since it was read, nothing was written: run it again")
            }
        }
    }
}

/// Whether a new file beside the old one cannot be written.
fn is_full(cause: &io::Error) -> bool {
    matches!(cause.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge)
}

/// A new file, in one step. One that is there is never written over.
pub(super) fn create(file: &Path, text: &str) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut new = temporary(folder)?;
    new.write_all(text.as_bytes())?;
    share(new.as_file())?;
    new.as_file().sync_all()?;
    new.persist_noclobber(file).map(drop).map_err(|error| error.error)
}

const PREFIX: &str = ".error-catalog-";
const SUFFIX: &str = ".tmp";

/// A file beside the one that it becomes, for a rename does not reach another disk. Its name does not end like that of a table, and is
/// hidden.
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    sweep(folder);
    tempfile::Builder::new().prefix(PREFIX).suffix(SUFFIX).tempfile_in(folder)
}

/// How long a run may take at most. An older temporary file is that of a run that was killed.
const HOUR: Duration = Duration::from_secs(60 * 60);

/// Removes the temporary files of runs that were killed.
fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let is_ours = name.to_str().is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX));
        if !is_ours {
            continue;
        }
        let age = entry
            .metadata()
            .ok()
            .filter(Metadata::is_file)
            .and_then(|file| file.modified().ok()?.elapsed().ok());
        if age.is_some_and(|age| age > HOUR) {
            // Another run may have been faster.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Lets others read the file as they read any new file: a temporary file is its owner's alone.
#[cfg(unix)]
fn share(new: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    // What the user forbids for new files is known by making one.
    let probe = tempfile::Builder::new().permissions(fs::Permissions::from_mode(0o666)).tempfile()?;
    new.set_permissions(probe.as_file().metadata()?.permissions())
}

#[cfg(not(unix))]
fn share(_: &File) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().expect("there is room for temporary files")
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("the folder is there");
        entries
            .map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned())
            .collect()
    }

    #[test]
    fn what_somebody_else_wrote_meanwhile_is_kept() {
        let folder = folder();
        let path = folder.path().join("a.txt");
        fs::write(&path, "old\n").expect("it can be written");
        let file = TextFile::read(&path).expect("it is a text");
        fs::write(&path, "theirs\n").expect("it can be written");
        let error = file.replace("ours\n").expect_err("it has changed").to_string();
        assert!(
            error.ends_with("a.txt: has changed since it was read, nothing was written: run it again"),
            "{error}"
        );
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "theirs\n");
        fs::remove_file(&path).expect("it is there");
        let error = file.replace("ours\n").expect_err("it is gone").to_string();
        assert!(error.contains("has gone"), "{error}");
        assert_eq!(names(folder.path()), [""; 0], "no temporary file is left");
    }

    #[test]
    fn line_endings_and_byte_order_marks_are_kept_apart() {
        let folder = folder();
        let path = folder.path().join("a.txt");
        for (bytes, text, new) in [
            ("a\r\nb\r\n", "a\nb\n", "c\r\nc\r\n"),
            ("\u{FEFF}a\r\nb", "a\nb", "\u{FEFF}c\r\nc\r\n"),
            ("\u{FEFF}a\n", "a\n", "\u{FEFF}c\nc\n"),
            ("a\r\nb\n", "a\r\nb\n", "c\nc\n"),
            ("a\r\r\nb\rc\r\n", "a\r\nb\rc\n", "c\r\nc\r\n"),
            ("", "", "c\nc\n"),
        ] {
            fs::write(&path, bytes).expect("it can be written");
            let file = TextFile::read(&path).expect("it is a text");
            assert_eq!(file.text(), text);
            assert!(!file.replace(text).expect("there is nothing to do"), "{bytes:?} comes back as it was");
            assert!(file.replace("c\nc\n").expect("it can be replaced"));
            assert_eq!(fs::read_to_string(&path).expect("it is there"), new);
        }
        assert_eq!(names(folder.path()), ["a.txt"]);
    }
}
