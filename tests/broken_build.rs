//! A broken table fails a build with its diagnostics and not a word more; a sound one is compiled once.

#[path = "support/package.rs"]
mod package;

use std::fs;
use std::path::Path;

use serde_json::Value;

use self::package::{Package, text};

#[test]
fn a_crate_with_its_own_table_breaks_and_is_repaired() {
    let teapots = Package::new("broken_build/teapots");
    teapots.write("Cargo.toml", MANIFEST.replace("REPOSITORY", env!("CARGO_MANIFEST_DIR")));
    teapots.write("build.rs", BUILD_SCRIPT);
    teapots.write("src/lib.rs", LIBRARY);
    teapots.write("catalog.toml", BROKEN);
    assert_fails(&teapots, &diagnostics("teapots@0.3.1"));

    teapots.write("catalog.toml", SOUND);
    let sound = build(&teapots);
    assert!(build(&teapots).is_fresh, "nothing has changed");
    teapots.write("README.md", "No table, so of no interest.");
    assert!(build(&teapots).is_fresh, "the table has not changed");

    teapots.write("catalog.toml", SOUND.replace("409", "410"));
    let altered = build(&teapots);
    assert!(!altered.is_fresh, "the table has changed");
    assert_ne!(altered.code, sound.code);
    assert_eq!(altered.code, sound.code.replace("409", "410"));
}

#[test]
fn a_crate_is_built_again_for_an_included_table_and_for_no_other_file() {
    let kettles = Package::new("broken_build/kettles");
    let manifest = MANIFEST.replace("REPOSITORY", env!("CARGO_MANIFEST_DIR")).replace("teapots", "kettles");
    kettles.write("Cargo.toml", manifest);
    kettles.write("build.rs", BUILD_SCRIPT);
    kettles.write("src/lib.rs", LIBRARY);
    let own = SOUND.replace("[errors]", "[include]\ntables = [\"shared/common.toml\"]\n\n[errors]");
    kettles.write("catalog.toml", own);
    let missing = "error: kettles@0.3.1: [EC021] cannot read the included `shared/common.toml`: ";
    assert_fails_with(&kettles, missing);

    // From here on it is there.
    let common = |status: &str, include: &str| {
        format!(
            "{include}[catalog]\nname = \"Common\"\n\n[errors]\nGONE = {{ status = {status}, retry = \"never\", cause = \"Gone\" }}\n"
        )
    };
    kettles.write("shared/common.toml", common("410", ""));
    kettles.write("shared/other.toml", "No table that is included.");
    let sound = build(&kettles);
    assert!(sound.code.contains("From the table of Common."), "{}", sound.code);
    assert!(build(&kettles).is_fresh, "nothing has changed");
    kettles.write("shared/other.toml", "No table that is included, still.");
    kettles.write("README.md", "No table, so of no interest.");
    assert!(build(&kettles).is_fresh, "no table has changed");

    kettles.write("shared/common.toml", common("404", ""));
    let altered = build(&kettles);
    assert!(!altered.is_fresh, "an included table has changed");
    assert_eq!(altered.code, sound.code.replace("410", "404"));

    // A broken one, and what it includes, are watched, too.
    let include = "include = { tables = [\"deep.toml\"] }\n\n";
    kettles.write(
        "shared/deep.toml",
        "catalog.name = 'Deep'\nerrors.DEEP = { status = 40, retry = 'never', cause = 'Deep' }\n",
    );
    kettles.write("shared/common.toml", common("4", include));
    assert_fails_with(
        &kettles,
        "error: kettles@0.3.1: [EC005] 4 is not an HTTP error status\nerror: kettles@0.3.1:  --> shared/common.toml:7:",
    );
    kettles.write(
        "shared/deep.toml",
        "catalog.name = 'Deep'\nerrors.DEEP = { status = 404, retry = 'never', cause = 'Deep' }\n",
    );
    kettles.write("shared/common.toml", common("410", include));
    assert!(build(&kettles).code.contains("From the table of Deep."));
    assert!(build(&kettles).is_fresh, "nothing has changed");
}

#[test]
fn this_crate_breaks_in_the_same_way() {
    let twin = Package::new("broken_build/error-catalog");
    for part in ["Cargo.toml", "README.md", "benches", "build.rs", "src"] {
        twin.copy(part);
    }
    twin.write("catalog.toml", BROKEN);
    assert_fails(&twin, &diagnostics(concat!("error-catalog@", env!("CARGO_PKG_VERSION"))));
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

/// Builds, and expects cargo to say exactly this.
fn assert_fails(package: &Package, expected: &str) {
    let output = package.cargo(&["build", "--quiet"]);
    let said = text(&output.stderr);
    assert!(said == expected, "cargo said\n{said}\nand not\n{expected}");
    assert_eq!(text(&output.stdout), "");
    assert!(!output.status.success());
}

/// The same where the rest is the system's to say.
fn assert_fails_with(package: &Package, start: &str) {
    let output = package.cargo(&["build", "--quiet"]);
    let said = text(&output.stderr);
    assert!(said.starts_with(start), "cargo said\n{said}\nand not\n{start}");
    assert!(!output.status.success());
}

fn build(package: &Package) -> Built {
    let output = package.cargo(&["build", "--message-format", "json-render-diagnostics"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let stdout = text(&output.stdout);
    let messages = stdout.lines().map(|line| serde_json::from_str(line).expect("JSON"));
    let messages: Vec<Value> = messages.collect();
    let mut out_dirs = messages.iter().filter_map(|message| message["out_dir"].as_str());
    let name = package.directory.file_name().and_then(|name| name.to_str()).expect("it has a name");
    let out_dir = out_dirs.find(|directory| directory.contains(name));
    let code = Path::new(out_dir.expect("the build script runs")).join("error_catalog.rs");
    Built {
        is_fresh: messages.iter().all(|message| message["fresh"] != false),
        code: fs::read_to_string(code).expect("the code is there"),
    }
}

struct Built {
    /// Whether nothing had to be compiled.
    is_fresh: bool,
    /// The generated code.
    code: String,
}
