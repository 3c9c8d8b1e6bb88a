//! The server: the error that a handler returns, its response, and the guard that gives every other error response the
//! same form.

#[cfg(feature = "actix")]
pub mod actix;
mod api_error;
#[cfg(feature = "axum")]
pub mod axum;
mod exposed_headers;
#[cfg(feature = "garde")]
mod garde;
#[cfg(feature = "tower")]
pub mod guard;
#[cfg(any(feature = "actix", feature = "tower"))]
mod guard_settings;
#[cfg(feature = "tracing")]
mod log;
mod or_code;
#[cfg(any(feature = "actix", feature = "tower"))]
mod panicked;
mod raised_error;
mod response;
mod row_header;
#[cfg(any(feature = "actix", feature = "tower"))]
mod rules;
mod status_text;
#[cfg(feature = "utoipa")]
pub mod utoipa;
#[cfg(feature = "validator")]
mod validator;
mod violations;

pub use self::api_error::ApiError;
pub use self::or_code::OrCode;
pub use self::raised_error::RaisedError;
