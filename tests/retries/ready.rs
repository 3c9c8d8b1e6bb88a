//! The ready parts: tower's layer around two clients, and reqwest-middleware.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use error_catalog::ErrorForCode;
use error_catalog::reqwest_retry::RetryAdvice;
use error_catalog::tower_retry::RetryPolicy;
use http::Extensions;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use reqwest_middleware::{ClientBuilder, Next};
use reqwest_retry::Jitter;
use reqwest_retry::policies::ExponentialBackoff;
use tower::retry::RetryLayer;
use tower::{ServiceBuilder, ServiceExt};

use crate::ways::{FIRST, Failure, LONGEST, Order, Outcome};

impl Order {
    fn policy(&self) -> RetryPolicy {
        RetryPolicy::new()
            .max_retries(self.max_retries)
            .backoff(FIRST, LONGEST)
            .longest_wait(self.longest_wait)
            .budget(Arc::clone(&self.budget))
    }

    pub(crate) async fn through_tower_to_hyper(&self) -> Outcome {
        let client = Client::builder(TokioExecutor::new()).build_http();
        let client = ServiceBuilder::new()
            .layer(RetryLayer::new(self.policy()))
            .map_request(|request| self.counted(request))
            .service(client);
        let response = client.oneshot(self.http()).await.map_err(Failure::no_response)?;
        Ok(response.error_for_code().await.map_err(Failure::Received)?.status())
    }

    pub(crate) async fn through_tower_to_reqwest(&self) -> Outcome {
        let client = ServiceBuilder::new()
            .layer(RetryLayer::new(self.policy()))
            .map_request(|request| self.counted(request))
            .service(self.client());
        let response = client.oneshot(self.reqwest()).await.map_err(Failure::no_response)?;
        Ok(response.error_for_code().await.map_err(Failure::Received)?.status())
    }

    pub(crate) async fn through_middleware(&self) -> Outcome {
        let backoff = ExponentialBackoff::builder()
            .retry_bounds(FIRST, LONGEST)
            .jitter(Jitter::Bounded)
            .build_with_max_retries(self.max_retries);
        let advice: RetryAdvice =
            RetryAdvice::new().longest_wait(self.longest_wait).budget(Arc::clone(&self.budget));
        let order = self.clone();
        let counting =
            middleware(move |request, extensions, next| next.run(order.counted(request), extensions));
        let client = advice.around_with(ClientBuilder::new(self.client()), backoff).with(counting).build();
        let response = client.execute(self.reqwest()).await.map_err(Failure::no_response)?;
        Ok(response.error_for_code().await.map_err(Failure::Received)?.status())
    }

    fn counted<T>(&self, request: T) -> T {
        self.sent.fetch_add(1, Ordering::Relaxed);
        request
    }
}

/// A closure as a middleware: only so does the compiler see its lifetimes.
pub(crate) fn middleware<F>(closure: F) -> F
where
    F: for<'a> Fn(reqwest::Request, &'a mut Extensions, Next<'a>) -> Running<'a>,
{
    closure
}

pub(crate) type Running<'a> =
    Pin<Box<dyn Future<Output = reqwest_middleware::Result<reqwest::Response>> + Send + 'a>>;
