#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

// Generated code names this crate by its name, at home too.
extern crate self as error_catalog;

#[cfg(feature = "catalog")]
pub mod catalog;
#[cfg(feature = "codegen")]
pub mod codegen;

mod client;
mod code;
mod envelope;
mod hints;
mod lookup;
mod server;
mod text;
mod vocab;

pub use self::client::ReceivedError;
pub use self::code::{Code, ErrorCode, UnknownCode};
pub use self::envelope::Envelope;
pub use self::server::{ApiError, OrCode};
pub use self::vocab::{Retry, UnknownRetry};

#[doc(hidden)]
pub use self::code::private as __private;
