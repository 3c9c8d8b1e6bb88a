//! What the first requests of a process get, which have earned no retries yet. There is one test, because its process has
//! one reserve.

#[path = "retries/script.rs"]
#[allow(dead_code, reason = "another test uses the rest")]
mod script;
#[path = "support/server.rs"]
mod server;

use std::time::Duration;

use bytes::Bytes;
use error_catalog::ErrorCode;
use error_catalog::reqwest_retry::RetryAdvice;
use error_catalog::tower_retry::RetryPolicy;
use http::Request;
use http_body_util::Full;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use reqwest_middleware::ClientBuilder;
use tower::retry::RetryLayer;
use tower::{Layer, ServiceExt};

use crate::script::{Script, bare, row};
use crate::server::soon;

#[tokio::test]
async fn the_first_requests_are_sent_again_and_a_storm_is_not() {
    let script = Script::start(&[bare(503).with("retry-after", "1")]).await;
    let builder =
        || ClientBuilder::new(reqwest::Client::builder().no_proxy().build().expect("it needs no TLS"));
    let client = RetryAdvice::<ErrorCode>::new().around(builder()).build();
    let response =
        soon("middleware", client.get(script.url("/middleware")).send()).await.expect("it is there");
    assert_eq!((response.status().as_u16(), script.seen("/middleware").len()), (200, 2));

    let hyper = Client::builder(TokioExecutor::new()).build_http::<Full<Bytes>>();
    let policy: RetryPolicy = RetryPolicy::new();
    let client = RetryLayer::new(policy).layer(hyper.clone());
    let request = Request::get(script.url("/tower")).body(Full::default()).expect("it is a request");
    let response = soon("tower", client.oneshot(request)).await.expect("it is there");
    assert_eq!((response.status().as_u16(), script.seen("/tower").len()), (200, 2));

    // Of ten, eight are left, and a new client for each request does not get them again.
    let script = Script::start(&vec![row(ErrorCode::GenerationTimeout); 1000]).await;
    for _ in 0..100 {
        let policy: RetryPolicy = RetryPolicy::new().backoff(Duration::ZERO, Duration::ZERO);
        let client = RetryLayer::new(policy).layer(hyper.clone());
        let storm = Request::get(script.url("/storm")).body(Full::default()).expect("it is a request");
        soon("storm", client.oneshot(storm)).await.expect("the server is there");
    }
    assert_eq!(script.seen("/storm").len(), 108);
}
