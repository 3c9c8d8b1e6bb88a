//! Extractors that reject with an [`ApiError`](crate::ApiError).

/// Makes the extractors `Json`, `Form`, `Query`, `Path` and `Extension` of axum reject with the errors of a catalog:
/// `error_catalog::axum::extractors!(my::ErrorCode);`.
///
/// The module that calls the macro then contains these extractors. Use them in handlers instead of axum's own.
/// [`error_catalog::axum`](crate::axum) contains those for the codes of this crate.
#[macro_export]
macro_rules! axum_extractors {
    ($codes:ty) => {
        /// The JSON body of a request, or of a response. An unreadable one is rejected with the envelope.
        #[derive(
            ::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, ::core::default::Default,
        )]
        pub struct Json<T>(pub T);

        /// The URL-encoded body of a request. An unreadable one is rejected with the envelope.
        #[derive(
            ::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, ::core::default::Default,
        )]
        pub struct Form<T>(pub T);

        /// The query of a request's URL. An unreadable one is rejected with the envelope.
        #[derive(
            ::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, ::core::default::Default,
        )]
        pub struct Query<T>(pub T);

        /// The parameters of a request's path. Unreadable ones are rejected with the envelope.
        #[derive(
            ::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, ::core::default::Default,
        )]
        pub struct Path<T>(pub T);

        /// A value that a layer has put into the request. A missing one is rejected with the envelope, and its type is
        /// logged.
        #[derive(
            ::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, ::core::default::Default,
        )]
        pub struct Extension<T>(pub T);

        $crate::__axum_extractor!(Extension, FromRequestParts, $codes);
        $crate::__axum_extractor!(Json, FromRequest, $codes);
        $crate::__axum_extractor!(Form, FromRequest, $codes);
        $crate::__axum_extractor!(Query, FromRequestParts, $codes);
        $crate::__axum_extractor!(Path, FromRequestParts, $codes);

        impl<T: $crate::__private::serde::Serialize> $crate::__private::axum::response::IntoResponse
            for Json<T>
        {
            fn into_response(self) -> $crate::__private::axum::response::Response {
                $crate::__private::axum::Json(self.0).into_response()
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __axum_extractor {
    ($name:ident, FromRequest, $codes:ty) => {
        impl<S: ::core::marker::Send + ::core::marker::Sync, T> $crate::__private::axum::extract::FromRequest<S>
            for $name<T>
        where
            $crate::__private::axum_extractors::$name<T>: $crate::__private::axum::extract::FromRequest<S>,
            <$crate::__private::axum_extractors::$name<T> as $crate::__private::axum::extract::FromRequest<S>>::Rejection:
                ::core::convert::Into<$crate::ApiError<$codes>>,
        {
            type Rejection = $crate::ApiError<$codes>;

            async fn from_request(
                request: $crate::__private::axum::extract::Request,
                state: &S,
            ) -> ::core::result::Result<Self, Self::Rejection> {
                let extracted = <$crate::__private::axum_extractors::$name<T> as
                    $crate::__private::axum::extract::FromRequest<S>>::from_request(request, state);
                extracted.await.map(|value| Self(value.0)).map_err(::core::convert::Into::into)
            }
        }
    };
    ($name:ident, FromRequestParts, $codes:ty) => {
        impl<S: ::core::marker::Send + ::core::marker::Sync, T>
            $crate::__private::axum::extract::FromRequestParts<S> for $name<T>
        where
            $crate::__private::axum_extractors::$name<T>: $crate::__private::axum::extract::FromRequestParts<S>,
            <$crate::__private::axum_extractors::$name<T> as
                $crate::__private::axum::extract::FromRequestParts<S>>::Rejection:
                ::core::convert::Into<$crate::ApiError<$codes>>,
        {
            type Rejection = $crate::ApiError<$codes>;

            async fn from_request_parts(
                parts: &mut $crate::__private::axum::http::request::Parts,
                state: &S,
            ) -> ::core::result::Result<Self, Self::Rejection> {
                let extracted = <$crate::__private::axum_extractors::$name<T> as
                    $crate::__private::axum::extract::FromRequestParts<S>>::from_request_parts(parts, state);
                extracted.await.map(|value| Self(value.0)).map_err(::core::convert::Into::into)
            }
        }
    };
}
