//! A service with a table of its own: its codes, and routes that raise them.

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;

error_catalog::include_catalog!();

use self::extract::Path;

/// `/raise/CODE` raises an error, `/race/ORDER` one with another status, and `/stock/ARTICLE/WANTED` looks for articles.
pub fn router() -> Router {
    let routes = Router::new()
        .route("/raise/{code}", get(raise))
        .route("/race/{order}", get(race))
        .route("/stock/{article}/{wanted}", get(stock));
    guard(routes)
}

/// Somebody else was faster: the code is the same, and the status another.
async fn race() -> ApiError {
    ApiError::from(ErrorCode::OrderClosed).with_status(StatusCode::CONFLICT)
}

async fn raise(Path(code): Path<ErrorCode>) -> ApiError {
    code.into()
}

async fn stock(Path((article, wanted)): Path<(String, u64)>) -> Result<String, ApiError> {
    let left = 2;
    if wanted > left {
        Err(params::OutOfStock { left, article })?;
    }
    Ok(format!("{wanted} are yours"))
}
