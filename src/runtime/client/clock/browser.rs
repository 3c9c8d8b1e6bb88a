//! The clock and the timer of JavaScript.

use core::time::Duration;

use js_sys::Date;

/// `Date.now` is in milliseconds.
pub(crate) fn since_1970() -> Option<Duration> {
    Duration::try_from_secs_f64(Date::now() / 1000.0).ok()
}

/// It uses the time of day, because not every host of JavaScript has `performance.now`. If somebody sets the clock, the timer
/// still ends a read.
pub(crate) struct Stopwatch(Option<Duration>);

impl Stopwatch {
    pub(crate) fn start() -> Self {
        Self(since_1970())
    }

    pub(crate) fn has_reached(&self, limit: Duration) -> bool {
        since_1970().zip(self.0).is_some_and(|(now, start)| now.saturating_sub(start) >= limit)
    }
}

#[cfg(feature = "http-body")]
pub(crate) async fn within<T>(limit: Duration, future: impl Future<Output = T>) -> Option<T> {
    use core::future::poll_fn;
    use core::pin::pin;
    use core::task::Poll;

    let mut timer = pin!(timer::Timer::start(limit));
    let mut future = pin!(future);
    poll_fn(|cx| match future.as_mut().poll(cx) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => timer.as_mut().poll(cx).map(|()| None),
    })
    .await
}

#[cfg(feature = "http-body")]
mod timer {
    use core::future::Future;
    use core::pin::Pin;
    use core::task::{Context, Poll};
    use core::time::Duration;

    use js_sys::{Function, Promise, Reflect};
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;

    /// `setTimeout`, cleared when it is dropped. On a host without `setTimeout` it never ends.
    pub(super) struct Timer {
        elapsed: JsFuture,
        id: JsValue,
    }

    impl Timer {
        pub(super) fn start(limit: Duration) -> Self {
            // A longer time would count as none at all.
            let milliseconds = i32::try_from(limit.as_millis()).unwrap_or(i32::MAX);
            let mut id = JsValue::UNDEFINED;
            let elapsed = Promise::new(&mut |resolve, _| {
                id = global("setTimeout", &resolve, &milliseconds.into());
            });
            Self { elapsed: elapsed.into(), id }
        }
    }

    impl Future for Timer {
        type Output = ();

        fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
            Pin::new(&mut self.elapsed).poll(cx).map(drop)
        }
    }

    impl Drop for Timer {
        fn drop(&mut self) {
            global("clearTimeout", &self.id, &JsValue::UNDEFINED);
        }
    }

    /// Calls a global function.
    fn global(name: &str, first: &JsValue, second: &JsValue) -> JsValue {
        let scope = js_sys::global();
        let function = Reflect::get(&scope, &name.into()).and_then(JsCast::dyn_into::<Function>);
        function.and_then(|function| function.call2(&scope, first, second)).unwrap_or(JsValue::UNDEFINED)
    }
}
