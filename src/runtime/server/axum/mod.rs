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
mod guard;
mod invalid_field;
mod rejection;

use axum::response::{IntoResponse, Response};

pub use self::rejection::reject;
use super::ApiError;
use crate::runtime::code::Code;

extractors!(crate::runtime::code::ErrorCode);

pub use self::guard::guard;
pub use crate::axum_extractors as extractors;

impl<C: Code> IntoResponse for ApiError<C> {
    fn into_response(self) -> Response {
        self.into()
    }
}
