//! Whether a request may be carried out twice.

use http::header::{HeaderMap, HeaderValue};
use http::{Method, Request};

/// Whether two executions of a request have the same effect as one.
///
/// It is made from a method or from a request. A request is idempotent in two cases:
///
/// - Its method is `GET`, `HEAD`, `OPTIONS`, `TRACE`, `PUT`, `DELETE` or `QUERY` ([RFC 9110,
///   9.2.2](https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2)).
/// - It carries an idempotency key, with any method: the header `Idempotency-Key`
///   ([draft-ietf-httpapi-idempotency-key-header](https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/))
///   or `X-Idempotency-Key`.
///
/// A server that does not know the header ignores it. Send a key only if the documentation of the server supports it.
///
/// ```
/// use error_catalog::Idempotency;
/// use http::{Method, Request};
///
/// assert_eq!(Idempotency::from(&Method::DELETE), Idempotency::Idempotent);
/// assert_eq!(Idempotency::from(&Method::POST), Idempotency::Unknown);
///
/// let request = Request::post("/v1/credits").header("Idempotency-Key", "8e03978e").body(())?;
/// assert_eq!(Idempotency::from(&request), Idempotency::Idempotent);
/// # Ok::<_, http::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Idempotency {
    /// Two executions have the effect of one.
    Idempotent,
    /// Neither the method nor a key says so. A second execution may do harm.
    Unknown,
}

impl Idempotency {
    /// Reads it from the method and the headers of a request.
    #[must_use]
    pub fn of(method: &Method, headers: &HeaderMap) -> Self {
        Self::with_keys(method, |name| headers.get(name).map(HeaderValue::as_bytes))
    }

    /// Reads it from the method of a request, and from the values of its headers. Most requests are idempotent by their
    /// method, so the method comes first.
    pub(crate) fn with_keys<'v>(method: &Method, value: impl Fn(&'static str) -> Option<&'v [u8]>) -> Self {
        let is_key = |name| value(name).is_some_and(|key: &[u8]| !key.trim_ascii().is_empty());
        if method.is_idempotent() || KEYS.into_iter().any(is_key) { Self::Idempotent } else { Self::Unknown }
    }
}

const KEYS: [&str; 2] = ["idempotency-key", "x-idempotency-key"];

impl From<&Method> for Idempotency {
    fn from(method: &Method) -> Self {
        if method.is_idempotent() { Self::Idempotent } else { Self::Unknown }
    }
}

impl<B> From<&Request<B>> for Idempotency {
    fn from(request: &Request<B>) -> Self {
        Self::of(request.method(), request.headers())
    }
}

#[cfg(feature = "reqwest")]
impl From<&reqwest::Request> for Idempotency {
    fn from(request: &reqwest::Request) -> Self {
        Self::of(request.method(), request.headers())
    }
}
