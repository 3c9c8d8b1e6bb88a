//! A crate with a table as it is published: what is packed is enough, and builds where it is unpacked.

use std::path::Path;
use std::process::Command;

use super::TABLE;
use super::crates::{BUILD_SCRIPT, build, library, manifest};
use super::package::{Package, text};

#[test]
fn a_published_crate_builds() {
    let workspace = Package::new("generator/packaged");
    let runtime = Package::new("generator/packaged/error-catalog");
    for part in ["Cargo.toml", "README.md", "benches", "build.rs", "catalog.toml", "src"] {
        runtime.copy(part);
    }
    let dependencies = r#"
[dependencies]
error-catalog = { path = "../error-catalog", version = "0.1" }

[build-dependencies]
error-catalog = { path = "../error-catalog", version = "0.1", features = ["codegen"] }
"#;
    let published = Package::new("generator/packaged/published");
    published.write("Cargo.toml", manifest("published", 2024, dependencies));
    published.write("build.rs", BUILD_SCRIPT);
    published.write("catalog.toml", TABLE);
    published.write("src/lib.rs", library("error_catalog"));
    workspace
        .write("Cargo.toml", "[workspace]\nmembers = [\"error-catalog\", \"published\"]\nresolver = \"3\"\n");
    // Building is left to what follows, which shares what was compiled for the others.
    let output = workspace.cargo(&[
        "package",
        "--workspace",
        "--allow-dirty",
        "--no-verify",
        "--target-dir",
        "packed",
    ]);
    assert!(output.status.success(), "{}", text(&output.stderr));

    let unpacked = Package::new("generator/unpacked");
    for name in [concat!("error-catalog-", env!("CARGO_PKG_VERSION")), "published-0.3.1"] {
        let file = workspace.directory.join("packed/package").join(format!("{name}.crate"));
        unpack(&file, &unpacked.directory);
    }
    // In place of the registry, where it is not yet.
    let patch = concat!(
        "[patch.crates-io]\nerror-catalog = { path = \"error-catalog-",
        env!("CARGO_PKG_VERSION"),
        "\" }\n"
    );
    unpacked.write(".cargo/config.toml", patch);
    let said = build(&Package { directory: unpacked.directory.join("published-0.3.1") });
    assert!(said.contains("Compiling published v0.3.1"), "{said}");
}

fn unpack(file: &Path, directory: &Path) {
    // Packed files are all of the same day. Cargo would take what it compiled of another day's for theirs: `-m`.
    let status = Command::new("tar").arg("-xzmf").arg(file).arg("-C").arg(directory).status();
    assert!(status.expect("there is tar").success(), "{}", file.display());
}
