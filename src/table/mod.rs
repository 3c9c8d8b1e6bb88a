//! Build time: from the text of a table to everything that is made of it. Nothing here names the running program.
//!
//! `catalog` is below the others, which do not name each other.

#[cfg(feature = "catalog")]
pub mod catalog;
#[cfg(feature = "codegen")]
pub mod codegen;
#[cfg(feature = "docs")]
pub mod docs;
#[cfg(feature = "docs")]
mod fingerprint;
#[cfg(feature = "cli")]
pub mod review;
