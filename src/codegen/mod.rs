#![doc = include_str!("tutorial.md")]

pub(crate) mod checked_in;
mod config;
mod expand;
mod json;
mod options;
mod output;
mod params;
mod perfect;
pub(crate) mod print;
mod runtime;
mod rustdoc;
mod style;

use std::path::Path;

pub use self::checked_in::assert_generated;
pub use self::config::Config;
pub use self::options::ConfigError;
use self::options::Options;
use crate::catalog::Catalog;

/// Turns a table into Rust, from a build script.
///
/// The result goes to `OUT_DIR`, from where `include_catalog!` includes it. A relative path starts at the package's
/// root. The build script runs again when the table changes, and only then. (Of a table that the script itself writes to
/// `OUT_DIR` it has to say what that is made from.) [`Config`] has the options.
///
/// A table with mistakes fails the build with one diagnostic each, and nothing else: they are printed as
/// [`cargo::error`](https://doc.rust-lang.org/cargo/reference/build-scripts.html#cargo-error) instructions, so the
/// script itself ends normally. There is no `Result` to unwrap.
///
/// ```no_run
/// // build.rs
/// error_catalog::codegen::compile("catalog.toml");
/// ```
pub fn compile(table: impl AsRef<Path>) {
    Config::new().compile(table);
}

/// The Rust source of a catalog: `ErrorCode`, its accessors and its trait implementations, and the aliases `ApiError` and
/// `ReceivedError`.
///
/// The same catalog always gives the same bytes.
#[must_use]
pub fn generate(catalog: &Catalog) -> String {
    render(catalog, &Options::default())
}

fn render(catalog: &Catalog, options: &Options) -> String {
    let tokens = expand::expand(catalog, options);
    print::print(match &options.runtime {
        Some(path) => runtime::replace(tokens, path),
        None => tokens,
    })
}
