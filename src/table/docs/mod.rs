//! From a catalog to documents: one file per output, each with one entry function, `&Catalog` in and text out.
//!
//! The same catalog always gives the same bytes.

mod block;
pub mod columns;
#[cfg(feature = "cli")]
mod csv;
pub mod envelope_schema;
pub mod export_schema;
#[cfg(feature = "cli")]
pub(crate) mod format;
#[cfg(feature = "cli")]
pub(crate) use self::csv::unescaped as csv_cell;
pub mod go;
pub(crate) mod groups;
pub mod html;
pub mod json;
mod literals;
pub mod markdown;
pub mod openapi;
pub mod python;
pub mod region;
pub mod schema;
pub mod sections;
pub(crate) mod status_line;
pub mod toml;
pub mod typescript;
pub mod vectors;
