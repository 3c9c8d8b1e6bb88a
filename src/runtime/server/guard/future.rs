//! The future of a guarded service.

use core::convert::Infallible;
use core::future::Future;
use core::marker::PhantomData;
use core::panic::AssertUnwindSafe;
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::panic::catch_unwind;

use bytes::Bytes;
use http::{Response, StatusCode};
use http_body::Body;
use pin_project_lite::pin_project;

use super::asked::Asked;
use super::body::Guarded;
use super::shape::is_error;
use super::{BoxError, failure, shape, strict};
use crate::runtime::code::Code;
use crate::runtime::server::ApiError;
use crate::runtime::server::guard_settings::Settings;
use crate::runtime::server::panicked::panicked;

pin_project! {
    /// The future of a [`Guard`](super::Guard). `O` is the body of its response.
    pub struct GuardFuture<F, C, O> {
        #[pin]
        state: State<F, C>,
        asked: Asked,
        settings: Settings,
        output: PhantomData<fn() -> O>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<F, C> {
        Running { #[pin] future: F },
        Failed { error: Option<ApiError<C>> },
    }
}

impl<F, C, O> GuardFuture<F, C, O> {
    pub(super) fn new(outcome: Result<F, ApiError<C>>, asked: Asked, settings: Settings) -> Self {
        let state = match outcome {
            Ok(future) => State::Running { future },
            Err(error) => State::Failed { error: Some(error) },
        };
        Self { state, asked, settings, output: PhantomData }
    }
}

impl<F, B, E, C, O> Future for GuardFuture<F, C, O>
where
    F: Future<Output = Result<Response<B>, E>>,
    B: Body<Data = Bytes>,
    E: Into<BoxError>,
    C: Code,
    O: Guarded<B>,
{
    type Output = Result<Response<O>, Infallible>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let mut state = this.state;
        let shaped = match state.as_mut().project() {
            StateProjection::Failed { error } => Err(error.take()),
            StateProjection::Running { future } => match catch_unwind(AssertUnwindSafe(|| future.poll(cx))) {
                Ok(poll) => match ready!(poll) {
                    Ok(response) => Ok(shape::shape::<B, C, O>(response, this.asked, *this.settings)),
                    Err(error) => Err(Some(failure::failed(error.into()))),
                },
                Err(payload) => Err(Some(panicked(payload))),
            },
        };
        // A finished future must not be polled again. If it is, the response is a bare 500 instead of a panic.
        let mut response = shaped.unwrap_or_else(|error| {
            let error = error.unwrap_or_else(|| ApiError::from_status(StatusCode::INTERNAL_SERVER_ERROR));
            shape::respond::<C, O, B>(error, this.asked)
        });
        if is_error(response.status()) {
            shape::finish(&mut response, this.asked, *this.settings);
        }
        if cfg!(debug_assertions) && this.settings.is_strict {
            strict::check::<O, C>(&response, this.asked);
        }
        Poll::Ready(Ok(response))
    }
}
