//! The server half: an error that a handler returns, the response that it becomes, and the guard that gives every other
//! error response the same form.

mod api_error;
#[cfg(feature = "axum")]
pub mod axum;
mod coded;
#[cfg(feature = "tower")]
pub mod guard;
#[cfg(feature = "tracing")]
mod log;
mod or_code;
mod response;

pub use self::api_error::ApiError;
pub use self::coded::Coded;
pub use self::or_code::OrCode;
