//! The headers that a script on another origin needs.

use http::HeaderName;
use http::header::{LINK, RETRY_AFTER};

use super::ApiError;
use crate::runtime::code::Code;

impl<C: Code> ApiError<C> {
    /// The names of the headers that errors of the table add to their responses, in alphabetical order, for `Access-Control-Expose-Headers`. Without that
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
        let of_rows = C::ALL.iter().flat_map(|code| code.row().headers());
        let of_rows = of_rows.filter_map(|(name, _)| HeaderName::from_bytes(name.as_bytes()).ok());
        let mut names: Vec<_> =
            own.into_iter().flatten().cloned().chain([RETRY_AFTER]).chain(link).chain(of_rows).collect();
        names.sort_unstable_by(|a, b| a.as_str().cmp(b.as_str()));
        names.dedup();
        names
    }
}
