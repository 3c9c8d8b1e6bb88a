//! The extractors of this crate replace those of axum, and any other extractor rejects with the envelope through
//! `WithCode`. Real servers and clients.

#[path = "support/server.rs"]
mod server;

use std::collections::BTreeMap;
use std::error::Error as _;
use std::sync::Arc;

use axum::Router;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{FromRequestParts, Multipart};
use axum::response::Redirect;
use axum::routing::{any, get, post};
use axum_extra::TypedHeader;
use axum_extra::headers::authorization::{Authorization, Bearer};
use error_catalog::axum::reject;
use error_catalog::extract::{Extension, Form, Json, Path, Query, WithCode};
use error_catalog::{ApiError, ErrorCode, MAX_MESSAGE, ReceivedError};
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use reqwest::{Client, RequestBuilder};

use crate::server::{Server, soon};

type Amounts = BTreeMap<String, u32>;

/// The extractors of a table of its own.
#[allow(dead_code, reason = "not every code is raised")]
#[allow(unreachable_pub, reason = "nothing in a test is public")]
mod own {
    include!("generated/credits.rs");
    error_catalog::axum::extractors!(ErrorCode);
}

#[derive(Clone)]
struct Database(&'static str);

/// Sends a request to a router of its own, and reads status, headers and text.
async fn send(
    router: Router,
    request: impl FnOnce(Client, String) -> RequestBuilder,
) -> (StatusCode, HeaderMap, String) {
    let server = Server::start(router).await;
    let client = Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build();
    let request = request(client.expect("a client without TLS"), format!("http://{}", server.address));
    let response = soon("the head", request.send()).await.expect("there is a response");
    let (status, headers) = (response.status(), response.headers().clone());
    (status, headers, soon("the body", response.text()).await.expect("it is complete"))
}

async fn text(router: Router, request: impl FnOnce(Client, String) -> RequestBuilder) -> String {
    let (status, _, text) = send(router, request).await;
    assert_eq!(status, 200, "{text}");
    text
}

async fn error(router: Router, request: impl FnOnce(Client, String) -> RequestBuilder) -> ReceivedError {
    let (status, headers, text) = send(router, request).await;
    let error = ReceivedError::from_parts(status, headers, text.clone());
    assert_eq!(
        error.headers()["x-error-code"].to_str().ok(),
        error.code_str(),
        "the envelope and its header: {text}"
    );
    error
}

fn json(body: &'static str) -> impl FnOnce(Client, String) -> RequestBuilder {
    move |client, url| client.post(url).header("content-type", "application/json").body(body)
}

fn at(path: &'static str) -> impl FnOnce(Client, String) -> RequestBuilder {
    move |client, url| client.get(url + path)
}

// ---- Drop-ins.

#[tokio::test]
async fn json_is_optional() {
    let router = || Router::new().route("/", post(async |body: Option<Json<Amounts>>| format!("{body:?}")));
    assert_eq!(text(router(), |client, url| client.post(url)).await, "None");
    assert_eq!(text(router(), json(r#"{"a":3}"#)).await, r#"Some(Json({"a": 3}))"#);
    assert_eq!(error(router(), json("{")).await.code(), Some(ErrorCode::ValidationError));
    let other = |client: Client, url| client.post(url).header("content-type", "text/csv").body("a");
    assert_eq!(error(router(), other).await.status(), 415);
}

#[tokio::test]
async fn the_url_is_optional() {
    let query = || Router::new().route("/", get(async |query: Option<Query<Amounts>>| format!("{query:?}")));
    assert_eq!(text(query(), at("/")).await, "None");
    assert_eq!(text(query(), at("/?")).await, "Some(Query({}))");
    assert_eq!(text(query(), at("/?a=3")).await, r#"Some(Query({"a": 3}))"#);
    assert_eq!(error(query(), at("/?a=b")).await.code(), Some(ErrorCode::ValidationError));

    let path = async |path: Option<Path<u32>>| format!("{path:?}");
    let path = || Router::new().route("/", get(path)).route("/{id}", get(path));
    assert_eq!(text(path(), at("/")).await, "None");
    assert_eq!(text(path(), at("/3")).await, "Some(Path(3))");
    assert_eq!(error(path(), at("/b")).await.code(), Some(ErrorCode::ValidationError));
}

#[tokio::test]
async fn an_extension_is_optional_a_layer_and_a_part_of_a_response() {
    let handler = async |database: Option<Extension<Database>>| {
        let name = database.map_or("none", |Extension(database)| database.0);
        (Extension(Database("answered")), name)
    };
    let router = || Router::new().route("/", get(handler));
    assert_eq!(text(router(), at("/")).await, "none");
    assert_eq!(text(router().layer(Extension(Database("eu-7"))), at("/")).await, "eu-7");
    // Both are the same extension.
    assert_eq!(text(router().layer(axum::Extension(Database("eu-8"))), at("/")).await, "eu-8");

    let seen = axum::middleware::map_response(async |response: axum::response::Response| {
        response.extensions().get::<Database>().map_or("nothing", |database| database.0)
    });
    assert_eq!(text(router().layer(seen), at("/")).await, "answered");
}

#[tokio::test]
async fn a_rejection_is_a_result() {
    let handler = async |body: Result<Json<Amounts>, ApiError>| match body {
        Ok(body) => body.len().to_string(),
        Err(error) => error.code_str().into_owned(),
    };
    let router = || Router::new().route("/", post(handler));
    assert_eq!(text(router(), json(r#"{"a":3,"b":4}"#)).await, "2");
    assert_eq!(text(router(), json("{")).await, "VALIDATION_ERROR");
}

#[tokio::test]
async fn the_value_is_used_in_place() {
    let handler = async |mut body: Json<Amounts>| {
        body.insert("b".to_owned(), 4);
        (body.len() == 2).then_some(Form(body.0)).ok_or(ErrorCode::NotFound).map_err(ApiError::from)
    };
    let (status, headers, text) = send(Router::new().route("/", post(handler)), json(r#"{"a":3}"#)).await;
    assert_eq!((status.as_u16(), &*text), (200, "a=3&b=4"));
    assert_eq!(headers["content-type"], "application/x-www-form-urlencoded");
    assert_eq!(*Json::from(3), 3);
}

#[tokio::test]
async fn a_table_of_its_own_has_the_same_extractors() {
    let handler = async |body: Option<own::Json<Amounts>>| body.map_or(0, |body| body.len()).to_string();
    let header = async |_: own::WithCode<TypedHeader<Authorization<Bearer>>>| "fine";
    let router =
        || Router::new().route("/", post(handler).get(header)).layer(own::Extension(Database("eu-7")));
    assert_eq!(text(router(), json(r#"{"a":3}"#)).await, "1");
    let (status, headers, _) = send(router(), at("/")).await;
    assert_eq!((status.as_u16(), &headers["x-error-code"]), (400, &"BAD_REQUEST".parse().unwrap()));
}

#[test]
fn a_value_is_read_without_a_request() {
    let read = Json::<Amounts>::from_bytes;
    assert_eq!(read(br#"{"a":3}"#).expect("it is valid")["a"], 3);
    assert_eq!(read(b"{").expect_err("it is cut").code(), Some(ErrorCode::ValidationError));

    let read = |url: &'static str| Query::<Amounts>::try_from_uri(&http::Uri::from_static(url));
    assert_eq!(read("/?a=3").expect("it is valid")["a"], 3);
    assert_eq!(read("/?a=b").expect_err("it is not a number").code(), Some(ErrorCode::ValidationError));
}

/// As the caches return it that load a value once for several requests.
#[tokio::test]
async fn a_shared_error_is_an_error() {
    let load = || {
        let error = ApiError::new(ErrorCode::InvalidAmount).with_violation("/a", "is negative");
        Err::<(), _>(Arc::new(error.with_source("bucket eu-7 is full")))
    };
    let shared = load();
    for kept in [None, Some(shared.clone())] {
        let failed = shared.clone();
        let handler = async move || {
            let kept = kept;
            failed?;
            Ok::<_, ApiError>(format!("{kept:?}"))
        };
        let error = error(Router::new().route("/", get(handler)), at("/")).await;
        assert_eq!(error.code(), Some(ErrorCode::InvalidAmount));
        assert!(error.message().is_some_and(|message| message.ends_with(": /a is negative")));
    }
    let owned = ApiError::from(shared.expect_err("it is an error"));
    assert_eq!(owned.source().map(ToString::to_string).as_deref(), Some("bucket eu-7 is full"));
}

// ---- Any other extractor.

#[tokio::test]
async fn a_typed_header_is_rejected_with_a_code() {
    type Token = TypedHeader<Authorization<Bearer>>;
    let optional =
        async |token: Option<WithCode<Token>>| token.map_or("none".into(), |token| token.token().to_owned());
    let router = || {
        let required = async |WithCode(TypedHeader(token)): WithCode<Token>| token.token().to_owned();
        Router::new().route("/", get(required)).route("/optional", get(optional))
    };
    let with = |path: &'static str, token: &'static str| {
        move |client: Client, url: String| client.get(url + path).header("authorization", token)
    };
    assert_eq!(text(router(), with("/", "Bearer abc")).await, "abc");
    assert_eq!(text(router(), at("/optional")).await, "none");
    assert_eq!(text(router(), with("/optional", "Bearer abc")).await, "abc");

    let missing = error(router(), at("/")).await;
    assert_eq!(missing.code(), Some(ErrorCode::ValidationError));
    assert_eq!(missing.message(), Some("Header of type `authorization` was missing"));
    for path in ["/", "/optional"] {
        let invalid = error(router(), with(path, "Basic abc")).await;
        assert_eq!(invalid.code(), Some(ErrorCode::ValidationError), "{path}");
    }
}

#[tokio::test]
async fn a_multipart_body_is_rejected_with_a_code() {
    let handler = async |WithCode(mut parts): WithCode<Multipart>| {
        let mut names = Vec::new();
        while let Some(part) = parts.next_field().await.map_err(reject)? {
            names.push(part.name().unwrap_or_default().to_owned());
            part.bytes().await.map_err(reject)?;
        }
        Ok::<_, ApiError>(names.join(","))
    };
    let router = || Router::new().route("/", post(handler));
    let with = |body: &'static str| {
        move |client: Client, url: String| {
            client.post(url).header("content-type", "multipart/form-data; boundary=x").body(body)
        }
    };
    let body = "--x\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--\r\n";
    assert_eq!(text(router(), with(body)).await, "a");

    // The extractor rejects it.
    let not_multipart = error(router(), json("{}")).await;
    assert_eq!(not_multipart.code(), Some(ErrorCode::ValidationError));
    assert_eq!(not_multipart.message(), Some("Invalid `boundary` for `multipart/form-data` request"));
    // Reading it fails.
    let cut = error(router(), with("--x\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\n1")).await;
    assert_eq!(cut.code(), Some(ErrorCode::ValidationError));
    assert_eq!(cut.message(), Some("field \"a\" received with incomplete data"));
}

#[tokio::test]
async fn a_websocket_is_rejected_with_a_code() {
    let handler = async |WithCode(upgrade): WithCode<WebSocketUpgrade>| upgrade.on_upgrade(async |_| ());
    let router = || Router::new().route("/", any(handler));
    let plain = error(router(), at("/")).await;
    assert_eq!(plain.code(), Some(ErrorCode::ValidationError));
    assert_eq!(plain.message(), Some("Connection header did not include 'upgrade'"));
    let upgrade = |client: Client, url: String| {
        let request = client.get(url).header("connection", "upgrade").header("upgrade", "websocket");
        request.header("sec-websocket-version", "13").header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
    };
    assert_eq!(send(router(), upgrade).await.0, 101);
}

/// An extractor as authentication crates write them, which rejects with any response.
struct Rejects<const KIND: u8>;

impl<S: Send + Sync, const KIND: u8> FromRequestParts<S> for Rejects<KIND> {
    type Rejection = axum::response::Response;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        use axum::response::IntoResponse;
        Err(match KIND {
            0 => (StatusCode::UNAUTHORIZED, [("www-authenticate", "Bearer")], "no token").into_response(),
            1 => (StatusCode::INTERNAL_SERVER_ERROR, "bucket eu-7 is full").into_response(),
            2 => (StatusCode::FORBIDDEN, [("etag", "\"a\"")], axum::Json("no role")).into_response(),
            3 => Redirect::to("/login").into_response(),
            4 => {
                let endless = futures_util::stream::pending::<Result<String, std::io::Error>>();
                (StatusCode::FORBIDDEN, axum::body::Body::from_stream(endless)).into_response()
            }
            _ => (StatusCode::FORBIDDEN, "é".repeat(100_000)).into_response(),
        })
    }
}

#[tokio::test]
async fn any_response_can_be_a_rejection() {
    fn rejects<const KIND: u8>() -> Router {
        Router::new().route("/", get(async |_: WithCode<Rejects<KIND>>| "fine"))
    }
    let unauthorized = error(rejects::<0>(), at("/")).await;
    assert_eq!((unauthorized.status().as_u16(), unauthorized.message()), (401, Some("no token")));
    assert_eq!(unauthorized.headers()["www-authenticate"], "Bearer");

    let internal = error(rejects::<1>(), at("/")).await;
    assert_eq!(internal.status(), 500);
    assert!(!internal.message().unwrap_or_default().contains("eu-7"));

    let forbidden = error(rejects::<2>(), at("/")).await;
    assert_eq!(forbidden.status(), 403);
    assert_eq!(forbidden.message(), Some("Forbidden"), "a body that is not text");
    assert_eq!(forbidden.headers().get("etag"), None);

    assert_eq!(error(rejects::<3>(), at("/")).await.status(), 500, "a redirect is not an error");
    assert_eq!(error(rejects::<4>(), at("/")).await.status(), 403, "a body that never ends");

    let long = error(rejects::<5>(), at("/")).await;
    let message = long.message().unwrap_or_default();
    assert!(message.len() <= MAX_MESSAGE && message.len() > MAX_MESSAGE - 4, "{}", message.len());
    assert!(message.ends_with("é…"));
}

#[tokio::test]
async fn an_error_of_the_catalog_stays_as_it_is() {
    struct Signed;

    impl<S: Send + Sync> FromRequestParts<S> for Signed {
        type Rejection = ApiError;

        async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, ApiError> {
            Err(ApiError::new(ErrorCode::MissingApiKey).with_message("sign it"))
        }
    }

    let router = Router::new().route("/", get(async |_: WithCode<Signed>| "fine"));
    let error = error(router, at("/")).await;
    assert_eq!((error.code(), error.message()), (Some(ErrorCode::MissingApiKey), Some("sign it")));
}

// ---- The message.

#[tokio::test]
async fn the_message_does_not_grow_with_the_request() {
    let router = || Router::new().route("/", post(async |_: Json<Amounts>| "fine"));
    for piece in ["\u{1}", "é", "a"] {
        let body = serde_json::json!({ "a": piece.repeat(1_900_000 / 6) }).to_string();
        let (status, headers, text) = send(router(), |client, url| {
            client.post(url).header("content-type", "application/json").body(body)
        })
        .await;
        assert!(text.len() < 8 * MAX_MESSAGE, "{}", text.len());
        let error: ReceivedError = ReceivedError::from_parts(status, headers, text);
        assert!(
            error.message().is_some_and(|message| message.len() <= MAX_MESSAGE && message.ends_with('…'))
        );
        assert_eq!(error.code(), Some(ErrorCode::ValidationError));
    }
}
