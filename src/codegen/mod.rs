//! From a table to Rust: what a build script calls.
//!
//! ```no_run
//! // build.rs, in `main`
//! error_catalog::codegen::compile("catalog.toml");
//! ```
//!
//! and in the crate itself
//!
//! ```ignore
//! error_catalog::include_catalog!();
//! ```

mod expand;
mod json;
mod output;
mod params;
mod perfect;
mod print;
mod rustdoc;
mod style;

pub use self::output::compile;
use crate::catalog::Catalog;

/// The Rust source of a catalog: `ErrorCode`, its accessors and its trait implementations.
///
/// The same catalog always gives the same bytes.
#[must_use]
pub fn generate(catalog: &Catalog) -> String {
    print::print(expand::expand(catalog))
}
