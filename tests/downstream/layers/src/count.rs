//! Counts errors by code and route, with `metrics`.

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use error_catalog::RaisedError;

/// A middleware for `axum::middleware::from_fn`, outside of the guard. Both labels are bounded: by the table, and by the
/// routes.
pub async fn count_errors(request: Request, next: Next) -> Response {
    let route = request.extensions().get().map_or("unknown", MatchedPath::as_str).to_owned();
    let response = next.run(request).await;
    if let Some(error) = response.extensions().get::<RaisedError>() {
        metrics::counter!("errors_total", "code" => error.label(), "route" => route).increment(1);
    }
    response
}
