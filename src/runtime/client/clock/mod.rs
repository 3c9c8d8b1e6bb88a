//! The time of day, elapsed time, and a timer.
//!
//! The clocks of std and the timer of tokio trap on `wasm32-unknown-unknown`, so that target has its own.

#[cfg(all(target_arch = "wasm32", target_os = "unknown", feature = "browser"))]
#[path = "browser.rs"]
mod platform;
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
#[path = "native.rs"]
mod platform;
#[cfg(all(target_arch = "wasm32", target_os = "unknown", not(feature = "browser")))]
#[path = "no_clock.rs"]
mod platform;

#[cfg(feature = "http-body")]
pub(super) use self::platform::within;
pub(super) use self::platform::{Stopwatch, since_1970};

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use super::{Stopwatch, since_1970};

    #[test]
    fn time_goes_on() {
        let before = since_1970().expect("this platform has a clock");
        let stopwatch = Stopwatch::start();
        std::thread::sleep(Duration::from_millis(2));
        assert!(since_1970().expect("this platform has a clock") > before);
        assert!(stopwatch.has_reached(Duration::from_millis(2)));
        assert!(!stopwatch.has_reached(Duration::from_secs(3600)));
    }
}
