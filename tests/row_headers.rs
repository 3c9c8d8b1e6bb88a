//! The headers that a row declares: which responses carry them, and what overrides them.

#[path = "support/raw.rs"]
mod raw;
#[path = "support/server.rs"]
mod server;
#[allow(dead_code, reason = "generated for all that a user may need")]
#[allow(unreachable_pub, reason = "nothing in a test is public")]
mod door {
    include!("generated/headers.rs");
}

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use error_catalog::catalog::Catalog;
use error_catalog::guard::GuardLayer;
use error_catalog::{ErrorCode as Ours, docs};
use http::StatusCode;
use http::header::{CACHE_CONTROL, HeaderMap, HeaderName, HeaderValue, WWW_AUTHENTICATE};
use serde_json::Value;

use self::door::{ApiError, ErrorCode, params};
use self::server::Server;

const REALM: &str = "Key realm=\"door\"";

fn too_fast(door: &str) -> params::TooFast {
    params::TooFast { remaining: -3, door: door.to_owned(), share: 0.5, open: true }
}

fn headers_of(error: ApiError) -> HeaderMap {
    error.into_parts().1
}

fn values<'h>(headers: &'h HeaderMap, name: &str) -> Vec<&'h str> {
    headers.get_all(name).iter().map(|value| value.to_str().expect("it is ASCII")).collect()
}

#[test]
fn every_error_of_the_row_carries_them() {
    for error in [
        ApiError::new(ErrorCode::Locked),
        ApiError::new(ErrorCode::Locked).with_message("locked since noon"),
        ApiError::new(ErrorCode::Locked).with_source("the key is hunter2"),
        ApiError::from_status(StatusCode::UNAUTHORIZED),
    ] {
        // The second time the headers of the row are copied.
        for headers in [error.to_parts().1, error.to_parts().1, headers_of(error.clone())] {
            assert_eq!(values(&headers, "www-authenticate"), [REALM]);
            assert_eq!(values(&headers, "cache-control"), ["no-cache"]);
            assert_eq!(values(&headers, "x-error-code"), ["LOCKED"]);
        }
    }
    assert!(!headers_of(ApiError::new(ErrorCode::Gone)).contains_key(WWW_AUTHENTICATE));
    assert_eq!(
        error_catalog::ApiError::new(Ours::MissingApiKey).into_parts().1["www-authenticate"],
        "ApiKey"
    );
}

#[test]
fn a_header_of_the_error_overrides_the_row() {
    let bearer = HeaderValue::from_static("Bearer");
    let basic = HeaderValue::from_static("Basic");
    let error = ApiError::new(ErrorCode::Locked).with_header(WWW_AUTHENTICATE, bearer);
    assert_eq!(values(&headers_of(error.clone()), "www-authenticate"), ["Bearer"]);
    assert_eq!(values(&headers_of(error.clone()), "cache-control"), ["no-cache"], "another one stays");
    let both = headers_of(error.with_header(WWW_AUTHENTICATE, basic));
    assert_eq!(values(&both, "www-authenticate"), ["Bearer", "Basic"]);

    let name = HeaderName::from_static("x-limit");
    for set_first in [true, false] {
        let mine = HeaderValue::from_static("mine");
        let error = if set_first {
            ApiError::new(ErrorCode::TooFast).with_header(name.clone(), mine)
        } else {
            ApiError::from(too_fast("front")).with_header(name.clone(), mine)
        };
        assert_eq!(values(&headers_of(error), "x-limit"), ["mine"]);
    }
}

#[test]
fn values_come_from_parameters_and_a_stranger_injects_nothing() {
    let headers = headers_of(too_fast("front").into());
    let expected = [
        ("x-limit", "-3;d=front"),
        ("x-door", "front"),
        ("x-share", "0.5"),
        ("x-open", "true"),
        ("x-fixed", "yes"),
    ];
    for (name, value) in expected {
        assert_eq!(values(&headers, name), [value], "{name}");
    }
    // Without parameters there is only the fixed one.
    let headers = headers_of(ErrorCode::TooFast.into());
    for (name, _) in expected {
        assert_eq!(headers.contains_key(name), name == "x-fixed", "{name}");
    }
    for hostile in ["a\r\nx-evil: 1", "a\nb", "\0", "ü", "", " front", "front\t", "\u{7f}", "a\u{2028}b"] {
        let headers = headers_of(too_fast(hostile).into());
        assert!(
            !headers.contains_key("x-door") && !headers.contains_key("x-evil"),
            "{hostile:?}: {headers:?}"
        );
        assert_eq!(values(&headers, "x-share"), ["0.5"], "{hostile:?}: the others stay");
    }
    let braces = headers_of(too_fast("{share}{nothing}").into());
    assert_eq!(values(&braces, "x-door"), ["{share}{nothing}"], "a value is no template");
}

#[tokio::test]
async fn the_guard_keeps_them_and_headers_of_the_framework_win() {
    let bare = |headers: &'static [(&'static str, &'static str)]| {
        move || async move {
            let mut response: Response = Response::default();
            *response.status_mut() = StatusCode::UNAUTHORIZED;
            for (name, value) in headers {
                response.headers_mut().append(*name, HeaderValue::from_static(value));
            }
            response
        }
    };
    let app = Router::new()
        .route("/row", get(|| async { ApiError::new(ErrorCode::Locked) }))
        .route("/params", get(|| async { ApiError::from(too_fast("a\r\nx-evil: 1")) }))
        .route("/bare", get(bare(&[])))
        .route("/own", get(bare(&[("www-authenticate", "Bearer"), ("www-authenticate", "Basic")])))
        .route("/gone", get(|| async { (StatusCode::GONE, "gone").into_response() }));
    let app = app.layer(GuardLayer::<ErrorCode>::new().no_store());
    let server = Server::start(app).await;
    for (path, code, challenges, cache) in [
        ("/row", "LOCKED", &[REALM][..], Some("no-cache")),
        ("/bare", "LOCKED", &[REALM], Some("no-cache")),
        ("/own", "LOCKED", &["Bearer", "Basic"], Some("no-cache")),
        ("/params", "TOO_FAST", &[], Some("no-store")),
        ("/gone", "GONE", &[], Some("no-store")),
    ] {
        for method in ["GET", "HEAD"] {
            let request = format!("{method} {path} HTTP/1.1\r\nhost: t\r\nconnection: close\r\n\r\n");
            let said = raw::exchange(server.address, &request).await;
            let lines: Vec<&str> = said.split("\r\n\r\n").next().unwrap_or_default().lines().collect();
            let of = |name: &str| -> Vec<&str> {
                lines.iter().filter_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).collect()
            };
            assert_eq!(of("x-error-code"), [code], "{method} {path}: {said}");
            assert_eq!(of("www-authenticate"), challenges, "{method} {path}: {said}");
            assert_eq!(of("cache-control"), Vec::from_iter(cache), "{method} {path}: {said}");
            assert_eq!(of("x-evil"), [""; 0], "{method} {path}: {said}");
        }
    }
    assert_eq!(CACHE_CONTROL, "cache-control");
}

#[test]
fn documents_show_them() {
    let text = include_str!("generated/headers.toml");
    let catalog = Catalog::parse("headers.toml", text).unwrap_or_else(|invalid| panic!("{invalid}"));
    let line = "www-authenticate: Key realm=\"door\"";
    assert!(docs::sections::render(&catalog).contains(&format!("`{line}`")));
    assert!(docs::html::render(&catalog).contains("\nwww-authenticate: Key realm=&quot;door&quot;\n"));
    let export: Value = serde_json::from_str(&docs::json::render(&catalog)).expect("it is JSON");
    assert_eq!(export["errors"][1]["headers"]["www-authenticate"], REALM);
    assert_eq!(export["errors"][0]["headers"], serde_json::json!({}), "a row without headers");
    let openapi: Value = serde_json::from_str(&docs::openapi::render(&catalog)).expect("it is JSON");
    let headers = |row: &str| openapi["components"]["responses"][row]["headers"].clone();
    assert_eq!(headers("Locked")["www-authenticate"]["schema"]["const"], REALM);
    assert_eq!(headers("TooFast")["x-door"]["example"], "{door}");
    let vectors = docs::vectors::render(&catalog);
    assert!(vectors.contains("[\"www-authenticate\",\"Key realm=\\\"door\\\"\"]"), "{vectors}");
    assert!(!vectors.contains("x-door"), "what is made from parameters is not sent without them");
    // Both forms of the table say the same.
    let merged = docs::toml::render(&catalog);
    let again = Catalog::parse("merged.toml", &merged).unwrap_or_else(|invalid| panic!("{invalid}"));
    assert_eq!(docs::json::render(&again), docs::json::render(&catalog));
    let read = docs::json::read("export.json", &docs::json::render(&catalog));
    assert_eq!(docs::toml::render(&read.unwrap_or_else(|invalid| panic!("{invalid}"))), merged);
}
