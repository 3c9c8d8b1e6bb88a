//! Retries for tower's [retry layer](tower::retry), by the retry advice and within a budget.

use core::any::Any;
use core::error::Error;
use core::fmt;
use core::marker::PhantomData;
use core::time::Duration;
use std::sync::Arc;

use http::{Request, Response};
use tokio::time::Sleep;
use tower::BoxError;
use tower::retry::Policy;
use tower::retry::backoff::{Backoff as _, ExponentialBackoffMaker, MakeBackoff as _};
use tower::retry::budget::Budget;
use tower::util::rng::HasherRng;

use super::failure::Failure;
use super::request_line::RequestLine;
use super::retry;
use super::retry_budget::{RetryBudget, SharedBudget};
use super::retry_numbers::{BACKOFF, LONGEST_WAIT, MAX_RETRIES};
use crate::runtime::code::{Code, ErrorCode};
use crate::runtime::wire::idempotency::Idempotency;
use crate::shared::retry::Retry;

/// Retries requests by the retry advice: a policy for tower's [`RetryLayer`](tower::retry::RetryLayer).
///
/// ```
/// use error_catalog::tower_retry::RetryPolicy;
/// use tower::ServiceBuilder;
/// use tower::retry::RetryLayer;
/// # use http::{Request, Response};
/// # let http_client = tower::service_fn(|_: Request<String>| async { Ok::<_, std::io::Error>(Response::new(())) });
///
/// let policy: RetryPolicy = RetryPolicy::new();
/// let client = ServiceBuilder::new().layer(RetryLayer::new(policy)).service(http_client);
/// # fn is_client<S: tower::Service<Request<String>>>(_: S) {}
/// # is_client(client);
/// ```
///
/// The module of your codes has `receive::RetryPolicy`, which needs no type parameter.
///
/// # Which requests
///
/// The advice is that of [`ReceivedError::retry`](crate::ReceivedError::retry), from the status and the headers alone.
/// The body is not read, so a code that is only in the body has no effect. For `if-idempotent`, the request decides
/// ([`Idempotency`]).
///
/// Without a response, the advice is that of the [`Failure`]. It is `if-idempotent` for errors that are not of hyper, reqwest or
/// I/O, nor a [`BoxError`] of these, because the request may have been carried out. After a redirect, `backoff` becomes
/// `if-idempotent` for the same reason. The policy sees the redirects of a `reqwest::Client`, but not
/// those of another service. Let another service follow redirects for idempotent requests only.
///
/// # How often, and when
///
/// A request is retried at most twice ([`max_retries`](Self::max_retries)). The first retry comes after a random wait
/// of 0.2 to 0.4 seconds, the second after 0.4 to 0.8 ([`backoff`](Self::backoff)). The wait that the server asks for
/// is added.
///
/// If the server asks for more than 20 seconds ([`longest_wait`](Self::longest_wait)), the caller gets the error. To
/// limit the whole call, put a timeout layer around the retries.
///
/// # Budget
///
/// All clones of a policy share a budget: one retry for five requests. In an outage, when every request fails, the load is
/// therefore at most 1.2 times the usual load. A policy saves at most 100 retries, which the first moments of an outage
/// can spend.
///
/// The first requests of a process have earned no retries. All clients of a process together have ten retries for
/// them, once. [`reserve`](Self::reserve) sets another number.
pub struct RetryPolicy<C = ErrorCode> {
    budget: SharedBudget,
    max_retries: u32,
    backoff: (Duration, Duration),
    longest_wait: Duration,
    /// The retries of this request. tower clones the policy for each request.
    retries: u32,
    codes: PhantomData<fn() -> C>,
}

impl<C: Code> RetryPolicy<C> {
    /// A policy with a new budget.
    #[must_use]
    pub fn new() -> Self {
        Self {
            budget: RetryBudget::shared(),
            max_retries: MAX_RETRIES,
            backoff: BACKOFF,
            longest_wait: LONGEST_WAIT,
            retries: 0,
            codes: PhantomData,
        }
    }

    /// Sends a request again at most this many times. The default is 2.
    #[must_use]
    pub fn max_retries(self, max_retries: u32) -> Self {
        Self { max_retries, ..self }
    }

    /// Waits for `first` before the first retry, and twice as long before each following retry, up to `longest`. A
    /// random wait of at most the same length is added.
    #[must_use]
    pub fn backoff(self, first: Duration, longest: Duration) -> Self {
        Self { backoff: (first, longest), ..self }
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
    ///
    /// ```
    /// use std::sync::Arc;
    /// use std::time::Duration;
    ///
    /// use error_catalog::tower_retry::RetryPolicy;
    /// use tower::retry::budget::TpsBudget;
    ///
    /// // One retry a second, and one for ten requests of the last 30 seconds.
    /// let budget = TpsBudget::new(Duration::from_secs(30), 1, 0.1);
    /// let policy: RetryPolicy = RetryPolicy::new().budget(Arc::new(budget));
    /// # drop(policy);
    /// ```
    #[must_use]
    pub fn budget(self, budget: Arc<dyn Budget + Send + Sync>) -> Self {
        Self { budget, ..self }
    }

    /// The wait before the next attempt, or `None` to give up.
    fn next(&mut self, request: Idempotency, advice: Retry, wait: Option<Duration>) -> Option<Sleep> {
        let wait = wait.unwrap_or_default();
        let is_wanted =
            retry::allows(advice, request) && self.retries < self.max_retries && wait <= self.longest_wait;
        // Only a retry that may happen costs budget.
        if !(is_wanted && self.budget.withdraw()) {
            return None;
        }
        let backoff = self.next_backoff()?;
        self.retries += 1;
        Some(tokio::time::sleep_until(backoff.deadline() + wait))
    }

    /// A backoff of tower has no jitter after it has reached its longest wait, and all clones of one backoff use the
    /// same random numbers. So each wait gets a new backoff.
    fn next_backoff(&self) -> Option<Sleep> {
        let (first, longest) = self.backoff;
        let base = first.saturating_mul(2_u32.saturating_pow(self.retries)).min(longest);
        let base = base.clamp(Duration::from_millis(1), LONGEST_BACKOFF);
        let maker = ExponentialBackoffMaker::new(base, base * 2, 1.0, HasherRng::default());
        Some(maker.ok()?.make_backoff().next_backoff())
    }

    /// A request that is not a retry earns a part of one.
    fn earn(&self) {
        if self.retries == 0 {
            self.budget.deposit();
        }
    }
}

/// Why there is no response, if the error is of a known type. tower does not require that it is an error at all.
fn failure_of<E: 'static>(error: &E) -> Failure {
    let error: &dyn Any = error;
    let boxed = || Some(&**error.downcast_ref::<BoxError>()? as &(dyn Error + 'static));
    let hyper = || known::<hyper::Error>(error).or_else(|| known::<hyper_util::client::legacy::Error>(error));
    let found = boxed().or_else(hyper).or_else(|| known::<std::io::Error>(error));
    #[cfg(feature = "reqwest")]
    let found = found.or_else(|| known::<reqwest::Error>(error));
    #[cfg(feature = "reqwest-retry")]
    let found = found.or_else(|| known::<reqwest_middleware::Error>(error));
    found.map_or(Failure::Other, Failure::of)
}

fn known<E: Error + 'static>(error: &dyn Any) -> Option<&(dyn Error + 'static)> {
    error.downcast_ref::<E>().map(|error| error as &(dyn Error + 'static))
}

/// Far below the limit of a clock.
const LONGEST_BACKOFF: Duration = Duration::from_secs(24 * 60 * 60);

impl<C: Code, B: Clone, R, E: 'static> Policy<Request<B>, Response<R>, E> for RetryPolicy<C> {
    type Future = Sleep;

    fn retry(&mut self, request: &mut Request<B>, result: &mut Result<Response<R>, E>) -> Option<Sleep> {
        let (advice, wait) = match result {
            Ok(response) => {
                let advice = retry::of_head::<C>(response.status(), response.headers())?;
                let line = RequestLine::new(Some(request.method().clone()), &request.uri().to_string());
                response.extensions_mut().insert(line);
                advice
            }
            Err(error) => (failure_of(error).retry(), None),
        };
        self.next(Idempotency::from(&*request), advice, wait)
    }

    fn clone_request(&mut self, request: &Request<B>) -> Option<Request<B>> {
        self.earn();
        Some(request.clone())
    }
}

/// For a `reqwest::Client` as a service. A request with a streaming body is sent once.
#[cfg(feature = "reqwest")]
impl<C: Code, E: 'static> Policy<reqwest::Request, reqwest::Response, E> for RetryPolicy<C> {
    type Future = Sleep;

    fn retry(
        &mut self,
        request: &mut reqwest::Request,
        result: &mut Result<reqwest::Response, E>,
    ) -> Option<Sleep> {
        let (advice, wait) = match result {
            Ok(response) => {
                let (advice, wait) = retry::of_head::<C>(response.status(), response.headers())?;
                let line = RequestLine::new(Some(request.method().clone()), request.url().as_str());
                response.extensions_mut().insert(line);
                (retry::redirected(advice, request.url(), response.url()), wait)
            }
            Err(error) => (failure_of(error).retry(), None),
        };
        self.next(Idempotency::from(&*request), advice, wait)
    }

    fn clone_request(&mut self, request: &reqwest::Request) -> Option<reqwest::Request> {
        self.earn();
        request.try_clone()
    }
}

impl<C: Code> Default for RetryPolicy<C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C> Clone for RetryPolicy<C> {
    fn clone(&self) -> Self {
        Self { budget: Arc::clone(&self.budget), ..*self }
    }
}

impl<C> fmt::Debug for RetryPolicy<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryPolicy")
            .field("max_retries", &self.max_retries)
            .field("backoff", &self.backoff)
            .field("longest_wait", &self.longest_wait)
            .finish_non_exhaustive()
    }
}
