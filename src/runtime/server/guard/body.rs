//! The body of a guarded response.

use core::pin::Pin;
use core::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use http_body_util::{Either, Full};
use pin_project_lite::pin_project;

use super::BoxError;

/// A body that is either that of a service with the bodies `B`, or the envelope. The default is empty.
pub trait Guarded<B>: Default {
    fn own(body: B) -> Self;
    fn envelope(body: Full<Bytes>) -> Self;
}

pin_project! {
    /// The body of a guarded response: the body of the service, or the envelope.
    ///
    /// The default is empty, for outer layers that answer by themselves (CORS, timeouts).
    #[derive(Debug)]
    pub struct GuardBody<B> {
        #[pin]
        inner: Either<B, Full<Bytes>>,
    }
}

impl<B> Guarded<B> for GuardBody<B> {
    fn own(body: B) -> Self {
        Self { inner: Either::Left(body) }
    }

    fn envelope(body: Full<Bytes>) -> Self {
        Self { inner: Either::Right(body) }
    }
}

/// axum knows one type of bodies. To put another one around it would cost an allocation for each response.
#[cfg(feature = "axum")]
impl Guarded<Self> for axum::body::Body {
    fn own(body: Self) -> Self {
        body
    }

    fn envelope(body: Full<Bytes>) -> Self {
        Self::new(body)
    }
}

impl<B> Default for GuardBody<B> {
    fn default() -> Self {
        Self::envelope(Full::default())
    }
}

impl<B: Body<Data = Bytes, Error: Into<BoxError>>> Body for GuardBody<B> {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.project().inner.poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
