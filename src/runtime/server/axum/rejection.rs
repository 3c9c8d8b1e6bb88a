//! axum's rejections as errors.

use axum::extract::rejection::{
    BytesRejection, ExtensionRejection, FormRejection, InvalidUtf8, JsonRejection, MatchedPathRejection,
    NestedPathRejection, PathRejection, QueryRejection, RawFormRejection, RawPathParamsRejection,
    StringRejection,
};

use crate::runtime::code::Code;
use crate::runtime::server::ApiError;

/// The error for the status of a rejection. What the rejection says names fields that the client sent, which helps it;
/// on a 5xx it names types of the server, and goes to the log (see [`ApiError::with_message`]).
macro_rules! from_rejections {
    ($($rejection:ty),+ $(,)?) => {$(
        impl<C: Code> From<$rejection> for ApiError<C> {
            fn from(rejection: $rejection) -> Self {
                Self::from_status(rejection.status()).with_message(rejection.body_text())
            }
        }
    )+};
}

from_rejections!(
    BytesRejection,
    ExtensionRejection,
    FormRejection,
    InvalidUtf8,
    JsonRejection,
    MatchedPathRejection,
    NestedPathRejection,
    PathRejection,
    QueryRejection,
    RawFormRejection,
    RawPathParamsRejection,
    StringRejection,
);
