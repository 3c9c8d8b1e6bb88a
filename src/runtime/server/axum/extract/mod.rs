//! Extractors that reject with an [`ApiError`](crate::ApiError).

mod from_request;
mod response;
mod with_code;

/// Makes the extractors `Json`, `Form`, `Query`, `Path` and `Extension` of axum reject with the errors of a catalog:
/// `error_catalog::axum::extractors!(my::ErrorCode);`.
///
/// The module that calls the macro then contains these extractors, and `WithCode`, which does the same for any other
/// extractor. Use them in handlers instead of axum's own. They are also optional (`Option<Json<T>>`), responses and
/// layers where those of axum are. [`error_catalog::axum`](crate::axum) contains those for the codes of this crate.
#[macro_export]
macro_rules! axum_extractors {
    ($codes:ty) => {
        $crate::__axum_wrapper! {
            /// The JSON body of a request, or of a response. An unreadable one is rejected with the envelope.
            Json
        }
        $crate::__axum_wrapper! {
            /// The URL-encoded body of a request, or of a response. An unreadable one is rejected with the envelope.
            Form
        }
        $crate::__axum_wrapper! {
            /// The query of a request's URL. An unreadable one is rejected with the envelope.
            Query
        }
        $crate::__axum_wrapper! {
            /// The parameters of a request's path. Unreadable ones are rejected with the envelope.
            Path
        }
        $crate::__axum_wrapper! {
            /// A value that a layer has put into the request, or a layer that does so. A missing one is rejected with the
            /// envelope, and its type is logged.
            Extension
        }
        $crate::__axum_wrapper! {
            /// Any other extractor, such as `Multipart`, `WebSocketUpgrade` and `TypedHeader`. Its rejection is sent in the
            /// envelope: with the code of its status, its text if it is short and of a 4xx, and its headers. For a rejection that is
            /// not an error, such as a redirect, use the extractor without this wrapper.
            WithCode
        }

        $crate::__axum_extractor!(Extension, FromRequestParts, $codes);
        $crate::__axum_extractor!(Json, FromRequest, $codes);
        $crate::__axum_extractor!(Form, FromRequest, $codes);
        $crate::__axum_extractor!(Query, FromRequestParts, $codes);
        $crate::__axum_extractor!(Path, FromRequestParts, $codes);
        $crate::__axum_optional!(Extension, FromRequestParts, $codes);
        $crate::__axum_optional!(Json, FromRequest, $codes);
        $crate::__axum_optional!(Path, FromRequestParts, $codes);
        $crate::__axum_optional_query!($codes);
        $crate::__axum_from_values!($codes);
        $crate::__axum_with_code!($codes);
        $crate::__axum_responses!();
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __axum_wrapper {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            ::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, ::core::default::Default,
        )]
        #[must_use]
        pub struct $name<T>(pub T);

        impl<T> ::core::ops::Deref for $name<T> {
            type Target = T;

            fn deref(&self) -> &T {
                &self.0
            }
        }

        impl<T> ::core::ops::DerefMut for $name<T> {
            fn deref_mut(&mut self) -> &mut T {
                &mut self.0
            }
        }

        impl<T> ::core::convert::From<T> for $name<T> {
            fn from(value: T) -> Self {
                Self(value)
            }
        }
    };
}
