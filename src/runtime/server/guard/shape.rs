//! Decides which responses get the envelope, and writes it.

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderValue};
use http::response::Parts;
use http::{Response, StatusCode};
use http_body::Body;
use http_body_util::Full;

use super::asked::Asked;
use super::body::Guarded;
use super::text;
use crate::runtime::code::Code;
use crate::runtime::server::guard_settings::Settings;
use crate::runtime::server::rules;
pub use crate::runtime::server::rules::{PassThrough, Shaped};
use crate::runtime::server::{ApiError, RaisedError};
use crate::runtime::wire::retry_headers;

pub(super) fn is_error(status: StatusCode) -> bool {
    status.is_client_error() || status.is_server_error()
}

/// Gives a response the envelope if it is an error that the application did not format.
#[inline]
pub(super) fn shape<B, C, O>(response: Response<B>, asked: &Asked, settings: Settings) -> Response<O>
where
    B: Body<Data = Bytes>,
    C: Code,
    O: Guarded<B>,
{
    if is_error(response.status()) {
        shape_error::<B, C, O>(response, asked, settings)
    } else {
        response.map(O::own)
    }
}

/// A function of its own, so that a success only costs a check of the status.
#[cold]
fn shape_error<B, C, O>(response: Response<B>, asked: &Asked, settings: Settings) -> Response<O>
where
    B: Body<Data = Bytes>,
    C: Code,
    O: Guarded<B>,
{
    if !is_bare(&response) {
        let (mut parts, body) = response.into_parts();
        if asked.is_head {
            add_length(&mut parts.headers, &body);
            return Response::from_parts(parts, O::default());
        }
        return Response::from_parts(parts, O::own(body));
    }
    let (mut parts, body) = response.into_parts();
    let error = bare::<B, C>(&parts, body, settings);
    let (fresh, body) = respond::<C, O, B>(error, asked).into_parts();
    remove_representation::<C>(&mut parts.headers);
    add_missing(&mut parts.headers, fresh.headers);
    parts.extensions.extend(fresh.extensions);
    parts.status = fresh.status;
    Response::from_parts(parts, body)
}

/// The error that replaces a bare response.
fn bare<B: Body<Data = Bytes>, C: Code>(parts: &Parts, body: B, settings: Settings) -> ApiError<C> {
    let is_encoded = parts.headers.contains_key(header::CONTENT_ENCODING);
    let text = if is_encoded { None } else { text::whole(body) };
    let hint = retry_headers::read(C::settings(), &parts.headers);
    let error = rules::bare::<C>(parts.status, hint, parts.headers.contains_key(header::RETRY_AFTER));
    match text {
        Some(text) => rules::keep(error, &text, parts.status, settings),
        None => error,
    }
}

/// Sets the length of a body that is dropped for a `HEAD`, because the body may be the only source of it.
fn add_length(headers: &mut HeaderMap, body: &impl Body) {
    // An empty body does not tell the length, because the service may have dropped the body already.
    let length = body.size_hint().exact().filter(|length| *length > 0);
    if let (Some(length), None) = (length, headers.get(header::TRANSFER_ENCODING)) {
        headers.entry(header::CONTENT_LENGTH).or_insert(length.into());
    }
}

/// The response of an error. For a `HEAD`, the body is dropped, and the length stays that of a `GET` (RFC 9110, 9.3.2).
pub(super) fn respond<C: Code, O: Guarded<B>, B>(error: ApiError<C>, asked: &Asked) -> Response<O> {
    let response: Response<Full<Bytes>> = error.into();
    response.map(|body| if asked.is_head { O::default() } else { O::envelope(body) })
}

/// Adds what only the guard knows to an error of the table.
#[cold]
pub(super) fn finish<O>(response: &mut Response<O>, asked: &Asked, settings: Settings) {
    let extensions = response.extensions();
    let raised = extensions.get::<RaisedError>();
    let is_forwarded = extensions.get::<PassThrough>().is_some();
    let resolved = rules::resolve(raised, is_forwarded, asked.idempotency);
    if settings.forbids_storing(raised) {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if let Some((name, value)) = resolved {
        response.headers_mut().insert(name, value);
    }
}

/// Removes what described the dropped body, and headers that contradict the new ones.
fn remove_representation<C: Code>(headers: &mut HeaderMap) {
    for name in rules::REPRESENTATION {
        headers.remove(name);
    }
    for name in rules::replaced_headers(C::settings()) {
        headers.remove(name);
    }
    let values: Vec<_> =
        headers.get_all(header::CACHE_CONTROL).iter().flat_map(HeaderValue::to_str).collect();
    match rules::restrictions(&values.join(",")).and_then(|kept| HeaderValue::from_str(&kept).ok()) {
        Some(kept) => drop(headers.insert(header::CACHE_CONTROL, kept)),
        None => drop(headers.remove(header::CACHE_CONTROL)),
    }
}

/// Whether the response is a framework's own error: without a content type, or in plain text.
fn is_bare<B>(response: &Response<B>) -> bool {
    !is_marked(response)
        && rules::is_bare(response.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes))
}

/// Whether the guard has to leave the response as it is.
pub(super) fn is_marked<B>(response: &Response<B>) -> bool {
    let extensions = response.extensions();
    extensions.get::<Shaped>().is_some() || extensions.get::<PassThrough>().is_some()
}

/// Headers of the response, such as `Retry-After`, override the row. Links stand beside each other.
fn add_missing(headers: &mut HeaderMap, fresh: HeaderMap) {
    let links: Vec<HeaderValue> = fresh.get_all(header::LINK).iter().cloned().collect();
    for (name, value) in fresh {
        if let Some(name) = name.filter(|name| name != header::LINK) {
            headers.entry(name).or_insert(value);
        }
    }
    for link in links {
        headers.append(header::LINK, link);
    }
}
