//! axum: errors that handlers return, extractors that reject with them, and the guard around a router.
//!
//! ```
//! use axum::Router;
//! use axum::routing::post;
//! use error_catalog::axum::{Json, guard};
//! use error_catalog::guard::GuardLayer;
//! use error_catalog::{ApiError, ErrorCode};
//!
//! async fn buy(Json(amount): Json<u32>) -> Result<String, ApiError> {
//!     if amount == 0 {
//!         return Err(ErrorCode::InvalidAmount.into());
//!     }
//!     Ok(format!("bought {amount}"))
//! }
//!
//! let router = Router::new().route("/credits", post(buy));
//! let router: Router = guard(router, GuardLayer::new());
//! ```

mod extract;
mod rejection;

use axum::Router;
use axum::response::{IntoResponse, Response};

use super::ApiError;
use super::guard::GuardLayer;
use crate::runtime::code::Code;

extractors!(crate::runtime::code::ErrorCode);

pub use crate::axum_extractors as extractors;

impl<C: Code> IntoResponse for ApiError<C> {
    fn into_response(self) -> Response {
        self.into()
    }
}

/// Puts the guard around all responses of a router: its routes, nested and merged routers, fallbacks and wrong methods,
/// in any order of registration.
///
/// `Router::layer` only wraps the routes that exist already, and misses the fallback of a router that is nested later.
/// So call this function last, with the complete router. Add inner layers (timeouts, limits) before the call. Add outer
/// layers (compression, CORS, tracing) to the router that it returns.
pub fn guard<C: Code>(router: Router, layer: GuardLayer<C>) -> Router {
    Router::new().fallback_service(router).layer(layer)
}
