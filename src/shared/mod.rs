//! The types that a table and a running program share: the retry advice, the actor, the wire form and the hash. Nothing here names either
//! half, and the build script compiles it too.

pub(crate) mod actor;
pub(crate) mod envelope;
pub(crate) mod help_link;
pub(crate) mod lookup;
pub(crate) mod retry;
pub(crate) mod style;
pub(crate) mod template;
pub(crate) mod text;
