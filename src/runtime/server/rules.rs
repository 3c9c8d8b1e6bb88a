//! The rules of the guard, without types of a framework: bare responses, headers of a body, and conflicts with the
//! table.

use http::StatusCode;

use super::ApiError;
use crate::runtime::code::Code;
use crate::shared::retry::Retry;

/// A response extension: the guard leaves this error response as it is, with any content type.
#[derive(Clone, Copy, Debug)]
pub struct Shaped;

/// A response extension: this response comes from another server, and the guard forwards it unchanged. A reverse proxy
/// sets it.
#[derive(Clone, Copy, Debug)]
pub struct PassThrough;

/// The headers that describe a body and are removed with it (RFC 9110, 8; RFC 9530). All other headers stay, for
/// example `Allow`, `WWW-Authenticate`, `Retry-After`, CORS headers, cookies, request ids, and `Content-Range` of a
/// 416.
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

/// Whether an error with this content type is a framework's own: without a content type, or in plain text.
pub(super) fn is_bare(content_type: Option<&[u8]>) -> bool {
    content_type.is_none_or(|value| {
        let essence = value.split(|byte| *byte == b';').next().unwrap_or_default();
        essence.trim_ascii().eq_ignore_ascii_case(b"text/plain")
    })
}

/// The error that replaces a bare response. A server that sends `Retry-After` expects the request again, so the header
/// overrides a row with `never`.
pub(super) fn bare<C: Code>(status: StatusCode, names_a_wait: bool) -> ApiError<C> {
    let error = ApiError::from_status(status);
    let never = error.code().is_some_and(|code: C| code.retry() == Retry::Never);
    if names_a_wait && never { error.with_retry(Retry::IfIdempotent) } else { error }
}

/// Checks a response against the table. Called in debug builds only.
///
/// # Panics
///
/// If the row has another status, or the table does not contain the code.
pub(super) fn shout<C: Code>(code: &str, status: StatusCode) {
    match C::parse(code) {
        Some(row) => {
            let expected = row.status();
            assert!(expected == status, "`{code}` is sent with {status}, but its row has {expected}");
        }
        None => assert!(
            code == ApiError::<C>::from_status(status).code_str(),
            "`{code}` is sent, but the table does not contain it"
        ),
    }
}
