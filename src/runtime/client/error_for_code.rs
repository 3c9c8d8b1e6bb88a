//! From a response to its error, by a method on the response.

use core::error::Error;
use core::future::{Future, poll_fn};
use core::pin::pin;
use std::time::Instant;

use http::Response;
use http_body::{Body, Frame};

use super::read::{ReadBody, ReadLimits};
use super::received_error::ReceivedError;
use super::retry::is_error;
use crate::runtime::code::Code;

/// Turns a response with an error status into the error that it tells of.
///
/// It is there for `reqwest::Response` (feature `reqwest`), and for an `http::Response` with any `http_body::Body`, as
/// hyper and tower services return it (feature `http-body`). [`blocking::ErrorForCode`](crate::blocking::ErrorForCode)
/// is the same without `async`.
///
/// As with reqwest's `error_for_status`, a status below 400 is not an error: such a response is returned as it is, and its
/// body is not touched.
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
/// Whose codes they are is said once: by `::<ErrorCode>`, or by the error that the function returns.
pub trait ErrorForCode: Sized + Send {
    /// The response, or the error that it tells of. No more than 64 KiB of its body are read, and for no more than 10
    /// seconds.
    ///
    /// # Errors
    ///
    /// A [`ReceivedError`], for a status of 400 or above. It has the status and the headers also where the body is too
    /// large, never ends, or breaks off.
    ///
    /// # Panics
    ///
    /// For a status of 400 or above, outside of a tokio runtime with its timer on, such as that of `#[tokio::main]`.
    fn error_for_code<C: Code>(self) -> impl Future<Output = Result<Self, ReceivedError<C>>> + Send {
        self.error_for_code_within(ReadLimits::new())
    }

    /// Reads the body of an error within limits of your own.
    ///
    /// # Errors
    ///
    /// As [`error_for_code`](Self::error_for_code).
    ///
    /// # Panics
    ///
    /// As [`error_for_code`](Self::error_for_code).
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
        let (parts, body) = self.into_parts();
        Err(ReceivedError::from_read(status, parts.headers, read(body, limits).await))
    }
}

#[cfg(feature = "reqwest")]
impl ErrorForCode for reqwest::Response {
    async fn error_for_code_within<C: Code>(self, limits: ReadLimits) -> Result<Self, ReceivedError<C>> {
        let status = self.status();
        if !is_error(status) {
            return Ok(self);
        }
        let (parts, body) = Response::<reqwest::Body>::from(self).into_parts();
        Err(ReceivedError::from_read(status, parts.headers, read(body, limits).await))
    }
}

/// Reads a body frame by frame, until it ends or a limit is reached.
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
            // A body that is always ready, and never has anything, does not let the timer run.
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
