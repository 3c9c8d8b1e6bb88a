//! From a catalog to documents: one file per output, each with one entry function, `&Catalog` in and text out.
//!
//! The same catalog always gives the same bytes.

mod block;
pub mod envelope_schema;
pub mod export_schema;
pub mod json;
pub mod markdown;
pub mod openapi;
pub mod region;
pub mod schema;
pub mod toml;
