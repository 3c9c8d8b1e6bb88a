//! The numbers of both retry policies: the number of retries, the backoff, and the longest wait.

use core::time::Duration;

/// The limit of retries of one request.
pub(super) const MAX_RETRIES: u32 = 2;

/// The first and the longest wait of a backoff, without jitter.
pub(super) const BACKOFF: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(10));

/// If the server asks for a longer wait, the caller gets the error at once.
pub(super) const LONGEST_WAIT: Duration = Duration::from_secs(20);
