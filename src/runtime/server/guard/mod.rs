//! The guard gives every error response the envelope.

mod asked;
mod body;
mod failure;
mod future;
mod shape;
mod strict;
mod text;

use core::convert::Infallible;
use core::fmt;
use core::marker::PhantomData;
use core::panic::AssertUnwindSafe;
use core::task::{Context, Poll};
use std::panic::catch_unwind;

use bytes::Bytes;
use http::{Request, Response};
use http_body::Body;
use tower_layer::Layer;
use tower_service::Service;

use self::asked::Asked;
pub use self::body::GuardBody;
pub(super) use self::failure::BoxError;
pub use self::future::GuardFuture;
pub use self::shape::{PassThrough, Shaped};
use super::ApiError;
use super::guard_settings::Settings;
use super::panicked::panicked;
use crate::runtime::code::{Code, ErrorCode};

/// Puts a [`Guard`] around a service.
///
/// The guard replaces each 4xx and 5xx that the application did not format on purpose, and each failure of the service
/// (a panic, a timeout, load shedding), with the envelope:
///
/// - A response without a content type, or in plain text, is the framework's own. The envelope replaces its body. The
///   replaced text is logged if it is short and already complete; the guard never waits for a body. The code is the row
///   whose `default_for` lists the status, or else the reason phrase of the status (see [`ApiError::from_status`]).
/// - Any other content type was chosen on purpose and is left alone. So is a response with [`Shaped`] or
///   [`PassThrough`] in its extensions.
/// - Headers stay, except those that describe the dropped body, or let caches keep it. The error keeps the retry advice
///   of the headers, and a `Retry-After`.
/// - `x-should-retry` of an error of a table answers the request: for the advice `if-idempotent`, it is `true` if the
///   request is [idempotent](crate::Idempotency), otherwise `false`. A response with [`PassThrough`] keeps its own.
/// - A success, a redirect or an upgrade stays as it is, and still streams.
/// - An error response to a `HEAD` request has no body.
/// - A panic becomes a 500. Its message is logged and never sent.
/// - A failure of the service becomes a response, so the guarded service never fails: 504 for
///   [`Elapsed`](tower::timeout::error::Elapsed), 503 for [`Overloaded`](tower::load_shed::error::Overloaded), the
///   response of an [`ApiError`], and 500 for any other error.
///
/// # Where it goes
///
/// From the outside in: tracing, request ids, CORS, compression, **guard**, timeouts, limits, routes. Outside of
/// compression, the guard works, but its errors are not compressed. Outside of CORS, a browser hides the errors from
/// the page. For axum, [`axum::guard`](crate::axum::guard) puts the guard around all routes.
///
/// The HTTP implementation refuses some requests before any service sees them, without the envelope: hyper answers a
/// malformed request with a bare 400, 414 or 431. [`ReceivedError`](crate::ReceivedError) reads these responses too.
///
/// ```
/// use error_catalog::ErrorCode;
/// use error_catalog::guard::GuardLayer;
/// use http::{Request, Response};
/// use http_body_util::{BodyExt, Full};
/// use tower::{ServiceBuilder, ServiceExt, service_fn};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
/// let service = ServiceBuilder::new().layer(GuardLayer::<ErrorCode>::new()).service(service_fn(|_: Request<()>| async {
///     let bare = Response::builder().status(405).header("allow", "POST").body(Full::<bytes::Bytes>::default());
///     Ok::<_, std::convert::Infallible>(bare.unwrap())
/// }));
/// let response = service.oneshot(Request::new(())).await?;
/// assert_eq!(response.headers()["allow"], "POST");
/// let body = response.into_body().collect().await?.to_bytes();
/// assert_eq!(body, r#"{"error":{"code":"METHOD_NOT_ALLOWED","message":"Method Not Allowed"}}"#);
/// # Ok(()) }
/// ```
pub struct GuardLayer<C> {
    settings: Settings,
    codes: PhantomData<fn() -> C>,
}

impl<C: Code> GuardLayer<C> {
    /// A guard with the codes of a table: `GuardLayer::<ErrorCode>::new()`.
    #[must_use]
    pub const fn new() -> Self {
        Self { settings: Settings::DEFAULT, codes: PhantomData }
    }

    /// In a debug build, panics if an error response is not one of the table. Use it in tests. A release build does not
    /// check. The default is off.
    ///
    /// The message has the method and the route. These responses are mistakes:
    ///
    /// - an error in another form than the envelope, unless it is marked as [`Shaped`] or [`PassThrough`];
    /// - an error of another table;
    /// - a code with another status than its row, or a code without a row;
    /// - a code header with another code than the body.
    #[must_use]
    pub const fn strict(mut self) -> Self {
        self.settings.is_strict = true;
        self
    }

    /// Sends the text of a replaced 4xx as the message of the envelope, for example `the name is taken` of a handler that
    /// returns `(StatusCode::CONFLICT, "the name is taken")`. The default is off: the text is only logged.
    ///
    /// It applies to a text of at most 4 KiB that the response has completely. The text of a 5xx is never sent.
    #[must_use]
    pub const fn keep_text(mut self) -> Self {
        self.settings.keeps_text = true;
        self
    }

    /// Sets `Cache-Control: no-store` on each error of the table, unless the error has the header by
    /// [`ApiError::with_header`](crate::ApiError::with_header). The default is off: caches may then keep a 404, 405, 410,
    /// 414 or 501 for a while ([RFC 9110, 15.1](https://www.rfc-editor.org/rfc/rfc9110#section-15.1)).
    #[must_use]
    pub const fn no_store(mut self) -> Self {
        self.settings.no_store = true;
        self
    }
}

impl<C: Code> Default for GuardLayer<C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S, C: Code> Layer<S> for GuardLayer<C> {
    type Service = Guard<S, C>;

    fn layer(&self, inner: S) -> Self::Service {
        Guard { inner, settings: self.settings, failure: None, codes: PhantomData }
    }
}

impl<C> Clone for GuardLayer<C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C> Copy for GuardLayer<C> {}

impl<C> fmt::Debug for GuardLayer<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GuardLayer").finish_non_exhaustive()
    }
}

/// A service whose error responses all have the envelope. [`GuardLayer`] makes it, and describes its rules.
pub struct Guard<S, C = ErrorCode> {
    inner: S,
    settings: Settings,
    /// The failure of `poll_ready`. The next call answers with it.
    failure: Option<ApiError<C>>,
    codes: PhantomData<fn() -> C>,
}

impl<S, C, ReqB, B> Service<Request<ReqB>> for Guard<S, C>
where
    S: Service<Request<ReqB>, Response = Response<B>>,
    S::Error: Into<BoxError>,
    B: Body<Data = Bytes>,
    C: Code,
{
    type Response = Response<GuardBody<B>>;
    type Error = Infallible;
    type Future = GuardFuture<S::Future, C, GuardBody<B>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.poll_inner(cx)
    }

    fn call(&mut self, request: Request<ReqB>) -> Self::Future {
        self.start(request)
    }
}

impl<S, C: Code> Guard<S, C> {
    /// Is always ready at last: a failure becomes the response of the next call.
    pub(super) fn poll_inner<R>(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>>
    where
        S: Service<R, Error: Into<BoxError>>,
    {
        if self.failure.is_some() {
            return Poll::Ready(Ok(()));
        }
        match catch_unwind(AssertUnwindSafe(|| self.inner.poll_ready(cx))) {
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(Ok(()))) => {}
            Ok(Poll::Ready(Err(error))) => self.failure = Some(failure::failed(error.into())),
            Err(payload) => self.failure = Some(panicked(payload)),
        }
        Poll::Ready(Ok(()))
    }

    pub(super) fn start<B, O>(&mut self, request: Request<B>) -> GuardFuture<S::Future, C, O>
    where
        S: Service<Request<B>>,
    {
        let asked = Asked::of(&request, self.settings.is_strict);
        let outcome = match self.failure.take() {
            Some(failure) => Err(failure),
            // The next call of a service that panicked may panic too, and is caught too.
            None => catch_unwind(AssertUnwindSafe(|| self.inner.call(request))).map_err(panicked),
        };
        GuardFuture::new(outcome, asked, self.settings)
    }
}

impl<S: Clone, C> Clone for Guard<S, C> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), settings: self.settings, failure: None, codes: PhantomData }
    }
}

impl<S: fmt::Debug, C> fmt::Debug for Guard<S, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard").field("inner", &self.inner).finish_non_exhaustive()
    }
}
