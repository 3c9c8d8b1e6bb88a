//! Retries for reqwest-middleware, by the retry advice and within a budget.

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
};
use tower::retry::budget::Budget;

use super::failure::Failure;
use super::request_line::RequestLine;
use super::retry;
use super::retry_budget::{RetryBudget, SharedBudget};
use super::retry_numbers::{BACKOFF, LONGEST_WAIT, MAX_RETRIES};
use crate::runtime::code::{Code, ErrorCode};
use crate::runtime::wire::idempotency::Idempotency;
use crate::shared::retry::Retry;

/// Retries requests by the retry advice, with the middleware of reqwest-retry.
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
/// The module of your codes has `receive::RetryAdvice`, which needs no type parameter.
///
/// # Which requests
///
/// The advice is that of [`ReceivedError::retry`](crate::ReceivedError::retry), from the status and the headers alone.
/// The body is not read, so a code that is only in the body has no effect. For `if-idempotent`, the request decides
/// ([`Idempotency`]).
///
/// Without a response, the advice is that of the [`Failure`]. After a redirect, `backoff` becomes `if-idempotent`, because the
/// request may have been carried out. A request with a streaming body is not sent at all:
/// reqwest-retry returns an error.
///
/// # How often, and when
///
/// A request is retried at most twice. The first retry comes after a random wait of 0.2 to 0.4 seconds, the second
/// after 0.2 to 0.8. The wait that the server asks for is added. [`around_with`](Self::around_with) takes a policy of
/// your own.
///
/// If the server asks for more than 20 seconds ([`longest_wait`](Self::longest_wait)), the request is not retried. The
/// `timeout` of reqwest limits each attempt. To limit the whole call, put a timeout around it.
///
/// # Budget
///
/// All clones share a budget, like the clones of a [`RetryPolicy`](crate::tower_retry::RetryPolicy): one retry for five
/// requests, and ten for the first requests of the process. [`reserve`](Self::reserve) sets another number.
pub struct RetryAdvice<C = ErrorCode> {
    budget: SharedBudget,
    longest_wait: Duration,
    codes: PhantomData<fn() -> C>,
}

impl<C: Code> RetryAdvice<C> {
    /// Advice with a new budget.
    #[must_use]
    pub fn new() -> Self {
        Self { budget: RetryBudget::shared(), longest_wait: LONGEST_WAIT, codes: PhantomData }
    }

    /// Gives up if the server asks for a longer wait than this. The default is 20 seconds.
    #[must_use]
    pub fn longest_wait(self, longest_wait: Duration) -> Self {
        Self { longest_wait, ..self }
    }

    /// Starts with this many retries, in addition to those that requests earn. Without this call, all clients of a process
    /// share ten. With zero, a request gets no retry until five requests have earned it.
    #[must_use]
    pub fn reserve(self, retries: u32) -> Self {
        Self { budget: RetryBudget::with_reserve(retries), ..self }
    }

    /// Uses this budget, which other clients can share. Each new request deposits once, and each retry withdraws once.
    #[must_use]
    pub fn budget(self, budget: Arc<dyn Budget + Send + Sync>) -> Self {
        Self { budget, ..self }
    }

    /// Adds a [`RetryTransientMiddleware`] that follows the advice to a client.
    #[must_use]
    pub fn around(self, client: ClientBuilder) -> ClientBuilder {
        let (first, longest) = BACKOFF;
        let policy = ExponentialBackoff::builder()
            // The lowest wait of this jitter is half of the lower bound.
            .retry_bounds(first * 2, longest)
            .jitter(Jitter::Bounded)
            .build_with_max_retries(MAX_RETRIES);
        self.around_with(client, policy)
    }

    /// Like [`around`](Self::around), with a policy of your own.
    ///
    /// A strategy of reqwest-retry does not see the request, so it cannot decide `if-idempotent`. It also cannot set
    /// the wait. A second middleware, inside of the retries, does both. A third one, outside of the retries, counts a
    /// request once, with any number of attempts. Middleware that you add to the client later is inside of all three.
    ///
    /// ```
    /// use error_catalog::ErrorCode;
    /// use error_catalog::reqwest_retry::RetryAdvice;
    /// use reqwest_middleware::ClientBuilder;
    /// use reqwest_retry::policies::ExponentialBackoff;
    ///
    /// let policy = ExponentialBackoff::builder().build_with_max_retries(4);
    /// let client = ClientBuilder::new(reqwest::Client::new());
    /// let client = RetryAdvice::<ErrorCode>::new().reserve(20).around_with(client, policy).build();
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

/// A policy within a budget. The policy decides first, so that only a wanted retry costs budget.
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

/// Decides which results to retry.
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

/// Whether an idempotent request got no response and may get one later. Any other request may have been carried out,
/// even if no connection was made: the connection may be the one to the target of a redirect.
fn has_no_response(error: &Error) -> bool {
    let Error::Middleware(error) = error else { return false };
    error.downcast_ref().is_some_and(|NoResponse(error)| Failure::of(error).retry() != Retry::Never)
}

/// The request of a response, for the strategy, which does not see it.
#[derive(Clone)]
struct Asked {
    idempotency: Idempotency,
    url: reqwest::Url,
}

/// An idempotent request got no response. The strategy reads the error from this type.
#[derive(Debug)]
struct NoResponse(Error);

/// Displays the error inside. The caller never receives this type.
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

/// Removes [`NoResponse`] from an error, so that the caller receives the error of reqwest-retry.
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

/// The wait that the server asked for after the previous attempt, in the extensions that all attempts of a request
/// share.
#[derive(Clone)]
struct NamedWait {
    wait: Duration,
}

/// The middleware outside of the retries.
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
        // The extensions may come from another request, whose server asked for a wait of its own.
        extensions.remove::<NamedWait>();
        self.budget.deposit();
        next.run(request, extensions).await.map_err(reported)
    }
}

/// The middleware inside of the retries.
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
        let method = request.method().clone();
        match next.run(request, extensions).await {
            Ok(mut response) => {
                if let Some((_, Some(wait))) = retry::of_head::<C>(response.status(), response.headers()) {
                    extensions.insert(NamedWait { wait });
                }
                response.extensions_mut().insert(RequestLine::new(Some(method), url.as_str()));
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
