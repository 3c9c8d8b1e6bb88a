//! The actix-web response of an error. actix-web uses the types of `http` 0.2.

use std::borrow::Cow;

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use http::header::CONTENT_LENGTH;

use crate::runtime::code::Code;
use crate::runtime::server::{ApiError, RaisedError};

/// ```
/// use actix_web::ResponseError;
/// use error_catalog::{ApiError, ErrorCode};
///
/// let response = ApiError::from(ErrorCode::NotFound).error_response();
/// assert_eq!(response.status(), 404);
/// assert_eq!(response.headers().get("x-error-code").unwrap(), "NOT_FOUND");
/// ```
impl<C: Code> ResponseError for ApiError<C> {
    fn status_code(&self) -> StatusCode {
        to_actix(self.status())
    }

    fn error_response(&self) -> HttpResponse {
        let (status, headers, body) = self.to_parts();
        let mut response = HttpResponse::new(to_actix(status));
        for (name, value) in &headers {
            // actix-web sets the length itself, also after compression.
            if name == CONTENT_LENGTH {
                continue;
            }
            if let Some((name, value)) = header_to_actix(name, value) {
                response.headers_mut().append(name, value);
            }
        }
        response.extensions_mut().insert(RaisedError::from(self));
        response.set_body(match body {
            Cow::Borrowed(body) => BoxBody::new(body),
            Cow::Owned(body) => BoxBody::new(body),
        })
    }
}

pub(super) fn header_to_actix(
    name: &http::HeaderName,
    value: &http::HeaderValue,
) -> Option<(HeaderName, HeaderValue)> {
    let name = HeaderName::from_bytes(name.as_str().as_bytes()).ok()?;
    let mut copy = HeaderValue::from_bytes(value.as_bytes()).ok()?;
    copy.set_sensitive(value.is_sensitive());
    Some((name, copy))
}

fn to_actix(status: http::StatusCode) -> StatusCode {
    StatusCode::from_u16(status.as_u16()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

pub(super) fn from_actix(status: StatusCode) -> http::StatusCode {
    http::StatusCode::from_u16(status.as_u16()).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR)
}
