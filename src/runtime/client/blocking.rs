//! `ErrorForCode` without `async`, for ureq and for reqwest's blocking client.

use super::read::ReadLimits;
use super::received_error::ReceivedError;
use super::retry::is_error;
use crate::runtime::code::Code;

/// Turns a response with an error status into the error that it tells of.
///
/// It is there for `http::Response<ureq::Body>` (feature `ureq`) and for `reqwest::blocking::Response` (feature
/// `reqwest-blocking`). Any other client that blocks has [`ReceivedError::from_reader`].
///
/// A status below 400 is not an error: such a response is returned as it is, and its body is not touched.
///
/// # ureq
///
/// ureq makes errors of such responses by itself, and drops their bodies: turn that off.
#[cfg_attr(
    feature = "ureq",
    doc = "
```no_run
use std::time::Duration;

use error_catalog::blocking::ErrorForCode;
use error_catalog::{ErrorCode, ReceivedError};

let agent = ureq::Agent::config_builder()
    .http_status_as_error(false)
    .timeout_global(Some(Duration::from_secs(30)))
    .build()
    .new_agent();
let mut response = agent.get(\"http://localhost/v1/personas\").call()?.error_for_code::<ErrorCode>()?;
let personas = response.body_mut().read_to_string()?;
# Ok::<_, Box<dyn std::error::Error>>(())
```
"
)]
///
/// # Time
///
/// A read that waits can only be ended by the client. [`ReadLimits::time`] is looked at between two reads, so it ends a
/// body that drips; for one that stalls, or that ends in a trailer without end, ureq needs a timeout of its own, as above. reqwest's blocking client has one of
/// 30 seconds by default.
pub trait ErrorForCode: Sized {
    /// The response, or the error that it tells of. No more than 64 KiB of its body are read.
    ///
    /// # Errors
    ///
    /// A [`ReceivedError`], for a status of 400 or above. It has the status and the headers also where the body is too
    /// large, never ends, or breaks off.
    fn error_for_code<C: Code>(self) -> Result<Self, ReceivedError<C>> {
        self.error_for_code_within(ReadLimits::new())
    }

    /// Reads the body of an error within limits of your own.
    ///
    /// # Errors
    ///
    /// As [`error_for_code`](Self::error_for_code).
    fn error_for_code_within<C: Code>(self, limits: ReadLimits) -> Result<Self, ReceivedError<C>>;
}

#[cfg(feature = "ureq")]
impl ErrorForCode for http::Response<ureq::Body> {
    fn error_for_code_within<C: Code>(self, limits: ReadLimits) -> Result<Self, ReceivedError<C>> {
        let status = self.status();
        if !is_error(status) {
            return Ok(self);
        }
        let (parts, body) = self.into_parts();
        Err(ReceivedError::from_reader(status, parts.headers, body.into_reader(), limits))
    }
}

#[cfg(feature = "reqwest-blocking")]
impl ErrorForCode for reqwest::blocking::Response {
    fn error_for_code_within<C: Code>(mut self, limits: ReadLimits) -> Result<Self, ReceivedError<C>> {
        let status = self.status();
        if !is_error(status) {
            return Ok(self);
        }
        let headers = core::mem::take(self.headers_mut());
        Err(ReceivedError::from_reader(status, headers, self, limits))
    }
}
