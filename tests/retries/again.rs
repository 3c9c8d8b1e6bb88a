//! A middleware outside of the retries that sends a request twice: to another server, or with a new token.

use std::time::{Duration, Instant};

use error_catalog::reqwest_retry::RetryAdvice;
use error_catalog::{ErrorCode, ReceivedError};
use reqwest_middleware::ClientBuilder;
use reqwest_retry::policies::ExponentialBackoff;

use crate::ready::middleware;
use crate::script::{Script, bare, row};
use crate::server::soon;

/// What the first server has said is not for the second.
#[tokio::test]
async fn a_request_to_another_server_does_not_wait_for_the_first() {
    let down = Script::start(&[row(ErrorCode::ServiceUnderMaintenance)]).await;
    let up = Script::start(&[bare(503)]).await;
    let other = up.url("/");
    let failover = middleware(move |request, extensions, next| {
        let mut second = request.try_clone().expect("it has no body");
        *second.url_mut() = other.parse().expect("it is one");
        Box::pin(async move {
            let first = next.clone().run(request, extensions).await?;
            assert_eq!(first.status(), 503, "the first server is down");
            next.run(second, extensions).await
        })
    });
    let backoff = ExponentialBackoff::builder()
        .retry_bounds(Duration::from_millis(1), Duration::from_millis(4))
        .build_with_max_retries(1);
    let advice: RetryAdvice = RetryAdvice::new().reserve(0).longest_wait(Duration::from_secs(5));
    let client = reqwest::Client::builder().no_proxy().build().expect("a client without TLS can be built");
    let client = advice.around_with(ClientBuilder::new(client).with(failover), backoff).build();

    let start = Instant::now();
    let response = soon("the second server", client.get(down.url("/")).send()).await;
    assert!(start.elapsed() < Duration::from_secs(5), "it waits for the first: {:?}", start.elapsed());
    let response = response.expect("both servers are there");
    let error: ReceivedError = ReceivedError::from_parts(response.status(), response.headers().clone(), "");
    assert_eq!(error.retry_after(), None, "it is the second server's");
    assert_eq!((down.seen("/").len(), up.seen("/").len()), (1, 1), "there is no credit");
}
