//! Clients that failed at the same time do not come back at the same time.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use error_catalog::ErrorCode;
use error_catalog::reqwest_retry::RetryAdvice;
use error_catalog::tower_retry::RetryPolicy;
use http::{Request, StatusCode};
use http_body_util::Full;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use reqwest_middleware::ClientBuilder;
use tower::retry::RetryLayer;
use tower::retry::budget::TpsBudget;
use tower::{Layer, ServiceExt};

use crate::script::{Reply, Script, bare, waits};
use crate::server::soon;

/// So many requests at once.
const CROWD: usize = 40;

/// As many as earn a retry for each of those.
const QUIET: usize = 5 * CROWD;

/// Sends requests that succeed (but for one), then a crowd of which each fails once. What it returns are the waits of
/// the crowd.
async fn crowd<F>(replies: &[Reply], send: impl Fn(String) -> F) -> Vec<Duration>
where
    F: Future<Output = StatusCode> + Send + 'static,
{
    let script = Script::start(replies).await;
    for _ in 0..QUIET {
        soon("a quiet request", send(script.url("/quiet"))).await;
    }
    let path = |number| format!("/crowd/{number}");
    let crowd: Vec<_> = (0..CROWD).map(|number| tokio::spawn(send(script.url(&path(number))))).collect();
    for request in crowd {
        assert_eq!(soon("a request of the crowd", request).await.expect("no client panics"), 200);
    }
    (0..CROWD).flat_map(|number| waits(&script.seen(&path(number)))).collect()
}

async fn through_tower(replies: &[Reply], policy: RetryPolicy) -> Vec<Duration> {
    let client = Client::builder(TokioExecutor::new()).build_http::<Full<Bytes>>();
    let client = RetryLayer::new(policy).layer(client);
    let send = move |url| {
        let request = Request::get(url).body(Full::default()).expect("the url is one");
        let sent = client.clone().oneshot(request);
        async { sent.await.expect("the server is there").status() }
    };
    crowd(replies, send).await
}

async fn through_middleware(replies: &[Reply]) -> Vec<Duration> {
    let client = reqwest::Client::builder().no_proxy().build().expect("a client without TLS can be built");
    let client = RetryAdvice::<ErrorCode>::new().around(ClientBuilder::new(client)).build();
    let send = move |url: String| {
        let sent = client.get(url).send();
        async { sent.await.expect("the server is there").status() }
    };
    crowd(replies, send).await
}

/// Each waited for so long at least, and all of them are spread over the time that follows.
fn assert_spread(way: &str, script: &str, waits: &[Duration], shortest: Duration, width: Duration) {
    assert_eq!(waits.len(), CROWD, "{way}: there is one retry for each");
    let (first, last) = (waits.iter().min().expect("a crowd"), waits.iter().max().expect("a crowd"));
    let row = format!(
        "| {way} | {script}; 200, for {CROWD} at once | GET | 2 each | {} to {} ms |",
        first.as_millis(),
        last.as_millis()
    );
    println!("{row}");
    assert!(*first >= shortest, "{row}: too early");
    assert!(*last >= *first + width / 2, "{row}: too close");
    let tenths: BTreeSet<u128> = waits.iter().map(|wait| wait.as_millis() * 10 / width.as_millis()).collect();
    assert!(tenths.len() >= 5, "{row}: in groups: {tenths:?}");
}

#[tokio::test]
async fn clients_that_were_told_the_same_time_do_not_all_come_at_it() {
    let told = [bare(503).with("retry-after", "1")];
    let second = Duration::from_secs(1);

    let waits = through_tower(&told, RetryPolicy::new()).await;
    let (first, width) = (Duration::from_millis(200), Duration::from_millis(200));
    assert_spread("tower, as it comes", "503 retry-after: 1", &waits, second + first, width);

    // Of the policy's wait, the clock that can be set makes it a moment more or less.
    let waits = through_middleware(&told).await;
    let (first, width) = (Duration::from_millis(195), Duration::from_millis(200));
    assert_spread("reqwest-middleware, as it comes", "503 retry-after: 1", &waits, second + first, width);
}

/// A backoff that grows no more is not one without jitter.
#[tokio::test]
async fn the_longest_wait_has_jitter_too() {
    let wait = Duration::from_millis(200);
    let budget = TpsBudget::new(Duration::from_secs(10), 100, 0.2);
    let policy = RetryPolicy::new().backoff(wait, wait).budget(Arc::new(budget));
    let waits = through_tower(&[bare(503)], policy).await;
    assert_spread("tower, backoff(200 ms, 200 ms)", "503", &waits, wait, wait);
}
