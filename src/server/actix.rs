//! actix-web: errors that handlers return, configuration of its extractors, and the guard.
