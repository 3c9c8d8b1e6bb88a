//! `init`: starts a table in another project.

use std::fs;
use std::io;
use std::path::PathBuf;

use clap::{Arg, Command, value_parser};

use super::file::create;
use super::{Console, Exit};
use crate::docs::schema;

pub(super) fn arguments(command: Command) -> Command {
    command
        .about("Start a table: write `catalog.toml`, with a row to begin with, and `catalog.schema.json` for editors")
        .arg(
            Arg::new("folder")
                .value_name("FOLDER")
                .value_parser(value_parser!(PathBuf))
                .default_value(".")
                .help("Where the table is to be: beside the `Cargo.toml` of the crate that both sides depend on"),
        )
}

pub(super) fn run(console: &mut Console<'_>) -> io::Result<Exit> {
    let folder = console.path("folder");
    if let Err(error) = fs::create_dir_all(&folder) {
        writeln!(console.err, "{}: cannot make the folder: {error}", folder.display())?;
        return Ok(Exit::Failed);
    }
    let schema = schema::render();
    let files = [("catalog.toml", TABLE), ("catalog.schema.json", &schema)]
        .map(|(name, text)| (folder.join(name), text));
    // Either both or none: half a start would be in the way of the next.
    if let Some((file, _)) = files.iter().find(|(file, _)| file.exists()) {
        writeln!(
            console.err,
            "{}: it is there already, and stays as it is; name another folder",
            file.display()
        )?;
        return Ok(Exit::Failed);
    }
    for (file, text) in &files {
        if let Err(error) = create(file, text) {
            writeln!(console.err, "{}: cannot write it: {error}", file.display())?;
            return Ok(Exit::Failed);
        }
        writeln!(console.out, "{}: written", file.display())?;
    }
    console.out.write_all(NEXT.as_bytes())?;
    Ok(Exit::Clean)
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

const NEXT: &str = r#"
In Cargo.toml:

    [dependencies]
    error-catalog = "0.1"

    [build-dependencies]
    error-catalog = { version = "0.1", features = ["codegen"] }

In build.rs:

    fn main() {
        error_catalog::codegen::compile("catalog.toml");
    }

In src/lib.rs:

    error_catalog::include_catalog!();
"#;
