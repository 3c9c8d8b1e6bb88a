//! Extraction by any other extractor.

#[doc(hidden)]
#[macro_export]
macro_rules! __axum_with_code {
    ($codes:ty) => {
        $crate::__axum_with_code!(
            FromRequest,
            from_request($crate::__private::axum::extract::Request),
            Self,
            Self,
            $codes
        );
        $crate::__axum_with_code!(
            FromRequestParts,
            from_request_parts(&mut $crate::__private::axum::http::request::Parts),
            Self,
            Self,
            $codes
        );
        $crate::__axum_with_code!(
            OptionalFromRequest,
            from_request($crate::__private::axum::extract::Request),
            ::core::option::Option<Self>,
            |value| ::core::option::Option::map(value, Self),
            $codes
        );
        $crate::__axum_with_code!(
            OptionalFromRequestParts,
            from_request_parts(&mut $crate::__private::axum::http::request::Parts),
            ::core::option::Option<Self>,
            |value| ::core::option::Option::map(value, Self),
            $codes
        );
    };
    ($trait:ident, $method:ident($request:ty), $own:ty, $wrap:expr, $codes:ty) => {
        impl<S: ::core::marker::Send + ::core::marker::Sync, T> $crate::__private::axum::extract::$trait<S>
            for WithCode<T>
        where
            T: $crate::__private::axum::extract::$trait<S>,
            T::Rejection: 'static,
        {
            type Rejection = $crate::ApiError<$codes>;

            async fn $method(request: $request, state: &S) -> ::core::result::Result<$own, Self::Rejection> {
                let extracted =
                    <T as $crate::__private::axum::extract::$trait<S>>::$method(request, state).await;
                extracted.map($wrap).map_err($crate::axum::reject)
            }
        }
    };
}
