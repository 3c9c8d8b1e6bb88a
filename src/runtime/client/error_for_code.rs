//! The method `error_for_code` of responses.

use core::error::Error;
use core::future::{Future, poll_fn};
use core::pin::pin;

use http::Response;
use http_body::{Body, Frame};

#[cfg(all(feature = "reqwest", target_arch = "wasm32", target_os = "unknown"))]
use super::browser_body::BrowserBody;
use super::clock::{self, Stopwatch};
use super::maybe_send::MaybeSend;
use super::read::{ReadBody, ReadLimits};
use super::received_error::ReceivedError;
#[cfg(feature = "reqwest")]
use super::request_line::RequestLine;
use super::retry::is_error;
use crate::runtime::code::Code;

/// Turns a response with an error status into a [`ReceivedError`].
///
/// It is implemented for `reqwest::Response` (feature `reqwest`), and for an `http::Response` with any
/// `http_body::Body`, as hyper and tower services return it (feature `http-body`).
/// [`blocking::ErrorForCode`](crate::blocking::ErrorForCode) is the same without `async`.
///
/// As with reqwest's `error_for_status`, a response with a status below 400 is not an error. It is returned unchanged,
/// and its body is not read.
#[cfg_attr(
    feature = "reqwest",
    doc = "
```no_run
use error_catalog::{ErrorCode, ErrorForCode, ReceivedError};

async fn thumbnail(client: &reqwest::Client, url: &str) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let response = client.get(url).send().await?.error_for_code::<ErrorCode>().await?;
    Ok(response.bytes().await?.into())
}
```
"
)]
///
/// The future is `Send`, so `tokio::spawn` takes it. On `wasm32-unknown-unknown` neither the response nor the future has to
/// be `Send`: that is the only meaning of `MaybeSend`.
///
/// Name the catalog once: with `::<ErrorCode>`, or in the error type that the function returns.
pub trait ErrorForCode: Sized + MaybeSend {
    /// Returns the response, or its error. Reads at most 64 KiB of the body of an error, for at most 10 seconds.
    ///
    /// # Errors
    ///
    /// A [`ReceivedError`], for a status of 400 or above. It has the status and the headers even if the body is too
    /// large, never ends, or breaks off.
    ///
    /// # Panics
    ///
    /// For a status of 400 or above, if it is called outside of a tokio runtime with an enabled timer. `#[tokio::main]`
    /// has one. In a browser no runtime is needed.
    fn error_for_code<C: Code>(self) -> impl Future<Output = Result<Self, ReceivedError<C>>> + MaybeSend {
        self.error_for_code_within(ReadLimits::new())
    }

    /// Like [`error_for_code`](Self::error_for_code), with limits of your own for the body of an error.
    ///
    /// # Errors
    ///
    /// See [`error_for_code`](Self::error_for_code).
    ///
    /// # Panics
    ///
    /// See [`error_for_code`](Self::error_for_code).
    fn error_for_code_within<C: Code>(
        self,
        limits: ReadLimits,
    ) -> impl Future<Output = Result<Self, ReceivedError<C>>> + MaybeSend;
}

/// For hyper, tower, and other crates with `http::Response` and `http_body::Body`. Trailers are ignored.
impl<B> ErrorForCode for Response<B>
where
    B: Body<Data: MaybeSend, Error: Into<Box<dyn Error + Send + Sync>> + MaybeSend> + MaybeSend,
{
    async fn error_for_code_within<C: Code>(self, limits: ReadLimits) -> Result<Self, ReceivedError<C>> {
        let status = self.status();
        if !is_error(status) {
            return Ok(self);
        }
        let (mut parts, body) = self.into_parts();
        let error = ReceivedError::from_read(status, parts.headers, read(body, limits).await);
        Err(error.of_request(parts.extensions.remove()))
    }
}

#[cfg(all(feature = "reqwest", target_arch = "wasm32", target_os = "unknown"))]
impl ErrorForCode for reqwest::Response {
    async fn error_for_code_within<C: Code>(mut self, limits: ReadLimits) -> Result<Self, ReceivedError<C>> {
        let status = self.status();
        if !is_error(status) {
            return Ok(self);
        }
        let request = RequestLine::new(None, self.url().as_str());
        let headers = core::mem::take(self.headers_mut());
        let body = BrowserBody(self.bytes_stream());
        let error = ReceivedError::from_read(status, headers, read(body, limits).await);
        Err(error.of_request(Some(request)))
    }
}

#[cfg(all(feature = "reqwest", not(all(target_arch = "wasm32", target_os = "unknown"))))]
impl ErrorForCode for reqwest::Response {
    async fn error_for_code_within<C: Code>(self, limits: ReadLimits) -> Result<Self, ReceivedError<C>> {
        let status = self.status();
        if !is_error(status) {
            return Ok(self);
        }
        let request = RequestLine::of_reqwest(self.extensions(), self.url());
        let (parts, body) = Response::<reqwest::Body>::from(self).into_parts();
        let error = ReceivedError::from_read(status, parts.headers, read(body, limits).await);
        Err(error.of_request(Some(request)))
    }
}

/// Reads a body frame by frame until it ends or a limit is reached.
async fn read<B>(body: B, limits: ReadLimits) -> ReadBody
where
    B: Body<Error: Into<Box<dyn Error + Send + Sync>>>,
{
    let mut read = ReadBody::new(limits);
    let mut body = pin!(body);
    let start = Stopwatch::start();
    let whole = async {
        while let Some(frame) = poll_fn(|cx| body.as_mut().poll_frame(cx)).await {
            match frame.map(Frame::into_data) {
                Ok(Ok(data)) => {
                    if !read.push_all(data) {
                        return;
                    }
                }
                Ok(Err(_)) => {}
                Err(error) => return read.broke(error),
            }
            // A body that is always ready and never has data does not let the timer run.
            if start.has_reached(limits.time) {
                return read.timed_out();
            }
        }
    };
    if clock::within(limits.time, whole).await.is_none() {
        read.timed_out();
    }
    read
}
