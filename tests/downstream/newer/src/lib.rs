//! The errors of the image API, a version later: three codes have come, and one has gone.

error_catalog::include_catalog!();
