//! What the next version breaks, by the test that any crate with a table can have.

use error_catalog::review::lock;

const PUBLISHED: &str = include_str!("../../../../catalog.lock");

#[test]
fn a_major_version_may_retire_a_code() {
    lock::assert_kept(newer::TABLE, PUBLISHED, "1.0.0");
}

#[test]
#[should_panic(expected = "CODE_RETIRED `PARSE_ERROR`")]
fn no_other_version_may() {
    lock::assert_kept(newer::TABLE, PUBLISHED, "0.1.7");
}
