//! Extractors that are also responses, parts of a response, and layers, as those of axum are.

#[doc(hidden)]
#[macro_export]
macro_rules! __axum_responses {
    () => {
        $crate::__axum_response!(Json, $crate::__private::serde::Serialize);
        $crate::__axum_response!(Form, $crate::__private::serde::Serialize);
        $crate::__axum_response!(
            Extension,
            ::core::clone::Clone + ::core::marker::Send + ::core::marker::Sync + 'static
        );

        impl<T> $crate::__private::axum::response::IntoResponseParts for Extension<T>
        where
            T: ::core::clone::Clone + ::core::marker::Send + ::core::marker::Sync + 'static,
        {
            type Error = ::core::convert::Infallible;

            fn into_response_parts(
                self,
                parts: $crate::__private::axum::response::ResponseParts,
            ) -> ::core::result::Result<$crate::__private::axum::response::ResponseParts, Self::Error> {
                $crate::__private::axum::response::IntoResponseParts::into_response_parts(
                    $crate::__private::axum::Extension(self.0),
                    parts,
                )
            }
        }

        impl<S, T> $crate::__private::tower_layer::Layer<S> for Extension<T>
        where
            T: ::core::clone::Clone + ::core::marker::Send + ::core::marker::Sync + 'static,
        {
            type Service = $crate::__private::axum::middleware::AddExtension<S, T>;

            fn layer(&self, inner: S) -> Self::Service {
                $crate::__private::tower_layer::Layer::layer(
                    &$crate::__private::axum::Extension(::core::clone::Clone::clone(&self.0)),
                    inner,
                )
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __axum_response {
    ($name:ident, $($bound:tt)+) => {
        impl<T: $($bound)+> $crate::__private::axum::response::IntoResponse for $name<T> {
            fn into_response(self) -> $crate::__private::axum::response::Response {
                $crate::__private::axum::response::IntoResponse::into_response(
                    $crate::__private::axum_extractors::$name(self.0),
                )
            }
        }
    };
}
