//! The guard around a router.

use core::convert::Infallible;
use core::task::{Context, Poll};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use tower_layer::Layer;
use tower_service::Service;

use crate::runtime::code::Code;
use crate::runtime::server::guard::{BoxError, Guard, GuardFuture, GuardLayer};

/// Puts the guard around all responses of a router: its routes, nested and merged routers, fallbacks and wrong methods,
/// in any order of registration.
///
/// `Router::layer` only wraps the routes that exist already. So call this function last, with the complete router and
/// its state: `guard(router.with_state(state), layer)`. Add inner layers (timeouts, limits) before the call. Add outer
/// layers (tracing, metrics, compression, CORS) to the router that it returns: they see the
/// [`MatchedPath`](axum::extract::MatchedPath) of the route, and [`RaisedError`](crate::RaisedError) in the extensions
/// of an error response. Each layer is made once, when this function is called.
///
/// If you nest the guarded router in another one, unknown paths below it belong to the outer router, as always in axum.
/// Guard the outer router, or give the inner one a fallback of its own.
pub fn guard<C: Code>(router: Router, layer: GuardLayer<C>) -> Router {
    // Without `with_state`, axum makes the layers inside of the router anew for each request or connection, and a limit on
    // concurrency would limit nothing.
    router.with_state(()).layer(RouteGuardLayer(layer))
}

/// The layer of [`RouteGuard`].
#[derive(Clone)]
struct RouteGuardLayer<C>(GuardLayer<C>);

impl<S, C: Code> Layer<S> for RouteGuardLayer<C> {
    type Service = RouteGuard<S, C>;

    fn layer(&self, inner: S) -> Self::Service {
        RouteGuard(self.0.layer(inner))
    }
}

/// A [`Guard`] whose responses keep axum's body.
#[derive(Clone)]
struct RouteGuard<S, C>(Guard<S, C>);

impl<S, C> Service<Request> for RouteGuard<S, C>
where
    S: Service<Request, Response = Response, Error: Into<BoxError>>,
    C: Code,
{
    type Response = Response;
    type Error = Infallible;
    type Future = GuardFuture<S::Future, C, Body>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.0.poll_inner(cx)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        self.0.start(request)
    }
}
