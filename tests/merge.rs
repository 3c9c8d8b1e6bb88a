//! `merge`, the merge driver: two people edit one table, and real git merges, rebases and cherry-picks what they did.
//!
//! `cargo test --test merge -- --nocapture` prints the table of cases.

#[path = "support/cli.rs"]
mod cli;
#[path = "support/scratch.rs"]
mod scratch;

#[path = "merge/by_hand.rs"]
mod by_hand;
#[path = "merge/random.rs"]
mod random;
#[path = "merge/with_git.rs"]
mod with_git;
