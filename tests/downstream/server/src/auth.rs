//! Who may call: the header `X-Api-Key`, checked before any handler runs.

use axum::extract::Request;
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;
use error_catalog::{ApiError, ErrorCode};

/// Lets a request with a valid key through.
pub async fn require_key(request: Request, next: Next) -> Result<Response, ApiError> {
    check_key(request.headers())?;
    Ok(next.run(request).await)
}

/// There is nothing to add to these codes, so a code is all the error there is; `?` makes an `ApiError` of it.
fn check_key(headers: &HeaderMap) -> Result<(), ErrorCode> {
    let key = headers.get("x-api-key").ok_or(ErrorCode::MissingApiKey)?;
    let secret = key.as_bytes().strip_prefix(b"pkz_").ok_or(ErrorCode::InvalidApiKeyFormat)?;
    match secret {
        b"live" => Ok(()),
        b"disabled" => Err(ErrorCode::ApiKeyInactive),
        _ => Err(ErrorCode::InvalidApiKey),
    }
}
