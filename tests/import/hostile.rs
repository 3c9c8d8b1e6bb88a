//! Wrong use, and sources that nobody meant well.

use std::fs;

use error_catalog::cli::Exit;

use crate::cli::{Ran, error_catalog};
use crate::scratch;

fn import(name: &str, bytes: &[u8], options: &[&str]) -> Ran {
    let folder = scratch::folder(&format!("import/hostile-{}", name.replace('.', "-")));
    let file = folder.join(name);
    fs::write(&file, bytes).expect("it can be written");
    let arguments: Vec<_> =
        ["import"].iter().chain(options).map(AsRef::as_ref).chain([file.as_os_str()]).collect();
    error_catalog(&arguments)
}

#[test]
fn each_wrong_use_is_one_clear_error() {
    for (name, bytes, options, expected) in [
        ("a.json", &b"{"[..], &[][..], "a.json: is not JSON: "),
        ("a.yaml", b"a: [", &[], "a.yaml: is not YAML: "),
        ("a.rs", b"enum {", &[], "a.rs: is not Rust: "),
        (
            "a.bin",
            b"x",
            &[],
            "its name does not say what it is: `--from` does, and `--pattern` finds codes in any text",
        ),
        ("a.md", b"\xFF\x00", &[], "is neither UTF-8 nor UTF-16, save it as UTF-8"),
        (
            "a.json",
            b"{\"a\": 1}",
            &["--at", "b.*"],
            "a.json: has nothing at the path `b.*`; it begins with one of a",
        ),
        ("a.rs", b"enum A { B }", &["--at", "C"], "a.rs: has no enum `C`; it has A"),
        ("a.txt", b"x", &["--pattern", "("], "--pattern: regex parse error"),
        ("a.txt", b"x", &["--pattern", "(?<cod>x)"], "--pattern: has no group `(?<code>...)`"),
        ("a.md", b"x", &["--map", "code"], "expected COLUMN=NAME"),
        ("a.md", b"x", &["--status", "200"], "200 is not in 400..=599"),
        ("a.md", b"x", &["--retry", "yes"], "invalid value 'yes'"),
    ] {
        let ran = import(name, bytes, options);
        assert_eq!((ran.exit, &*ran.out), (Exit::Failed, ""), "{expected}: {}", ran.err);
        assert!(ran.err.contains(expected), "{expected}: {}", ran.err);
    }
    let ran = error_catalog(&["import", "nowhere.md"]);
    assert!(ran.exit == Exit::Failed && ran.err.starts_with("nowhere.md: cannot read it: "), "{}", ran.err);
    let ran = error_catalog(&["import"]);
    assert!(ran.exit == Exit::Failed && ran.err.contains("[SOURCE]..."), "{}", ran.err);
}

#[test]
fn a_source_without_codes_says_what_helps() {
    for (name, text) in [
        ("empty.md", ""),
        ("prose.md", "# Errors\n\nThere are none.\n"),
        ("statuses.md", "| Status | Meaning |\n|---|---|\n| 400 | Bad |\n| 404 | Gone |\n"),
        ("empty.csv", ""),
        ("empty.json", "{}"),
        ("empty.rs", "fn main() {}"),
        (
            "schema.json",
            r#"{"properties": {"user_id": {"type": "string", "description": "who"}, "team_id": {"type": "string", "description": "which"}}}"#,
        ),
    ] {
        let ran = import(name, text.as_bytes(), &[]);
        assert_eq!((ran.exit, &*ran.out), (Exit::Findings, ""), "{name}: {}", ran.err);
        assert!(
            ran.err.contains("nothing was found: `--map` names the columns of a table"),
            "{name}: {}",
            ran.err
        );
    }
}

/// What does not show, ends a comment or ends a string in a source does none of that in a table.
#[test]
fn texts_of_a_source_cannot_leave_their_place() {
    let evil = "x\"\\\n]\u{202E}[errors.EVIL]\r\u{0}\u{1B}[31m # ''' \"\"\"";
    let rows = serde_json::json!([
        {"code": "A_B", "status": 404, "message": evil, "retryable": evil, "solution": evil, "group": evil, "wait": evil, "deprecated": evil},
        {"code": evil, "status": 404, "message": "m"},
        {"code": "C_D", "status": evil, "description": evil, "details": evil},
    ]);
    let ran = import("evil.json", rows.to_string().as_bytes(), &[]);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
    assert!(!ran.err.contains(['\u{1B}', '\u{202E}', '\u{0}', '\r']), "{:?}", ran.err);
    assert!(!ran.out.contains(['\u{1B}', '\u{202E}', '\u{0}', '\r']), "{:?}", ran.out);
    let decided =
        ran.out.replace("status = \"undecided\"", "status = 400").replace("\"undecided\"", "\"never\"");
    let table = error_catalog::catalog::Catalog::parse("catalog.toml", &decided)
        .unwrap_or_else(|invalid| panic!("{invalid}\n{decided}"));
    let codes: Vec<&str> = table.errors().iter().map(|row| &*row.code).collect();
    assert_eq!(codes, ["A_B", "C_D"]);
}

/// Half of a source, or a source with parts that are moved, gives a table, a report or an error, and never a panic.
#[test]
fn any_part_of_a_source_is_survived() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/sources");
    let mut tried = 0;
    for entry in fs::read_dir(folder).expect("it is there") {
        let path = entry.expect("it can be read").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("it has a name").to_owned();
        let bytes = fs::read(&path).expect("it is there");
        let step = (bytes.len() / 15).max(1);
        for cut in (0..bytes.len()).step_by(step) {
            for bytes in [&bytes[..cut], &bytes[cut..]] {
                let ran =
                    import(&name, bytes, if name == "log.txt" { &["--pattern", "(?<code>.*)"] } else { &[] });
                assert!(!ran.err.is_empty());
                tried += 1;
            }
        }
    }
    assert!(tried > 400, "{tried}");
}

#[test]
fn large_sources_take_no_more_than_linear_time() {
    let mut page = "| Code | Status | Description |\n|---|---|---|\n".to_owned();
    page.extend((0..5_000).map(|at| format!("| `CODE_{at}` | 404 | Text of {at} |\n")));
    let ran = import("large.md", page.as_bytes(), &["--retry", "never"]);
    assert_eq!(ran.exit, Exit::Clean);
    let table = error_catalog::catalog::Catalog::parse("catalog.toml", &ran.out).expect("it is valid");
    assert_eq!(table.errors().len(), 5_000);
    let spans = "<table><tr><td rowspan=4000000000 colspan=4000000000>A_B</td></tr></table>";
    assert!(import("spans.html", spans.as_bytes(), &[]).out.len() < 1000);
    let deep = "<div>".repeat(2_000);
    let _ = import("deep.html", deep.as_bytes(), &[]);
    let deep = "[".repeat(100_000);
    assert_eq!(import("deep.json", deep.as_bytes(), &[]).exit, Exit::Failed);
    let _ = import("deep.md", "> ".repeat(20_000).as_bytes(), &[]);
}
