//! What is there for the codes of this crate is there for those of any other: a server and its clients with a table of
//! their own, over a socket.

#[path = "support/server.rs"]
mod server;
#[allow(dead_code, reason = "not every code is raised")]
#[allow(unreachable_pub, reason = "nothing in a test is public")]
mod styles {
    include!("generated/styles.rs");
}

use axum::Router;
use axum::body::Body;
use axum::routing::{get, post};
use error_catalog::reqwest_retry::RetryAdvice;
use error_catalog::tower_retry::RetryPolicy;
use error_catalog::{DecodedError, OrCode, Retry, blocking};
use http::StatusCode;
use tower::ServiceExt;

use self::server::{Server, soon};
use self::styles::extract::Json;
use self::styles::receive::ErrorForCode;
use self::styles::{ApiError, ErrorCode, ReceivedError};

async fn pay(Json(amount): Json<u32>) -> Result<String, ApiError> {
    let amount = u8::try_from(amount).or_code(ErrorCode::CardDeclined)?;
    Ok(amount.to_string())
}

async fn leader() -> ApiError {
    ApiError::new(ErrorCode::KvRaftstoreNotLeader).with_public_message("ask region 7")
}

async fn too_many() -> StatusCode {
    StatusCode::TOO_MANY_REQUESTS
}

fn router() -> Router {
    let router =
        Router::new().route("/pay", post(pay)).route("/leader", get(leader)).route("/limit", get(too_many));
    styles::guard(router)
}

#[tokio::test]
async fn axum_and_reqwest_speak_of_it() {
    let server = Server::start(router()).await;
    let client = reqwest::Client::builder().no_proxy().build().expect("without TLS it can be built");
    let url = |path: &str| format!("http://{}{path}", server.address);
    let receive = async |request: reqwest::RequestBuilder| -> Result<String, ReceivedError> {
        let response = soon("an answer", request.send()).await.expect("the server is there");
        let response = response.error_for_code().await?;
        Ok(soon("a body", response.text()).await.expect("it is whole"))
    };

    let json =
        |body: &'static str| client.post(url("/pay")).header("content-type", "application/json").body(body);
    assert_eq!(receive(json("7")).await.expect("it is paid"), "7");
    let error = receive(json("700")).await.expect_err("too much");
    assert_eq!(error.to_string(), format!("402 card_declined: The bank said no ({})", url("/pay")));

    let error = receive(client.get(url("/leader"))).await.expect_err("another region");
    assert_eq!((error.code(), error.retry()), (Some(ErrorCode::KvRaftstoreNotLeader), Retry::Backoff));
    assert_eq!(error.message(), Some("ask region 7"));
    assert_eq!(error.retry_after().map(|wait| wait.as_secs()), Some(1));

    // What the framework says by itself: a row of that table, and where there is none the status in its style.
    let error = receive(client.get(url("/limit"))).await.expect_err("too many");
    assert_eq!(error.code(), Some(ErrorCode::RateLimited));
    let error = receive(client.get(url("/nowhere"))).await.expect_err("there is no such route");
    assert_eq!((error.code(), error.status()), (None, StatusCode::NOT_FOUND));
    let error = receive(json("{")).await.expect_err("no JSON");
    assert!(error.code_str().is_some() && error.body().is_none(), "it came in the envelope: {error}");
}

#[tokio::test]
async fn a_gateway_passes_it_on() {
    let request = http::Request::get("/leader").body(Body::empty()).expect("it is a request");
    let response = router().oneshot(request).await.expect("a router always answers");
    let error: ReceivedError = response.error_for_code().await.expect_err("another region");
    let passed: http::Response<Vec<u8>> = error.forward_verbatim().into();
    let decoded: DecodedError<'_, ErrorCode> =
        DecodedError::new(passed.status(), passed.headers(), passed.body());
    assert_eq!(decoded.code(), Some(ErrorCode::KvRaftstoreNotLeader));
    assert_eq!(decoded.message(), Some("ask region 7"));
}

// What would take a second table's worth of servers to run is at least there.
const _: fn() -> RetryAdvice<ErrorCode> = RetryAdvice::new;
const _: fn() -> RetryPolicy<ErrorCode> = RetryPolicy::new;
type Answer<B> = http::Response<B>;
const _: fn(Answer<ureq::Body>) -> Result<Answer<ureq::Body>, ReceivedError> =
    blocking::ErrorForCode::error_for_code::<ErrorCode>;
