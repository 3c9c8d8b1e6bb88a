//! What goes over the wire: the envelope, the bodies of others that stand in for it, and the words of the headers.

pub(crate) mod envelope;
pub(crate) mod error_body;
pub(crate) mod retry_header;
