//! `ErrorForCode` without `async`, for ureq and for reqwest's blocking client.

use super::read::ReadLimits;
use super::received_error::ReceivedError;
use super::request_line::RequestLine;
use super::retry::is_error;
use crate::runtime::code::Code;

/// Turns a response with an error status into a [`ReceivedError`].
///
/// It is implemented for `http::Response<ureq::Body>` (feature `ureq`) and for `reqwest::blocking::Response` (feature
/// `reqwest-blocking`). For any other blocking client, use [`ReceivedError::from_reader`].
///
/// A response with a status below 400 is not an error. It is returned unchanged, and its body is not read.
///
/// # ureq
///
/// By default, ureq turns an error status into an error of its own and drops the body. Turn that off:
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
/// Only the client can end a read that waits. [`ReadLimits::time`] is checked between two reads, so it ends a body that
/// arrives slowly. To end a body that stalls, or a trailer that never ends, ureq needs a timeout of its own, as above.
/// reqwest's blocking client has a timeout of 30 seconds by default.
pub trait ErrorForCode: Sized {
    /// Returns the response, or its error. Reads at most 64 KiB of the body of an error.
    ///
    /// # Errors
    ///
    /// A [`ReceivedError`], for a status of 400 or above. It has the status and the headers even if the body is too
    /// large, never ends, or breaks off.
    fn error_for_code<C: Code>(self) -> Result<Self, ReceivedError<C>> {
        self.error_for_code_within(ReadLimits::new())
    }

    /// Like [`error_for_code`](Self::error_for_code), with limits of your own for the body of an error.
    ///
    /// # Errors
    ///
    /// See [`error_for_code`](Self::error_for_code).
    fn error_for_code_within<C: Code>(self, limits: ReadLimits) -> Result<Self, ReceivedError<C>>;
}

#[cfg(feature = "ureq")]
impl ErrorForCode for http::Response<ureq::Body> {
    fn error_for_code_within<C: Code>(self, limits: ReadLimits) -> Result<Self, ReceivedError<C>> {
        let status = self.status();
        if !is_error(status) {
            return Ok(self);
        }
        let request = RequestLine::new(None, &ureq::ResponseExt::get_uri(&self).to_string());
        let (parts, body) = self.into_parts();
        let error = ReceivedError::from_reader(status, parts.headers, body.into_reader(), limits);
        Err(error.of_request(Some(request)))
    }
}

#[cfg(feature = "reqwest-blocking")]
impl ErrorForCode for reqwest::blocking::Response {
    fn error_for_code_within<C: Code>(mut self, limits: ReadLimits) -> Result<Self, ReceivedError<C>> {
        let status = self.status();
        if !is_error(status) {
            return Ok(self);
        }
        let request = RequestLine::new(None, self.url().as_str());
        let headers = core::mem::take(self.headers_mut());
        let error = ReceivedError::from_reader(status, headers, self, limits);
        Err(error.of_request(Some(request)))
    }
}
