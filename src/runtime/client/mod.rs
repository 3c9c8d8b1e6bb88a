//! The client: reads error responses, and decides whether a request may be sent again.

#[cfg(any(feature = "reqwest-blocking", feature = "ureq"))]
pub mod blocking;
mod body_text;
#[cfg(all(target_arch = "wasm32", target_os = "unknown", feature = "reqwest"))]
mod browser_body;
mod call_error;
mod clock;
mod decode;
mod decoded_error;
#[cfg(feature = "http-body")]
mod error_for_code;
mod failure;
mod fast_path;
mod fields;
mod forms;
mod from_json;
mod help_link;
#[cfg(feature = "http-body")]
mod maybe_send;
mod message;
mod read;
mod received_advice;
mod received_error;
mod received_shown;
mod request_id;
mod request_line;
#[cfg(feature = "reqwest-retry")]
pub mod reqwest_retry;
mod retry;
#[cfg(any(feature = "reqwest-retry", feature = "tower-retry"))]
mod retry_budget;
#[cfg(any(feature = "reqwest-retry", feature = "tower-retry"))]
mod retry_numbers;
mod scanner;
#[cfg(feature = "tower-retry")]
pub mod tower_retry;
mod wait;

#[cfg(all(
    target_arch = "wasm32",
    target_os = "unknown",
    any(feature = "hyper", feature = "reqwest-blocking", feature = "reqwest-retry")
))]
compile_error!(
    "`wasm32-unknown-unknown` has no sockets, no threads and no timer of tokio, so the features `hyper`, `reqwest-blocking`, \
     `reqwest-retry` and `tower-retry` do not work there; `CallError::may_retry` and `next_delay` do"
);

pub use self::call_error::{CallError, NoResponse};
#[cfg(fuzzing)]
pub(crate) use self::decode::ways_agree;
pub use self::decoded_error::DecodedError;
#[cfg(feature = "http-body")]
pub use self::error_for_code::ErrorForCode;
pub use self::failure::Failure;
#[cfg(feature = "http-body")]
pub use self::maybe_send::MaybeSend;
pub use self::read::{Incomplete, ReadLimits};
pub use self::received_error::ReceivedError;
