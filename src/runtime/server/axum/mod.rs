//! axum: errors that handlers return, extractors that reject with them, and the guard around a router.
//!
//! This module is for any table. The crate with your table has `guard` and the module `extract` for your codes; this
//! crate has them too, for the shipped table.
//!
//! ```
//! use axum::Router;
//! use axum::routing::post;
//! use error_catalog as my_errors; // the crate with your table
//! use my_errors::extract::Json;
//! use my_errors::{ApiError, ErrorCode};
//!
//! async fn buy(Json(amount): Json<u32>) -> Result<String, ApiError> {
//!     if amount == 0 {
//!         return Err(ErrorCode::InvalidAmount.into());
//!     }
//!     Ok(format!("bought {amount}"))
//! }
//!
//! let router: Router = my_errors::guard(Router::new().route("/credits", post(buy)));
//! ```

mod extract;
mod guard;
mod invalid_field;
mod rejection;

use axum::response::{IntoResponse, Response};

pub use self::rejection::reject;
use super::ApiError;
use crate::runtime::code::Code;

pub use self::guard::guard;
pub use crate::axum_extractors as extractors;

impl<C: Code> IntoResponse for ApiError<C> {
    fn into_response(self) -> Response {
        self.into()
    }
}
