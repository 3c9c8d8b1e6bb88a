//! The runtime: everything that generated code and programs call. It does not use the modules of `table`.

pub(crate) mod any_code;
pub(crate) mod client;
pub(crate) mod code;
mod for_test;
mod gateway;
mod own_table;
pub(crate) mod params;
#[doc(hidden)]
pub mod private;
pub(crate) mod row;
pub(crate) mod row_headers;
pub(crate) mod server;
pub(crate) mod settings;
pub(crate) mod wire;
