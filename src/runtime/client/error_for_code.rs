//! The method `error_for_code` of responses.

use core::error::Error;
use core::future::{Future, poll_fn};
use core::pin::pin;
use std::time::Instant;

use http::Response;
use http_body::{Body, Frame};

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
/// Name the catalog once: with `::<ErrorCode>`, or in the error type that the function returns.
pub trait ErrorForCode: Sized + Send {
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
    /// has one.
    fn error_for_code<C: Code>(self) -> impl Future<Output = Result<Self, ReceivedError<C>>> + Send {
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
    ) -> impl Future<Output = Result<Self, ReceivedError<C>>> + Send;
}

/// For hyper, tower, and other crates with `http::Response` and `http_body::Body`. Trailers are ignored.
impl<B> ErrorForCode for Response<B>
where
    B: Body<Data: Send, Error: Into<Box<dyn Error + Send + Sync>> + Send> + Send,
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

#[cfg(feature = "reqwest")]
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
    let start = Instant::now();
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
            if start.elapsed() >= limits.time {
                return read.timed_out();
            }
        }
    };
    if tokio::time::timeout(limits.time, whole).await.is_err() {
        read.timed_out();
    }
    read
}
