//! Not public API: the functions and types that generated code calls.

use core::fmt;

use serde::de::{Deserializer, Error, Visitor};

#[cfg(feature = "http-body")]
pub use super::client::MaybeSend;
use super::code::{Code, UnknownCode};
pub use super::params::details::{Details, Field, Value};
pub use super::params::template::{Template, TemplateParam};
use super::params::{self, Params};
pub use super::row::{Row, Rows};
pub use super::row_headers::RowHeaders;
use super::server::ApiError;
pub use super::settings::Settings;
pub use crate::__own_table as own_table;
pub use crate::shared::lookup::Index;
pub use crate::shared::style::Style;
#[cfg(feature = "axum")]
pub use axum;
/// Re-exports the extractors in one module. In axum, `Extension` is in another module than the others.
#[cfg(feature = "axum")]
pub mod axum_extractors {
    pub use axum::Extension;
    pub use axum::extract::{Form, Json, Path, Query};
}
pub use http::StatusCode;
#[cfg(feature = "axum")]
pub use tower_layer;
pub use {serde, strum};

/// Whether both ways to read a body agree, for the fuzzer. `None` if there is only one.
#[cfg(fuzzing)]
pub fn ways_agree(body: &[u8]) -> Option<bool> {
    super::client::ways_agree::<super::code::ErrorCode>(body)
}

/// The code that the index finds, if its wire string is `code`.
///
/// `all` is a parameter because the compiler would evaluate `C::ALL` here once more, which takes quadratic time for a
/// large table. `rows` is a parameter because a lookup through the code would make one load wait for another.
#[inline]
pub fn find<C: Copy, I: Copy + Into<u32>>(index: &Index<I>, all: &[C], rows: &Rows, code: &str) -> Option<C> {
    let at = index.candidate(code)?;
    let found = *all.get(at)?;
    (rows.code(at)? == code).then_some(found)
}

/// An error with parameters.
pub fn raise<P: Params>(params: &P) -> ApiError<P::Code> {
    ApiError::with_params(params)
}

/// `Debug` of a type of parameters. A value that is not `safe` is shown as its placeholder.
pub fn debug_params<P: Params>(name: &str, params: &P, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    params::debug(name, params, f)
}

/// Parses a wire string, for `FromStr`.
pub fn from_str<C: Code>(code: &str) -> Result<C, UnknownCode> {
    C::parse(code).ok_or_else(|| UnknownCode::new(code))
}

/// Parses a wire string, for `Deserialize`.
pub fn deserialize<'de, C: Code, D: Deserializer<'de>>(deserializer: D) -> Result<C, D::Error> {
    struct Wire<C>(core::marker::PhantomData<C>);

    impl<C: Code> Visitor<'_> for Wire<C> {
        type Value = C;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an error code")
        }

        fn visit_str<E: Error>(self, code: &str) -> Result<C, E> {
            from_str(code).map_err(E::custom)
        }
    }

    deserializer.deserialize_str(Wire(core::marker::PhantomData))
}
