//! Crates that reach this one in unusual ways, and what their build scripts do.

use std::fs::{self, Permissions};
use std::path::Path;

use super::TABLE;
use super::crates::{BUILD_SCRIPT, DEPENDENCIES, build, library, manifest, set_up};
use super::package::{Package, text};

#[test]
fn a_renamed_runtime_is_called_by_its_new_name() {
    let dependencies = DEPENDENCIES.replace("error-catalog = {", "ec = { package = \"error-catalog\",");
    let script = r#"fn main() { ec::codegen::Config::new().runtime("::ec").compile("catalog.toml"); }"#;
    build(&set_up("renamed", 2024, &dependencies, script, &library("ec")));
}

/// The user's crate names the company's, and no other.
#[test]
fn a_re_exported_runtime_is_enough() {
    let acme = Package::new("generator/acme-runtime");
    let features = "\n[features]\ncodegen = [\"error-catalog/codegen\"]\n";
    let (dependencies, _) = DEPENDENCIES.split_once("\n[build").expect("it is the second section");
    acme.write(
        "Cargo.toml",
        manifest("acme-runtime", 2024, &[dependencies, features, "\n[workspace]\n"].concat()),
    );
    acme.write("src/lib.rs", "//! What every service has.\npub use error_catalog;\n");

    let path = acme.directory.display().to_string();
    let dependencies = DEPENDENCIES.replace("error-catalog", "acme-runtime").replace("REPOSITORY", &path);
    let script = r#"
        use acme_runtime::error_catalog::codegen::Config;

        fn main() { Config::new().runtime("::acme_runtime::error_catalog").compile("catalog.toml"); }
    "#;
    let library = library("acme_runtime::error_catalog");
    build(&set_up("re_exported", 2024, &dependencies, script, &library));
}

#[test]
fn a_runtime_within_the_crate_is_found_from_every_module() {
    let script = r#"
        fn main() { error_catalog::codegen::Config::new().runtime("crate::rt::catalog").compile("catalog.toml"); }
    "#;
    let library = "
        mod rt { pub(crate) use error_catalog as catalog; }
        pub mod errors { pub mod codes { error_catalog::include_catalog!(); } }
    ";
    build(&set_up("within", 2021, DEPENDENCIES, script, library));
}

#[test]
fn every_edition_since_2018_compiles_it() {
    for edition in [2018, 2021, 2024] {
        let name = format!("edition_{edition}");
        build(&set_up(&name, edition, DEPENDENCIES, BUILD_SCRIPT, &library("error_catalog")));
    }
}

#[test]
fn two_tables_have_a_file_and_a_module_each() {
    let script = r##"
        use error_catalog::codegen::{Config, compile};

        fn main() {
            compile("catalog.toml");
            Config::new().file("billing.rs").attribute("#[must_use]").aliases(false).compile("tables/billing.toml");
        }
    "##;
    let library = r#"
        pub mod billing { error_catalog::include_catalog!("billing.rs"); }
        pub mod teapots { error_catalog::include_catalog!(); }

        pub fn both() -> (billing::ErrorCode, teapots::ApiError) {
            (billing::ErrorCode::CardDeclined, teapots::ErrorCode::NoTeapot.into())
        }
    "#;
    let billing = "[catalog]\nname = \"Billing\"\n[errors]\n\
                   CARD_DECLINED = { status = 402, retry = \"never\", cause = \"The bank says no\" }\n";
    let package = set_up("two_tables", 2024, DEPENDENCIES, script, library);
    package.write("tables/billing.toml", billing);
    build(&package);

    // The script runs again for each of its tables, and for nothing else.
    assert!(is_fresh("two_tables", &build(&package)), "nothing has changed");
    for other in ["README.md", "tables/notes.toml", "src/unused.rs"] {
        package.write(other, "Of no interest.");
        assert!(is_fresh("two_tables", &build(&package)), "{other} is no table");
    }
    for (table, text) in [("catalog.toml", TABLE), ("tables/billing.toml", billing)] {
        package.write(table, text);
        assert!(!is_fresh("two_tables", &build(&package)), "{table} was touched");
        assert!(is_fresh("two_tables", &build(&package)), "and no more than once");
    }
}

fn is_fresh(package: &str, said: &str) -> bool {
    let is = |what| said.contains(&format!("{what} {package} v0.3.1"));
    assert_ne!(is("Fresh"), is("Compiling"), "{said}");
    is("Fresh")
}

#[test]
fn another_folder_is_written_to_where_it_is_asked_for() {
    let script = r#"
        fn main() { error_catalog::codegen::Config::new().out_dir("made").compile("catalog.toml"); }
    "#;
    let library = "include!(\"../made/error_catalog.rs\");\npub type Both = (ApiError, ReceivedError);\n";
    let package = set_up("folder", 2024, DEPENDENCIES, script, library);
    let output = package.cargo(&["build"]);
    let said = text(&output.stderr);
    let missing = "error: folder@0.3.1: cannot write made/error_catalog.rs: ";
    assert!(!output.status.success() && said.contains(missing), "{said}");
    assert!(said.contains("; the folder has to be there and writable\n"), "{said}");
    package.write("made/error_catalog.rs", "");
    let output = package.cargo(&["build"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    // What is there already is not written again.
    package.write("catalog.toml", TABLE);
    build(&package);
}

#[test]
fn wrong_options_and_a_broken_table_fail_it_together() {
    let script = r##"
        fn main() {
            error_catalog::codegen::Config::new()
                .runtime("error_catalog")
                .file("../errors.rs")
                .attribute("#[derive(Sequence)")
                .compile("catalog.toml");
        }
    "##;
    let package = set_up("wrong", 2024, DEPENDENCIES, script, &library("error_catalog"));
    package.write("catalog.toml", TABLE.replace("409", "4090"));
    let output = package.cargo(&["build", "--quiet"]);
    assert_eq!(text(&output.stderr), WRONG);
    assert!(!output.status.success());
}

const WRONG: &str = "\
error: wrong@0.3.1: `error_catalog` is not a path to the runtime crate, write it as `::name` or `crate::name`, with `_` for each `-`
error: wrong@0.3.1: `../errors.rs` is not a file name, write it without a folder, as `errors.rs`: the folder is `out_dir`
error: wrong@0.3.1: `#[derive(Sequence)` is not an attribute, write it as `#[name]`, with every bracket and quote closed
error: wrong@0.3.1: [EC005] 4090 is not an HTTP error status
error: wrong@0.3.1:  --> catalog.toml:6:27
error: wrong@0.3.1:   |
error: wrong@0.3.1: 6 | TEAPOT_EMPTY = { status = 4090, retry = \"backoff\", retry_after = \"3s\", cause = \"The teapot is empty\" }
error: wrong@0.3.1:   |                           ^^^^ expected 400 to 599
error: wrong@0.3.1:   = help: an error that the client can correct is a 4xx, any other a 5xx
error: build script logged errors
";

#[test]
fn a_missing_build_script_is_what_is_said_to_be_missing() {
    let package = set_up("no_script", 2024, DEPENDENCIES, BUILD_SCRIPT, "error_catalog::include_catalog!();");
    fs::remove_file(package.directory.join("build.rs")).expect("it is there");
    let output = package.cargo(&["build", "--quiet"]);
    let said = text(&output.stderr);
    let missing = "`include_catalog!` needs a build script that calls `error_catalog::codegen::compile`";
    assert!(!output.status.success() && said.contains(missing), "{said}");
}

/// As docs.rs has them. Root may write to them all the same, so `build` looks whether anybody did.
#[test]
fn sources_may_be_read_only() {
    let package = set_up("read_only", 2024, DEPENDENCIES, BUILD_SCRIPT, &library("error_catalog"));
    // The lock has to be there: to write it is not the build script's business.
    let output = package.cargo(&["metadata", "--format-version", "1"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let locked = ReadOnly::new(&package.directory);
    let said = build(&package);
    drop(locked);
    assert!(!is_fresh("read_only", &said), "the build script has run");
}

/// A folder that nobody can write to for a while; a test that fails leaves nothing that the next run cannot remove.
struct ReadOnly<'a>(&'a Path);

impl<'a> ReadOnly<'a> {
    fn new(directory: &'a Path) -> Self {
        set_read_only(directory, true);
        Self(directory)
    }
}

impl Drop for ReadOnly<'_> {
    fn drop(&mut self) {
        set_read_only(self.0, false);
    }
}

fn set_read_only(path: &Path, is_read_only: bool) {
    let metadata = fs::metadata(path).expect("it is there");
    let mut permissions: Permissions = metadata.permissions();
    permissions.set_readonly(is_read_only);
    #[cfg(unix)]
    if !is_read_only {
        use std::os::unix::fs::PermissionsExt;

        permissions.set_mode(if metadata.is_dir() { 0o755 } else { 0o644 });
    }
    fs::set_permissions(path, permissions).expect("it is ours");
    if metadata.is_dir() {
        for entry in fs::read_dir(path).expect("it can be read") {
            set_read_only(&entry.expect("it can be read").path(), is_read_only);
        }
    }
}
