//! The options of a guard, in any framework.

use http::header::CACHE_CONTROL;

use super::RaisedError;

#[derive(Clone, Copy, Debug)]
pub(super) struct Settings {
    pub(super) is_strict: bool,
    pub(super) keeps_text: bool,
    pub(super) no_store: bool,
}

impl Settings {
    pub(super) const DEFAULT: Self = Self { is_strict: false, keeps_text: false, no_store: false };

    /// Whether caches must not keep this response. A `Cache-Control` of the error itself is the author's choice; one of a
    /// layer was meant for successes.
    pub(super) fn forbids_storing(self, raised: Option<&RaisedError>) -> bool {
        self.no_store && raised.is_some_and(|raised| !raised.has_header(&CACHE_CONTROL))
    }
}
