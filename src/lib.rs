#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![allow(clippy::needless_doctest_main, reason = "the README shows a whole build script")]

// Generated code names this crate by its name, at home too.
extern crate self as error_catalog;

#[cfg(feature = "catalog")]
pub mod catalog;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "codegen")]
pub mod codegen;
#[cfg(feature = "docs")]
pub mod docs;
#[cfg(feature = "cli")]
pub mod review;

mod any_code;
mod client;
mod code;
mod content;
mod details;
#[cfg(any(feature = "cli", feature = "codegen"))]
mod disk;
mod envelope;
mod hints;
mod lookup;
mod params;
mod pass_on;
mod server;
#[cfg(feature = "codegen")]
mod shell;
mod style;
mod template;
mod text;
mod vocab;

pub use self::any_code::AnyCode;
#[cfg(feature = "http-body")]
pub use self::client::ErrorForCode;
#[cfg(any(feature = "reqwest-blocking", feature = "ureq"))]
pub use self::client::blocking;
#[cfg(feature = "reqwest-retry")]
pub use self::client::reqwest_retry;
#[cfg(feature = "tower-retry")]
pub use self::client::tower_retry;
pub use self::client::{DecodedError, Idempotency, Incomplete, ReadLimits, ReceivedError};
pub use self::code::{Code, ErrorCode, UnknownCode};
pub use self::envelope::Envelope;
pub use self::params::Params;
#[cfg(feature = "actix")]
pub use self::server::actix;
#[cfg(feature = "axum")]
pub use self::server::axum;
#[cfg(feature = "tower")]
pub use self::server::guard;
#[cfg(feature = "utoipa")]
pub use self::server::utoipa;
pub use self::server::{ApiError, OrCode};
pub use self::vocab::{Retry, UnknownRetry};
/// Statuses, headers, methods and responses of this API are the types of this crate.
pub use ::http;

/// Includes what [`codegen::compile`](https://docs.rs/error-catalog/latest/error_catalog/codegen/fn.compile.html) made
/// of a table: the enum `ErrorCode`, with `ApiError` and `ReceivedError` for it, in the module where the macro is called.
///
/// `include_catalog!("billing.rs")` includes the file of that name, for a crate with a second table: see
/// [`Config::file`](https://docs.rs/error-catalog/latest/error_catalog/codegen/struct.Config.html#method.file).
#[macro_export]
macro_rules! include_catalog {
    () => {
        $crate::include_catalog!("error_catalog.rs");
    };
    ($file:literal) => {
        ::core::include!(::core::concat!(
            ::core::env!(
                "OUT_DIR",
                "`include_catalog!` needs a build script that calls `error_catalog::codegen::compile`"
            ),
            "/",
            $file
        ));
    };
}

#[doc(hidden)]
pub use self::code::private as __private;
