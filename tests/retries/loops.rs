//! Three loops around one attempt, made with what a `ReceivedError` says.

use std::hash::{BuildHasher, RandomState};
use std::iter::successors;
use std::sync::Mutex;
use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use error_catalog::{ErrorForCode, Idempotency, ReceivedError};
use http::StatusCode;
use tokio_retry2::strategy::ExponentialFactorBackoff;
use tokio_retry2::{Retry, RetryError};

use crate::ways::{FIRST, Order};

impl Order {
    /// One attempt.
    async fn once(&self, client: &reqwest::Client) -> Result<StatusCode, ReceivedError> {
        let response = client.execute(self.reqwest()).await.expect("the server is there");
        Ok(response.error_for_code().await?.status())
    }

    /// Without its feature `std`, backon throws the same dice in every client, so they need a seed.
    pub(crate) async fn with_backon(&self) -> Result<StatusCode, ReceivedError> {
        let backoff = ExponentialBuilder::new()
            .with_jitter()
            .with_jitter_seed(RandomState::new().hash_one(FIRST))
            .with_min_delay(FIRST)
            .with_max_times(self.max_retries.try_into().expect("it is small"));
        let client = self.client();
        let request = Idempotency::from(&self.http());
        (|| self.once(&client))
            .retry(backoff)
            .when(|error| error.may_retry(request))
            .adjust(|error, backoff| error.next_delay(backoff).filter(|wait| *wait <= self.longest_wait))
            .await
    }

    /// tokio-retry2 0.9.1 tells the `retry_after` of an error to its observer, but waits only as the strategy says. So
    /// the strategy has to know.
    pub(crate) async fn with_tokio_retry2(&self) -> Result<StatusCode, ReceivedError> {
        let (client, request) = (self.client(), Idempotency::from(&self.http()));
        let told = Mutex::new(Duration::ZERO);
        let backoff = ExponentialFactorBackoff::from_millis(20, 2.0)
            .take(self.max_retries.try_into().expect("it is small"))
            .map(|wait| jittered(wait) + *told.lock().expect("nobody panics"));
        let attempt = || async {
            self.once(&client).await.map_err(|error| {
                let retry_after = error.retry_after();
                *told.lock().expect("nobody panics") = retry_after.unwrap_or_default();
                if error.may_retry(request) && retry_after <= Some(self.longest_wait) {
                    RetryError::Transient { err: error, retry_after }
                } else {
                    RetryError::Permanent(error)
                }
            })
        };
        Retry::spawn(backoff, attempt).await
    }

    pub(crate) async fn in_a_loop(&self) -> Result<StatusCode, ReceivedError> {
        let (client, request) = (self.client(), Idempotency::from(&self.http()));
        let retries = self.max_retries.try_into().expect("it is small");
        let mut backoff = successors(Some(FIRST), |wait| Some(*wait * 2)).take(retries).map(jittered);
        loop {
            let error = match self.once(&client).await {
                Ok(status) => return Ok(status),
                Err(error) => error,
            };
            match error.next_delay(backoff.next()) {
                Some(wait) if error.may_retry(request) && wait <= self.longest_wait => {
                    tokio::time::sleep(wait).await;
                }
                _ => return Err(error),
            }
        }
    }
}

/// As long again at most, at random.
fn jittered(wait: Duration) -> Duration {
    let thousandths = RandomState::new().hash_one(wait) % 1000;
    wait + wait * u32::try_from(thousandths).expect("it is small") / 1000
}
