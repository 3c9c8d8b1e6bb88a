//! `init`: starts a table in another project.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Arg, Command, value_parser};
use toml::de::DeTable;

use super::edit::quote;
use super::file::create;
use super::{Console, Exit, shown};
use crate::shared::text::is_invisible;
use crate::table::docs::schema;

pub(super) fn arguments(command: Command) -> Command {
    command
        .about("Start a table: write `catalog.toml`, with a row to begin with, `catalog.schema.json` for editors, and `build.rs` if it is missing")
        .arg(
            Arg::new("folder")
                .value_name("FOLDER")
                .value_parser(value_parser!(PathBuf))
                .default_value(".")
                .help("The folder of the table, beside the `Cargo.toml` of the crate that server and client depend on"),
        )
}

pub(super) fn run(console: &mut Console<'_>) -> io::Result<Exit> {
    let folder = console.path("folder");
    if let Err(error) = fs::create_dir_all(&folder) {
        writeln!(console.err, "{}: cannot make the folder: {error}", shown(&folder))?;
        return Ok(Exit::Failed);
    }
    let schema = schema::render();
    let table = TABLE.replace("\"My API\"", &quote::string(&name_of(&folder)));
    let files = [("catalog.toml", &*table), ("catalog.schema.json", &schema)];
    let mut files = files.map(|(name, text)| (folder.join(name), text)).to_vec();
    // All or none: half a start would be in the way of the next.
    if let Some((file, _)) = files.iter().find(|(file, _)| file.exists()) {
        writeln!(console.err, "{}: already exists, and stays as it is; name another folder", shown(file))?;
        return Ok(Exit::Failed);
    }
    // Many crates have a build script already, and only its author knows where a line more fits in.
    let build_script = folder.join("build.rs");
    let has_build_script = build_script.exists();
    if !has_build_script {
        files.push((build_script, BUILD_SCRIPT));
    }
    for (file, text) in &files {
        if let Err(error) = create(file, text) {
            writeln!(console.err, "{}: cannot write it: {error}", shown(file))?;
            return Ok(Exit::Failed);
        }
        writeln!(console.out, "{}: written", shown(file))?;
    }
    console.out.write_all(next(has_build_script).as_bytes())?;
    Ok(Exit::Clean)
}

/// A table is known by its name, so that of the package is better than one that every table starts with.
pub(super) fn name_of(folder: &Path) -> String {
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
    let package = DeTable::parse(&manifest).ok().and_then(|manifest| {
        let name = manifest.get_ref().get("package")?.get_ref().get("name")?.get_ref().as_str()?;
        Some(name.to_owned())
    });
    let folder = || Some(fs::canonicalize(folder).ok()?.file_name()?.to_str()?.to_owned());
    let is_name = |name: &String| !name.trim().is_empty() && !name.contains(is_invisible);
    package.or_else(folder).filter(is_name).unwrap_or_else(|| "My API".to_owned())
}

/// What is left to do, as this command changes no file that is there.
fn next(has_build_script: bool) -> String {
    let [library, generator] = COMMANDS;
    let call = BUILD_SCRIPT.lines().find(|line| line.starts_with(' ')).unwrap_or_default();
    let script = if has_build_script {
        format!("In `main` of build.rs, which exists already:\n\n{call}\n\n")
    } else {
        String::new()
    };
    format!(
        "\nIn the folder of the crate:\n\n    {library}\n    {generator}\n\n{script}In src/lib.rs:\n\n    {LIBRARY}\n\nWith git, so that two people can edit at once:\n\n    {MERGE}\n"
    )
}

const TABLE: &str = r#"#:schema ./catalog.schema.json

# Every error of the API: a row for each code. `status`, `retry` and `cause` are required. `retry` is the answer to
# "may the same request be sent again?":
#
#   never          No: the request, the account or the service has to change first.
#   backoff        Yes, after a wait: the failed attempt changed nothing.
#   if-idempotent  Yes, after a wait, if a second attempt does no harm: the first may have been carried out.

[catalog]
name = "My API"

[errors.NOT_FOUND]
status = 404
retry = "never"
cause = "There is nothing under the id that was asked for"
remedy = "Check the id; what it stood for may have been deleted."
default_for = [404]
"#;

/// What the tutorial of `codegen` says, too; a test compares them.
const BUILD_SCRIPT: &str = r#"//! Generates `ErrorCode` from `catalog.toml`.

fn main() {
    error_catalog::codegen::compile("catalog.toml");
}
"#;

const COMMANDS: [&str; 2] = ["cargo add error-catalog", "cargo add --build error-catalog --features codegen"];

const MERGE: &str = "error-catalog merge --install";

const LIBRARY: &str = "error_catalog::include_catalog!();";
