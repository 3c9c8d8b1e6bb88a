//! The rules of the guard, without types of a framework: bare responses, headers of a body, and conflicts with the
//! table.

use core::error::Error;
use core::fmt;

use http::StatusCode;
use http::header::{HeaderName, HeaderValue};

use super::guard_settings::Settings as GuardSettings;
use super::{ApiError, RaisedError};
use crate::runtime::code::Code;
use crate::runtime::settings::Settings;
use crate::runtime::wire::idempotency::Idempotency;
use crate::shared::retry::Retry;

/// A response extension: the guard leaves this error response as it is, with any content type.
#[derive(Clone, Copy, Debug)]
pub struct Shaped;

/// A response extension: this response comes from another server, and the guard forwards it unchanged. A reverse proxy
/// sets it.
#[derive(Clone, Copy, Debug)]
pub struct PassThrough;

/// The headers that describe a body and are removed with it (RFC 9110, 8; RFC 9530), and those that say how long caches
/// may keep that body (RFC 9111, 5; RFC 9213). All other headers stay, for example `Allow`, `WWW-Authenticate`,
/// `Retry-After`, CORS headers, cookies, request ids, and `Content-Range` of a 416. Of `Cache-Control`,
/// [`restrictions`] stay.
pub(super) const REPRESENTATION: [&str; 20] = [
    "accept-ranges",
    "age",
    "cdn-cache-control",
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
    "surrogate-control",
    "trailer",
    "transfer-encoding",
    "x-accel-expires",
];

/// The directives of a `Cache-Control` that only restrict caches. They also suit an error; a lifetime that was meant for
/// the replaced body does not.
pub(super) fn restrictions(cache_control: &str) -> Option<String> {
    const RESTRICTIONS: [&str; 6] =
        ["must-revalidate", "no-cache", "no-store", "no-transform", "private", "proxy-revalidate"];
    let name = |directive: &str| directive.split('=').next().unwrap_or_default().trim().to_ascii_lowercase();
    let kept: Vec<_> =
        cache_control.split(',').map(name).filter(|name| RESTRICTIONS.contains(&&**name)).collect();
    (!kept.is_empty()).then(|| kept.join(", "))
}

/// Whether an error with this content type is a framework's own: without a content type, or in plain text.
pub(super) fn is_bare(content_type: Option<&[u8]>) -> bool {
    content_type.is_none_or(|value| {
        let essence = value.split(|byte| *byte == b';').next().unwrap_or_default();
        essence.trim_ascii().eq_ignore_ascii_case(b"text/plain")
    })
}

/// The longest text of a bare response that is read, in bytes.
pub(super) const MAX_TEXT: usize = 4096;

/// The text of a bare response, as the cause of the error that replaces it.
#[derive(Debug)]
struct Replaced(String);

impl fmt::Display for Replaced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "replaced text: {}", self.0)
    }
}

impl Error for Replaced {}

/// Keeps the text of a bare response with the error that replaces it: for the log, or as the message if the settings say
/// so and the status is a 4xx.
pub(super) fn keep<C: Code>(
    error: ApiError<C>,
    text: &[u8],
    status: StatusCode,
    settings: GuardSettings,
) -> ApiError<C> {
    let text = String::from_utf8_lossy(text);
    match text.trim() {
        "" => error,
        text if settings.keeps_text && status.is_client_error() => error.with_message(text.to_owned()),
        text => error.with_source(Replaced(text.to_owned())),
    }
}

/// The error that replaces a bare response. `hint` is the advice in the headers of that response, which overrides the
/// row. A server that sends `Retry-After` expects the request again, so the header overrides a row with `never`.
pub(super) fn bare<C: Code>(status: StatusCode, hint: Option<Retry>, names_a_wait: bool) -> ApiError<C> {
    let error = ApiError::<C>::from_status(status);
    let never = RaisedError::from(&error).retry() == Retry::Never;
    match hint {
        Some(retry) => error.with_retry(retry),
        None if names_a_wait && never => error.with_retry(Retry::IfIdempotent),
        None => error,
    }
}

/// The headers of the table that a bare response loses, because the error that replaces it has its own.
pub(super) fn replaced_headers(settings: &Settings) -> impl Iterator<Item = &HeaderName> {
    let Settings { advice_header, code_header, retry_header, .. } = settings;
    [advice_header, code_header, retry_header].into_iter().flatten()
}

/// The header that tells the answer for this request, and that answer, if the response says something else. An error
/// that was made without its request counts the request as not idempotent, so only the advice `if-idempotent` needs it.
///
/// A forwarded response keeps what the other server said.
pub(super) fn resolve(
    raised: Option<&RaisedError>,
    is_forwarded: bool,
    request: Idempotency,
) -> Option<(&'static HeaderName, HeaderValue)> {
    let raised = raised.filter(|raised| !is_forwarded && raised.retry() == Retry::IfIdempotent)?;
    raised.should_retry(request)
}

/// What is wrong with a response, for strict mode. `header` is the value of the code header.
pub(super) fn complaint<C: Code>(
    status: StatusCode,
    raised: Option<&RaisedError>,
    header: Option<&str>,
    content_type: Option<&str>,
) -> Option<String> {
    let is_error = status.is_client_error() || status.is_server_error();
    let Some(raised) = raised.filter(|_| is_error) else {
        return match header {
            Some(code) => contradiction::<C>(code, status),
            None => is_error.then(|| {
                let content_type = content_type.map_or("no content type".to_owned(), |name| format!("`{name}`"));
                format!(
                    "{status} with {content_type} is not an error of the table: return an `ApiError`, or mark the response \
                     as `Shaped` or `PassThrough`"
                )
            }),
        };
    };
    let code = raised.code_str();
    if raised.is_foreign() {
        None
    } else if !raised.is_of::<C>() && raised.code().is_none_or(|code| code.get::<C>().is_none()) {
        Some(format!("`{code}` is an error of another table than that of the guard"))
    } else if raised.status() != status && !raised.code().is_some_and(|code| has(code.statuses(), status)) {
        Some(format!("`{code}` is sent with {status}, but its row has {}", raised.status()))
    } else {
        header
            .filter(|header| *header != code)
            .map(|header| format!("`{code}` is sent, but the header has `{header}`"))
    }
}

/// How a code and a status contradict the table.
fn contradiction<C: Code>(code: &str, status: StatusCode) -> Option<String> {
    match C::parse(code) {
        Some(known) if has(known.statuses(), status) => None,
        Some(known) => Some(format!("`{code}` is sent with {status}, but its row has {}", known.status())),
        None if code == ApiError::<C>::from_status(status).code_str() => None,
        None => Some(format!("`{code}` is sent, but the table does not contain it")),
    }
}

fn has(mut statuses: impl Iterator<Item = StatusCode>, status: StatusCode) -> bool {
    statuses.any(|known| known == status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_restrictions_of_caches_stay() {
        for (value, kept) in [
            ("public, max-age=31536000, immutable", None),
            ("no-store", Some("no-store")),
            ("Private , MAX-AGE=60", Some("private")),
            ("private=\"set-cookie, x\", max-age=5", Some("private")),
            ("no-cache=\"x\",,must-revalidate", Some("no-cache, must-revalidate")),
            ("s-maxage=9, stale-while-revalidate=9, stale-if-error=9", None),
            ("", None),
        ] {
            assert_eq!(restrictions(value).as_deref(), kept, "{value}");
        }
    }
}
