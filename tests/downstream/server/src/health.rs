//! Whether the server is up: not for the first who asks.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use error_catalog::{ApiError, ErrorCode};

pub fn routes() -> Router {
    Router::new().route("/health", get(health)).with_state(Arc::default())
}

async fn health(State(is_up): State<Arc<AtomicBool>>) -> Result<&'static str, ApiError> {
    if !is_up.swap(true, Ordering::Relaxed) {
        // A start takes less time than the maintenance of the row.
        return Err(ApiError::new(ErrorCode::ServiceUnderMaintenance).with_retry_after(A_SECOND));
    }
    Ok("up")
}

const A_SECOND: Duration = Duration::from_secs(1);
