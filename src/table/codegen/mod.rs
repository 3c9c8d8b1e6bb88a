#![doc = include_str!("tutorial.md")]

#[cfg(feature = "codegen")]
pub(crate) mod checked_in;
#[cfg(feature = "codegen")]
mod config;
pub(crate) mod disk;
mod expand;
mod options;
mod output;
mod own_columns;
mod params;
mod perfect;
pub(crate) mod print;
#[cfg(feature = "codegen")]
mod runtime;
mod rustdoc;
#[cfg(feature = "codegen")]
pub(crate) mod same_code;
#[cfg(feature = "codegen")]
pub(crate) mod shell;
mod style;
mod tokens;

use std::path::Path;

#[cfg(feature = "codegen")]
pub use self::checked_in::assert_generated;
#[cfg(feature = "codegen")]
pub use self::config::Config;
pub use self::options::ConfigError;
use self::options::Options;
use crate::table::catalog::Catalog;

/// Turns a table into Rust, from a build script.
///
/// The result goes to `OUT_DIR`, from where `include_catalog!` includes it. A relative path starts at the package's
/// root. The build script runs again when the table changes, and only then. (Of a table that the script itself writes to
/// `OUT_DIR` it has to say what that is made from.) [`Config`] has the options.
///
/// A table with mistakes fails the build with one diagnostic each, and nothing else: they are printed as
/// [`cargo::error`](https://doc.rust-lang.org/cargo/reference/build-scripts.html#cargo-error) instructions, so the
/// script itself ends normally. The function returns no `Result`.
///
/// ```no_run
/// // build.rs
/// error_catalog::codegen::compile("catalog.toml");
/// ```
#[cfg(feature = "codegen")]
pub fn compile(table: impl AsRef<Path>) {
    Config::new().compile(table);
}

/// What this crate's own build script calls. Without the feature `codegen` it has no options: every user compiles it.
#[allow(dead_code, reason = "the library has no build script")]
pub(crate) fn compile_own(table: &str) {
    // The types of the two halves have these codes by default.
    let options = Options { aliases: false, ..Options::default() };
    output::compile(Ok(options), None, output::FILE, Path::new(table));
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
    #[cfg(feature = "codegen")]
    let tokens = match &options.runtime {
        Some(path) => runtime::replace(tokens, path),
        None => tokens,
    };
    print::print(tokens)
}
