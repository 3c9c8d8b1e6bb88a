//! The headers that a script on another origin needs.

use http::HeaderName;
use http::header::{LINK, RETRY_AFTER};

use super::ApiError;
use crate::runtime::code::Code;

impl<C: Code> ApiError<C> {
    /// The names of the headers that an error adds to its response, for `Access-Control-Expose-Headers`. Without that
    /// header, a browser hides them from a script of another origin
    /// ([Fetch, 3.3.2](https://fetch.spec.whatwg.org/#http-access-control-expose-headers)).
    ///
    /// ```
    /// use error_catalog as my_errors; // the crate with your table
    /// use tower_http::cors::CorsLayer;
    ///
    /// let names = my_errors::ApiError::<my_errors::ErrorCode>::exposed_headers();
    /// assert!(names.iter().any(|name| name == "retry-after"));
    /// let cors = CorsLayer::permissive().expose_headers(names);
    /// ```
    ///
    /// The alias `ApiError` in the crate with your table needs no `::<ErrorCode>`.
    #[must_use]
    pub fn exposed_headers() -> Vec<HeaderName> {
        let settings = C::settings();
        let own = [&settings.code_header, &settings.retry_header, &settings.advice_header];
        let link = settings.docs_url.map(|_| LINK);
        own.into_iter().flatten().cloned().chain([RETRY_AFTER]).chain(link).collect()
    }
}
