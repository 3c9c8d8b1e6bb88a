//! A service with errors of its own, and with those that all services have.

use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use error_catalog::axum::guard;
use error_catalog::guard::GuardLayer;

error_catalog::include_catalog!();

/// `/raise/CODE` raises an error.
pub fn router() -> Router {
    guard(Router::new().route("/raise/{code}", get(raise)), GuardLayer::<ErrorCode>::of().strict())
}

async fn raise(Path(code): Path<ErrorCode>) -> ApiError {
    code.into()
}
