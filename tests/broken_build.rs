//! A broken table fails a build with its diagnostics and not a word more; a sound one is compiled once.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

use serde_json::Value;

#[test]
fn a_crate_with_its_own_table_breaks_and_is_repaired() {
    let teapots = Scratch::new("teapots");
    teapots.copy("Cargo.lock");
    teapots.write("Cargo.toml", MANIFEST.replace("REPOSITORY", env!("CARGO_MANIFEST_DIR")));
    teapots.write("build.rs", BUILD_SCRIPT);
    teapots.write("src/lib.rs", LIBRARY);
    teapots.write("catalog.toml", BROKEN);
    teapots.assert_fails(&diagnostics("teapots@0.3.1"));

    teapots.write("catalog.toml", SOUND);
    let sound = teapots.build();
    assert!(teapots.build().is_fresh, "nothing has changed");
    teapots.write("README.md", "No table, so of no interest.");
    assert!(teapots.build().is_fresh, "the table has not changed");

    teapots.write("catalog.toml", SOUND.replace("409", "410"));
    let altered = teapots.build();
    assert!(!altered.is_fresh, "the table has changed");
    assert_ne!(altered.code, sound.code);
    assert_eq!(altered.code, sound.code.replace("409", "410"));
}

#[test]
fn this_crate_breaks_in_the_same_way() {
    let twin = Scratch::new("error-catalog");
    for part in ["Cargo.lock", "Cargo.toml", "README.md", "benches", "build.rs", "src"] {
        twin.copy(part);
    }
    twin.write("catalog.toml", BROKEN);
    twin.assert_fails(&diagnostics(concat!("error-catalog@", env!("CARGO_PKG_VERSION"))));
}

const MANIFEST: &str = r#"
[package]
name = "teapots"
version = "0.3.1"
edition = "2024"

[workspace]

[dependencies]
error-catalog = { path = 'REPOSITORY' }

[build-dependencies]
error-catalog = { path = 'REPOSITORY', features = ["codegen"] }
"#;

const BUILD_SCRIPT: &str = r#"
fn main() {
    error_catalog::codegen::compile("catalog.toml");
}
"#;

const LIBRARY: &str = "
error_catalog::include_catalog!();

pub fn pour() -> Result<(), error_catalog::ApiError<ErrorCode>> {
    Err(ErrorCode::TeapotEmpty.into())
}
";

const SOUND: &str = r#"
[catalog]
name = "Teapots"

[errors]
TEAPOT_EMPTY = { status = 409, retry = "never", cause = "The teapot is empty" }
"#;

/// Twelve mistakes.
const BROKEN: &str = include_str!("bad_tables/many.toml");

/// All that cargo prints about the broken table: what the parser says, without the blank lines.
fn diagnostics(package: &str) -> String {
    let said = include_str!("bad_tables/many.txt").replace("many.toml", "catalog.toml");
    assert_eq!(said.matches("[EC").count(), 12);
    let lines = said.lines().filter(|line| !line.is_empty());
    let lines = lines.map(|line| format!("error: {package}: {line}\n"));
    lines.chain(["error: build script logged errors\n".to_owned()]).collect()
}

/// A crate of its own, made anew for every run. All of them share what was compiled for them.
struct Scratch {
    name: &'static str,
    directory: PathBuf,
}

impl Scratch {
    fn new(name: &'static str) -> Self {
        let directory = scratch(name);
        if directory.exists() {
            fs::remove_dir_all(&directory).expect("the last run can be removed");
        }
        Self { name, directory }
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.directory.join(path);
        let directory = path.parent().expect("a file is in a directory");
        fs::create_dir_all(directory).expect("the directory can be made");
        fs::write(path, text).expect("the file can be written");
    }

    /// Copies a file or a directory of this repository.
    fn copy(&self, path: &str) {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        if !from.is_dir() {
            return self.write(path, fs::read(from).expect(path));
        }
        for entry in fs::read_dir(from).expect(path) {
            let name = entry.expect(path).file_name();
            self.copy(&format!("{path}/{}", name.to_string_lossy()));
        }
    }

    /// Builds, and expects cargo to say exactly this.
    fn assert_fails(&self, expected: &str) {
        let output = self.cargo(&["--quiet"]);
        let said = text(&output.stderr);
        assert!(said == expected, "cargo said\n{said}\nand not\n{expected}");
        assert_eq!(text(&output.stdout), "");
        assert!(!output.status.success());
    }

    fn build(&self) -> Built {
        let output = self.cargo(&["--message-format", "json-render-diagnostics"]);
        assert!(output.status.success(), "{}", text(&output.stderr));
        let stdout = text(&output.stdout);
        let messages = stdout.lines().map(|line| serde_json::from_str(line).expect("JSON"));
        let messages: Vec<Value> = messages.collect();
        let mut out_dirs = messages.iter().filter_map(|message| message["out_dir"].as_str());
        let out_dir = out_dirs.find(|directory| directory.contains(self.name));
        let code = Path::new(out_dir.expect("the build script runs")).join("error_catalog.rs");
        Built {
            is_fresh: messages.iter().all(|message| message["fresh"] != false),
            code: fs::read_to_string(code).expect("the code is there"),
        }
    }

    fn cargo(&self, arguments: &[&str]) -> Output {
        Command::new(env::var_os("CARGO").expect("cargo runs the tests"))
            .args(["build", "--color", "never"])
            .args(arguments)
            .arg("--target-dir")
            .arg(scratch("target"))
            .current_dir(&self.directory)
            .env("RUST_BACKTRACE", "1")
            .output()
            .expect("cargo runs")
    }
}

struct Built {
    /// Whether nothing had to be compiled.
    is_fresh: bool,
    /// The generated code.
    code: String,
}

fn scratch(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("broken_build").join(name)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
