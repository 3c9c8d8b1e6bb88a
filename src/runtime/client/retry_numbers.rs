//! The numbers of both retry policies: the budget, the number of retries, the backoff, and the longest wait.

use core::time::Duration;
use std::sync::Arc;

use tower::retry::budget::{Budget, TpsBudget};

/// The retry budget of a client, shared by all of its requests. It keeps retries from making an outage worse.
pub(super) type SharedBudget = Arc<dyn Budget + Send + Sync>;

/// One retry for five requests of the last ten seconds, plus `reserve` retries per second. A longer memory would save
/// up more retries than an outage can take at once.
pub(super) fn budget(reserve: u32) -> SharedBudget {
    Arc::new(TpsBudget::new(Duration::from_secs(10), reserve.min(MAX_RESERVE), 0.2))
}

/// tower panics beyond `i32::MAX`. A larger number would not be a limit.
const MAX_RESERVE: u32 = 1_000_000;

/// The limit of retries of one request.
pub(super) const MAX_RETRIES: u32 = 2;

/// The first and the longest wait of a backoff, without jitter.
pub(super) const BACKOFF: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(10));

/// If the server asks for a longer wait, the caller gets the error at once.
pub(super) const LONGEST_WAIT: Duration = Duration::from_secs(20);
