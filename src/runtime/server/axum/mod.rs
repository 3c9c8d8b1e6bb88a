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

/// Puts the guard around everything that a router answers: its routes, nested and merged routers, fallbacks and wrong
/// methods, whenever they were added.
///
/// `Router::layer` only wraps what is there already, and misses the fallback of a router that is nested later. So this
/// comes last, when the router is whole, with the layers inside that shall be guarded (time outs, limits), and before
/// those that go outside (compression, CORS, tracing), which are put on the router that is returned.
pub fn guard<C: Code>(router: Router, layer: GuardLayer<C>) -> Router {
    Router::new().fallback_service(router).layer(layer)
}
