//! The server: the error that a handler returns, its response, and the guard that gives every other error response the
//! same form.

#[cfg(feature = "actix")]
pub mod actix;
mod api_error;
#[cfg(feature = "axum")]
pub mod axum;
#[cfg(feature = "tower")]
pub mod guard;
#[cfg(feature = "tracing")]
mod log;
mod or_code;
#[cfg(any(feature = "actix", feature = "tower"))]
mod panicked;
mod response;
#[cfg(any(feature = "actix", feature = "tower"))]
mod rules;
#[cfg(feature = "utoipa")]
pub mod utoipa;

pub use self::api_error::ApiError;
pub use self::or_code::OrCode;
