//! The generator for other crates: each option, and each way in which such a crate can be set up.

#[path = "generator/builds.rs"]
mod builds;
#[path = "generator/checked_in.rs"]
mod checked_in;
#[path = "support/cli.rs"]
mod cli;
#[path = "generator/crates.rs"]
mod crates;
#[path = "generator/lints.rs"]
mod lints;
#[path = "generator/options.rs"]
mod options;
#[path = "support/package.rs"]
mod package;
#[path = "generator/packaged.rs"]
mod packaged;

/// A table with all that generated code depends on: a status that a row stands for, a wait, a deprecated row.
const TABLE: &str = r#"
[catalog]
name = "Teapots"

[errors]
TEAPOT_EMPTY = { status = 409, retry = "backoff", retry_after = "3s", cause = "The teapot is empty" }
NO_TEAPOT = { status = 404, retry = "never", cause = "There is no such teapot", default_for = [404] }
NO_CUP = { status = 404, retry = "never", cause = "No cup", deprecated = "Cups are free", replaced_by = "NO_TEAPOT" }
"#;
