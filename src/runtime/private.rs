//! Not public API: what generated code calls.

use core::fmt;

use serde::de::{Deserializer, Error, Visitor};

use super::code::{Code, UnknownCode};
pub use super::params::details::{Details, Field, Value};
pub use super::params::template::{Template, TemplateParam};
use super::params::{self, Params};
pub use super::row::{Row, Rows};
pub use super::row_headers::RowHeaders;
use super::server::ApiError;
pub use super::settings::Settings;
pub use crate::shared::lookup::Index;
pub use crate::shared::style::Style;
#[cfg(feature = "axum")]
pub use axum;
/// Under one roof: `Extension` is not where the others are.
#[cfg(feature = "axum")]
pub mod axum_extractors {
    pub use axum::Extension;
    pub use axum::extract::{Form, Json, Path, Query};
}
pub use http::StatusCode;
pub use {serde, strum};

/// The code that an index leads to, if it is the one that was asked for.
///
/// It is given all of them: the compiler would evaluate `C::ALL` once more, in time that grows with the square of a
/// large table. It is given the rows, because on the way from a code to its row one load waits for the other.
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

/// `Debug` of a type of parameters: what is not safe to log is not shown.
pub fn debug_params<P: Params>(name: &str, params: &P, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    params::debug(name, params, f)
}

/// The code of a wire string, for `FromStr`.
pub fn from_str<C: Code>(code: &str) -> Result<C, UnknownCode> {
    C::parse(code).ok_or_else(|| UnknownCode::new(code))
}

/// The code of a wire string, for `Deserialize`.
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
