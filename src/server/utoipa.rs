//! utoipa: the codes that an operation can answer with.
