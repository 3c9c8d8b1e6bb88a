//! Extraction by the extractors of axum.

/// One trait for an extractor. `FromRequest` and `FromRequestParts` differ only in what they extract from.
#[doc(hidden)]
#[macro_export]
macro_rules! __axum_extractor {
    ($name:ident, FromRequest, $codes:ty) => {
        $crate::__axum_extractor!(
            $name, FromRequest, from_request($crate::__private::axum::extract::Request), $codes
        );
    };
    ($name:ident, FromRequestParts, $codes:ty) => {
        $crate::__axum_extractor!(
            $name, FromRequestParts, from_request_parts(&mut $crate::__private::axum::http::request::Parts), $codes
        );
    };
    ($name:ident, $trait:ident, $method:ident($request:ty), $codes:ty) => {
        impl<S: ::core::marker::Send + ::core::marker::Sync, T> $crate::__private::axum::extract::$trait<S> for $name<T>
        where
            $crate::__private::axum_extractors::$name<T>: $crate::__private::axum::extract::$trait<S>,
            <$crate::__private::axum_extractors::$name<T> as $crate::__private::axum::extract::$trait<S>>::Rejection:
                ::core::convert::Into<$crate::ApiError<$codes>>,
        {
            type Rejection = $crate::ApiError<$codes>;

            async fn $method(request: $request, state: &S) -> ::core::result::Result<Self, Self::Rejection> {
                let extracted = <$crate::__private::axum_extractors::$name<T> as
                    $crate::__private::axum::extract::$trait<S>>::$method(request, state);
                extracted.await.map(|value| Self(value.0)).map_err(::core::convert::Into::into)
            }
        }
    };
}

/// `Option` of an extractor: `None` if the request does not have the value, and a rejection if it is unreadable.
#[doc(hidden)]
#[macro_export]
macro_rules! __axum_optional {
    ($name:ident, FromRequest, $codes:ty) => {
        $crate::__axum_optional!(
            $name, OptionalFromRequest, from_request($crate::__private::axum::extract::Request), $codes
        );
    };
    ($name:ident, FromRequestParts, $codes:ty) => {
        $crate::__axum_optional!(
            $name,
            OptionalFromRequestParts,
            from_request_parts(&mut $crate::__private::axum::http::request::Parts),
            $codes
        );
    };
    ($name:ident, $trait:ident, $method:ident($request:ty), $codes:ty) => {
        impl<S: ::core::marker::Send + ::core::marker::Sync, T> $crate::__private::axum::extract::$trait<S> for $name<T>
        where
            $crate::__private::axum_extractors::$name<T>: $crate::__private::axum::extract::$trait<S>,
            <$crate::__private::axum_extractors::$name<T> as $crate::__private::axum::extract::$trait<S>>::Rejection:
                ::core::convert::Into<$crate::ApiError<$codes>>,
        {
            type Rejection = $crate::ApiError<$codes>;

            async fn $method(
                request: $request,
                state: &S,
            ) -> ::core::result::Result<::core::option::Option<Self>, Self::Rejection> {
                let extracted = <$crate::__private::axum_extractors::$name<T> as
                    $crate::__private::axum::extract::$trait<S>>::$method(request, state);
                let value = extracted.await.map_err(::core::convert::Into::into)?;
                ::core::result::Result::Ok(value.map(|value| Self(value.0)))
            }
        }
    };
}

/// axum's `Query` is not optional. Ours is `None` if the URL has no query, as `OptionalQuery` of axum-extra.
#[doc(hidden)]
#[macro_export]
macro_rules! __axum_optional_query {
    ($codes:ty) => {
        impl<S: ::core::marker::Send + ::core::marker::Sync, T>
            $crate::__private::axum::extract::OptionalFromRequestParts<S> for Query<T>
        where
            Self: $crate::__private::axum::extract::FromRequestParts<S, Rejection = $crate::ApiError<$codes>>,
        {
            type Rejection = $crate::ApiError<$codes>;

            async fn from_request_parts(
                parts: &mut $crate::__private::axum::http::request::Parts,
                state: &S,
            ) -> ::core::result::Result<::core::option::Option<Self>, Self::Rejection> {
                if parts.uri.query().is_none() {
                    return ::core::result::Result::Ok(::core::option::Option::None);
                }
                <Self as $crate::__private::axum::extract::FromRequestParts<S>>::from_request_parts(
                    parts, state,
                )
                .await
                .map(::core::option::Option::Some)
            }
        }
    };
}

/// What axum's extractors also read without a whole request.
#[doc(hidden)]
#[macro_export]
macro_rules! __axum_from_values {
    ($codes:ty) => {
        impl<T: $crate::__private::serde::de::DeserializeOwned> Json<T> {
            /// Reads a JSON body from its bytes, for a handler that needs the bytes too.
            ///
            /// # Errors
            ///
            /// The same as of the extractor.
            pub fn from_bytes(bytes: &[u8]) -> ::core::result::Result<Self, $crate::ApiError<$codes>> {
                let read = $crate::__private::axum_extractors::Json::from_bytes(bytes);
                read.map(|value| Self(value.0)).map_err(::core::convert::Into::into)
            }
        }

        impl<T: $crate::__private::serde::de::DeserializeOwned> Query<T> {
            /// Reads the query of a URL, for middleware.
            ///
            /// # Errors
            ///
            /// The same as of the extractor.
            pub fn try_from_uri(
                uri: &$crate::__private::axum::http::Uri,
            ) -> ::core::result::Result<Self, $crate::ApiError<$codes>> {
                let read = $crate::__private::axum_extractors::Query::try_from_uri(uri);
                read.map(|value| Self(value.0)).map_err(::core::convert::Into::into)
            }
        }
    };
}
