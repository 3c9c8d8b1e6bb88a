//! reqwest-middleware: requests that are sent again, as the advice says and the budget allows.

use core::error::Error as StdError;
use core::fmt;
use core::marker::PhantomData;
use core::time::Duration;
use std::sync::Arc;

use http::Extensions;
use reqwest::{Request, Response};
use reqwest_middleware::{ClientBuilder, Error, Middleware, Next, Result};
use reqwest_retry::policies::ExponentialBackoff;
use reqwest_retry::{
    Jitter, RetryTransientMiddleware, Retryable, RetryableStrategy, default_on_request_failure,
};
use tower::retry::budget::Budget;

use super::idempotency::Idempotency;
use super::retry;
use super::storm::{BACKOFF, LONGEST_WAIT, MAX_RETRIES, SharedBudget, budget};
use crate::code::{Code, ErrorCode};

/// A client that sends requests again as the catalog of `C` advises: [`RetryAdvice`] with its defaults.
///
/// ```
/// use error_catalog::ErrorCode;
/// use error_catalog::reqwest_retry::with_retries;
/// use reqwest_middleware::ClientBuilder;
///
/// let client = with_retries::<ErrorCode>(ClientBuilder::new(reqwest::Client::new())).build();
/// # drop(client);
/// ```
///
/// A request is sent at most three times, after waits of 0.2 to 10 seconds at random, on top of the time that the server
/// has named.
#[must_use]
pub fn with_retries<C: Code>(client: ClientBuilder) -> ClientBuilder {
    let (first, longest) = BACKOFF;
    let policy = ExponentialBackoff::builder()
        .retry_bounds(first, longest)
        .jitter(Jitter::Bounded)
        .build_with_max_retries(MAX_RETRIES);
    RetryAdvice::<C>::new().around(client, policy)
}

/// The strategy of a [`RetryTransientMiddleware`], and a middleware that goes inside it.
///
/// ```
/// use error_catalog::ErrorCode;
/// use error_catalog::reqwest_retry::RetryAdvice;
/// use reqwest_middleware::ClientBuilder;
/// use reqwest_retry::RetryTransientMiddleware;
/// use reqwest_retry::policies::ExponentialBackoff;
///
/// let policy = ExponentialBackoff::builder().build_with_max_retries(4);
/// let advice = RetryAdvice::<ErrorCode>::new();
/// let client = ClientBuilder::new(reqwest::Client::new())
///     .with(RetryTransientMiddleware::new_with_policy_and_strategy(policy, advice.clone()))
///     .with(advice)
///     .build();
/// # drop(client);
/// ```
///
/// The advice is that of [`ReceivedError::retry`](crate::ReceivedError::retry), from status and headers alone: a body is
/// not read. Two things a strategy cannot do by itself, which is why it is a middleware, too: it is not shown the request,
/// so it could not decide `if-idempotent`; and it cannot say how long to wait, so the time that the server has named is
/// waited for before the next attempt goes out, after the wait of the policy. Without the middleware, a request counts as
/// not idempotent, and is sent again only where the advice is `backoff` or no connection was made.
///
/// All clones share a budget, as those of a [`RetryPolicy`](crate::tower_retry::RetryPolicy) do: one retry for five
/// requests of the last minute.
pub struct RetryAdvice<C = ErrorCode> {
    budget: SharedBudget,
    longest_wait: Duration,
    codes: PhantomData<fn() -> C>,
}

impl<C: Code> RetryAdvice<C> {
    /// Advice with a budget of its own.
    #[must_use]
    pub fn new() -> Self {
        Self { budget: budget(), longest_wait: LONGEST_WAIT, codes: PhantomData }
    }

    /// Gives up where the server wants to be left alone for longer than this: a minute, if nobody says otherwise.
    #[must_use]
    pub fn longest_wait(self, longest_wait: Duration) -> Self {
        Self { longest_wait, ..self }
    }

    /// Shares this budget. Each new request deposits once, each retry withdraws once.
    #[must_use]
    pub fn budget(self, budget: Arc<dyn Budget + Send + Sync>) -> Self {
        Self { budget, ..self }
    }

    /// Puts strategy and middleware on a client, in their order.
    #[must_use]
    pub fn around(
        self,
        client: ClientBuilder,
        policy: impl reqwest_retry::RetryPolicy + Send + Sync + 'static,
    ) -> ClientBuilder {
        let retries = RetryTransientMiddleware::new_with_policy_and_strategy(policy, self.clone());
        client.with(retries).with(self)
    }
}

impl<C: Code> RetryableStrategy for RetryAdvice<C> {
    fn handle(&self, result: &Result<Response>) -> Option<Retryable> {
        let is_wanted = match result {
            Ok(response) => {
                let (advice, wait) = retry::of_head::<C>(response.status(), response.headers())?;
                let request = response.extensions().get().copied().unwrap_or(Idempotency::Unknown);
                retry::allows(advice, request) && wait.is_none_or(|wait| wait <= self.longest_wait)
            }
            Err(error) => may_resend(error),
        };
        // What is not wanted is not paid for.
        let is_transient = is_wanted && self.budget.withdraw();
        Some(if is_transient { Retryable::Transient } else { Retryable::Fatal })
    }
}

/// Whether a request that got no response may be sent again: it was never sent, or it is idempotent.
fn may_resend(error: &Error) -> bool {
    let idempotent = match error {
        Error::Middleware(error) => error.downcast_ref::<NoResponse>(),
        Error::Reqwest(_) => None,
    };
    match idempotent {
        Some(NoResponse(error)) => matches!(default_on_request_failure(error), Some(Retryable::Transient)),
        None => error.is_connect(),
    }
}

/// An idempotent request has got no response. This carries the news to the strategy.
#[derive(Debug)]
struct NoResponse(Error);

/// It stands for what it carries.
impl fmt::Display for NoResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl StdError for NoResponse {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}

/// What the attempt before this one was told, in the extensions that all attempts of a request share.
#[derive(Clone)]
struct Told {
    wait: Duration,
}

#[async_trait::async_trait]
impl<C: Code> Middleware for RetryAdvice<C> {
    async fn handle(
        &self,
        request: Request,
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> Result<Response> {
        match extensions.get::<Told>() {
            Some(told) => tokio::time::sleep(told.wait).await,
            None => self.budget.deposit(),
        }
        let idempotency = Idempotency::from(&request);
        let result = next.run(request, extensions).await;
        let wait = result
            .as_ref()
            .ok()
            .and_then(|response| retry::of_head::<C>(response.status(), response.headers())?.1);
        extensions.insert(Told { wait: wait.unwrap_or_default() });
        match result {
            Ok(mut response) => {
                response.extensions_mut().insert(idempotency);
                Ok(response)
            }
            Err(error) if idempotency == Idempotency::Idempotent => Err(Error::middleware(NoResponse(error))),
            Err(error) => Err(error),
        }
    }
}

impl<C: Code> Default for RetryAdvice<C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C> Clone for RetryAdvice<C> {
    fn clone(&self) -> Self {
        Self { budget: Arc::clone(&self.budget), ..*self }
    }
}

impl<C> fmt::Debug for RetryAdvice<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryAdvice").field("longest_wait", &self.longest_wait).finish_non_exhaustive()
    }
}
