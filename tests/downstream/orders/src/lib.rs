//! A service with a table of its own: its codes, and routes that raise them.

use axum::Router;
use axum::routing::get;

error_catalog::include_catalog!();

use self::extract::Path;

/// `/raise/CODE` raises an error, and `/stock/ARTICLE/WANTED` looks for articles.
pub fn router() -> Router {
    let routes =
        Router::new().route("/raise/{code}", get(raise)).route("/stock/{article}/{wanted}", get(stock));
    guard(routes)
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
