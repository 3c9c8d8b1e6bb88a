//! The text of a response that the envelope replaces.

use core::panic::AssertUnwindSafe;
use core::pin::pin;
use core::task::{Context, Poll, Waker};
use std::panic::catch_unwind;

use bytes::Bytes;
use http_body::Body;

use crate::runtime::server::rules::MAX_TEXT;

/// The text of a body, if the body has all of it already: it knows its length, and one poll returns all bytes. A body
/// that does not know its length is never polled, because it could be slow or endless.
pub(super) fn whole<B: Body<Data = Bytes>>(body: B) -> Option<Bytes> {
    let length = body.size_hint().exact().filter(|length| (1..=MAX_TEXT as u64).contains(length))?;
    let body = pin!(body);
    let poll = || body.poll_frame(&mut Context::from_waker(Waker::noop()));
    let Ok(Poll::Ready(Some(Ok(frame)))) = catch_unwind(AssertUnwindSafe(poll)) else {
        return None;
    };
    frame.into_data().ok().filter(|text| text.len() as u64 == length)
}
