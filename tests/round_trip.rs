//! The one command of the README that shows the main job.

use std::process::Command;

use error_catalog::ErrorCode;

#[test]
fn the_example_agrees_on_every_row() {
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--example", "round_trip"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo can be run");
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{printed}\n{}", String::from_utf8_lossy(&output.stderr));
    let last = printed.lines().last().unwrap_or_default();
    let all = ErrorCode::ALL.len();
    let expected = format!("{all} of {all} codes agree, and 3 of 3 other answers are as expected");
    assert_eq!(last, expected);
}
