//! The headers of a response that says no more than its row.

use std::sync::OnceLock;

use http::HeaderMap;

/// The headers of a response that says no more than its row. They are put together once, then copied: to look up places
/// in a header map takes longer than all the rest of a response.
///
/// They are in a box because one of these is in the program for every code: 16 bytes, where a header map has 96.
#[doc(hidden)]
#[derive(Debug)]
pub struct RowHeaders(OnceLock<Box<HeaderMap>>);

impl RowHeaders {
    #[must_use]
    pub const fn array<const N: usize>() -> [Self; N] {
        [const { Self(OnceLock::new()) }; N]
    }

    pub(crate) fn get(&self, make: impl FnOnce() -> HeaderMap) -> HeaderMap {
        HeaderMap::clone(self.0.get_or_init(|| Box::new(make())))
    }
}
