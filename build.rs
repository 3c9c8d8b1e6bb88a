//! Generates `ErrorCode` from `catalog.toml`, with the crate's own generator.
#![allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "the build script uses a part of what it shares"
)]

#[path = "src/catalog/mod.rs"]
mod catalog;
#[path = "src/codegen/mod.rs"]
mod codegen;
#[path = "src/disk.rs"]
mod disk;
#[path = "src/lookup.rs"]
mod lookup;
#[cfg(feature = "codegen")]
#[path = "src/shell.rs"]
mod shell;
#[path = "src/style.rs"]
mod style;
#[path = "src/template.rs"]
mod template;
#[path = "src/text.rs"]
mod text;
#[path = "src/vocab.rs"]
mod vocab;

fn main() {
    codegen::compile_own("catalog.toml");
}
