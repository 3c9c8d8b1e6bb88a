//! The golden vectors, as the readers of this crate see them.

use std::path::Path;
use std::time::Duration;
use std::{env, fs};

use error_catalog::catalog::Catalog;
use error_catalog::docs::vectors;
use error_catalog::{Code, DecodedError, ErrorCode, Params, ReceivedError, Violation};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use serde_json::{Value, json};

#[path = "support/base64.rs"]
mod base64;

mod credits {
    #![allow(dead_code, missing_docs, unreachable_pub, reason = "it is used as far as vectors need it")]
    include!("generated/credits.rs");
}
mod hostile {
    #![allow(dead_code, missing_docs, unreachable_pub, reason = "it is used as far as vectors need it")]
    include!("generated/hostile.rs");
}
mod statuses {
    #![allow(dead_code, missing_docs, unreachable_pub, reason = "it is used as far as vectors need it")]
    include!("generated/statuses.rs");
}
mod styles {
    #![allow(dead_code, missing_docs, unreachable_pub, reason = "it is used as far as vectors need it")]
    include!("generated/styles.rs");
}

/// The values of an error's parameters, as JSON.
type ReadParams<C> = fn(&ReceivedError<C>) -> Option<Value>;

#[test]
fn the_published_vectors_are_up_to_date() {
    let fresh = vectors::render(&catalog("catalog.toml"));
    let published = fs::read_to_string(in_root("vectors.json")).unwrap_or_default();
    assert!(
        published == fresh,
        "vectors.json is stale, run `cargo run --features cli -- docs vectors --output vectors.json`"
    );
}

#[test]
fn our_own_table_agrees() {
    assert!(agree::<ErrorCode>("catalog.toml", |_| None) > 400);
}

#[test]
fn a_table_that_sends_details_agrees() {
    agree::<credits::ErrorCode>("tests/generated/credits.toml", |error| {
        use credits::params::{Beside, EveryType, InsufficientCredits, Old};
        let every = |p: EveryType| json!({"flag": p.flag, "number": p.number, "offset": p.offset, "text": p.text, "type": p.r#type});
        let credits = |p: InsufficientCredits| json!({"balance": p.balance, "needed": p.needed});
        read(error, every)
            .or_else(|| read(error, credits))
            .or_else(|| read(error, |p: Beside| json!({"host": p.host})))
            .or_else(|| read(error, |p: Old| json!({"what": p.what})))
    });
}

fn read<P: Params>(error: &ReceivedError<P::Code>, to_json: fn(P) -> Value) -> Option<Value> {
    error.params::<P>().map(to_json)
}

#[test]
fn a_table_with_hostile_names_agrees() {
    agree::<hostile::ErrorCode>("tests/generated/hostile.toml", |_| None);
}

#[test]
fn a_table_with_aliases_agrees() {
    agree::<statuses::ErrorCode>("tests/generated/statuses.toml", |_| None);
}

#[test]
fn a_table_with_other_headers_agrees() {
    agree::<styles::ErrorCode>("tests/generated/styles.toml", |_| None);
}

/// A vector that says something else is found out: whatever is changed.
#[test]
fn a_wrong_vector_is_told() {
    let vectors: Value =
        serde_json::from_str(&vectors::render(&catalog("catalog.toml"))).expect("it is JSON");
    let vector = &vectors["vectors"][0];
    assert_eq!(disagreement::<ErrorCode>(vector, |_| None), None);
    for (member, value) in [
        ("code", json!("OTHER")),
        ("known", json!(false)),
        ("message", json!(null)),
        ("retry", json!("perhaps")),
        ("may_retry_safe", json!(null)),
        ("may_retry_unsafe", json!(null)),
        ("retry_after", json!(7)),
        ("params", json!({})),
    ] {
        let mut wrong = vector.clone();
        wrong["expect"][member] = value;
        assert!(disagreement::<ErrorCode>(&wrong, |_| None).is_some(), "{member}");
    }
}

/// Runs all vectors of a table, and returns how many there are.
fn agree<C: Code>(table: &str, params: ReadParams<C>) -> usize {
    let vectors: Value = serde_json::from_str(&vectors::render(&catalog(table))).expect("it is JSON");
    assert_eq!(vectors["format"], 1);
    let events = vectors["events"].as_array().expect("it is a list");
    let disagreements: Vec<String> = events.iter().filter_map(disagreement_of_event::<C>).collect();
    assert!(!events.is_empty() && disagreements.is_empty(), "{table}:\n{}", disagreements.join("\n"));
    let vectors = vectors["vectors"].as_array().expect("it is a list");
    let disagreements: Vec<String> =
        vectors.iter().filter_map(|vector| disagreement(vector, params)).collect();
    assert!(disagreements.is_empty(), "{table}:\n{}", disagreements.join("\n"));
    let mut names: Vec<&str> = vectors.iter().filter_map(|vector| vector["name"].as_str()).collect();
    names.sort_unstable();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "a name stands for one vector: {names:?}");
    vectors.len()
}

/// What a reader concludes, where that is something else.
fn disagreement<C: Code>(vector: &Value, params: ReadParams<C>) -> Option<String> {
    let status =
        vector["status"].as_u64().and_then(|status| StatusCode::from_u16(status.try_into().ok()?).ok());
    let status = status.expect("a vector has a status");
    let mut headers = HeaderMap::new();
    for header in vector["headers"].as_array().expect("a vector has headers") {
        let text = |at: usize| header[at].as_str().expect("a header is two texts");
        let name = HeaderName::from_bytes(text(0).as_bytes()).expect("it is a name");
        headers.append(name, HeaderValue::from_str(text(1)).expect("it is a value"));
    }
    let body = match &vector["body"] {
        Value::String(text) => text.clone().into_bytes(),
        body => base64::decode(body["base64"].as_str().expect("a body is a text, or bytes")),
    };

    let borrowed: DecodedError<'_, C> = DecodedError::new(status, &headers, &body);
    let error: ReceivedError<C> = ReceivedError::from_parts(status, headers.clone(), &body);
    assert_eq!(borrowed.into_owned().to_string(), error.to_string());
    let concluded = conclude(&error, vector, params);
    (concluded != vector["expect"])
        .then(|| format!("{}: expected {}, concluded {concluded}", vector["name"], vector["expect"]))
}

/// The same for an event.
fn disagreement_of_event<C: Code>(event: &Value) -> Option<String> {
    let text = event["text"].as_str().expect("an event is a text");
    let concluded = ReceivedError::<C>::from_json(text).map_or(Value::Null, |error| {
        let mut concluded = conclude(&error, event, |_| None);
        concluded["status"] = error.status().as_u16().into();
        concluded
    });
    (concluded != event["expect"])
        .then(|| format!("{}: expected {}, concluded {concluded}", event["name"], event["expect"]))
}

fn conclude<C: Code>(error: &ReceivedError<C>, vector: &Value, params: ReadParams<C>) -> Value {
    let mut concluded = json!({
        "code": error.code_str(),
        "known": error.code().is_some(),
        "message": error.message(),
        "retry": error.retry().as_str(),
        "may_retry_safe": error.may_retry(&Method::GET),
        "may_retry_unsafe": error.may_retry(&Method::POST),
        "retry_after": error.retry_after().map(seconds),
    });
    if vector["expect"].get("violations").is_some() {
        let entry = |found: &Violation| json!({"pointer": found.pointer(), "message": found.message()});
        concluded["violations"] = error.violations().iter().map(entry).collect();
    }
    if vector["expect"].get("params").is_some() {
        concluded["params"] = params(error).unwrap_or_default();
    }
    concluded
}

/// Waits of whole seconds are whole numbers.
fn seconds(wait: Duration) -> Value {
    if wait.subsec_millis() == 0 { wait.as_secs().into() } else { wait.as_secs_f64().into() }
}

fn catalog(table: &str) -> Catalog {
    let text = fs::read_to_string(in_root(table)).unwrap_or_else(|error| panic!("{table}: {error}"));
    Catalog::parse(table, &text).unwrap_or_else(|invalid| panic!("{invalid}"))
}

fn in_root(file: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}
