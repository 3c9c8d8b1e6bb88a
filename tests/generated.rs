//! Generated code, checked in, compiled under every lint with hostile names around it, and used.
//!
//! `UPDATE=1 cargo test --test generated` writes the code again; read the difference before you keep it.

use std::path::Path;
use std::{env, fs};

use error_catalog::catalog::Catalog;
use error_catalog::{ApiError, Code, ReceivedError, Retry, codegen};

/// What a user's module may have in it, by name, without disturbing the code that is included there.
macro_rules! with_hostile_names {
    ($name:ident, $file:literal) => {
        #[deny(warnings, missing_docs, unused_qualifications, clippy::pedantic, clippy::all)]
        #[allow(dead_code, reason = "hostile names are there to be in the way")]
        #[allow(unreachable_pub, reason = "nothing in a test is public")]
        mod $name {
            mod core {}
            mod std {}
            mod error_catalog {}
            mod serde {}
            mod strum {}
            mod http {}
            struct Option;
            struct Result;
            struct Some;
            struct None;
            struct Ok;
            struct Err;
            struct Actor;
            struct Retry;
            struct Row;
            struct Index;
            struct Settings;
            struct Style;
            struct StatusCode;
            struct Duration;
            struct Iterator;
            trait Clone {}
            trait Copy {}
            trait Debug {}
            trait Default {}
            trait Eq {}
            trait Hash {}
            trait Ord {}
            trait PartialEq {}
            trait PartialOrd {}
            trait Display {}
            trait FromStr {}
            trait AsRef {}
            trait Code {}
            trait Error {}
            trait Serialize {}
            trait Deserialize {}
            fn status() {}
            static ROWS: () = ();
            static INDEX: () = ();
            static SETTINGS: () = ();

            include!($file);
        }
    };
}

with_hostile_names!(columns, "generated/columns.rs");
with_hostile_names!(headers, "generated/headers.rs");
with_hostile_names!(linked, "generated/linked.rs");
with_hostile_names!(hostile, "generated/hostile.rs");
with_hostile_names!(large, "generated/large.rs");
with_hostile_names!(one, "generated/one.rs");
with_hostile_names!(credits, "generated/credits.rs");
with_hostile_names!(statuses, "generated/statuses.rs");
with_hostile_names!(styles, "generated/styles.rs");
with_hostile_names!(tutorial, "generated/tutorial.rs");

#[test]
fn the_checked_in_code_is_what_is_generated() {
    for name in [
        "columns", "credits", "headers", "hostile", "large", "linked", "one", "statuses", "styles",
        "tutorial",
    ] {
        let expected = directory().join(name).with_extension("rs");
        let code = codegen::generate(&catalog(name));
        if env::var_os("UPDATE").is_some() {
            fs::write(&expected, &code).expect("the code can be written");
        }
        assert!(
            fs::read_to_string(&expected).unwrap_or_default() == code,
            "{} is stale, run `UPDATE=1 cargo test --test generated`",
            expected.display()
        );
    }
}

#[test]
fn the_order_of_rows_does_not_show() {
    for name in ["credits", "hostile", "large", "one", "styles"] {
        let table = table(name);
        let (head, rest) = table.split_once("[errors]\n").expect("there are rows");
        let (rows, rest) = rest.split_once("\n[").unwrap_or((rest, "catalog_end]"));
        let mut rows: Vec<&str> = rows.lines().collect();
        rows.reverse();
        let rest = if rest == "catalog_end]" { String::new() } else { ["\n[", rest].concat() };
        let shuffled = [head, "[errors]\n", &rows.join("\n"), &rest].concat();
        let shuffled =
            Catalog::parse(&format!("{name}.toml"), &shuffled).unwrap_or_else(|invalid| panic!("{invalid}"));
        assert!(codegen::generate(&shuffled) == codegen::generate(&catalog(name)), "{name}");
    }
}

#[test]
fn every_style_of_code_is_found_again() {
    every_code_is_found_again::<columns::ErrorCode>("columns");
    every_code_is_found_again::<hostile::ErrorCode>("hostile");
    every_code_is_found_again::<large::ErrorCode>("large");
    every_code_is_found_again::<one::ErrorCode>("one");
    every_code_is_found_again::<credits::ErrorCode>("credits");
    every_code_is_found_again::<statuses::ErrorCode>("statuses");
    every_code_is_found_again::<styles::ErrorCode>("styles");
    every_code_is_found_again::<tutorial::ErrorCode>("tutorial");
}

/// The generated enum against the table that it was made from, through both halves.
fn every_code_is_found_again<C: Code>(name: &str) {
    let catalog = catalog(name);
    assert_eq!(C::ALL.len(), catalog.errors().len());
    for (entry, &code) in catalog.errors().iter().zip(C::ALL) {
        assert_eq!(C::parse(&entry.code), Some(code));
        assert_eq!(format!("{code:?}"), entry.variant);
        assert_eq!(code.as_str(), entry.code);
        assert_eq!(code.table(), entry.table);
        assert_eq!(code.status(), entry.status);
        assert!(code.statuses().eq(entry.statuses()), "{code:?}");
        assert_eq!(code.retry(), entry.retry);
        assert_eq!(code.retry_after(), entry.retry_after);
        assert_eq!(code.cause(), entry.cause);
        assert_eq!(code.message(), entry.public_message());
        assert_eq!(code.remedy(), entry.remedy.as_deref());

        let (status, headers, body) = ApiError::new(code).into_parts();
        let received: ReceivedError<C> = ReceivedError::from_parts(status, headers, &body);
        assert_eq!(received.code(), Some(code));
        assert_eq!(received.message(), Some(code.message()));
        assert_eq!(received.retry(), code.retry());
        assert_eq!(received.retry_after(), code.retry_after());
        let shown = received.to_string();
        assert!(!shown.contains(char::is_control), "{shown}");
    }
}

#[test]
fn names_are_those_that_people_would_choose() {
    use styles::ErrorCode;

    let token = ErrorCode::AuthTokenExpired;
    assert_eq!((token.message(), token.cause()), ("token expired", "The token is too old"));
    assert_eq!("KV:Raftstore:NotLeader".parse(), Ok(ErrorCode::KvRaftstoreNotLeader));
    assert_eq!("20003".parse(), Ok(ErrorCode::E20003));
    assert_eq!("22P02".parse(), Ok(ErrorCode::InvalidTextRepresentation));
    assert_eq!("teapot/is-empty".parse(), Ok(ErrorCode::TeapotIsEmpty));
    assert!("NEWS".parse::<ErrorCode>().is_err(), "it is retired");
}

#[test]
fn a_header_that_the_table_leaves_out_is_not_sent() {
    let (_, headers, _) = ApiError::new(styles::ErrorCode::CardDeclined).into_parts();
    assert_eq!(headers.len(), 4);
    assert_eq!(headers["x-somebody-retry"], "false");
    assert_eq!(headers["x-somebody-advice"], "never");
    let error: ReceivedError<styles::ErrorCode> =
        ReceivedError::from_parts(http::StatusCode::PAYMENT_REQUIRED, headers, "");
    assert_eq!((error.code_str(), error.retry()), (None, Retry::Never));
}

#[test]
fn a_code_is_as_small_as_the_table_allows() {
    assert_eq!(size_of::<styles::ErrorCode>(), 1);
    assert_eq!(size_of::<large::ErrorCode>(), 2);
}

fn catalog(name: &str) -> Catalog {
    Catalog::parse(&format!("{name}.toml"), &table(name)).unwrap_or_else(|invalid| panic!("{invalid}"))
}

fn table(name: &str) -> String {
    let path = directory().join(name).with_extension("toml");
    fs::read_to_string(path).expect("the table is there")
}

fn directory() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/generated"))
}
