//! A service with errors of its own, and with those that all services have.

use axum::Router;
use axum::extract::Path;
use axum::routing::get;

error_catalog::include_catalog!();

/// `/raise/CODE` raises an error.
pub fn router() -> Router {
    guard(Router::new().route("/raise/{code}", get(raise)))
}

async fn raise(Path(code): Path<ErrorCode>) -> ApiError {
    code.into()
}
