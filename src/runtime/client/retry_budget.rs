//! The retry budget of a client, shared by all of its requests. It keeps retries from making an outage worse.

use core::sync::atomic::{AtomicU32, Ordering};
use std::sync::Arc;

use tower::retry::budget::Budget;

pub(super) type SharedBudget = Arc<dyn Budget + Send + Sync>;

/// One retry for five requests, and a reserve.
///
/// A client with few requests keeps what it has earned, and a client with many cannot save more than an outage can take
/// at once. The time does not matter, so a clock is not needed.
pub(super) struct RetryBudget {
    earned: Purse,
    /// `None` for the reserve that all clients of the process share.
    reserve: Option<Purse>,
}

impl RetryBudget {
    /// A budget with a part in the reserve of the process.
    pub(super) fn shared() -> SharedBudget {
        Arc::new(Self { earned: Purse::with(0), reserve: None })
    }

    /// A budget with a reserve of its own.
    pub(super) fn with_reserve(retries: u32) -> SharedBudget {
        Arc::new(Self { earned: Purse::with(0), reserve: Some(Purse::with(retries)) })
    }
}

/// A process that starts, and a program of one request, have earned nothing yet. A thousand clients of one process, or
/// one for each request, still have this reserve once.
static PROCESS: Purse = Purse::with(10);

/// The retries that a client can save.
const MAX_SAVED: u32 = 100;

/// The requests that earn a retry.
const REQUESTS_PER_RETRY: u32 = 5;

impl Budget for RetryBudget {
    fn deposit(&self) {
        self.earned.put_in();
    }

    fn withdraw(&self) -> bool {
        self.earned.take() || self.reserve.as_ref().unwrap_or(&PROCESS).take()
    }
}

/// Retries, in parts of one.
struct Purse(AtomicU32);

impl Purse {
    const fn with(retries: u32) -> Self {
        Self(AtomicU32::new(retries.saturating_mul(REQUESTS_PER_RETRY)))
    }

    fn put_in(&self) {
        self.change(|parts| Some(parts + 1).filter(|parts| *parts <= MAX_SAVED * REQUESTS_PER_RETRY));
    }

    fn take(&self) -> bool {
        self.change(|parts| parts.checked_sub(REQUESTS_PER_RETRY))
    }

    /// No other memory depends on the number.
    fn change(&self, change: impl FnMut(u32) -> Option<u32>) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, change).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    fn retries(budget: &SharedBudget) -> usize {
        (0..1000).take_while(|_| budget.withdraw()).count()
    }

    #[test]
    fn five_requests_earn_a_retry() {
        let budget = RetryBudget::with_reserve(0);
        for (requests, earned) in [(4, 0), (1, 1), (9, 1), (1, 1), (2000, 100)] {
            (0..requests).for_each(|_| budget.deposit());
            assert_eq!(retries(&budget), earned, "{requests}");
        }
    }

    #[test]
    fn a_reserve_is_spent_once() {
        let budget = RetryBudget::with_reserve(3);
        assert_eq!((retries(&budget), retries(&budget)), (3, 0));
        assert_eq!(retries(&RetryBudget::with_reserve(u32::MAX)), 1000);
    }

    #[test]
    fn threads_do_not_overdraw_it() {
        let budget = RetryBudget::with_reserve(50);
        let taken: usize = thread::scope(|scope| {
            let threads = [(); 4].map(|()| scope.spawn(|| retries(&budget)));
            threads.into_iter().map(|thread| thread.join().expect("it does not panic")).sum()
        });
        assert_eq!(taken, 50);
    }
}
