// The README's links to the guide lead to modules: of two definitions of a link, Markdown takes the first. Without them a failing
// example has the line that it has in the README.
#![cfg_attr(all(doc, not(doctest)), doc = include_str!("guide/links.md"), doc = "")]
#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![allow(clippy::needless_doctest_main, reason = "the README shows a whole build script")]

// Generated code names this crate by its name, at home too.
extern crate self as error_catalog;

#[cfg(feature = "cli")]
pub mod cli;
#[cfg(doc)]
pub mod guide;
mod runtime;
mod shared;
#[cfg(feature = "catalog")]
mod table;

pub use self::runtime::any_code::AnyCode;
#[cfg(feature = "http-body")]
pub use self::runtime::client::ErrorForCode;
#[cfg(any(feature = "reqwest-blocking", feature = "ureq"))]
pub use self::runtime::client::blocking;
#[cfg(feature = "reqwest-retry")]
pub use self::runtime::client::reqwest_retry;
#[cfg(feature = "tower-retry")]
pub use self::runtime::client::tower_retry;
pub use self::runtime::client::{
    CallError, DecodedError, Failure, Incomplete, NoResponse, ReadLimits, ReceivedError,
};
#[cfg(any(feature = "http-body", feature = "ureq"))]
pub use self::runtime::code::receive;
pub use self::runtime::code::{Code, ErrorCode, UnknownCode};
#[cfg(feature = "axum")]
pub use self::runtime::code::{extract, guard};
pub use self::runtime::params::Params;
#[cfg(feature = "actix")]
pub use self::runtime::server::actix;
#[cfg(feature = "axum")]
pub use self::runtime::server::axum;
#[cfg(feature = "tower")]
pub use self::runtime::server::guard;
#[cfg(feature = "utoipa")]
pub use self::runtime::server::utoipa;
pub use self::runtime::server::{ApiError, OrCode, RaisedError};
pub use self::runtime::wire::envelope::Envelope;
pub use self::runtime::wire::idempotency::Idempotency;
pub use self::runtime::wire::limits::MAX_MESSAGE;
pub use self::runtime::wire::violation::Violation;
pub use self::shared::actor::{Actor, UnknownActor};
pub use self::shared::retry::{Retry, UnknownRetry};
#[cfg(feature = "catalog")]
pub use self::table::catalog;
#[cfg(feature = "codegen")]
pub use self::table::codegen;
#[cfg(feature = "docs")]
pub use self::table::docs;
#[cfg(feature = "cli")]
pub use self::table::review;
/// Statuses, headers, methods and responses of this API are the types of this crate.
pub use ::http;

/// Includes what [`codegen::compile`](https://docs.rs/error-catalog/latest/error_catalog/codegen/fn.compile.html) made
/// of a table: the enum `ErrorCode`, with `ApiError` and `ReceivedError` for it, in the module where the macro is called.
///
/// With the feature `axum` of this crate, the module also gets the function `guard` and the module `extract`; with the
/// feature `http-body`, the module `receive`. If a crate has these names already, call the macro in a module of its own.
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
pub use self::runtime::private as __private;
