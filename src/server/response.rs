//! The response that an error becomes.

use std::borrow::Cow;

use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER};
use http::{Response, StatusCode};

use super::ApiError;
use crate::code::Code;
use crate::envelope::Envelope;
use crate::hints;

impl<C: Code> ApiError<C> {
    /// Status, headers and body as plain values, for any framework.
    ///
    /// ```
    /// use error_catalog::{ApiError, ErrorCode};
    ///
    /// let (status, headers, body) = ApiError::from(ErrorCode::ServiceUnderMaintenance).into_parts();
    /// assert_eq!(status, 503);
    /// assert_eq!(headers["x-error-code"], "SERVICE_UNDER_MAINTENANCE");
    /// assert_eq!(headers["x-should-retry"], "true");
    /// assert_eq!(headers["retry-after"], "60");
    /// assert!(body.starts_with(br#"{"error":{"code":"SERVICE_UNDER_MAINTENANCE","#));
    /// ```
    #[must_use]
    pub fn into_parts(self) -> (StatusCode, HeaderMap, Cow<'static, [u8]>) {
        let code = self.code();
        let (body, length) = match self.own_message() {
            None => {
                let row = code.row();
                (Cow::Borrowed(row.body.as_bytes()), HeaderValue::from_static(row.body_length))
            }
            Some(message) => {
                let body = body(code.as_str(), message);
                let length = HeaderValue::from(body.len());
                (Cow::Owned(body), length)
            }
        };
        let mut headers = HeaderMap::with_capacity(5);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(CONTENT_LENGTH, length);
        if let Some(name) = &C::headers().code {
            headers.insert(name, HeaderValue::from_static(code.as_str()));
        }
        if let Some(name) = &C::headers().retry {
            headers.insert(name, hints::write(code.retry()));
        }
        if let Some(wait) = code.retry_after() {
            headers.insert(RETRY_AFTER, HeaderValue::from(wait.as_secs()));
        }
        (code.status(), headers, body)
    }
}

/// An envelope has no part that JSON could not say, so writing one does not fail.
fn body(code: &str, message: &str) -> Vec<u8> {
    serde_json::to_vec(&Envelope::new(code, message)).unwrap_or_default()
}

/// For every body that bytes can become: `Vec<u8>`, `bytes::Bytes`, `http_body_util::Full`, the bodies of axum and
/// reqwest.
///
/// ```
/// use error_catalog::{ApiError, ErrorCode};
///
/// let response: http::Response<Vec<u8>> = ApiError::from(ErrorCode::NotFound).into();
/// assert_eq!(response.status(), 404);
/// ```
impl<C: Code, B: From<&'static [u8]> + From<Vec<u8>>> From<ApiError<C>> for Response<B> {
    fn from(error: ApiError<C>) -> Self {
        let (status, headers, body) = error.into_parts();
        let mut response = Response::new(match body {
            Cow::Borrowed(body) => B::from(body),
            Cow::Owned(body) => B::from(body),
        });
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        response
    }
}
