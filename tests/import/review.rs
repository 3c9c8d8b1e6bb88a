//! `import --review`: the questions, in the order of what a wrong answer costs, and what becomes of the answers.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::scratch;

const DRAFT: &str = "# mine\n[catalog]\nname = \"X\"\n\n[errors]\nA_ONE = { status = 404, retry = \"undecided\", cause = \"undecided\" }\n\n\
    [errors.B_TWO]\nstatus = 502 # yes\nretry = \"undecided\" # if-idempotent? the failed attempt may have been carried out\ncause = \"Two\"\n\n\
    [errors.C_THREE]\nstatus = \"undecided\" # 400? the source does not say it\nretry = \"never\"\ncause = \"Three\"\n";

fn review(table: &Path, answers: &str) -> (Option<i32>, String) {
    let mut process = Command::new(env!("CARGO_BIN_EXE_error-catalog"))
        .args(["import", "--review", "--table"])
        .arg(table)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    process.stdin.take().expect("it is piped").write_all(answers.as_bytes()).expect("it reads");
    let output = process.wait_with_output().expect("it ends");
    (
        output.status.code(),
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr),
    )
}

#[test]
fn each_value_is_asked_for_the_serious_first() {
    let table = scratch::folder("import/review").join("catalog.toml");
    fs::write(&table, DRAFT).expect("it can be written");
    let (exit, text) = review(&table, "maybe\n409\n\nn\nThere is no \"one\"\n");
    assert_eq!(exit, Some(0), "{text}");
    let questions: Vec<&str> = text
        .lines()
        .filter(|line| line.contains(" left. "))
        .map(|line| line.split_once(". ").expect("it is one").1)
        .collect();
    assert_eq!(
        questions,
        [
            "`status` of `C_THREE`",
            "`status` of `C_THREE`",
            "`retry` of `B_TWO` (502)",
            "`retry` of `A_ONE` (404)",
            "`cause` of `A_ONE` (404)"
        ]
    );
    assert!(text.contains("\"maybe\" is no answer: 400 to 599"), "{text}");
    assert!(text.contains("    if-idempotent? the failed attempt may have been carried out\nn(ever), b(ackoff), i(f-idempotent); Enter for if-idempotent, s(kip), q(uit): "), "{text}");
    assert!(text.ends_with("4 decided, 0 undecided\n"), "{text}");
    let after = "# mine\n[catalog]\nname = \"X\"\n\n[errors]\nA_ONE = { status = 404, retry = \"never\", cause = \"There is no \\\"one\\\"\" }\n\n\
        [errors.B_TWO]\nstatus = 502 # yes\nretry = \"if-idempotent\"\ncause = \"Two\"\n\n\
        [errors.C_THREE]\nstatus = 409\nretry = \"never\"\ncause = \"Three\"\n";
    assert_eq!(fs::read_to_string(&table).expect("it is there"), after);
}

#[test]
fn who_stops_keeps_what_was_decided() {
    for (answers, decided) in [("", 0), ("q\n", 0), ("s\ni\nq\n", 1), ("410\n", 1), ("s\ns\ns\ns\n", 0)] {
        let table = scratch::folder("import/review-stop").join("catalog.toml");
        fs::write(&table, DRAFT).expect("it can be written");
        let (exit, text) = review(&table, answers);
        assert_eq!(exit, Some(1), "{text}");
        assert!(
            text.contains(&format!("{decided} decided, {} undecided\n", 4 - decided)),
            "{answers:?}: {text}"
        );
        let left = fs::read_to_string(&table).expect("it is there").matches("\"undecided\"").count();
        assert_eq!(left, 4 - decided);
    }
}

#[test]
fn what_is_no_draft_is_named() {
    let table = scratch::folder("import/review-none").join("catalog.toml");
    fs::write(&table, "[catalog\n").expect("it can be written");
    let (exit, text) = review(&table, "");
    assert!(exit == Some(1) && text.contains("error[EC001]"), "{text}");
    fs::write(
        &table,
        "[catalog]\nname = \"X\"\n[errors]\nA = { status = 404, retry = \"never\", cause = \"a\" }\n",
    )
    .expect("it can be written");
    let (exit, text) = review(&table, "");
    assert!(exit == Some(0) && text.ends_with("0 decided, 0 undecided\n"), "{text}");
}
