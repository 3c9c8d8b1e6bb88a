//! A real table of somebody else: every SQLSTATE of PostgreSQL, and every name that it has there.
//!
//! `UPDATE=1 cargo test --test postgresql` writes the generated code again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{env, fs};

use error_catalog::catalog::Catalog;
use error_catalog::{Code, Retry, codegen, review};

#[deny(warnings, clippy::pedantic)]
#[allow(dead_code, missing_docs, unreachable_pub, reason = "a test asks for a part, and publishes nothing")]
mod postgresql {
    include!("postgresql/error_code.rs");
}
use postgresql::ErrorCode;

#[test]
fn every_sqlstate_and_every_name_survives() {
    let catalog = catalog();
    let details: BTreeMap<&str, &str> = catalog
        .errors()
        .iter()
        .map(|entry| (&*entry.code, entry.details.as_deref().unwrap_or_default()))
        .collect();
    let list = read("errcodes.txt");
    let mut states = BTreeSet::new();
    let mut lines = 0;
    for line in list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let [state, macro_name, condition] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("`{line}` is not an SQLSTATE, a macro and a condition");
        };
        let code = ErrorCode::parse(state).unwrap_or_else(|| panic!("{state} is lost"));
        assert_eq!(code.as_str(), state);
        let names = details[state];
        assert!(names.contains(&format!("`{macro_name}`")), "{state} has lost {macro_name}");
        if condition != "-" {
            assert!(names.contains(&format!("`{condition}`")), "{state} has lost {condition}");
            let (variant, name) = (format!("{code:?}"), condition.replace('_', ""));
            assert!(variant.to_lowercase().ends_with(&name), "{state} is called {variant}");
        }
        states.insert(state);
        lines += 1;
    }
    // Six macros name an SQLSTATE that has its condition name from another one.
    assert_eq!((lines, states.len(), ErrorCode::ALL.len()), (LINES, STATES, STATES));
}

const LINES: usize = 266;
const STATES: usize = 260;

#[test]
fn a_name_that_two_classes_share_says_which_class() {
    assert_eq!("22004".parse(), Ok(ErrorCode::DataExceptionNullValueNotAllowed));
    assert_eq!("39004".parse(), Ok(ErrorCode::ExternalRoutineInvocationExceptionNullValueNotAllowed));
}

#[test]
fn the_rows_are_those_of_the_table() {
    let code: ErrorCode = "22P02".parse().expect("it is in the list");
    assert_eq!(code, ErrorCode::InvalidTextRepresentation);
    assert_eq!((code.status().as_u16(), code.retry()), (400, Retry::Never));
    assert_eq!(code.cause(), "Invalid text representation (data exception)");
    assert_eq!(ErrorCode::SerializationFailure.retry(), Retry::Backoff);
    assert_eq!(ErrorCode::ConnectionFailure.retry(), Retry::IfIdempotent);
    assert_eq!(ErrorCode::CannotConnectNow.retry_after().map(|wait| wait.as_secs()), Some(5));
    assert!("22p02".parse::<ErrorCode>().is_err(), "an SQLSTATE is written in capitals");
}

#[test]
fn the_lints_find_nothing() {
    assert_eq!(review::lint(&catalog()), []);
}

#[test]
fn the_checked_in_code_is_what_is_generated() {
    let code = codegen::generate(&catalog());
    if env::var_os("UPDATE").is_some() {
        fs::write(directory().join("error_code.rs"), &code).expect("the code can be written");
    }
    assert!(
        read("error_code.rs") == code,
        "tests/postgresql/error_code.rs is stale, run `UPDATE=1 cargo test --test postgresql`"
    );
}

fn catalog() -> Catalog {
    Catalog::parse("catalog.toml", &read("catalog.toml")).unwrap_or_else(|invalid| panic!("{invalid}"))
}

fn read(file: &str) -> String {
    fs::read_to_string(directory().join(file)).expect("the file is there")
}

fn directory() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/postgresql"))
}
