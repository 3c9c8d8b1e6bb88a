//! The clocks of std, and the timer of tokio.

use core::time::Duration;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// The time since 1970, or `None` if the platform has no clock, or one that is set before.
pub(crate) fn since_1970() -> Option<Duration> {
    SystemTime::now().duration_since(UNIX_EPOCH).ok()
}

/// Measures elapsed time.
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// Whether this much time has elapsed. Never, if the platform has no clock.
    pub(crate) fn has_reached(&self, limit: Duration) -> bool {
        self.0.elapsed() >= limit
    }
}

/// Waits for the future, or returns `None` after this much time. Without a limit, if the platform has no timer.
#[cfg(feature = "http-body")]
pub(crate) async fn within<T>(limit: Duration, future: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(limit, future).await.ok()
}
