//! Who has to act: what a row says, and who shows it.

#[path = "support/cli.rs"]
mod cli;

use std::io::Write;
use std::sync::{Arc, Mutex};

use error_catalog::catalog::Catalog;
use error_catalog::cli::Exit;
use error_catalog::{Actor, AnyCode, ApiError, Code, ErrorCode, docs};
use http::StatusCode;
use serde_json::Value;

use self::cli::error_catalog as command;

/// The rows of the shipped table that name an actor, and some that do not.
const SHIPPED: [(ErrorCode, Actor, &str); 10] = [
    (ErrorCode::InvalidImage, Actor::Caller, "DEBUG"),
    (ErrorCode::ApiUserNotFound, Actor::Operator, "ERROR"),
    (ErrorCode::Cancelled, Actor::Upstream, "WARN"),
    (ErrorCode::GenerationFailed, Actor::Upstream, "WARN"),
    (ErrorCode::ApiKeyInactive, Actor::Account, "DEBUG"),
    (ErrorCode::ApiKeyDeleted, Actor::Account, "DEBUG"),
    (ErrorCode::InsufficientCredits, Actor::Account, "DEBUG"),
    (ErrorCode::NotFound, Actor::Caller, "DEBUG"),
    (ErrorCode::UploadFailed, Actor::Operator, "ERROR"),
    (ErrorCode::FalTimeout, Actor::Upstream, "WARN"),
];

#[test]
fn every_code_has_its_actor() {
    for (code, actor, _) in SHIPPED {
        assert_eq!((code.actor(), Code::actor(code), AnyCode::from(code).actor()), (actor, actor, actor));
    }
    for status in 400..600 {
        let expected = match status {
            402 => Actor::Account,
            502 | 504 => Actor::Upstream,
            400..500 => Actor::Caller,
            _ => Actor::Operator,
        };
        assert_eq!(Actor::of_status(status), expected, "{status}");
        let table = format!(
            "catalog.name = 'Pots'\nerrors.POT = {{ status = {status}, retry = 'never', cause = 'No pot' }}"
        );
        assert_eq!(Catalog::parse("t", &table).expect("it is valid").errors()[0].actor, expected, "{status}");
    }
}

#[test]
fn a_word_stands_for_each() {
    for actor in Actor::ALL {
        assert_eq!(actor.as_str().parse(), Ok(actor));
        assert_eq!(format!("{actor:>9}").trim(), actor.as_str());
    }
    let error = "Caller".parse::<Actor>().expect_err("words are in small letters");
    assert_eq!(error.to_string(), "unknown actor, expected `caller`, `account`, `operator` or `upstream`");
}

#[test]
fn documents_blame_the_actor_and_not_the_status() {
    let catalog = Catalog::parse("catalog.toml", include_str!("../catalog.toml")).expect("it is valid");
    let page = docs::html::render(&catalog);
    let sections = docs::sections::render(&catalog);
    let openapi: Value = serde_json::from_str(&docs::openapi::render(&catalog)).expect("it is JSON");
    let export: Value = serde_json::from_str(&docs::json::render(&catalog)).expect("it is JSON");
    for (code, actor, _) in SHIPPED {
        let entry = catalog.errors().iter().find(|entry| entry.code == code.as_str()).expect("it is there");
        let article = page.split(&format!("<article id=\"{code}\"")).nth(1).expect("it is on the page");
        let article = article.split("</article>").next().unwrap_or_default();
        let section = sections.split(&format!("<a id=\"{code}\">")).nth(1).expect("it has a section");
        let section = section.split("\n### ").next().unwrap_or_default();
        let explained = command(&["explain", code.as_str(), "--table", "catalog.toml"]);
        assert_eq!(explained.exit, Exit::Clean, "{}", explained.err);
        for text in [article, section, &explained.out] {
            for other in Actor::ALL {
                assert_eq!(text.contains(other.meaning()), other == actor, "{code}: {other}\n{text}");
            }
        }
        assert_eq!(openapi["components"]["responses"][&entry.variant]["x-actor"], actor.as_str(), "{code}");
        let row =
            export["errors"].as_array().expect("a list").iter().find(|row| row["code"] == code.as_str());
        assert_eq!(row.expect("it is there")["actor"], actor.as_str(), "{code}");
    }
}

#[test]
fn commands_know_the_column() {
    let listed = command(&["list", "--actor", "upstream", "--status", "499", "--columns", "code,actor"]);
    assert_eq!((listed.exit, &*listed.out), (Exit::Clean, " Code       Actor\n CANCELLED  upstream\n"));
    let by_value =
        command(&["list", "--where", "actor=upstream", "--status", "499", "--columns", "code,actor"]);
    assert_eq!(by_value.out, listed.out);
    let row = ["add", "POT", "--status=500", "--retry=never", "--cause=No pot", "--dry-run"];
    let added = command(&[&row[..], &["--actor=caller"]].concat());
    assert_eq!(
        (added.exit, added.out.contains("+actor = \"caller\"\n")),
        (Exit::Clean, true),
        "{}",
        added.err
    );
    let refused = command(&[&row[..], &["--actor=server"]].concat());
    assert_eq!(refused.exit, Exit::Failed);
    assert!(
        refused.err.contains("[possible values: caller, account, operator, upstream]"),
        "{}",
        refused.err
    );
}

#[test]
fn the_actor_decides_the_level_of_the_log() {
    for (code, _, level) in SHIPPED {
        assert_eq!(level_of(&ApiError::new(code)), level, "{code}");
    }
    // A status without a row.
    for (status, level) in [(405, "DEBUG"), (500, "ERROR"), (502, "ERROR")] {
        let status = StatusCode::from_u16(status).expect("it is a status");
        assert_eq!(level_of(&ApiError::from_status(status)), level, "{status}");
    }
}

#[test]
fn the_lint_finds_remedies_for_another_actor_only() {
    for (columns, is_found) in [
        ("status = 500, retry = 'never', remedy = 'Send another image.'", true),
        ("status = 502, retry = 'never', remedy = 'Choose another model.'", true),
        ("status = 404, retry = 'never', remedy = 'Contact support: the account is not set up.'", true),
        ("status = 400, retry = 'never', remedy = 'Report it to the operator.'", true),
        ("status = 500, retry = 'never', actor = 'caller', remedy = 'Send another image.'", false),
        ("status = 404, retry = 'never', actor = 'operator', remedy = 'Contact support.'", false),
        ("status = 403, retry = 'never', actor = 'account', remedy = 'Contact your administrator.'", false),
        ("status = 503, retry = 'backoff', remedy = 'Send the request later.'", false),
        ("status = 500, retry = 'never', remedy = 'Use another model, or tell the operator.'", false),
        ("status = 500, retry = 'never', remedy = 'Report it to the operator.'", false),
        ("status = 400, retry = 'never', remedy = 'Send another image.'", false),
        ("status = 402, retry = 'never', remedy = 'Add a card to the account.'", false),
    ] {
        let table =
            format!("catalog.name = 'Pots'\nerrors.POT = {{ {columns}, cause = 'Something else' }}\n");
        let catalog = Catalog::parse("t", &table).unwrap_or_else(|invalid| panic!("{invalid}"));
        let findings = error_catalog::review::lint(&catalog);
        assert_eq!(
            findings.iter().any(|finding| finding.rule == "EC115"),
            is_found,
            "{columns}: {findings:?}"
        );
    }
}

/// The level of the one event that a response of the error logs.
fn level_of(error: &ApiError) -> String {
    let out = Out::default();
    let writer = out.clone();
    let log = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .without_time()
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    tracing::subscriber::with_default(log, || error.to_parts());
    let logged = out.0.lock().expect("nobody panicked").clone();
    let logged = String::from_utf8(logged).expect("it is UTF-8");
    assert_eq!(logged.lines().count(), 1, "{logged}");
    logged.trim_start().split(' ').next().unwrap_or_default().to_owned()
}

#[derive(Clone, Default)]
struct Out(Arc<Mutex<Vec<u8>>>);

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("nobody panicked").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
