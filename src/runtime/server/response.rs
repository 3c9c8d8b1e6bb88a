//! Converts an error into a response.

use core::fmt::Display;
use std::borrow::Cow;

use http::header::{
    CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue, LINK, RETRY_AFTER,
    TRANSFER_ENCODING,
};
use http::{Response, StatusCode};

use super::{ApiError, RaisedError, row_header};
use crate::runtime::code::Code;
use crate::runtime::wire::retry_headers;
use crate::shared::envelope;
use crate::shared::help_link::help_link;

impl<C: Code> ApiError<C> {
    /// Converts the error into status, headers and body, for any framework.
    ///
    /// With the feature `tracing`, each call logs the error as one event. The level depends on the [`Actor`](crate::Actor):
    /// `DEBUG` for the caller and the account, `ERROR` for the operator, `WARN` for an upstream service. For a status without
    /// a row, it is `ERROR` for a 5xx, otherwise `DEBUG`.
    ///
    /// The event has `error.type`, `http.response.status_code`, the message, and the whole chain of causes.
    ///
    /// ```
    /// use error_catalog::{ApiError, ErrorCode};
    ///
    /// let (status, headers, body) = ApiError::from(ErrorCode::ServiceUnderMaintenance).into_parts();
    /// assert_eq!(status, 503);
    /// assert_eq!(headers["x-error-code"], "SERVICE_UNDER_MAINTENANCE");
    /// assert_eq!(headers["x-should-retry"], "true");
    /// assert_eq!(headers["x-retry-advice"], "backoff");
    /// assert_eq!(headers["retry-after"], "60");
    /// assert!(body.starts_with(br#"{"error":{"code":"SERVICE_UNDER_MAINTENANCE","#));
    /// ```
    #[must_use]
    pub fn into_parts(mut self) -> (StatusCode, HeaderMap, Cow<'static, [u8]>) {
        let headers = self.take_headers();
        self.parts(headers)
    }

    /// Like [`into_parts`](Self::into_parts), but borrows the error, for frameworks that make a response from `&self`,
    /// such as actix-web and poem. Each call logs the error.
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

    /// Converts the error into the text of the envelope, for a place that is not a response: an event of a stream, a line
    /// of JSON lines, a message of a WebSocket. The text is one line.
    ///
    /// With the feature `tracing`, each call logs the error as one event, without a status, because none is sent. Status,
    /// headers and an advice of [`with_retry`](Self::with_retry) are not sent either: the receiver goes by the row of the
    /// code. It reads the text with [`ReceivedError::from_json`](crate::ReceivedError::from_json).
    ///
    /// ```
    /// use error_catalog::{ApiError, ErrorCode};
    ///
    /// // In a stream of server-sent events, after the response has begun:
    /// let error = ApiError::new(ErrorCode::UploadFailed).with_source("bucket eu-7 is full");
    /// let event = format!("event: error\ndata: {}\n\n", error.into_json());
    /// assert!(event.contains(r#"data: {"error":{"code":"UPLOAD_FAILED","message":"#));
    /// ```
    #[must_use]
    pub fn into_json(self) -> Cow<'static, str> {
        #[cfg(feature = "tracing")]
        super::log::raised(&self, None);
        self.body()
    }

    /// The parts of the response. `headers` are those that were added to the error.
    fn parts(&self, headers: HeaderMap) -> (StatusCode, HeaderMap, Cow<'static, [u8]>) {
        #[cfg(feature = "tracing")]
        super::log::raised(self, Some(self.status()));
        let body = match self.body() {
            Cow::Borrowed(body) => Cow::Borrowed(body.as_bytes()),
            Cow::Owned(body) => Cow::Owned(body.into_bytes()),
        };
        let headers = match (self.code(), self.more()) {
            (Some(code), None) => code.headers().get(|| self.headers_for(headers, &body)),
            _ => self.headers_for(headers, &body),
        };
        (self.status(), headers, body)
    }

    /// The envelope.
    fn body(&self) -> Cow<'static, str> {
        let details = self.sent_details();
        if let (Some(code), None, None) = (self.code(), self.own_message(), &details) {
            return code.row().body().into();
        }
        let details = details.as_deref().map(|details| details as &dyn Display);
        envelope::body(&self.code_str(), self.message(), details).into()
    }

    /// Adds the headers of this crate to the others.
    fn headers_for(&self, mut headers: HeaderMap, body: &[u8]) -> HeaderMap {
        let raised = RaisedError::from(self);
        let (retry, wait) = (raised.retry(), raised.retry_after());
        // A header that was added to the error overrides that of the row.
        let rendered = self.more().into_iter().flat_map(|more| more.row_headers.iter().cloned());
        for (name, value) in
            self.code().into_iter().flat_map(|code| row_header::fixed(code.row())).chain(rendered)
        {
            headers.entry(name).or_insert(value);
        }
        // The body is not encoded, and its length is known.
        headers.remove(CONTENT_ENCODING);
        headers.remove(TRANSFER_ENCODING);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
        if let Some(name) = &C::settings().code_header {
            // A code of the table is a valid header value. A code of another server may be invalid, or lose a space, or be
            // read as a list.
            let code = self.code_str();
            let is_one = code.trim() == code && !code.contains(',');
            if let (Ok(value), true) = (HeaderValue::from_str(&code), is_one) {
                headers.insert(name, value);
            }
        }
        if let Some(name) = &C::settings().retry_header {
            headers.insert(name, retry_headers::should_retry(retry, raised.request()));
        }
        if let Some(name) = &C::settings().advice_header {
            headers.insert(name, retry_headers::advice(retry));
        }
        if let Some(wait) = wait {
            let seconds = wait.as_secs().saturating_add((wait.subsec_nanos() > 0).into());
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if let (Some(url), Some(code)) = (C::settings().docs_url, self.code()) {
            // Beside other links of the application.
            if let Ok(link) = HeaderValue::try_from(help_link(url, code.as_str())) {
                headers.append(LINK, link);
            }
        }
        headers
    }
}

/// For every body type that bytes convert into: `Vec<u8>`, `bytes::Bytes`, `http_body_util::Full`, and the bodies of
/// axum and reqwest.
///
/// ```
/// use error_catalog::{ApiError, ErrorCode};
///
/// let response: http::Response<Vec<u8>> = ApiError::from(ErrorCode::NotFound).into();
/// assert_eq!(response.status(), 404);
/// ```
impl<C: Code, B: From<&'static [u8]> + From<Vec<u8>>> From<ApiError<C>> for Response<B> {
    fn from(error: ApiError<C>) -> Self {
        let raised = RaisedError::from(&error);
        let (status, headers, body) = error.into_parts();
        let mut response = Response::new(match body {
            Cow::Borrowed(body) => B::from(body),
            Cow::Owned(body) => B::from(body),
        });
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        response.extensions_mut().insert(raised);
        response
    }
}
