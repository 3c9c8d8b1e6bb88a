//! The client half: what a response that is no success tells.

mod decode;
mod received_error;
mod retry;

pub use self::received_error::ReceivedError;
