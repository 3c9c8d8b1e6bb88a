//! Answers that somebody else has made, or changed, on the way to the client: proxies, and services of a later version.

use std::io;

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use axum::{Extension, Router};
use error_catalog::guard::PassThrough;
use error_catalog::{ApiError, ErrorCode};
use futures_util::stream::{self, Stream, StreamExt as _};

pub fn routes() -> Router {
    Router::new()
        .route("/edge/page", get(page))
        .route("/edge/newer", get(newer))
        .route("/edge/rewritten", get(rewritten))
        .route("/edge/flood", get(flood))
        .route("/edge/broken", get(broken))
        .route("/edge/stalled", get(stalled))
}

/// A proxy that gets no answer from its server, and says more of itself than anybody wants to know.
async fn page() -> impl IntoResponse {
    let headers = [
        ("retry-after", "7"),
        ("keep-alive", "timeout=5"),
        ("proxy-authenticate", "Basic realm=\"edge-7.internal\""),
        ("server", "edge-7.internal"),
        ("set-cookie", "route=edge-7.internal"),
        ("x-backend", "10.0.0.7"),
    ];
    (StatusCode::BAD_GATEWAY, headers, PASS_THROUGH, Html("<h1>edge-7.internal: bad gateway</h1>"))
}

/// A later version, with a code and a member that this one has never heard of.
async fn newer() -> impl IntoResponse {
    let headers = [(CONTENT_TYPE, "application/json"), (RETRY_AFTER, "7")];
    let body = r#"{"error":{"code":"QUOTA_EXCEEDED","message":"10 per minute"},"quota":{"limit":10}}"#;
    (StatusCode::TOO_MANY_REQUESTS, headers, PASS_THROUGH, body)
}

/// A proxy that takes each error of a client for the same one.
async fn rewritten() -> impl IntoResponse {
    (StatusCode::BAD_REQUEST, PASS_THROUGH, ApiError::new(ErrorCode::InsufficientCredits))
}

/// A page that is longer than any error.
async fn flood() -> impl IntoResponse {
    (StatusCode::BAD_GATEWAY, PASS_THROUGH, Html("<p>Bad gateway</p>".repeat(10_000)))
}

/// An answer that ends before it is over.
async fn broken() -> impl IntoResponse {
    cut_off(stream::once(async {
        // The start goes out first.
        tokio::task::yield_now().await;
        Err(io::Error::from(io::ErrorKind::ConnectionReset))
    }))
}

/// An answer that does not end.
async fn stalled() -> impl IntoResponse {
    cut_off(stream::pending())
}

fn cut_off(end: impl Stream<Item = io::Result<&'static str>> + Send + 'static) -> impl IntoResponse {
    let start = stream::iter([Ok(r#"{"error":{"code":"UPLOAD_FAILED","message":"Fai"#)]);
    let headers = [("content-type", "application/json"), ("x-error-code", "UPLOAD_FAILED")];
    (ErrorCode::UploadFailed.status(), headers, Body::from_stream(start.chain(end)))
}

/// What is not in this server's table is no mistake of this server.
const PASS_THROUGH: Extension<PassThrough> = Extension(PassThrough);
