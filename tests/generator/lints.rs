//! Generated code in a crate that is strict, and that has everything else by the same names.

use super::TABLE;
use super::crates::{BUILD_SCRIPT, DEPENDENCIES, set_up};
use super::package::text;

#[test]
fn hostile_names_and_every_lint_are_no_trouble() {
    let package = set_up("lints", 2024, DEPENDENCIES, BUILD_SCRIPT, HOSTILE);
    package.write("catalog.toml", [TABLE, PARAMS].concat());
    let has_clippy = package.cargo(&["clippy", "--version"]).status.success();
    if !has_clippy {
        eprintln!("without clippy: it is not there");
    }
    let output = package.cargo(if has_clippy { &["clippy"] } else { &["check"] });
    let said = text(&output.stderr);
    assert!(output.status.success() && !said.contains("warning"), "{said}");
}

/// Names and texts that a lint would have otherwise: many flags, one prefix, and what looks like code.
const PARAMS: &str = r#"
[errors.HTTP]
name = "HTTP"
status = 400
retry = "never"
cause = "It is no HTTP"
message = "https://example.org/{http_a__1} of PostgreSQL has no snake_case [{http_b}] {http_c} {http_d}"
params = { http_a__1 = "bool", http_b = "bool", http_c = "bool", http_d = "bool" }
"#;

const HOSTILE: &str = r#"//! The errors of the teapot service.
#![deny(warnings, clippy::all, clippy::pedantic, clippy::allow_attributes_without_reason)]
#![deny(missing_docs, missing_debug_implementations, rust_2018_idioms, unreachable_pub, unused_qualifications)]
#![forbid(unsafe_code)]

/// A program that asks for one thing, and leaves the rest unused.
#[must_use]
pub fn little() -> &'static str {
    private::ErrorCode::NoTeapot.as_str()
}

#[allow(unreachable_pub, reason = "the module is private")]
mod private {
    error_catalog::include_catalog!();
}

pub mod errors {
    //! The codes.
    #![allow(dead_code, unused_macros, reason = "hostile names are there to be in the way")]

    macro_rules! concat { () => {} }
    macro_rules! env { () => {} }
    macro_rules! include { () => {} }
    macro_rules! include_catalog { () => {} }
    macro_rules! vec { () => {} }

    mod alloc {}
    mod core {}
    mod http {}
    mod serde {}
    mod std {}
    mod strum {}
    struct Box;
    struct Duration;
    struct Err;
    struct None;
    struct Ok;
    struct Option;
    struct Result;
    struct Retry;
    struct Row;
    struct Settings;
    struct Some;
    struct StatusCode;
    struct String;
    struct Vec;
    trait Clone {}
    trait Code {}
    trait Copy {}
    trait Debug {}
    trait Default {}
    trait Display {}
    trait Eq {}
    trait From {}
    trait Iterator {}
    trait Ord {}

    ::error_catalog::include_catalog!();
}
"#;
