//! reqwest-middleware: requests that are sent again, as the advice says and the budget allows.

use core::error::Error as StdError;
use core::fmt;
use core::marker::PhantomData;
use core::time::Duration;
use std::sync::Arc;
use std::time::SystemTime;

use http::Extensions;
use reqwest::{Request, Response};
use reqwest_middleware::{ClientBuilder, Error, Middleware, Next, Result};
use reqwest_retry::policies::ExponentialBackoff;
use reqwest_retry::{
    Jitter, RetryDecision, RetryError, RetryPolicy, RetryTransientMiddleware, Retryable, RetryableStrategy,
    default_on_request_failure,
};
use tower::retry::budget::Budget;

use super::idempotency::Idempotency;
use super::retry;
use super::retry_budget::{self, BACKOFF, LONGEST_WAIT, MAX_RETRIES, SharedBudget};
use crate::runtime::code::{Code, ErrorCode};

/// Sends requests again as the catalog advises, by reqwest-retry's middleware.
///
/// ```
/// use error_catalog::ErrorCode;
/// use error_catalog::reqwest_retry::RetryAdvice;
/// use reqwest_middleware::ClientBuilder;
///
/// let client = ClientBuilder::new(reqwest::Client::new());
/// let client = RetryAdvice::<ErrorCode>::new().around(client).build();
/// # drop(client);
/// ```
///
/// # Which requests
///
/// The advice is that of [`ReceivedError::retry`](crate::ReceivedError::retry), from status and headers alone: a body is
/// not read, so a code that only the body has is not seen. `if-idempotent` is decided by the request ([`Idempotency`]).
/// Without a response, the request may have been carried out, so the advice is `if-idempotent` too; and so is an
/// answer that came after a redirect. A request with a streaming body is not sent at all: that is an error of reqwest-retry.
///
/// # How often, and when
///
/// Two times at most, after a wait of 0.2 to 0.4 seconds, then of 0.2 to 0.8, at random, on top of the time that the server
/// has named; or as a policy of your own says ([`around_with`](Self::around_with)). A server that wants to be left alone
/// for more than 20 seconds ([`longest_wait`](Self::longest_wait)) gets no second request. A limit to all of it is what you
/// put around the call: the `timeout` of reqwest is for each attempt.
///
/// # How many in all
///
/// All clones share a budget, as those of a [`RetryPolicy`](crate::tower_retry::RetryPolicy) do: one retry for five
/// requests of the last ten seconds, so none for the first. A program that has few others of its kind adds a
/// [reserve](Self::reserve).
pub struct RetryAdvice<C = ErrorCode> {
    budget: SharedBudget,
    longest_wait: Duration,
    codes: PhantomData<fn() -> C>,
}

impl<C: Code> RetryAdvice<C> {
    /// Advice with a budget of its own.
    #[must_use]
    pub fn new() -> Self {
        Self { budget: retry_budget::budget(0), longest_wait: LONGEST_WAIT, codes: PhantomData }
    }

    /// Gives up where the server wants to be left alone for longer than this. The default is 20 seconds.
    #[must_use]
    pub fn longest_wait(self, longest_wait: Duration) -> Self {
        Self { longest_wait, ..self }
    }

    /// Allows so many retries a second beside those that requests have earned: for a program that sends few requests, and
    /// has few others of its kind.
    #[must_use]
    pub fn reserve(self, per_second: u32) -> Self {
        Self { budget: retry_budget::budget(per_second), ..self }
    }

    /// Shares this budget. Each new request deposits once, each retry withdraws once.
    #[must_use]
    pub fn budget(self, budget: Arc<dyn Budget + Send + Sync>) -> Self {
        Self { budget, ..self }
    }

    /// Puts a [`RetryTransientMiddleware`] that follows the advice on a client.
    #[must_use]
    pub fn around(self, client: ClientBuilder) -> ClientBuilder {
        let (first, longest) = BACKOFF;
        let policy = ExponentialBackoff::builder()
            // This jitter goes down to half of the bound.
            .retry_bounds(first * 2, longest)
            .jitter(Jitter::Bounded)
            .build_with_max_retries(MAX_RETRIES);
        self.around_with(client, policy)
    }

    /// Uses a policy of your own.
    ///
    /// A strategy is not shown the request, so it could not decide `if-idempotent`, and it cannot say how long to wait.
    /// So there is a middleware inside of the retries, too, which does both, and one outside, to which a request is one
    /// request however often it is sent. What is added to the client after this is inside of all of them.
    ///
    /// ```
    /// use error_catalog::ErrorCode;
    /// use error_catalog::reqwest_retry::RetryAdvice;
    /// use reqwest_middleware::ClientBuilder;
    /// use reqwest_retry::policies::ExponentialBackoff;
    ///
    /// let policy = ExponentialBackoff::builder().build_with_max_retries(4);
    /// let client = ClientBuilder::new(reqwest::Client::new());
    /// let client = RetryAdvice::<ErrorCode>::new().reserve(1).around_with(client, policy).build();
    /// # drop(client);
    /// ```
    #[must_use]
    pub fn around_with(
        self,
        client: ClientBuilder,
        policy: impl RetryPolicy + Send + Sync + 'static,
    ) -> ClientBuilder {
        let Self { budget, longest_wait, codes } = self;
        let policy = Budgeted { policy, budget: Arc::clone(&budget) };
        let strategy = Strategy { longest_wait, codes };
        client
            .with(EachRequest { budget })
            .with(RetryTransientMiddleware::new_with_policy_and_strategy(policy, strategy))
            .with(EachAttempt { codes })
    }
}

/// A policy within a budget. The policy is asked first: a retry that it does not want is not paid for.
struct Budgeted<P> {
    policy: P,
    budget: SharedBudget,
}

impl<P: RetryPolicy> RetryPolicy for Budgeted<P> {
    fn should_retry(&self, start: SystemTime, retries: u32) -> RetryDecision {
        match self.policy.should_retry(start, retries) {
            retry @ RetryDecision::Retry { .. } if self.budget.withdraw() => retry,
            _ => RetryDecision::DoNotRetry,
        }
    }
}

/// Which results the advice wants another attempt after.
struct Strategy<C> {
    longest_wait: Duration,
    codes: PhantomData<fn() -> C>,
}

impl<C: Code> RetryableStrategy for Strategy<C> {
    fn handle(&self, result: &Result<Response>) -> Option<Retryable> {
        let is_wanted = match result {
            Ok(response) => {
                let (advice, wait) = retry::of_head::<C>(response.status(), response.headers())?;
                let asked = response.extensions().get::<Asked>();
                let advice =
                    asked.map_or(advice, |asked| retry::redirected(advice, &asked.url, response.url()));
                let request = asked.map_or(Idempotency::Unknown, |asked| asked.idempotency);
                retry::allows(advice, request) && wait.is_none_or(|wait| wait <= self.longest_wait)
            }
            Err(error) => has_no_response(error),
        };
        Some(if is_wanted { Retryable::Transient } else { Retryable::Fatal })
    }
}

/// Whether an idempotent request got no response, and may get one yet. Any other may have been carried out, also where no
/// connection was made: that can be the connection to a place that it was redirected to.
fn has_no_response(error: &Error) -> bool {
    let Error::Middleware(error) = error else { return false };
    error.downcast_ref().is_some_and(|NoResponse(error)| {
        matches!(default_on_request_failure(error), Some(Retryable::Transient))
    })
}

/// The request of a response, for the strategy, which is not shown it.
#[derive(Clone)]
struct Asked {
    idempotency: Idempotency,
    url: reqwest::Url,
}

/// An idempotent request has got no response. This carries the news to the strategy.
#[derive(Debug)]
struct NoResponse(Error);

/// It stands for what it carries, and never gets out.
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

/// The error as reqwest-retry reports it without more information.
fn reported(error: Error) -> Error {
    let Error::Middleware(error) = error else { return error };
    match error.downcast() {
        Ok(RetryError::WithRetries { retries, err }) => {
            Error::middleware(RetryError::WithRetries { retries, err: carried(err) })
        }
        Ok(RetryError::Error(error)) => Error::middleware(RetryError::Error(carried(error))),
        Err(error) => Error::Middleware(error),
    }
}

fn carried(error: Error) -> Error {
    match error {
        Error::Middleware(error) => {
            error.downcast().map_or_else(Error::Middleware, |NoResponse(error)| error)
        }
        Error::Reqwest(_) => error,
    }
}

/// The retry advice of the previous attempt, in the extensions that all attempts of a request share.
#[derive(Clone)]
struct NamedWait {
    wait: Duration,
}

/// Outside of the retries.
struct EachRequest {
    budget: SharedBudget,
}

#[async_trait::async_trait]
impl Middleware for EachRequest {
    async fn handle(
        &self,
        request: Request,
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> Result<Response> {
        // They may be those of another request, whose server has nothing to say about this one.
        extensions.remove::<NamedWait>();
        self.budget.deposit();
        next.run(request, extensions).await.map_err(reported)
    }
}

/// Inside of the retries.
struct EachAttempt<C> {
    codes: PhantomData<fn() -> C>,
}

#[async_trait::async_trait]
impl<C: Code> Middleware for EachAttempt<C> {
    async fn handle(
        &self,
        request: Request,
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> Result<Response> {
        if let Some(NamedWait { wait }) = extensions.remove() {
            tokio::time::sleep(wait).await;
        }
        let (idempotency, url) = (Idempotency::from(&request), request.url().clone());
        match next.run(request, extensions).await {
            Ok(mut response) => {
                if let Some((_, Some(wait))) = retry::of_head::<C>(response.status(), response.headers()) {
                    extensions.insert(NamedWait { wait });
                }
                response.extensions_mut().insert(Asked { idempotency, url });
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
