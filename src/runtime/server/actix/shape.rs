//! Decides which responses get the envelope, and writes it.

use actix_web::body::{BodySize, BoxBody, EitherBody, MessageBody};
use actix_web::error::InternalError;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue, LINK, RETRY_AFTER,
};
use actix_web::web::Bytes;
use actix_web::{Error, HttpRequest, HttpResponse, ResponseError};
use http::HeaderName;

use super::response::{from_actix, header_to_actix};
use crate::runtime::code::Code;
use crate::runtime::server::guard_settings::Settings;
use crate::runtime::server::rules::{self, PassThrough, Shaped};
use crate::runtime::server::{ApiError, RaisedError};
use crate::runtime::wire::idempotency::Idempotency;
use crate::runtime::wire::retry_headers;
use crate::shared::retry::Retry;

/// Gives a response the envelope if it is an error that the application did not format. A body that is not complete is
/// never read, because a slow or endless one must not turn a fast error into a hang.
pub(super) fn shape<B: MessageBody, C: Code>(
    mut response: HttpResponse<B>,
    idempotency: Idempotency,
    settings: Settings,
) -> HttpResponse<EitherBody<B>> {
    if !is_bare(&response) {
        finish(&mut response, idempotency, settings);
        return response.map_into_left_body();
    }
    let source = response.error().map(Error::to_string);
    let (response, body) = response.into_parts();
    let is_small = matches!(body.size(), BodySize::Sized(length) if length <= rules::MAX_TEXT as u64);
    let text = if is_small { body.try_into_bytes().ok() } else { None };
    let (mut response, body) = envelop::<C>(response, source, text, settings);
    finish(&mut response, idempotency, settings);
    response.set_body(EitherBody::right(body))
}

/// Like `shape`, for an error that middleware has returned. It stays an error, because the request is gone.
pub(super) fn shape_error<C: Code>(error: Error, idempotency: Idempotency, settings: Settings) -> Error {
    if let Some(error) = error.as_error::<ApiError<C>>() {
        return error.clone().for_request(idempotency).into();
    }
    let mut response = error.error_response();
    if is_bare(&response) {
        let (head, body) = envelop::<C>(response.drop_body(), Some(error.to_string()), None, settings);
        response = head.set_body(body);
    }
    finish(&mut response, idempotency, settings);
    // The response is kept with the error, because some errors can make it only once.
    InternalError::from_response(error, response).into()
}

/// Rewrites the head, and returns the body. The text of the original error is only logged.
fn envelop<C: Code>(
    mut response: HttpResponse<()>,
    source: Option<String>,
    text: Option<Bytes>,
    settings: Settings,
) -> (HttpResponse<()>, BoxBody) {
    let status = from_actix(response.status());
    let is_encoded = response.headers().contains_key(CONTENT_ENCODING);
    let hint = hint::<C>(response.headers());
    let mut error = rules::bare::<C>(status, hint, response.headers().contains_key(RETRY_AFTER));
    if let Some(text) = text.filter(|_| !is_encoded) {
        error = rules::keep(error, &text, status, settings);
    }
    if let Some(source) = source {
        error = error.with_source(source);
    }
    let (fresh, body) = error.error_response().into_parts();
    *response.status_mut() = fresh.status();
    let headers = response.headers_mut();
    let values: Vec<_> = headers.get_all(CACHE_CONTROL).flat_map(HeaderValue::to_str).collect();
    let restrictions =
        rules::restrictions(&values.join(",")).and_then(|kept| HeaderValue::from_str(&kept).ok());
    headers.remove(CACHE_CONTROL);
    restrictions.map(|kept| headers.insert(CACHE_CONTROL, kept));
    headers.retain(|name, _| {
        let name = name.as_str();
        !rules::REPRESENTATION.contains(&name)
            && rules::replaced_headers(C::settings()).all(|own| own != name)
    });
    for (name, value) in fresh.headers() {
        // Headers of the response, such as `Retry-After`, override the row. Links stand beside each other.
        if name == LINK {
            headers.append(name.clone(), value.clone());
        } else if !headers.contains_key(name) {
            headers.insert(name.clone(), value.clone());
        }
    }
    let raised = fresh.extensions().get::<RaisedError>().cloned();
    raised.map(|raised| response.extensions_mut().insert(raised));
    (response, body)
}

/// The advice in the headers of a response.
fn hint<C: Code>(headers: &HeaderMap) -> Option<Retry> {
    let fields = |name: &str| headers.get_all(name).map(HeaderValue::as_bytes);
    let of = |name: &Option<HeaderName>| retry_headers::parse(fields(name.as_ref()?.as_str()));
    if retry_headers::REPLAYED.into_iter().any(|name| retry_headers::is_true(fields(name))) {
        return Some(Retry::Never);
    }
    of(&C::settings().advice_header).or_else(|| of(&C::settings().retry_header))
}

/// Adds what only the guard knows to an error of the table.
fn finish<B>(response: &mut HttpResponse<B>, idempotency: Idempotency, settings: Settings) {
    let extensions = response.extensions();
    let raised = extensions.get::<RaisedError>();
    let forbids_storing = settings.forbids_storing(raised);
    let resolved = rules::resolve(raised, extensions.contains::<PassThrough>(), idempotency);
    drop(extensions);
    if forbids_storing {
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if let Some((name, value)) = resolved.and_then(|(name, value)| header_to_actix(name, &value)) {
        response.headers_mut().insert(name, value);
    }
}

/// Checks a response against the table. Called in debug builds only.
///
/// # Panics
///
/// If the response is an error that is not from the table, or that contradicts the table.
pub(super) fn check<B, C: Code>(request: &HttpRequest, response: &HttpResponse<B>) {
    if is_marked(response) {
        return;
    }
    let text = |name: &str| {
        let value = response.headers().get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    let header = C::settings().code_header.as_ref().and_then(|name| text(name.as_str()));
    let content_type = text("content-type");
    let extensions = response.extensions();
    let raised = extensions.get::<RaisedError>();
    let status = from_actix(response.status());
    if let Some(complaint) = rules::complaint::<C>(status, raised, header.as_deref(), content_type.as_deref())
    {
        let route = request.match_pattern().unwrap_or_else(|| request.path().to_owned());
        panic!("{} {route}: {complaint}", request.method());
    }
}

/// Whether the response is a framework's own error: without a content type, or in plain text.
fn is_bare<B>(response: &HttpResponse<B>) -> bool {
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return false;
    }
    !is_marked(response) && rules::is_bare(response.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes))
}

/// Whether the guard has to leave the response as it is.
fn is_marked<B>(response: &HttpResponse<B>) -> bool {
    let extensions = response.extensions();
    extensions.contains::<Shaped>() || extensions.contains::<PassThrough>()
}
