//! Decides which responses get the envelope, and writes it.

use actix_web::body::{BoxBody, EitherBody};
use actix_web::error::InternalError;
use actix_web::http::header::{CONTENT_TYPE, HeaderValue};
use actix_web::{Error, HttpResponse, ResponseError};
use http::HeaderName;

use super::response::from_actix;
use crate::runtime::code::Code;
use crate::runtime::server::ApiError;
use crate::runtime::server::rules::{self, PassThrough, Shaped};

/// Gives a response the envelope if it is an error that the application did not format. The dropped body is never read,
/// because a slow or endless one must not turn a fast error into a hang.
pub(super) fn shape<B, C: Code>(mut response: HttpResponse<B>) -> HttpResponse<EitherBody<B>> {
    if !is_bare(&response) {
        return response.map_into_left_body();
    }
    let source = response.error().map(Error::to_string);
    let body = envelop::<B, C>(&mut response, source);
    response.map_body(|_, _| EitherBody::right(body))
}

/// Like `shape`, for an error that middleware has returned. It stays an error, because the request is gone.
pub(super) fn shape_error<C: Code>(error: Error) -> Error {
    if error.as_error::<ApiError<C>>().is_some() {
        return error;
    }
    let mut response = error.error_response();
    if is_bare(&response) {
        let body = envelop::<BoxBody, C>(&mut response, Some(error.to_string()));
        response = response.set_body(body);
    }
    // The response is kept with the error, because some errors can make it only once.
    InternalError::from_response(error, response).into()
}

/// Rewrites the head, and returns the body. The text of the original error is only logged.
fn envelop<B, C: Code>(response: &mut HttpResponse<B>, source: Option<String>) -> BoxBody {
    let names_a_wait = response.headers().contains_key("retry-after");
    let mut error = rules::bare::<C>(from_actix(response.status()), names_a_wait);
    if let Some(source) = source {
        error = error.with_source(source);
    }
    let (fresh, body) = error.error_response().into_parts();
    *response.status_mut() = fresh.status();
    let headers = response.headers_mut();
    let code = C::settings().code_header.as_ref().map(HeaderName::as_str);
    headers.retain(|name, _| !rules::REPRESENTATION.contains(&name.as_str()) && Some(name.as_str()) != code);
    for (name, value) in fresh.headers() {
        // Headers of the response, such as `Retry-After`, override the row.
        if !headers.contains_key(name) {
            headers.insert(name.clone(), value.clone());
        }
    }
    body
}

/// Checks a response against the table. Called in debug builds only.
///
/// # Panics
///
/// If the row has another status, or the table does not contain the code.
pub(super) fn shout<B, C: Code>(response: &HttpResponse<B>) {
    // An error of another service has another table.
    if response.extensions().contains::<PassThrough>() {
        return;
    }
    let name = C::settings().code_header.as_ref();
    let code = name.and_then(|name| response.headers().get(name.as_str())?.to_str().ok());
    if let Some(code) = code {
        rules::shout::<C>(code, from_actix(response.status()));
    }
}

/// Whether the response is a framework's own error: without a content type, or in plain text.
fn is_bare<B>(response: &HttpResponse<B>) -> bool {
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return false;
    }
    let extensions = response.extensions();
    if extensions.contains::<Shaped>() || extensions.contains::<PassThrough>() {
        return false;
    }
    rules::is_bare(response.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes))
}
