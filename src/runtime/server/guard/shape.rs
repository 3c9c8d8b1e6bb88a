//! Decides which responses get the envelope, and writes it.

use bytes::Bytes;
use http::Response;
use http::header::{self, HeaderMap, HeaderValue};
use http_body::Body;
use http_body_util::Full;

use super::GuardBody;
use crate::runtime::code::Code;
use crate::runtime::server::ApiError;
use crate::runtime::server::rules;
pub use crate::runtime::server::rules::{PassThrough, Shaped};

/// Gives a response the envelope if it is an error that the application did not format. The dropped body is never read,
/// because a slow or endless one must not turn a fast error into a hang.
#[inline]
pub(super) fn shape<B: Body, C: Code>(response: Response<B>, is_head: bool) -> Response<GuardBody<B>> {
    let status = response.status();
    if status.is_client_error() || status.is_server_error() {
        shape_error::<B, C>(response, is_head)
    } else {
        response.map(GuardBody::own)
    }
}

/// A function of its own, so that a success only costs a check of the status.
#[cold]
fn shape_error<B: Body, C: Code>(response: Response<B>, is_head: bool) -> Response<GuardBody<B>> {
    if !is_bare(&response) {
        return if is_head { without_body(response) } else { response.map(GuardBody::own) };
    }
    let (mut parts, _) = response.into_parts();
    let error = rules::bare::<C>(parts.status, parts.headers.contains_key(header::RETRY_AFTER));
    let envelope: Response<GuardBody<B>> = respond(error, is_head);
    let (fresh, body) = envelope.into_parts();
    for name in rules::REPRESENTATION {
        parts.headers.remove(name);
    }
    // Header and body have to agree.
    if let Some(name) = &C::settings().code_header {
        parts.headers.remove(name);
    }
    add_missing(&mut parts.headers, fresh.headers);
    parts.status = fresh.status;
    Response::from_parts(parts, body)
}

/// An error that was formatted on purpose, as the response to a `HEAD`. The dropped body may be the only source of its
/// length, so the header is set here.
fn without_body<B: Body>(response: Response<B>) -> Response<GuardBody<B>> {
    let (mut parts, body) = response.into_parts();
    // An empty body does not tell the length, because the service may have dropped the body already.
    let length = body.size_hint().exact().filter(|length| *length > 0);
    if let (Some(length), None) = (length, parts.headers.get(header::TRANSFER_ENCODING)) {
        parts.headers.entry(header::CONTENT_LENGTH).or_insert(length.into());
    }
    Response::from_parts(parts, GuardBody::default())
}

/// The response of an error. For a `HEAD`, the body is dropped, and the length stays that of a `GET` (RFC 9110, 9.3.2).
pub(super) fn respond<B, C: Code>(error: ApiError<C>, is_head: bool) -> Response<GuardBody<B>> {
    let response: Response<Full<Bytes>> = error.into();
    response.map(|body| if is_head { GuardBody::default() } else { GuardBody::envelope(body) })
}

/// Checks a response against the table. Called in debug builds only.
///
/// # Panics
///
/// If the row has another status, or the table does not contain the code.
pub(super) fn shout<B, C: Code>(response: &Response<B>) {
    if response.extensions().get::<PassThrough>().is_some() {
        return;
    }
    let Some(name) = &C::settings().code_header else {
        return;
    };
    let Some(code) = response.headers().get(name).and_then(|code| code.to_str().ok()) else {
        return;
    };
    rules::shout::<C>(code, response.status());
}

/// Whether the response is a framework's own error: without a content type, or in plain text.
fn is_bare<B>(response: &Response<B>) -> bool {
    let extensions = response.extensions();
    if extensions.get::<Shaped>().is_some() || extensions.get::<PassThrough>().is_some() {
        return false;
    }
    rules::is_bare(response.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes))
}

/// Headers of the response, such as `Retry-After`, override the row.
fn add_missing(headers: &mut HeaderMap, fresh: HeaderMap) {
    for (name, value) in fresh {
        if let Some(name) = name {
            headers.entry(name).or_insert(value);
        }
    }
}
