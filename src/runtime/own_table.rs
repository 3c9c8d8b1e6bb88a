//! What generated code adds for the features of this crate: forms of its items that know the table.

/// Adds them to the module with the codes. Only generated code calls it.
#[doc(hidden)]
#[macro_export]
macro_rules! __own_table {
    ($codes:ident) => {
        $crate::__own_axum!($codes);
        $crate::__own_client!($codes);
    };
}

#[cfg(feature = "axum")]
#[doc(hidden)]
#[macro_export]
macro_rules! __own_axum {
    ($codes:ident) => {
        /// Puts the guard with these codes around all responses of a router. See `error_catalog::axum::guard`, which also
        /// takes the settings of a guard.
        #[allow(dead_code, reason = "a program need not have a router")]
        pub fn guard(router: $crate::__private::axum::Router) -> $crate::__private::axum::Router {
            $crate::axum::guard(router, $crate::guard::GuardLayer::<$codes>::new())
        }

        /// The extractors of axum, which reject with these codes.
        #[allow(dead_code, unreachable_pub, unused_imports, reason = "a program need not have handlers")]
        pub mod extract {
            $crate::axum_extractors!(super::$codes);
        }
    };
}

#[cfg(not(feature = "axum"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __own_axum {
    ($codes:ident) => {};
}

#[cfg(feature = "http-body")]
#[doc(hidden)]
#[macro_export]
macro_rules! __own_client {
    ($codes:ident) => {
        /// `error_for_code` for the responses of HTTP clients, with the errors of these codes.
        #[allow(dead_code, unreachable_pub, reason = "a program need not be a client")]
        pub mod receive {
            type ReceivedError = $crate::ReceivedError<super::$codes>;

            /// Turns a response with an error status into a `ReceivedError`. It is `error_catalog::ErrorForCode` without a
            /// type parameter.
            pub trait ErrorForCode: ::core::marker::Sized {
                /// Returns the response, or its error. See `error_catalog::ErrorForCode::error_for_code`.
                fn error_for_code(
                    self,
                ) -> impl ::core::future::Future<Output = ::core::result::Result<Self, ReceivedError>>
                + ::core::marker::Send;

                /// Like `error_for_code`, with limits of your own for the body of an error.
                fn error_for_code_within(
                    self,
                    limits: $crate::ReadLimits,
                ) -> impl ::core::future::Future<Output = ::core::result::Result<Self, ReceivedError>>
                + ::core::marker::Send;
            }

            impl<R: $crate::ErrorForCode> ErrorForCode for R {
                fn error_for_code(
                    self,
                ) -> impl ::core::future::Future<Output = ::core::result::Result<Self, ReceivedError>>
                + ::core::marker::Send {
                    $crate::ErrorForCode::error_for_code(self)
                }

                fn error_for_code_within(
                    self,
                    limits: $crate::ReadLimits,
                ) -> impl ::core::future::Future<Output = ::core::result::Result<Self, ReceivedError>>
                + ::core::marker::Send {
                    $crate::ErrorForCode::error_for_code_within(self, limits)
                }
            }
        }
    };
}

#[cfg(not(feature = "http-body"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __own_client {
    ($codes:ident) => {};
}
