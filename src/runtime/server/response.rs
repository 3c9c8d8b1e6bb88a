//! The response that an error becomes.

use core::fmt::Display;
use core::time::Duration;
use std::borrow::Cow;

use http::header::{
    CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER, TRANSFER_ENCODING,
};
use http::{Response, StatusCode};

use super::ApiError;
use super::api_error::Origin;
use crate::runtime::code::Code;
use crate::runtime::row::Row;
use crate::runtime::wire::retry_header;
use crate::shared::envelope;
use crate::shared::retry::Retry;

impl<C: Code> ApiError<C> {
    /// Status, headers and body as plain values, for any framework.
    ///
    /// With the feature `tracing` this is the boundary at which the error is logged, once: an event at `ERROR` for a
    /// 5xx, else at `DEBUG`, with `error.type`, `http.response.status_code`, the message, and the whole chain of
    /// causes.
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
    pub fn into_parts(mut self) -> (StatusCode, HeaderMap, Cow<'static, [u8]>) {
        let headers = self.take_headers();
        self.parts(headers)
    }

    /// Like [`into_parts`](Self::into_parts), but borrows the error, for frameworks that make a response from `&self`:
    /// actix-web, poem. Each call logs the error.
    ///
    /// ```
    /// use error_catalog::{ApiError, ErrorCode};
    ///
    /// let error = ApiError::new(ErrorCode::UploadFailed).with_source("bucket eu-7 is full");
    /// assert_eq!(error.to_parts(), error.into_parts());
    /// ```
    #[must_use]
    pub fn to_parts(&self) -> (StatusCode, HeaderMap, Cow<'static, [u8]>) {
        self.parts(self.headers().cloned().unwrap_or_default())
    }

    /// The parts, with the headers that were added to the error.
    fn parts(&self, headers: HeaderMap) -> (StatusCode, HeaderMap, Cow<'static, [u8]>) {
        #[cfg(feature = "tracing")]
        super::log::raised(self);
        let body = self.body();
        let headers = match (self.origin(), self.more()) {
            (Origin::Row(code), None) => code.headers().get(|| self.headers_for(headers, &body)),
            _ => self.headers_for(headers, &body),
        };
        (self.status(), headers, body)
    }

    fn body(&self) -> Cow<'static, [u8]> {
        if let (Origin::Row(code), None) = (self.origin(), self.own_message()) {
            return code.row().body().as_bytes().into();
        }
        let details =
            self.more().and_then(|more| more.details.as_ref()).map(|details| &details.0 as &dyn Display);
        envelope::body(&self.code_str(), self.message(), details).into_bytes().into()
    }

    /// Adds to the headers what the response says of itself.
    fn headers_for(&self, mut headers: HeaderMap, body: &[u8]) -> HeaderMap {
        let (retry, wait) = self.advice();
        // The body is what it is, and as long as it is.
        headers.remove(CONTENT_ENCODING);
        headers.remove(TRANSFER_ENCODING);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
        if let Some(name) = &C::settings().code_header {
            // A code of the table can stand in a header; one of another server may be too strange, or lose a space.
            let code = self.code_str();
            if let (Ok(value), true) = (HeaderValue::from_str(&code), code.trim() == code) {
                headers.insert(name, value);
            }
        }
        if let (Some(name), Some(retry)) = (&C::settings().retry_header, retry) {
            headers.insert(name, retry_header::write(retry));
        }
        if let Some(wait) = wait {
            let seconds = wait.as_secs().saturating_add((wait.subsec_nanos() > 0).into());
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        headers
    }

    /// The retry advice and the wait of the response. A bare status implies both.
    fn advice(&self) -> (Option<Retry>, Option<Duration>) {
        let row = self.code().map(Code::row);
        let own = self.more();
        let retry = own.and_then(|own| own.retry).or(row.map(Row::retry));
        // A wait of the row does not outlive an override to never; one that was given for this response says itself.
        let of_row = row.and_then(Row::wait).filter(|_| retry != Some(Retry::Never));
        (retry, own.and_then(|own| own.retry_after).or(of_row))
    }
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
        #[cfg(feature = "tower")]
        let is_foreign = error.is_foreign();
        let (status, headers, body) = error.into_parts();
        let mut response = Response::new(match body {
            Cow::Borrowed(body) => B::from(body),
            Cow::Owned(body) => B::from(body),
        });
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        #[cfg(feature = "tower")]
        if is_foreign {
            response.extensions_mut().insert(super::rules::PassThrough);
        }
        response
    }
}
