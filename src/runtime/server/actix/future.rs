//! The future of a guarded service.

use core::future::Future;
use core::panic::AssertUnwindSafe;
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::panic::catch_unwind;

use actix_web::Error;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::ServiceResponse;
use pin_project_lite::pin_project;

use super::shape::{check, shape, shape_error};
use crate::runtime::code::Code;
use crate::runtime::server::ApiError;
use crate::runtime::server::guard_settings::Settings;
use crate::runtime::server::panicked::panicked;
use crate::runtime::wire::idempotency::Idempotency;

pin_project! {
    /// The future of a [`GuardMiddleware`](super::GuardMiddleware).
    pub struct GuardFuture<F, C> {
        #[pin]
        state: State<F, C>,
        idempotency: Idempotency,
        settings: Settings,
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
    pub(super) fn new(called: Result<F, ApiError<C>>, idempotency: Idempotency, settings: Settings) -> Self {
        let state = match called {
            Ok(future) => State::Running { future },
            Err(error) => State::Failed { error: Some(error) },
        };
        Self { state, idempotency, settings }
    }
}

impl<F, B, C> Future for GuardFuture<F, C>
where
    F: Future<Output = Result<ServiceResponse<B>, Error>>,
    B: MessageBody,
    C: Code,
{
    type Output = Result<ServiceResponse<EitherBody<B>>, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let (idempotency, settings) = (*this.idempotency, *this.settings);
        let response = match this.state.project() {
            StateProjection::Running { future } => {
                let polled = catch_unwind(AssertUnwindSafe(|| future.poll(cx)));
                let polled = polled.unwrap_or_else(|payload| Poll::Ready(Err(panicked::<C>(payload).into())));
                ready!(polled).map_err(|error| shape_error::<C>(error, idempotency, settings))?
            }
            StateProjection::Failed { error } => {
                // A finished future must not be polled again. If it is, the response is a bare 500 instead of a panic.
                let bare = || ApiError::from_status(http::StatusCode::INTERNAL_SERVER_ERROR);
                return Poll::Ready(Err(error.take().unwrap_or_else(bare).for_request(idempotency).into()));
            }
        };
        let (request, response) = response.into_parts();
        let response = shape::<B, C>(response, idempotency, settings);
        if cfg!(debug_assertions) && settings.is_strict {
            check::<_, C>(&request, &response);
        }
        Poll::Ready(Ok(ServiceResponse::new(request, response)))
    }
}
