//! What the guard keeps of a request, because the service takes the request.

use http::{Method, Request};

use crate::runtime::wire::idempotency::Idempotency;

/// The parts of a request that its error response depends on.
pub(super) struct Asked {
    pub(super) is_head: bool,
    pub(super) idempotency: Idempotency,
    /// Method and route, for the messages of strict mode only.
    pub(super) route: Option<Box<str>>,
}

impl Asked {
    pub(super) fn of<B>(request: &Request<B>, is_strict: bool) -> Self {
        Self {
            is_head: request.method() == Method::HEAD,
            idempotency: Idempotency::from(request),
            route: is_strict.then(|| route(request)),
        }
    }
}

#[cold]
fn route<B>(request: &Request<B>) -> Box<str> {
    let path = request.uri().path();
    #[cfg(feature = "axum")]
    let path = request.extensions().get().map_or(path, axum::extract::MatchedPath::as_str);
    format!("{} {path}", request.method()).into()
}
