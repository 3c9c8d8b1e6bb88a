//! The wire format: the envelope, other forms of error bodies, and the values of the headers.

pub(crate) mod envelope;
pub(crate) mod idempotency;
pub(crate) mod json_tree;
pub(crate) mod limits;
pub(crate) mod retry_headers;
pub(crate) mod status_advice;
pub(crate) mod violation;
