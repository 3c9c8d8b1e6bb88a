//! A real axum server says every error in the envelope, to the byte, over HTTP/1.1 and HTTP/2.

#[path = "support/client.rs"]
mod client;
#[path = "support/conformance.rs"]
mod conformance;
#[path = "support/server.rs"]
mod server;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::future::{Pending, pending};
use std::path::Path as FilePath;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::error_handling::HandleErrorLayer;
use axum::extract::rejection::{ExtensionRejection, StringRejection};
use axum::extract::{DefaultBodyLimit, Request};
use axum::response::{Html, Response};
use axum::routing::{any, get, get_service, post};
use axum::{BoxError, Extension, Router};
use bytes::Bytes;
use error_catalog::axum::guard;
use error_catalog::guard::{GuardLayer, PassThrough, Shaped};
use error_catalog::{ApiError, ErrorCode, OrCode, ReceivedError, Retry};
use http::header::{ACCEPT_ENCODING, HeaderName, HeaderValue, WWW_AUTHENTICATE};
use http::{Method, StatusCode};
use reqwest::Client;
use tower::{Service, ServiceBuilder};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::services::ServeDir;
use tower_http::timeout::TimeoutLayer;
use tower_http::validate_request::ValidateRequestHeaderLayer;

use crate::client::{Answer, ask, clients};
use crate::conformance::{
    Question, Row, bare, by_get, by_post, coded, common_rows, compare, internal, invalid, not_found, row,
    too_large, validation_error, wrong_method, wrong_type,
};
use crate::server::Server;

// ---- The table.

#[tokio::test]
async fn every_error_of_axum_is_in_the_envelope() {
    check(guard(app(), GuardLayer::<ErrorCode>::new()), axum_rows()).await;
}

#[tokio::test]
async fn every_error_of_an_extractor_is_in_the_envelope() {
    check(guard(app(), GuardLayer::<ErrorCode>::new()), extractor_rows()).await;
}

#[tokio::test]
async fn every_error_of_a_middleware_is_in_the_envelope() {
    check(guard(app(), GuardLayer::<ErrorCode>::new()), middleware_rows()).await;
}

#[tokio::test]
async fn every_error_that_was_meant_is_left_as_it_was_meant() {
    check(guard(app(), GuardLayer::<ErrorCode>::new()), meant_rows()).await;
}

#[tokio::test]
async fn what_is_no_error_is_the_same_without_the_guard() {
    let plain = Server::start(app()).await;
    let guarded = Server::start(guard(app(), GuardLayer::<ErrorCode>::new())).await;
    for (version, client) in clients() {
        for question in [
            by_get("/axum/query?amount=3"),
            by_get("/axum/path/3"),
            by_get("/ours/path/3"),
            by_get("/status/200"),
            by_get("/status/204"),
            by_get("/status/205"),
            by_get("/status/302"),
            by_get("/status/304"),
            by_get("/accept"),
            by_get("/files/round_trip.rs"),
            by_get("/files/round_trip.rs").header("range", "bytes=3-9"),
            by_post("/axum/json").json(r#"{"amount":3}"#),
            by_post("/ours/json").json(r#"{"amount":3}"#),
            by_post("/limit").body(b"1234".as_slice()),
        ] {
            for question in [Some(question.clone()), question.as_head()].into_iter().flatten() {
                let what = format!("{} {} over {version}", question.method, question.path);
                let alone = ask(&what, question.of(&client, plain.address)).await;
                assert_eq!(ask(&what, question.of(&client, guarded.address)).await, alone, "{what}");
            }
        }
    }
}

/// No response of this server is against the table.
#[tokio::test]
async fn strict_mode_names_nothing_of_it() {
    let rows = [axum_rows(), extractor_rows(), middleware_rows()].into_iter().flatten().collect();
    check(guard(app(), GuardLayer::<ErrorCode>::new().strict()), rows).await;
}

async fn check(app: Router, rows: Vec<Row>) {
    let server = Server::start(app).await;
    compare(server.address, &rows).await;
}

fn axum_rows() -> Vec<Row> {
    let own = vec![
        row("no route below a nested router", by_get("/axum/nowhere"), not_found()),
        row("no route for any method", by_post("/nowhere").json("{}"), not_found()),
        row("wrong method", by_get("/axum/json"), wrong_method().with("allow: POST")),
        row(
            "wrong method, where GET is right",
            by_post("/status/409"),
            wrong_method().with("allow: GET,HEAD"),
        ),
        row("a fallback in plain text", by_get("/fallback/any"), bare(410, "GONE", "Gone")),
        row("a status with a text", by_get("/text"), bare(409, "CONFLICT", "Conflict")),
        row("a panic in a fallback", by_get("/panic/fallback"), internal()),
        row("a missing extension", by_get("/extension"), internal()),
        row("a missing extension, by `?`", by_get("/extension/by/try"), internal()),
    ];
    common_rows().into_iter().chain(own).collect()
}

/// Every rejection twice: of axum's own extractor, which the guard has to shape, and of ours.
fn extractor_rows() -> Vec<Row> {
    let twice = |(cause, question, shaped, ours): (_, Question, _, _)| {
        let axums = Row { cause, question: question.clone().below("/axum"), answer: shaped };
        [axums, Row { cause, question: question.below("/ours"), answer: ours }]
    };
    body_rejections().into_iter().chain(url_rejections()).flat_map(twice).collect()
}

/// What happens, and what axum's extractor and ours make of it.
type Rejection = (&'static str, Question, Answer, Answer);

fn body_rejections() -> Vec<Rejection> {
    let too_long =
        || bare(413, "PAYLOAD_TOO_LARGE", "Failed to buffer the request body: length limit exceeded");
    vec![
        (
            "Json, no content type",
            by_post("/json").body(b"{}".as_slice()),
            wrong_type(),
            bare(415, "UNSUPPORTED_MEDIA_TYPE", "Expected request with `Content-Type: application/json`"),
        ),
        (
            "Json, other content type",
            by_post("/json").header("content-type", "text/csv").body(b"{}".as_slice()),
            wrong_type(),
            bare(415, "UNSUPPORTED_MEDIA_TYPE", "Expected request with `Content-Type: application/json`"),
        ),
        (
            "Json, syntax",
            by_post("/json").json(r#"{"amount":"#),
            validation_error(),
            invalid(
                "Failed to parse the request body as JSON: amount: EOF while parsing a value at line 1 column 10",
            ),
        ),
        (
            "Json, nothing at all",
            by_post("/json").header("content-type", "application/json"),
            validation_error(),
            invalid("Failed to parse the request body as JSON: EOF while parsing a value at line 1 column 0"),
        ),
        (
            "Json, data",
            by_post("/json").json(r#"{"amount":"three"}"#),
            validation_error(),
            invalid(
                "Failed to deserialize the JSON body into the target type: amount: \
                 invalid type: string \\\"three\\\", expected u32 at line 1 column 17",
            ),
        ),
        (
            "Form, content type",
            by_post("/form").json("{}"),
            wrong_type(),
            bare(
                415,
                "UNSUPPORTED_MEDIA_TYPE",
                "Form requests must have `Content-Type: application/x-www-form-urlencoded`",
            ),
        ),
        (
            "Form, data",
            by_post("/form").form("amount=three"),
            validation_error(),
            invalid("Failed to deserialize form body: amount: invalid digit found in string"),
        ),
        (
            "Form, data of a GET",
            // axum takes the query for a form where the method is `GET`, and not where it is `HEAD`.
            by_get("/form?amount=three").without_head(),
            validation_error(),
            invalid("Failed to deserialize form: amount: invalid digit found in string"),
        ),
        (
            "String, no UTF-8",
            by_post("/string").body(b"\xFF".as_slice()),
            validation_error(),
            invalid(
                "Request body didn't contain valid UTF-8: invalid utf-8 sequence of 1 bytes from index 0",
            ),
        ),
        ("DefaultBodyLimit, Json", by_post("/limited/json").json(r#"{"amount":3}"#), too_large(), too_long()),
        (
            "DefaultBodyLimit, Json of unknown length",
            by_post("/limited/json").json(r#"{"amount":3}"#).without_length(),
            too_large(),
            too_long(),
        ),
        ("DefaultBodyLimit, Form", by_post("/limited/form").form("amount=3"), too_large(), too_long()),
    ]
}

fn url_rejections() -> Vec<Rejection> {
    vec![
        (
            "Query",
            by_get("/query?amount=three"),
            validation_error(),
            invalid("Failed to deserialize query string: amount: invalid digit found in string"),
        ),
        (
            "Path, parse",
            by_get("/path/three"),
            validation_error(),
            invalid("Invalid URL: Cannot parse `three` to a `u32`"),
        ),
        (
            "Path, no UTF-8",
            by_get("/path/%FF"),
            validation_error(),
            invalid("Invalid URL: Invalid UTF-8 in `id`"),
        ),
        ("Path, wrong arity", by_get("/path/3/arity"), internal(), internal()),
        ("Path, of a route without parameters", by_get("/path"), internal(), internal()),
    ]
}

fn middleware_rows() -> Vec<Row> {
    let unavailable = bare(503, "SERVICE_UNAVAILABLE", "Service Unavailable");
    let gateway_timeout = bare(504, "GATEWAY_TIMEOUT", "Gateway Timeout");
    let range = format!("content-range: bytes */{}", file_length());
    vec![
        row("tower-http time out", by_get("/timeout/408"), bare(408, "REQUEST_TIMEOUT", "Request Timeout")),
        row("tower-http time out by another status", by_get("/timeout/504"), gateway_timeout.clone()),
        row("tower-http body limit", by_post("/limit").body(b"123456789".as_slice()), too_large()),
        row(
            "tower-http body limit, unknown length",
            by_post("/limit").body(b"123456789".as_slice()).without_length(),
            too_large(),
        ),
        row(
            "tower-http accept",
            by_get("/accept").header("accept", "text/html"),
            bare(406, "NOT_ACCEPTABLE", "Not Acceptable"),
        ),
        row("tower-http files, none", by_get("/files/none"), not_found()),
        row("tower-http files, outside", by_get("/files/%2e%2e/Cargo.toml"), not_found()),
        row(
            "tower-http files, method",
            by_post("/files/round_trip.rs"),
            wrong_method().with("allow: GET,HEAD"),
        ),
        row(
            "tower-http files, range",
            by_get("/files/round_trip.rs").header("range", "bytes=9999999-"),
            bare(416, "RANGE_NOT_SATISFIABLE", "Range Not Satisfiable").with(range),
        ),
        row(
            "tower load shed, by the guard",
            by_get("/shed"),
            coded(503, "SERVICE_UNAVAILABLE", "true", "Service Unavailable"),
        ),
        row("tower load shed, by axum", by_get("/shed/handled"), unavailable),
        row("tower time out, by the guard", by_get("/slow"), gateway_timeout),
        row("what tower-http says of a panic", by_get("/said/panic"), internal()),
        row(
            "what tower-http says of a compressed request",
            by_get("/said/encoding"),
            wrong_type().with("accept-encoding: gzip"),
        ),
        row("a service that fails, by the guard", by_get("/broken"), internal()),
    ]
}

fn meant_rows() -> Vec<Row> {
    let maintenance = [
        "x-error-code: SERVICE_UNDER_MAINTENANCE",
        "x-should-retry: true",
        "x-retry-advice: backoff",
        "retry-after: 60",
    ];
    let answer = |status, headers: &[(&'static str, &'static str)], body: &str| {
        let headers = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        Answer::new(status, &headers.collect(), body.as_bytes())
    };
    vec![
        row(
            "a code",
            by_get("/code"),
            Answer::envelope(
                503,
                &maintenance,
                r#"{"error":{"code":"SERVICE_UNDER_MAINTENANCE","message":"Service maintenance window is active"}}"#,
            ),
        ),
        row(
            "a public message",
            by_get("/code/public"),
            Answer::envelope(
                503,
                &maintenance,
                r#"{"error":{"code":"SERVICE_UNDER_MAINTENANCE","message":"back at 14:00 \"UTC\""}}"#,
            ),
        ),
        row(
            "a wait, an advice and a header of one's own",
            by_get("/code/more"),
            Answer::envelope(
                401,
                &[
                    "x-error-code: MISSING_API_KEY",
                    "x-should-retry: true",
                    "x-retry-advice: backoff",
                    "retry-after: 7",
                    "www-authenticate: ApiKey",
                    "www-authenticate: Bearer",
                ],
                r#"{"error":{"code":"MISSING_API_KEY","message":"Missing X-Api-Key header"}}"#,
            ),
        ),
        row(
            "JSON of one's own",
            by_get("/meant/json"),
            answer(
                StatusCode::SERVICE_UNAVAILABLE,
                &[("content-type", "application/json"), ("content-length", "17")],
                r#"{"database":"up"}"#,
            ),
        ),
        row(
            "a page",
            by_get("/meant/page"),
            answer(
                StatusCode::BAD_GATEWAY,
                &[("content-type", "text/html; charset=utf-8"), ("content-length", "13")],
                "<h1>Sorry</h1",
            ),
        ),
        row(
            "a fallback's page",
            by_get("/meant/fallback"),
            answer(
                StatusCode::NOT_FOUND,
                &[("content-type", "text/html; charset=utf-8"), ("content-length", "14")],
                "<h1>Gone</h1>\n",
            ),
        ),
        row(
            "a text that was shaped",
            by_get("/meant/shaped"),
            answer(
                StatusCode::CONFLICT,
                &[("content-type", "text/plain; charset=utf-8"), ("content-length", "9")],
                "two words",
            ),
        ),
        row(
            "an upstream's nothing",
            by_get("/meant/proxied"),
            answer(StatusCode::BAD_GATEWAY, &[("content-length", "0")], ""),
        ),
    ]
}

// ---- The server.

type Amounts = BTreeMap<String, u32>;

/// The routes of one set of extractors.
macro_rules! extractor_routes {
    ($($module:ident)::+) => {{
        use $($module)::+::{Form, Json, Path, Query};

        Router::new()
            .route("/json", post(async |_: Json<Amounts>| "fine"))
            .route("/form", post(async |_: Form<Amounts>| "fine").get(async |_: Form<Amounts>| "fine"))
            .route("/query", get(async |_: Query<Amounts>| "fine"))
            .route("/path/{id}", get(async |_: Path<u32>| "fine"))
            .route("/path/{id}/arity", get(async |_: Path<(u32, u32)>| "fine"))
            .route("/path", get(async |_: Path<u32>| "fine"))
            .nest(
                "/limited",
                Router::new()
                    .route("/json", post(async |_: Json<Amounts>| "fine"))
                    .route("/form", post(async |_: Form<Amounts>| "fine"))
                    .layer(DefaultBodyLimit::max(4)),
            )
    }};
}

fn app() -> Router {
    let text = async |_: String| "fine";
    let our_text = async |text: Result<String, StringRejection>| Ok::<_, ApiError>(text?);
    Router::new()
        .nest("/axum", extractor_routes!(axum::extract).route("/string", post(text)))
        .nest("/ours", extractor_routes!(error_catalog::extract).route("/string", post(our_text)))
        .nest("/fallback", Router::new().fallback(async || (StatusCode::GONE, "it was here")))
        .route("/status/{status}", get(status))
        .route("/text", get(async || (StatusCode::CONFLICT, "somebody else has it")))
        .nest("/panic", panics())
        .route("/extension", get(async |_: Extension<Database>| "fine"))
        .route("/extension/by/try", get(extension))
        .merge(middleware())
        .nest("/code", codes())
        .nest("/meant", meant())
}

async fn status(error_catalog::extract::Path(status): error_catalog::extract::Path<u16>) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::IM_A_TEAPOT)
}

#[derive(Clone)]
struct Database;

async fn extension(extension: Result<Extension<Database>, ExtensionRejection>) -> Result<(), ApiError> {
    let Extension(Database) = extension?;
    Ok(())
}

fn panics() -> Router {
    let number = 7;
    Router::new()
        .route("/str", get(async || -> () { panic!("the author was wrong") }))
        .route("/string", get(async move || -> () { panic!("the author was wrong about {number}") }))
        .route("/number", get(async || -> () { std::panic::panic_any(7) }))
        .fallback(async || -> () { panic!("the author was wrong") })
}

fn middleware() -> Router {
    let stuck = || get(pending::<()>);
    let limited = post(async |_: Bytes| "fine").layer(RequestBodyLimitLayer::new(8));
    let accept = ValidateRequestHeaderLayer::accept("application/json");
    let wait = Duration::from_millis(10);
    let handle = HandleErrorLayer::new(async |_: BoxError| (StatusCode::SERVICE_UNAVAILABLE, "too busy"));
    Router::new()
        .route(
            "/timeout/408",
            stuck().layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, wait)),
        )
        .route(
            "/timeout/504",
            stuck().layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, wait)),
        )
        .route("/limit", limited)
        .route("/accept", get(async || "fine").layer(accept))
        .nest_service("/files", ServeDir::new(files()))
        .nest("/said", said())
        .route_service(
            "/shed",
            ServiceBuilder::new().layer(GuardLayer::<ErrorCode>::new()).load_shed().service(Busy),
        )
        .route_service("/shed/handled", ServiceBuilder::new().layer(handle).load_shed().service(Busy))
        .route_service(
            "/slow",
            ServiceBuilder::new().layer(GuardLayer::<ErrorCode>::new()).timeout(wait).service(Stuck),
        )
        .route_service("/broken", ServiceBuilder::new().layer(GuardLayer::<ErrorCode>::new()).service(Broken))
}

/// What layers say that are not among the features of these tests.
fn said() -> Router {
    Router::new()
        .route("/panic", get(async || (StatusCode::INTERNAL_SERVER_ERROR, "Service panicked")))
        .route("/encoding", get(async || (StatusCode::UNSUPPORTED_MEDIA_TYPE, [(ACCEPT_ENCODING, "gzip")])))
}

fn files() -> &'static FilePath {
    FilePath::new(concat!(env!("CARGO_MANIFEST_DIR"), "/examples"))
}

fn file_length() -> u64 {
    files().join("round_trip.rs").metadata().expect("the example is there").len()
}

fn codes() -> Router {
    let code = async || -> Result<(), ApiError> { Err(ErrorCode::ServiceUnderMaintenance.into()) };
    let public = async || {
        ApiError::new(ErrorCode::ServiceUnderMaintenance).with_public_message("back at 14:00 \"UTC\"")
    };
    let more = async || -> Result<(), ApiError> {
        None.or_code(ErrorCode::MissingApiKey).map_err(|error: ApiError| {
            error
                .with_retry(Retry::Backoff)
                .with_retry_after(Duration::from_secs(7))
                .with_header(WWW_AUTHENTICATE, HeaderValue::from_static("ApiKey"))
                .with_header(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
        })
    };
    Router::new().route("/", get(code)).route("/public", get(public)).route("/more", get(more))
}

/// Errors that somebody shaped.
fn meant() -> Router {
    let json = async || {
        (StatusCode::SERVICE_UNAVAILABLE, error_catalog::extract::Json(BTreeMap::from([("database", "up")])))
    };
    let shaped = async || (StatusCode::CONFLICT, Extension(Shaped), "two words");
    let proxied = async || (StatusCode::BAD_GATEWAY, Extension(PassThrough));
    Router::new()
        .route("/json", get(json))
        .route("/page", get(async || (StatusCode::BAD_GATEWAY, Html("<h1>Sorry</h1"))))
        .route("/shaped", get(shaped))
        .route("/proxied", get(proxied))
        .fallback(async || (StatusCode::NOT_FOUND, Html("<h1>Gone</h1>\n")))
}

/// A service that never has room for a request.
#[derive(Clone)]
struct Busy;

impl Service<Request> for Busy {
    type Response = Response;
    type Error = Infallible;
    type Future = Pending<Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Pending
    }

    fn call(&mut self, _: Request) -> Self::Future {
        pending()
    }
}

/// A service that takes a request, and never answers it.
#[derive(Clone)]
struct Stuck;

impl Service<Request> for Stuck {
    type Response = Response;
    type Error = Infallible;
    type Future = Pending<Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request) -> Self::Future {
        pending()
    }
}

/// A service that has nothing to say but an error of Rust.
#[derive(Clone)]
struct Broken;

impl Service<Request> for Broken {
    type Response = Response;
    type Error = BoxError;
    type Future = std::future::Ready<Result<Response, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request) -> Self::Future {
        std::future::ready(Err("the bucket eu-7 is full".into()))
    }
}

// ---- Where the guard stands.

/// A route and a fallback that say nothing but a status.
fn unshaped() -> Router {
    Router::new().route("/route", get(async || StatusCode::CONFLICT)).fallback(async || StatusCode::GONE)
}

#[tokio::test]
async fn nothing_is_missed_wherever_it_was_added() {
    let deep = Router::new().nest("/deeper", unshaped());
    let merged = Router::new().route("/merged", get(async || StatusCode::CONFLICT));
    let router = Router::new()
        .route("/early", get(async || StatusCode::CONFLICT))
        .nest("/nested", unshaped())
        .nest("/bare", Router::new().route("/route", get(async || StatusCode::CONFLICT)))
        .nest("/deep", deep)
        .nest_service("/service", get_service(Stuck).merge(post(async || StatusCode::CONFLICT)))
        .merge(merged)
        .method_not_allowed_fallback(async || (StatusCode::METHOD_NOT_ALLOWED, "not like that"))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, Duration::from_millis(10)))
        .route("/late", get(async || StatusCode::CONFLICT))
        .route("/late/any", any(async || StatusCode::CONFLICT))
        .fallback(async || StatusCode::GONE);
    let server = Server::start(guard(router, GuardLayer::<ErrorCode>::new())).await;
    for (version, client) in clients() {
        for (method, path, code) in [
            ("GET", "/early", "CONFLICT"),
            ("GET", "/nested/route", "CONFLICT"),
            ("POST", "/nested/route", "METHOD_NOT_ALLOWED"),
            ("GET", "/nested/none", "GONE"),
            ("GET", "/bare/route", "CONFLICT"),
            ("GET", "/bare/none", "GONE"),
            ("GET", "/deep/deeper/route", "CONFLICT"),
            ("GET", "/deep/deeper/none", "GONE"),
            ("GET", "/deep/none", "GONE"),
            ("POST", "/service/any", "CONFLICT"),
            ("GET", "/service/any", "GATEWAY_TIMEOUT"),
            ("PUT", "/service/any", "METHOD_NOT_ALLOWED"),
            ("GET", "/merged", "CONFLICT"),
            ("POST", "/early", "METHOD_NOT_ALLOWED"),
            ("GET", "/late", "CONFLICT"),
            ("POST", "/late", "METHOD_NOT_ALLOWED"),
            ("PATCH", "/late/any", "CONFLICT"),
            ("GET", "/none", "GONE"),
            ("OPTIONS", "/early", "METHOD_NOT_ALLOWED"),
            ("STRANGE", "/early", "METHOD_NOT_ALLOWED"),
            ("CONNECT", "/none", "GONE"),
        ] {
            if method == "CONNECT" && version == "HTTP/2" {
                continue; // It has no path there.
            }
            let what = format!("{method} {path} over {version}");
            assert_eq!(code_of(&what, &client, &server, method, path).await.as_deref(), Some(code), "{what}");
        }
    }
}

#[tokio::test]
async fn a_guarded_router_may_be_nested_and_layered() {
    let api = guard(unshaped(), GuardLayer::<ErrorCode>::new());
    let bare = guard(
        Router::new().route("/route", get(async || StatusCode::CONFLICT)),
        GuardLayer::<ErrorCode>::new(),
    );
    let timeout = TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, Duration::from_secs(5));
    let router = Router::new()
        .nest("/api", api)
        .nest("/bare", bare)
        .route("/page", get(async || StatusCode::CONFLICT))
        .layer(timeout);
    let server = Server::start(router).await;
    for (version, client) in clients() {
        for (path, code) in [
            ("/api/route", Some("CONFLICT")),
            ("/api/none", Some("GONE")),
            ("/api", Some("GONE")),
            ("/bare/route", Some("CONFLICT")),
            // axum gives unknown paths to the outer router, because the inner one has no fallback of its own.
            ("/bare/none", None),
            ("/page", None),
            ("/none", None),
        ] {
            let what = format!("{path} over {version}");
            assert_eq!(code_of(&what, &client, &server, "GET", path).await.as_deref(), code, "{what}");
        }
    }
}

/// Why there is a function for it.
#[tokio::test]
async fn a_layer_at_the_wrong_moment_misses_what_guard_does_not() {
    let layer = GuardLayer::<ErrorCode>::new;
    let conflict = || get(async || StatusCode::CONFLICT);
    let router = || Router::new().route("/route", conflict());
    let other = Router::new().route("/other", conflict());
    for (mistake, router, path) in [
        ("a route that is added later", router().layer(layer()).route("/late", conflict()), "/late"),
        (
            "a fallback that is added later",
            router().layer(layer()).fallback(async || StatusCode::GONE),
            "/none",
        ),
        ("`route_layer`", router().route_layer(layer()), "/none"),
        ("a nested router's own layer", Router::new().nest("/api", router().layer(layer())), "/api/none"),
        ("a router that is merged later", router().layer(layer()).merge(other), "/other"),
        ("a router that is nested later", router().layer(layer()).nest("/late", unshaped()), "/late/none"),
        (
            "a method that is added later",
            Router::new().route("/", conflict().layer(layer()).post(async || StatusCode::GONE)),
            "/",
        ),
    ] {
        let method = if path == "/" { "POST" } else { "GET" };
        let missed = Server::start(router.clone()).await;
        let guarded = Server::start(guard(router, layer())).await;
        for (version, client) in clients() {
            let what = format!("{mistake}, {method} {path} over {version}");
            let code = code_of(&what, &client, &missed, method, path).await;
            assert_eq!(code, None, "{what}: axum has become better, the documents should say so");
            let code = code_of(&what, &client, &guarded, method, path).await;
            assert!(code.is_some(), "{what}: missed");
        }
    }
}

/// The code of an error, as a client reads it.
async fn code_of(what: &str, client: &Client, server: &Server, method: &str, path: &str) -> Option<String> {
    let method = Method::from_bytes(method.as_bytes()).expect("the test's own methods are valid");
    let request = client.request(method, format!("http://{}{path}", server.address));
    let response = server::soon(what, request.send()).await.expect("there is a response");
    let (status, headers) = (response.status(), response.headers().clone());
    let body = server::soon(what, response.bytes()).await.expect("it is whole");
    let error: ReceivedError = ReceivedError::from_parts(status, headers, body);
    error.code_str().map(str::to_owned)
}
