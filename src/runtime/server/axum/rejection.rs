//! Converts axum's rejections into errors.

use axum::extract::rejection::{
    BytesRejection, ExtensionRejection, FormRejection, InvalidUtf8, JsonRejection, MatchedPathRejection,
    NestedPathRejection, PathRejection, QueryRejection, RawFormRejection, RawPathParamsRejection,
    StringRejection,
};

use crate::runtime::code::Code;
use crate::runtime::server::ApiError;

/// Makes an error from the status of a rejection. The text of the rejection names fields that the client sent, so the
/// client receives it. For a 5xx, it names types of the server, and is only logged (see [`ApiError::with_message`]).
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
