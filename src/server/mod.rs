//! The server half: an error that a handler returns, and the response that it becomes.

mod api_error;
#[cfg(feature = "axum")]
mod axum;
mod coded;
mod or_code;
mod response;

pub use self::api_error::ApiError;
pub use self::coded::Coded;
pub use self::or_code::OrCode;
