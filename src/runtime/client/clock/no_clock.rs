//! `wasm32-unknown-unknown` without JavaScript, for example a plugin: there is neither a clock nor a timer.

use core::time::Duration;

pub(crate) fn since_1970() -> Option<Duration> {
    None
}

pub(crate) struct Stopwatch;

impl Stopwatch {
    pub(crate) fn start() -> Self {
        Self
    }

    #[expect(clippy::unused_self, reason = "another platform has a clock")]
    pub(crate) fn has_reached(&self, _: Duration) -> bool {
        false
    }
}

#[cfg(feature = "http-body")]
pub(crate) async fn within<T>(_: Duration, future: impl Future<Output = T>) -> Option<T> {
    Some(future.await)
}
