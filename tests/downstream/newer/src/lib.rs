//! The errors of the image API, a version later: three codes have come, one has gone, and one has another name.

error_catalog::include_catalog!();

/// The table itself, for tests.
pub const TABLE: &str = include_str!(concat!(env!("OUT_DIR"), "/catalog.toml"));
