//! The guard as middleware of actix-web.

use core::fmt;
use core::future::{Ready, ready};
use core::marker::PhantomData;
use core::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

use actix_web::Error;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform, forward_ready};
use actix_web::http::header::HeaderValue;
use http::Method;

use super::future::GuardFuture;
use crate::runtime::code::{Code, ErrorCode};
use crate::runtime::server::guard_settings::Settings;
use crate::runtime::server::panicked::panicked;
use crate::runtime::wire::idempotency::Idempotency;

/// Middleware that replaces each 4xx and 5xx that the application did not format on purpose, and each panic, with the
/// envelope:
///
/// - A response without a content type, or in plain text, is actix-web's own: the response to a wrong method, an
///   [`ErrorInternalServerError`](actix_web::error::ErrorInternalServerError), or a
///   [`ResponseError`](actix_web::ResponseError) that only sets its status. The envelope replaces its body.
///   The code is the row whose `default_for` lists the status, or else the reason phrase of
///   the status (see [`ApiError::from_status`](crate::ApiError::from_status)). The text of the error is logged.
/// - Any other content type was chosen on purpose and is left alone. So is a response with [`Shaped`](super::Shaped) or
///   [`PassThrough`](super::PassThrough) in its extensions. So is a body that a handler streams, which has the content
///   type `application/octet-stream`.
/// - Headers stay, except those that describe the dropped body, or let caches keep it. The error keeps the retry advice
///   of the headers, and a `Retry-After`.
/// - `x-should-retry` of an error of a table answers the request: for the advice `if-idempotent`, it is `true` if the
///   request is [idempotent](crate::Idempotency), otherwise `false`. A response with [`PassThrough`](super::PassThrough)
///   keeps its own.
/// - A success, a redirect or an upgrade stays as it is, and still streams.
/// - An error response to a `HEAD` request has no body, but the length of one. actix-web does that.
/// - A panic becomes a 500. Its message is logged and never sent. A panic while a body is sent cuts the connection.
/// - Inner middleware can return an [`actix_web::Error`] instead of a response. It stays an error, whose response is
///   the envelope, because actix-web makes the response after all middleware. A panic also becomes such an error,
///   because the request is lost. Outer middleware sees `Err`, as it would without the guard.
///
/// # Where it goes
///
/// The last `wrap` is the outermost. From the outside in: tracing, request ids, CORS, compression, **guard**, limits,
/// routes. Around the app, the guard covers all routes, scopes and default services, in any order of registration.
///
/// actix-web refuses some requests before any middleware sees them, without the envelope: a malformed request with a
/// bare 400, a head that is too large with 431, and a head that is too slow with 408.
/// [`ReceivedError`](crate::ReceivedError) reads these responses too.
///
/// ```
/// use actix_web::{App, error, test, web};
/// use error_catalog::ErrorCode;
/// use error_catalog::actix::Guard;
///
/// # #[actix_web::main]
/// # async fn main() {
/// let handler = web::get().to(|| async { Err::<&str, _>(error::ErrorBadGateway("10.0.0.7 refused")) });
/// let app = App::new().route("/", handler).wrap(Guard::<ErrorCode>::new());
///
/// # let app = test::init_service(app).await;
/// let body = test::call_and_read_body(&app, test::TestRequest::get().to_request()).await;
/// assert_eq!(body, r#"{"error":{"code":"BAD_GATEWAY","message":"Bad Gateway"}}"#);
/// # }
/// ```
pub struct Guard<C> {
    pub(super) settings: Settings,
    codes: PhantomData<fn() -> C>,
}

impl<C: Code> Guard<C> {
    /// A guard with the codes of a table: `Guard::<ErrorCode>::new()`.
    #[must_use]
    pub const fn new() -> Self {
        Self { settings: Settings::DEFAULT, codes: PhantomData }
    }

    /// In a debug build, panics if an error response is not one of the table. Use it in tests. A release build does not
    /// check. The default is off.
    ///
    /// The message has the method and the route. These responses are mistakes:
    ///
    /// - an error in another form than the envelope, unless it is marked as [`Shaped`](super::Shaped) or
    ///   [`PassThrough`](super::PassThrough);
    /// - an error of another table;
    /// - a code with another status than its row, or a code without a row;
    /// - a code header with another code than the body.
    #[must_use]
    pub const fn strict(mut self) -> Self {
        self.settings.is_strict = true;
        self
    }

    /// Sends the text of a replaced 4xx as the message of the envelope. The default is off: the text is only logged.
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

impl<C: Code> Default for Guard<C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S, B, C> Transform<S, ServiceRequest> for Guard<C>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
    C: Code,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Transform = GuardMiddleware<S, C>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, inner: S) -> Self::Future {
        ready(Ok(GuardMiddleware { inner, guard: *self }))
    }
}

impl<C> Clone for Guard<C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C> Copy for Guard<C> {}

impl<C> fmt::Debug for Guard<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard").finish_non_exhaustive()
    }
}

/// A service whose error responses all have the envelope. [`Guard`] makes it, and describes its rules.
pub struct GuardMiddleware<S, C = ErrorCode> {
    inner: S,
    guard: Guard<C>,
}

impl<S, B, C> Service<ServiceRequest> for GuardMiddleware<S, C>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
    C: Code,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Future = GuardFuture<S::Future, C>;

    forward_ready!(inner);

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let idempotency = idempotency(&request);
        // The next call of a service that panicked may panic too, and is caught too.
        let called = catch_unwind(AssertUnwindSafe(|| self.inner.call(request)));
        GuardFuture::new(called.map_err(panicked), idempotency, self.guard.settings)
    }
}

/// actix-web uses the types of `http` 0.2.
fn idempotency(request: &ServiceRequest) -> Idempotency {
    let method = Method::from_bytes(request.method().as_str().as_bytes()).unwrap_or(Method::POST);
    Idempotency::with_keys(&method, |name| request.headers().get(name).map(HeaderValue::as_bytes))
}

impl<S: fmt::Debug, C> fmt::Debug for GuardMiddleware<S, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GuardMiddleware").field("inner", &self.inner).finish_non_exhaustive()
    }
}
