//! The response headers of an error that is made from a code alone.

use std::sync::OnceLock;

use http::HeaderMap;

/// The response headers of an error that is made from a code alone. They are built once and then copied, because
/// filling a header map takes longer than all other steps of a response together.
///
/// The map is boxed because a program has one `RowHeaders` for each code: 16 bytes instead of 96.
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
