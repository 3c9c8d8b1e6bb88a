//! Who may call: the header `X-Api-Key`, checked before any handler runs.

use axum::extract::Request;
use axum::http::header::{HeaderMap, HeaderValue, WWW_AUTHENTICATE};
use axum::middleware::Next;
use axum::response::Response;
use error_catalog::{ApiError, ErrorCode};

/// Lets a request with a valid key through.
pub async fn require_key(request: Request, next: Next) -> Result<Response, ApiError> {
    check_key(request.headers())?;
    Ok(next.run(request).await)
}

/// A 401 has to say which scheme is wanted (RFC 9110, 15.5.2).
fn check_key(headers: &HeaderMap) -> Result<(), ApiError> {
    let scheme = HeaderValue::from_static("ApiKey");
    key_fault(headers).map_or(Ok(()), |code| Err(ApiError::new(code).with_header(WWW_AUTHENTICATE, scheme)))
}

/// What is wrong with the key, if anything is.
fn key_fault(headers: &HeaderMap) -> Option<ErrorCode> {
    let Some(key) = headers.get("x-api-key") else {
        return Some(ErrorCode::MissingApiKey);
    };
    match key.as_bytes().strip_prefix(b"pkz_") {
        Some(b"live") => None,
        Some(b"disabled") => Some(ErrorCode::ApiKeyInactive),
        Some(_) => Some(ErrorCode::InvalidApiKey),
        None => Some(ErrorCode::InvalidApiKeyFormat),
    }
}
