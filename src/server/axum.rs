//! An error as what an axum handler returns.

use axum_core::response::{IntoResponse, Response};

use super::ApiError;
use crate::code::Code;

impl<C: Code> IntoResponse for ApiError<C> {
    fn into_response(self) -> Response {
        self.into()
    }
}
