//! The future of a guarded service.

use core::convert::Infallible;
use core::future::Future;
use core::marker::PhantomData;
use core::panic::AssertUnwindSafe;
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::panic::catch_unwind;

use bytes::Bytes;
use http::Response;
use http_body::Body;
use pin_project_lite::pin_project;

use super::{BoxError, GuardBody, Settings, failure, shape};
use crate::runtime::code::Code;
use crate::runtime::server::ApiError;
use crate::runtime::server::panicked::panicked;

pin_project! {
    /// The future of a [`Guard`](super::Guard).
    pub struct GuardFuture<F, C> {
        #[pin]
        state: State<F, C>,
        is_head: bool,
        settings: Settings,
        codes: PhantomData<fn() -> C>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<F, C> {
        Running { #[pin] future: F },
        Failed { error: Option<ApiError<C>> },
    }
}

impl<F, C> GuardFuture<F, C> {
    pub(super) fn new(outcome: Result<F, ApiError<C>>, is_head: bool, settings: Settings) -> Self {
        let state = match outcome {
            Ok(future) => State::Running { future },
            Err(error) => State::Failed { error: Some(error) },
        };
        Self { state, is_head, settings, codes: PhantomData }
    }
}

impl<F, B, E, C> Future for GuardFuture<F, C>
where
    F: Future<Output = Result<Response<B>, E>>,
    B: Body<Data = Bytes>,
    E: Into<BoxError>,
    C: Code,
{
    type Output = Result<Response<GuardBody<B>>, Infallible>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let is_head = *this.is_head;
        let mut state = this.state;
        let error = match state.as_mut().project() {
            StateProjection::Failed { error } => error.take(),
            StateProjection::Running { future } => {
                let polled = catch_unwind(AssertUnwindSafe(|| future.poll(cx)));
                match polled {
                    Ok(poll) => match ready!(poll) {
                        Ok(response) => {
                            let response = shape::shape::<B, C>(response, is_head);
                            if cfg!(debug_assertions) && this.settings.shouts {
                                shape::shout::<_, C>(&response);
                            }
                            return Poll::Ready(Ok(response));
                        }
                        Err(error) => Some(failure::failed(error.into())),
                    },
                    Err(payload) => Some(panicked(payload)),
                }
            }
        };
        // A finished future must not be polled again. If it is, the response is a bare 500 instead of a panic.
        let error = error.unwrap_or_else(|| ApiError::from_status(http::StatusCode::INTERNAL_SERVER_ERROR));
        Poll::Ready(Ok(shape::respond(error, is_head)))
    }
}
