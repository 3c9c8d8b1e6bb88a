//! A project that runs `rustfmt` over its generated code does not make it stale, and a real change does.

use std::ffi::OsString;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use error_catalog::cli::{Exit, run};
use error_catalog::codegen::assert_generated;

const TABLES: [&str; 6] = ["columns", "credits", "hostile", "one", "styles", "tutorial"];

/// What projects have in `rustfmt.toml` or on the command line.
const CONFIGS: [&str; 12] = [
    "style_edition=2015",
    "style_edition=2021",
    "style_edition=2024",
    "max_width=80",
    "max_width=200",
    "hard_tabs=true",
    "newline_style=Windows",
    "use_small_heuristics=Off",
    "use_small_heuristics=Max",
    "match_arm_leading_pipes=Always",
    "match_block_trailing_comma=true",
    "hard_tabs=true,max_width=60,newline_style=Windows",
];

#[test]
fn rustfmt_does_not_make_generated_code_stale() {
    let mut changed = 0;
    for name in TABLES {
        let table = in_root(&format!("tests/generated/{name}.toml"));
        let code = fs::read_to_string(table.with_extension("rs")).expect("it is there");
        for config in CONFIGS {
            let file = scratch(&format!("{name}-{config}.rs"));
            fs::write(&file, &code).expect("the folder can be written to");
            let status = Command::new("rustfmt")
                .args(["--edition", "2021", "--config", config])
                .arg(&file)
                .status()
                .expect("rustfmt is a part of the toolchain");
            assert!(status.success(), "{name} {config}");
            changed += usize::from(fs::read_to_string(&file).expect("it is there") != code);
            assert_eq!(check(&table, &file), Exit::Clean, "{name} {config}");
            assert_generated(&table, &file);
        }
    }
    assert!(changed > TABLES.len() * CONFIGS.len() / 2, "rustfmt has changed only {changed} files");
}

/// Each line is changed in a way that a reader would see.
#[test]
fn a_changed_line_is_stale() {
    let table = in_root("tests/generated/credits.toml");
    let code = fs::read_to_string(table.with_extension("rs")).expect("it is there");
    let lines: Vec<&str> = code.lines().collect();
    let file = scratch("changed.rs");
    let mut found = 0;
    for (at, line) in lines.iter().enumerate() {
        // A plain comment and an empty line are not code.
        let is_code = !line.trim().is_empty() && !line.trim_start().starts_with("// ");
        let word = line.find(|c: char| c.is_ascii_alphanumeric());
        let Some(word) = word.filter(|_| is_code) else { continue };
        let changed = [&line[..word], "x", &line[word..]].concat();
        let text: Vec<&str> =
            lines[..at].iter().copied().chain([&*changed]).chain(lines[at + 1..].iter().copied()).collect();
        fs::write(&file, text.join("\n")).expect("the folder can be written to");
        assert_eq!(check(&table, &file), Exit::Findings, "{changed}");
        found += 1;
    }
    assert!(found > 300, "{found}");
}

/// One change of each kind, each found by the command and by the function.
#[test]
fn a_changed_token_is_stale() {
    let table = in_root("tests/generated/credits.toml");
    let code = fs::read_to_string(table.with_extension("rs")).expect("it is there");
    let file = scratch("token.rs");
    for (kind, before, after) in [
        ("string", "\"The balance is too low\"", "\"The balance was too low\""),
        ("number", ".statuses(&[", ".statuses(&[1"),
        ("identifier", "Retry::Never", "Retry::Backoff"),
        ("comment of an item", "/// The wire string.", "/// A wire string."),
        ("comma", "PartialOrd,", "PartialOrd, ,"),
        ("variant", "    InsufficientCredits,\n", ""),
        ("value of a row", "\"InsufficientCredits\", ", ""),
    ] {
        assert!(code.contains(before), "no {kind} to change: {before}");
        fs::write(&file, code.replacen(before, after, 1)).expect("the folder can be written to");
        assert_eq!(check(&table, &file), Exit::Findings, "{kind}");
        let said = assert_stale(&table, &file);
        assert!(said.contains(" is stale, run `error-catalog generate -o "), "{kind}: {said}");
    }
}

#[test]
fn a_file_that_is_not_rust_is_stale() {
    let table = in_root("tests/generated/credits.toml");
    let code = fs::read_to_string(table.with_extension("rs")).expect("it is there");
    let file = scratch("broken.rs");
    for broken in ["}", "\"", "/*", "\u{0}"] {
        fs::write(&file, code.clone() + broken).expect("the folder can be written to");
        assert_eq!(check(&table, &file), Exit::Findings, "{broken:?}");
        let said = assert_stale(&table, &file);
        assert!(said.contains(" is stale (not valid Rust: "), "{broken:?}: {said}");
    }
}

/// `-o` without `--check` always writes the form of the generator.
#[test]
fn the_command_writes_its_own_form() {
    let table = in_root("tests/generated/one.toml");
    let code = fs::read_to_string(table.with_extension("rs")).expect("it is there");
    let file = scratch("rewritten.rs");
    fs::write(&file, code.replace("    ", "  ")).expect("the folder can be written to");
    assert_eq!(check(&table, &file), Exit::Clean);
    assert_eq!(generate(&table, &file, &[]), Exit::Clean);
    assert_eq!(fs::read_to_string(&file).expect("it is there"), code);
}

fn assert_stale(table: &Path, file: &Path) -> String {
    let panic = catch_unwind(|| assert_generated(table, file)).expect_err("the code has changed");
    *panic.downcast::<String>().expect("it says why")
}

fn check(table: &Path, file: &Path) -> Exit {
    generate(table, file, &["--check"])
}

fn generate(table: &Path, file: &Path, more: &[&str]) -> Exit {
    let arguments = ["error-catalog", "generate", "--table"].map(OsString::from);
    let paths = [table.into(), "-o".into(), file.into()];
    let arguments = arguments.into_iter().chain(paths).chain(more.iter().map(OsString::from));
    run(arguments, &mut Vec::new(), &mut Vec::new()).expect("memory can be written to")
}

fn scratch(file: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("formatted");
    fs::create_dir_all(&folder).expect("the folder can be made");
    folder.join(file)
}

fn in_root(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}
