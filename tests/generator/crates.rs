//! A crate with a table, as its author sets it up.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::TABLE;
use super::package::{Package, text};

/// Both halves of this crate, by path. `REPOSITORY` stands for that.
pub(crate) const DEPENDENCIES: &str = r#"
[dependencies]
error-catalog = { path = 'REPOSITORY' }

[build-dependencies]
error-catalog = { path = 'REPOSITORY', features = ["codegen"] }
"#;

pub(crate) const BUILD_SCRIPT: &str =
    "fn main() {\n    error_catalog::codegen::compile(\"catalog.toml\");\n}\n";

/// All of what is generated, used. `RUNTIME` stands for the path of this crate.
pub(crate) const LIBRARY: &str = r#"//! The errors of the teapot service.
#![deny(warnings, missing_docs, unreachable_pub)]

RUNTIME::include_catalog!();

/// Fails, as a handler does.
pub fn pour(teapot: Option<u32>) -> Result<u32, ApiError> {
    match teapot.ok_or(ErrorCode::NoTeapot)? {
        0 => Err(ApiError::new(ErrorCode::TeapotEmpty).with_message("come back later")),
        cups => Ok(cups),
    }
}

/// Reads, as a client does.
pub fn read(response: RUNTIME::http::Response<Vec<u8>>) -> Option<ErrorCode> {
    ReceivedError::from_response(response).code()
}

const _: () = assert!(ErrorCode::ALL.len() == 3 && ErrorCode::NoTeapot.status().as_u16() == 404);
"#;

/// Sets a crate up, with the table of these tests. Each has a name of its own: what they are compiled to goes by that.
pub(crate) fn set_up(name: &str, edition: u16, dependencies: &str, build: &str, library: &str) -> Package {
    let package = Package::new(&format!("generator/{name}"));
    package.write("Cargo.toml", manifest(name, edition, dependencies) + "\n[workspace]\n");
    package.write("build.rs", build);
    package.write("src/lib.rs", library);
    package.write("catalog.toml", TABLE);
    package
}

pub(crate) fn manifest(name: &str, edition: u16, dependencies: &str) -> String {
    let dependencies = dependencies.replace("REPOSITORY", env!("CARGO_MANIFEST_DIR"));
    format!("[package]\nname = \"{name}\"\nversion = \"0.3.1\"\nedition = \"{edition}\"\n{dependencies}")
}

pub(crate) fn library(runtime: &str) -> String {
    LIBRARY.replace("RUNTIME", runtime)
}

/// Builds without a warning, and without a trace among the sources. Says what cargo said.
pub(crate) fn build(package: &Package) -> String {
    let before = files(&package.directory);
    let output = package.cargo(&["build", "--verbose"]);
    let said = text(&output.stderr);
    assert!(output.status.success() && !said.contains("warning"), "{said}");
    let after = files(&package.directory);
    assert!(after == before, "the build has changed its sources: {:?}", after.keys());
    said
}

/// All files, but for the one that is cargo's own.
fn files(directory: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(directory).expect("the directory is there") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else if !path.ends_with("Cargo.lock") {
            let bytes = fs::read(&path).expect("it is there");
            files.insert(path, bytes);
        }
    }
    files
}
