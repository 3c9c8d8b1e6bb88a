//! Where a document goes: to standard output, to a file, or into a comparison with one.

use std::io;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, Command, value_parser};

use super::{Console, Exit, edit, file, word};
use crate::table::catalog::Catalog;

/// Compares the text in a file with a fresh one, and returns `None` if the file is up to date.
type WhyStale = fn(&str, &str) -> Option<&'static str>;

fn unless_equal(found: &str, fresh: &str) -> Option<&'static str> {
    (found != fresh).then_some("stale")
}

pub(super) fn arguments(command: Command) -> Command {
    command
        .arg(
            Arg::new("output")
                .short('o')
                .long("output")
                .value_name("PATH")
                .value_parser(value_parser!(PathBuf))
                .help("Write to this path instead of standard output"),
        )
        .arg(
            Arg::new("check")
                .long("check")
                .action(ArgAction::SetTrue)
                .requires("output")
                .help("Write nothing, show the difference, and fail if the file is stale"),
        )
}

/// Puts a document of a table where the arguments say. `command` is what the user types to have it there, without the path.
pub(super) fn put(
    console: &mut Console<'_>,
    catalog: &Catalog,
    text: &str,
    command: &str,
) -> io::Result<Exit> {
    put_as(console, catalog, text, command, unless_equal)
}

/// Like [`put`], for a document with its own reasons for `--check` to call it stale.
pub(super) fn put_as(
    console: &mut Console<'_>,
    catalog: &Catalog,
    text: &str,
    command: &str,
    why_stale: WhyStale,
) -> io::Result<Exit> {
    let Some(path) = console.matches.get_one::<PathBuf>("output").cloned() else {
        console.out.write_all(text.as_bytes())?;
        return Ok(Exit::Clean);
    };
    // Nothing else has what is in a table.
    if catalog.source().paths().any(|table| is_same(Path::new(table), &path)) {
        let name = path.display();
        writeln!(
            console.err,
            "{name}: is what the document is made from, and stays as it is; name another file"
        )?;
        return Ok(Exit::Failed);
    }
    let command = console.command(&format!("{command} -o {}", word(&path)));
    put_file(console, &path, text, &command, why_stale)
}

/// Whether two paths lead to one file.
fn is_same(one: &Path, other: &Path) -> bool {
    let file = std::fs::canonicalize;
    file(one).is_ok_and(|one| file(other).is_ok_and(|other| one == other))
}

/// Puts the pages of a document into a folder, which is made if it is not there, and says which pages of codes it has
/// besides.
pub(super) fn put_folder(
    console: &mut Console<'_>,
    folder: &Path,
    pages: &[(String, String)],
    command: &str,
) -> io::Result<Exit> {
    let command = console.command(&format!("{command} -o {}", word(folder)));
    if !console.matches.get_flag("check") {
        if let Err(error) = std::fs::create_dir_all(folder) {
            writeln!(console.err, "{}: cannot make the folder: {error}", folder.display())?;
            return Ok(Exit::Failed);
        }
    }
    let mut exit = Exit::Clean;
    for (name, text) in pages {
        match put_file(console, &folder.join(name), text, &command, unless_equal)? {
            Exit::Failed => return Ok(Exit::Failed),
            Exit::Findings => exit = Exit::Findings,
            Exit::Clean => {}
        }
    }
    for name in left_over(folder, pages) {
        writeln!(
            console.err,
            "{}: no code of the table has this page, delete it",
            folder.join(name).display()
        )?;
        if console.matches.get_flag("check") {
            exit = Exit::Findings;
        }
    }
    Ok(exit)
}

/// The pages of codes that the table had once. They are not deleted, because other pages may link to them.
fn left_over(folder: &Path, pages: &[(String, String)]) -> Vec<String> {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let names = files.filter_map(|file| file.file_name().into_string().ok());
    let is_page = |name: &str| {
        name.starts_with("code-") && Path::new(name).extension().is_some_and(|end| end == "html")
    };
    let mut names: Vec<String> =
        names.filter(|name| is_page(name) && pages.iter().all(|(page, _)| page != name)).collect();
    names.sort_unstable();
    names
}

fn put_file(
    console: &mut Console<'_>,
    path: &Path,
    text: &str,
    command: &str,
    why_stale: WhyStale,
) -> io::Result<Exit> {
    let check = console.matches.get_flag("check");
    if !path.exists() {
        let name = path.display();
        if check {
            writeln!(console.err, "{name}: is missing, run `{command}`")?;
            return Ok(Exit::Findings);
        }
        return match file::create(path, text) {
            Ok(()) => {
                writeln!(console.out, "{name}: written")?;
                Ok(Exit::Clean)
            }
            Err(error) => {
                writeln!(console.err, "{name}: cannot write it: {error}")?;
                Ok(Exit::Failed)
            }
        };
    }
    let old = match console.file(path)? {
        Ok(old) => old,
        Err(exit) => return Ok(exit),
    };
    let name = old.name();
    if check {
        let Some(why) = why_stale(old.text(), text) else {
            writeln!(console.out, "{name}: up to date")?;
            return Ok(Exit::Clean);
        };
        write!(console.out, "{}", edit::difference(name, old.text(), text))?;
        writeln!(console.err, "{name}: {why}, run `{command}`")?;
        return Ok(Exit::Findings);
    }
    match old.replace(text) {
        Ok(true) => writeln!(console.out, "{name}: written")?,
        Ok(false) => writeln!(console.out, "{name}: up to date")?,
        Err(error) => return console.failed(&error),
    }
    Ok(Exit::Clean)
}
