//! A name for each request, by which a client can ask about it, and an operator find it in the log.

use std::sync::atomic::{AtomicU32, Ordering};

use axum::extract::Request;
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument as _;

pub async fn give(request: Request, next: Next) -> Response {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let id = NEXT.fetch_add(1, Ordering::Relaxed);
    let mut response = next.run(request).instrument(tracing::info_span!("request", id)).await;
    response.headers_mut().insert("x-request-id", HeaderValue::from(id));
    response
}
