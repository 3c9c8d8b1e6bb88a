//! Generates `ErrorCode` from `catalog.toml`, with the crate's own generator.
#![allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "the build script uses a part of what it shares"
)]

// The names are those of the crate. What one of these modules names of the running program does not compile here.
#[path = "src/shared/mod.rs"]
mod shared;
#[path = "src/table"]
mod table {
    pub(crate) mod catalog;
    pub(crate) mod codegen;
}

fn main() {
    table::codegen::compile_own("catalog.toml");
}
