//! `import`: what is made of sources of many kinds, what is left undecided, and what is refused.
//!
//! Each file of `import/sources` has its table and its report in `import/expected`. `UPDATE=1 cargo test --all-features --test import`
//! writes them anew.

#[path = "support/cli.rs"]
mod cli;
#[path = "support/scratch.rs"]
mod scratch;

#[path = "import/again.rs"]
mod again;
#[path = "import/hostile.rs"]
mod hostile;
#[path = "import/review.rs"]
mod review;
#[path = "import/sources.rs"]
mod sources;
#[path = "import/spreadsheet.rs"]
mod spreadsheet;
