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

#[cfg(any(feature = "http-body", feature = "ureq"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __own_client {
    ($codes:ident) => {
        /// What a client needs, without a type parameter: `error_for_code` for responses, the error of a whole call, and the
        /// ready parts for retries, all with these codes.
        #[allow(dead_code, unreachable_pub, unused_imports, reason = "a program need not be a client")]
        pub mod receive {
            use super::$codes as __Codes;

            type ReceivedError = $crate::ReceivedError<__Codes>;

            /// The error of a whole call: of its response, or because there is none.
            pub type CallError = $crate::CallError<__Codes>;

            $crate::__own_async!();
            $crate::__own_blocking!();
            $crate::__own_retry_advice!();
            $crate::__own_retry_policy!();
        }
    };
}

#[cfg(not(any(feature = "http-body", feature = "ureq")))]
#[doc(hidden)]
#[macro_export]
macro_rules! __own_client {
    ($codes:ident) => {};
}

#[cfg(feature = "http-body")]
#[doc(hidden)]
#[macro_export]
macro_rules! __own_async {
    () => {
        /// Turns a response with an error status into a `ReceivedError`. It is `error_catalog::ErrorForCode` without a
        /// type parameter.
        pub trait ErrorForCode: ::core::marker::Sized {
            /// Returns the response, or its error. See `error_catalog::ErrorForCode::error_for_code`.
            fn error_for_code(
                self,
            ) -> impl ::core::future::Future<Output = ::core::result::Result<Self, ReceivedError>>
            + $crate::__private::MaybeSend;

            /// Like `error_for_code`, with limits of your own for the body of an error.
            fn error_for_code_within(
                self,
                limits: $crate::ReadLimits,
            ) -> impl ::core::future::Future<Output = ::core::result::Result<Self, ReceivedError>>
            + $crate::__private::MaybeSend;
        }

        impl<R: $crate::ErrorForCode> ErrorForCode for R {
            fn error_for_code(
                self,
            ) -> impl ::core::future::Future<Output = ::core::result::Result<Self, ReceivedError>>
            + $crate::__private::MaybeSend {
                $crate::ErrorForCode::error_for_code(self)
            }

            fn error_for_code_within(
                self,
                limits: $crate::ReadLimits,
            ) -> impl ::core::future::Future<Output = ::core::result::Result<Self, ReceivedError>>
            + $crate::__private::MaybeSend {
                $crate::ErrorForCode::error_for_code_within(self, limits)
            }
        }
    };
}

#[cfg(not(feature = "http-body"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __own_async {
    () => {};
}

#[cfg(any(feature = "reqwest-blocking", feature = "ureq"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __own_blocking {
    () => {
        /// The same without `async`.
        pub mod blocking {
            use super::ReceivedError;

            /// Turns a response with an error status into a `ReceivedError`. It is `error_catalog::blocking::ErrorForCode`
            /// without a type parameter.
            pub trait ErrorForCode: ::core::marker::Sized {
                /// Returns the response, or its error.
                ///
                /// # Errors
                ///
                /// See `error_catalog::blocking::ErrorForCode::error_for_code`.
                fn error_for_code(self) -> ::core::result::Result<Self, ReceivedError>;

                /// Like `error_for_code`, with limits of your own for the body of an error.
                ///
                /// # Errors
                ///
                /// See `error_catalog::blocking::ErrorForCode::error_for_code`.
                fn error_for_code_within(
                    self,
                    limits: $crate::ReadLimits,
                ) -> ::core::result::Result<Self, ReceivedError>;
            }

            impl<R: $crate::blocking::ErrorForCode> ErrorForCode for R {
                fn error_for_code(self) -> ::core::result::Result<Self, ReceivedError> {
                    $crate::blocking::ErrorForCode::error_for_code(self)
                }

                fn error_for_code_within(
                    self,
                    limits: $crate::ReadLimits,
                ) -> ::core::result::Result<Self, ReceivedError> {
                    $crate::blocking::ErrorForCode::error_for_code_within(self, limits)
                }
            }
        }
    };
}

#[cfg(not(any(feature = "reqwest-blocking", feature = "ureq")))]
#[doc(hidden)]
#[macro_export]
macro_rules! __own_blocking {
    () => {};
}

#[cfg(feature = "reqwest-retry")]
#[doc(hidden)]
#[macro_export]
macro_rules! __own_retry_advice {
    () => {
        /// Retries for reqwest-middleware, by the retry advice.
        pub type RetryAdvice = $crate::reqwest_retry::RetryAdvice<__Codes>;
    };
}

#[cfg(not(feature = "reqwest-retry"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __own_retry_advice {
    () => {};
}

#[cfg(feature = "tower-retry")]
#[doc(hidden)]
#[macro_export]
macro_rules! __own_retry_policy {
    () => {
        /// Retries for tower's retry layer, by the retry advice.
        pub type RetryPolicy = $crate::tower_retry::RetryPolicy<__Codes>;
    };
}

#[cfg(not(feature = "tower-retry"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __own_retry_policy {
    () => {};
}
