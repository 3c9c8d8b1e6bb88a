//! The rules of the guard, in no framework's types: what is bare, what goes with its body, what contradicts the table.

use http::StatusCode;

use super::ApiError;
use crate::runtime::code::Code;
use crate::shared::retry::Retry;

/// A response extension: this error response is as its author wants it, with any content type.
#[derive(Clone, Copy, Debug)]
pub struct Shaped;

/// A response extension: this response is another server's, and is forwarded unchanged. A reverse proxy sets it.
#[derive(Clone, Copy, Debug)]
pub struct PassThrough;

/// The headers that describe a body, and go with it (RFC 9110, 8; RFC 9530). A deny-list: what it does not name stays,
/// `Allow`, `WWW-Authenticate`, `Retry-After`, CORS, cookies, request ids and `Content-Range` of a 416 among it.
pub(super) const REPRESENTATION: [&str; 16] = [
    "accept-ranges",
    "content-digest",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-length",
    "content-location",
    "content-md5",
    "content-type",
    "digest",
    "etag",
    "expires",
    "last-modified",
    "repr-digest",
    "trailer",
    "transfer-encoding",
];

/// Whether an error with this content type is one that a framework makes by itself: without any, or in plain text.
pub(super) fn is_bare(content_type: Option<&[u8]>) -> bool {
    content_type.is_none_or(|value| {
        let essence = value.split(|byte| *byte == b';').next().unwrap_or_default();
        essence.trim_ascii().eq_ignore_ascii_case(b"text/plain")
    })
}

/// The error that takes the place of a bare response. A server that sends `Retry-After` expects the
/// request again, so its response overrides a row with `never`.
pub(super) fn bare<C: Code>(status: StatusCode, names_a_wait: bool) -> ApiError<C> {
    let error = ApiError::from_status(status);
    let never = error.code().is_some_and(|code: C| code.retry() == Retry::Never);
    if names_a_wait && never { error.with_retry(Retry::IfIdempotent) } else { error }
}

/// Complains about a response that contradicts the table. Called in debug builds only.
///
/// # Panics
///
/// That is the complaint.
pub(super) fn shout<C: Code>(code: &str, status: StatusCode) {
    match C::parse(code) {
        Some(row) => {
            let expected = row.status();
            assert!(expected == status, "`{code}` is sent with {status}, its row says {expected}");
        }
        None => assert!(
            code == ApiError::<C>::from_status(status).code_str(),
            "`{code}` is sent, but no row of the table has it"
        ),
    }
}
