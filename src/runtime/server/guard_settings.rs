//! The options of a guard, in any framework.

#[derive(Clone, Copy, Debug)]
pub(super) struct Settings {
    pub(super) is_strict: bool,
    pub(super) keeps_text: bool,
    pub(super) no_store: bool,
}

impl Settings {
    pub(super) const DEFAULT: Self = Self { is_strict: false, keeps_text: false, no_store: false };
}
