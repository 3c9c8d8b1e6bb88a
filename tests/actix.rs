//! A real actix-web server says every error in the envelope, to the byte, over HTTP/1.1 and HTTP/2.

#[path = "support/client.rs"]
mod client;
#[path = "support/conformance.rs"]
mod conformance;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use actix_web::body::{BodyStream, MessageBody};
use actix_web::dev::{Service, ServiceRequest, ServiceResponse};
use actix_web::error::{self, InternalError};
use actix_web::http::StatusCode;
use actix_web::http::header::{ContentEncoding, HeaderValue};
use actix_web::middleware::{Next, from_fn};
use actix_web::web::{self, ServiceConfig};
use actix_web::{App, Error, HttpResponse, HttpServer, ResponseError, test};
use bytes::Bytes;
use error_catalog::actix::{Guard, PassThrough, Shaped, configure, reject};
use error_catalog::{ApiError, ErrorCode, MAX_MESSAGE, ReceivedError, Retry};
use futures_util::{StreamExt, stream};
use http::header::WWW_AUTHENTICATE;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::dynamic_filter_fn;
use tracing_subscriber::layer::SubscriberExt;

use crate::client::{Answer, ask, clients};
use crate::conformance::{
    Question, Row, bare, by_get as get, by_post, coded, common_rows, compare, internal, invalid, not_found,
    row, too_large, validation_error, wrong_method, wrong_type,
};
use crate::server::soon;

/// What the client asks of a server.
mod server {
    use std::future::Future;
    use std::time::Duration;

    /// What has to happen soon: a test must fail, not hang.
    pub(crate) async fn soon<T>(what: &str, future: impl Future<Output = T>) -> T {
        let limit = Duration::from_secs(10);
        let outcome = tokio::time::timeout(limit, future).await;
        outcome.unwrap_or_else(|_| panic!("{what}: nothing came in {limit:?}"))
    }
}

/// Serves an app on the loopback interface until the test ends, and returns its address.
macro_rules! serve {
    ($app:expr) => {{
        let server = HttpServer::new(move || $app).workers(1).disable_signals();
        let server = server.bind_auto_h2c(("127.0.0.1", 0)).expect("a port is free");
        let address = server.addrs()[0];
        actix_web::rt::spawn(server.run());
        address
    }};
}

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

fn post(path: &str, content_type: &'static str, body: &'static str) -> Question {
    by_post(path).header("content-type", content_type).body(body.as_bytes())
}

// ---- The app. What it raises has a secret in it, which no answer may have.

type Amount = BTreeMap<String, u32>;

/// An error as many servers have it: only its words, by `Display`.
#[derive(Debug)]
struct Failure(&'static str);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl ResponseError for Failure {}

/// One that asks for a key, as middleware for authentication does.
#[derive(Debug)]
struct Challenge;

impl fmt::Display for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("secret-challenge")
    }
}

impl ResponseError for Challenge {
    fn status_code(&self) -> StatusCode {
        StatusCode::UNAUTHORIZED
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::Unauthorized().insert_header(("www-authenticate", "Basic")).finish()
    }
}

fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).expect("the test's own status is one")
}

fn routes(config: &mut ServiceConfig) {
    let json = |body: web::Json<Amount>| async move { body["amount"].to_string() };
    let form = |body: web::Form<Amount>| async move { body["amount"].to_string() };
    let query = |query: web::Query<Amount>| async move { query["amount"].to_string() };
    let path = |path: web::Path<u32>| async move { path.to_string() };
    config
        .route("/route", web::post().to(HttpResponse::Ok))
        .service(web::resource("/resource").route(web::get().to(HttpResponse::Ok)))
        .service(web::scope("/scope").route("/inside", web::get().to(HttpResponse::Ok)))
        .route("/json", web::post().to(json))
        .route("/form", web::post().to(form))
        .route("/query", web::to(query))
        .route("/path/{amount}", web::to(path))
        .service(
            web::resource("/small/json")
                .app_data(web::JsonConfig::default().limit(4))
                .route(web::post().to(json)),
        )
        .service(
            web::resource("/small/json/ours")
                .app_data(web::JsonConfig::default().limit(4).error_handler(reject::<ErrorCode, _>))
                .route(web::post().to(json)),
        )
        .service(
            web::resource("/small/form")
                .app_data(web::FormConfig::default().limit(4))
                .route(web::post().to(form)),
        )
        .service(
            web::resource("/small/text")
                .app_data(web::PayloadConfig::new(4))
                .route(web::post().to(|text: String| async { text })),
        )
        .route("/data", web::to(|_: web::Data<Mutex<u8>>| async { "" }))
        .configure(errors)
        .configure(shaped)
        .configure(bodies)
        .service(
            web::scope("/failing").default_service(web::to(HttpResponse::Ok)).wrap(from_fn(failing)).wrap_fn(
                |request, service| {
                    assert!(request.path() != "/failing/call", "secret-call");
                    service.call(request)
                },
            ),
        )
        .service(
            web::scope("/twice")
                .route("", web::to(|| async { Err::<&str, _>(error::ErrorImATeapot("secret-twice")) }))
                .wrap(Guard::<ErrorCode>::new()),
        );
}

/// Errors that a handler makes.
fn errors(config: &mut ServiceConfig) {
    config
        .route("/display", web::to(|| async { Err::<&str, _>(Failure("secret-display")) }))
        .route(
            "/wrapped",
            web::to(|| async { Err::<&str, _>(error::ErrorInternalServerError("secret-wrapped")) }),
        )
        .route(
            "/advised",
            web::to(|| async {
                let mut response = HttpResponse::NotFound();
                response.insert_header(("x-error-code", "NAME_RESERVED"));
                response.insert_header(("x-should-retry", "true")).finish()
            }),
        )
        .route("/text", web::to(|| async { HttpResponse::BadGateway().body("secret text") }))
        .route("/panic/{payload}", web::to(panics))
        .route(
            "/status/{status}",
            web::to(|code: web::Path<u16>| async move { HttpResponse::new(status(*code)) }),
        )
        .route(
            "/described",
            web::to(|| async {
                let mut response = HttpResponse::RangeNotSatisfiable();
                for (name, value) in [
                    ("accept-ranges", "bytes"),
                    ("allow", "GET"),
                    ("access-control-allow-origin", "*"),
                    ("content-digest", "sha-256=:AA==:"),
                    ("content-disposition", "attachment"),
                    ("content-language", "de"),
                    ("content-location", "/other"),
                    ("content-md5", "AA=="),
                    ("content-range", "bytes */7"),
                    ("content-type", "Text/Plain ; charset=latin1"),
                    ("digest", "sha-256=AA=="),
                    ("etag", "\"7\""),
                    ("expires", "0"),
                    ("last-modified", "Thu, 01 Jan 1970 00:00:00 GMT"),
                    ("repr-digest", "sha-256=:AA==:"),
                    ("set-cookie", "a=1"),
                    ("set-cookie", "b=2"),
                    ("trailer", "expires"),
                    ("vary", "origin"),
                    ("x-request-id", "7"),
                ] {
                    response.append_header((name, value));
                }
                response.insert_header(ContentEncoding::Gzip).no_chunking(5).body("\u{1f}\u{8b}")
            }),
        )
        .route(
            "/raise/{code}",
            web::to(|code: web::Path<ErrorCode>| async { Err::<&str, ApiError>(code.into_inner().into()) }),
        )
        .route(
            "/raised",
            web::to(|| async {
                let error = ApiError::new(ErrorCode::UploadFailed)
                    .with_public_message("try \"again\"")
                    .with_source("secret-source")
                    .with_retry(Retry::Backoff)
                    .with_retry_after(Duration::from_millis(1_500));
                let [basic, key] = ["Basic", "ApiKey"].map(http::HeaderValue::from_static);
                let error = error.with_header(WWW_AUTHENTICATE, basic).with_header(WWW_AUTHENTICATE, key);
                Err::<&str, ApiError>(error)
            }),
        );
}

async fn panics(payload: web::Path<String>) -> HttpResponse {
    match payload.as_str() {
        "str" => panic!("secret-panic"),
        "string" => panic!("secret-{payload}"),
        _ => std::panic::panic_any(7),
    }
}

/// Responses that somebody meant as they are.
fn shaped(config: &mut ServiceConfig) {
    let says = |status: u16, content_type: &'static str, body: &'static str| {
        let status = self::status(status);
        web::to(move || async move { HttpResponse::build(status).content_type(content_type).body(body) })
    };
    config
        .route("/shaped/json", says(503, JSON, r#"{"status":"down"}"#))
        .route("/shaped/problem", says(409, "application/problem+json", r#"{"title":"taken"}"#))
        .route("/shaped/html", says(404, "text/html; charset=utf-8", "<h1>lost</h1>"))
        .route("/shaped/grpc", says(415, "application/grpc", ""))
        .route("/success/text", says(200, "text/plain", "fine"))
        .route("/success/redirect", says(302, "text/plain", "elsewhere"))
        .route("/success/none", web::to(HttpResponse::NoContent))
        .route("/success/stale", web::to(HttpResponse::NotModified))
        .route(
            "/shaped/marked",
            web::to(|| async {
                let mut response = HttpResponse::Conflict().content_type("text/plain").body("as I say");
                response.extensions_mut().insert(Shaped);
                response
            }),
        )
        .route(
            "/shaped/foreign",
            web::to(|| async {
                let mut response =
                    HttpResponse::BadGateway().insert_header(("x-error-code", "THEIRS")).finish();
                response.extensions_mut().insert(PassThrough);
                response
            }),
        );
}

/// Bodies that a guard had better not read.
fn bodies(config: &mut ServiceConfig) {
    fn says<B>(body: impl Fn() -> B + Clone + 'static) -> actix_web::Route
    where
        B: stream::Stream<Item = Result<Bytes, Error>> + 'static,
    {
        web::to(move || {
            let body = BodyStream::new(body());
            async { HttpResponse::BadGateway().body(body) }
        })
    }
    let chunk = || Ok(Bytes::from_static(b"secret chunk"));
    config
        .route("/body/endless", says(move || stream::repeat_with(chunk)))
        .route("/body/stuck", says(move || stream::iter([chunk()]).chain(stream::pending())))
        .route("/body/failing", says(move || stream::iter([chunk(), Err(Failure("secret failure").into())])))
        .route("/body/watched", says(|| stream::poll_fn(|_| panic!("the body is read"))))
        // actix-web says what it is, `application/octet-stream`, so it is not for the guard.
        .route(
            "/shaped/stream",
            web::to(move || async move { HttpResponse::BadGateway().streaming(stream::iter([chunk()])) }),
        )
        .route(
            "/success/stuck",
            web::to(|| async {
                let first = Ok::<_, Error>(Bytes::from_static(b"first"));
                HttpResponse::Ok().streaming(stream::iter([first]).chain(stream::pending()))
            }),
        )
        .route(
            "/success/upgrade",
            web::to(|| async {
                let first = Ok::<_, Error>(Bytes::from_static(b"first"));
                HttpResponse::SwitchingProtocols().upgrade("echo").streaming(stream::iter([first]))
            }),
        );
}

/// Middleware that fails instead of responding.
async fn failing(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    Err(match request.path() {
        "/failing/words" => error::ErrorForbidden("secret-words"),
        "/failing/challenge" => Challenge.into(),
        "/failing/limit" => {
            let response = HttpResponse::TooManyRequests()
                .insert_header(("retry-after", "7"))
                .insert_header(("x-ratelimit-limit", "3"))
                .content_type("text/plain; charset=utf-8")
                .body("Too many requests");
            InternalError::from_response("secret-limit", response).into()
        }
        "/failing/page" => {
            let page = HttpResponse::Forbidden().content_type("text/html").body("<h1>no</h1>");
            InternalError::from_response("secret-page", page).into()
        }
        "/failing/raised" => ApiError::from(ErrorCode::MissingApiKey).with_source("secret-raised").into(),
        "/failing/panic" => panic!("secret-middleware"),
        _ => return next.call(request).await,
    })
}

// ---- The tables.

#[actix_web::test]
async fn every_error_of_actix_is_in_the_envelope() {
    let server = serve!(App::new().configure(routes).wrap(Guard::<ErrorCode>::new()));
    let (rejections, _) = extractor_rows();
    compare(server, &[actix_rows(), failing_rows(), rejections].concat()).await;
}

#[actix_web::test]
async fn every_rejection_says_what_is_wrong() {
    let small = post("/small/json/ours", JSON, "12345").unread();
    let too_large = "JSON payload (5 bytes) is larger than allowed (limit: 4 bytes).";
    let (_, mut rejections) = extractor_rows();
    rejections.push(row("a limit of one's own", small, bare(413, "PAYLOAD_TOO_LARGE", too_large)));
    rejections.push(row("no route", get("/nowhere"), not_found()));

    let configured = serve!(App::new().configure(configure::<ErrorCode>).configure(routes));
    compare(configured, &rejections).await;
    let both = serve!(
        App::new().configure(configure::<ErrorCode>).configure(routes).wrap(Guard::<ErrorCode>::new())
    );
    compare(both, &[actix_rows(), failing_rows(), rejections].concat()).await;
}

/// The message quotes the value, and the path of a URL is decoded.
#[actix_web::test]
async fn the_message_of_a_rejection_does_not_grow_with_the_request() {
    type Numbers = BTreeMap<String, u32>;
    let app = App::new()
        .configure(configure::<ErrorCode>)
        .route("/json", web::post().to(async |_: web::Json<Numbers>| "fine"))
        .route("/form", web::post().to(async |_: web::Form<Color>| "fine"))
        .route("/query", web::get().to(async |_: web::Query<Color>| "fine"))
        .route("/path/{color}", web::get().to(async |_: web::Path<Color>| "fine"));
    let app = test::init_service(app).await;
    for piece in ["\u{1}", "é", "a"] {
        let json = serde_json::json!({ "a": piece.repeat(1_900_000 / 6) });
        let escaped = match piece {
            "\u{1}" => "%01",
            "é" => "%C3%A9",
            piece => piece,
        };
        let text = format!("color={}", escaped.repeat(5_000 / piece.len()));
        for request in [
            test::TestRequest::post().uri("/json").set_json(&json),
            test::TestRequest::post()
                .uri("/form")
                .insert_header(("content-type", FORM))
                .set_payload(text.clone()),
            test::TestRequest::with_uri(&format!("/query?{text}")),
            test::TestRequest::with_uri(&format!("/path/{text}")),
        ] {
            let response = test::call_service(&app, request.to_request()).await;
            let status = response.status().as_u16();
            let body = test::read_body(response).await;
            assert!(body.len() < 8 * MAX_MESSAGE, "{}", body.len());
            let status = http::StatusCode::from_u16(status).expect("a status");
            let error: ReceivedError = ReceivedError::from_parts(status, http::HeaderMap::new(), body);
            assert_eq!(error.code(), Some(ErrorCode::ValidationError));
            let message = error.message().expect("it has a message");
            assert!(message.len() <= MAX_MESSAGE && message.ends_with('…'), "{message}");
        }
    }
}

#[derive(serde::Deserialize)]
struct Color {
    #[serde(rename = "color")]
    _color: Named,
}

#[derive(serde::Deserialize)]
enum Named {
    Blue,
}

/// What actix-web, handlers and responders say by themselves.
fn actix_rows() -> Vec<Row> {
    let gateway = || bare(502, "BAD_GATEWAY", "Bad Gateway");
    let own = vec![
        row("no route in a scope", get("/scope/nowhere"), not_found()),
        row("wrong method of a route", get("/route"), not_found()),
        row("wrong method of a resource", post("/resource", JSON, ""), wrong_method().with("allow: GET")),
        row("a missing `Data`", get("/data"), internal()),
        row("too large a JSON", post("/small/json", JSON, "12345").unread(), too_large()),
        row("too large a form", post("/small/form", FORM, "a=123").unread(), too_large()),
        row("too large a text", post("/small/text", "text/plain", "12345").unread(), too_large()),
        row("an error that only has words", get("/display"), internal()),
        row("an error of `error_helper`", get("/wrapped"), internal()),
        row("a text", get("/text"), gateway()),
        row(
            "a bare 404 that knows better what to do, and not what it is called",
            get("/advised"),
            coded(404, "NOT_FOUND", "true", "Requested pikzonality does not exist"),
        ),
        row("a body that does not end", get("/body/endless"), gateway()),
        row("a body that is stuck", get("/body/stuck"), gateway()),
        row("a body that fails", get("/body/failing"), gateway()),
        row("a body that tells on its reader", get("/body/watched"), gateway()),
        row("a guard inside of the guard", get("/twice"), bare(418, "IM_A_TEAPOT", "I'm a teapot")),
        row(
            "headers, of the body and of the answer",
            get("/described"),
            bare(416, "RANGE_NOT_SATISFIABLE", "Range Not Satisfiable")
                .with("access-control-allow-origin: *")
                .with("allow: GET")
                .with("content-range: bytes */7")
                .with("set-cookie: a=1")
                .with("set-cookie: b=2")
                .with("vary: origin")
                .with("x-request-id: 7"),
        ),
    ];
    common_rows().into_iter().chain(own).collect()
}

/// Middleware that returns an error.
fn failing_rows() -> Vec<Row> {
    let limit = bare(429, "TOO_MANY_REQUESTS", "Too Many Requests");
    vec![
        row("words", get("/failing/words"), bare(403, "FORBIDDEN", "Forbidden")),
        row(
            "a challenge",
            get("/failing/challenge"),
            bare(401, "UNAUTHORIZED", "Unauthorized").with("www-authenticate: Basic"),
        ),
        row("a response", get("/failing/limit"), limit.with("retry-after: 7").with("x-ratelimit-limit: 3")),
        row(
            "an error of ours",
            get("/failing/raised"),
            coded(401, "MISSING_API_KEY", "false", "Missing X-Api-Key header")
                .with("www-authenticate: ApiKey"),
        ),
        row("a panic", get("/failing/panic"), internal()),
        row("a panic before there is a future", get("/failing/call"), internal()),
    ]
}

/// What extractors reject: as the guard shapes what actix-web says, and as they say it where they are configured.
fn extractor_rows() -> (Vec<Row>, Vec<Row>) {
    let table = [
        (
            "Json, content type",
            post("/json", "text/plain", "{}").unread(),
            validation_error(),
            invalid("Content type error"),
        ),
        (
            "Json, syntax",
            post("/json", JSON, r#"{"amount":"#),
            validation_error(),
            invalid("Json deserialize error: EOF while parsing a value at line 1 column 10"),
        ),
        (
            "Json, data",
            post("/json", JSON, r#"{"amount":"three"}"#),
            validation_error(),
            invalid(
                r#"Json deserialize error: invalid type: string \"three\", expected u32 at line 1 column 17"#,
            ),
        ),
        (
            "Form, content type",
            post("/form", JSON, "{}").unread(),
            wrong_type(),
            bare(415, "UNSUPPORTED_MEDIA_TYPE", "Content type error."),
        ),
        (
            "Form, data",
            post("/form", FORM, "amount=three"),
            validation_error(),
            invalid("Parse error: invalid digit found in string."),
        ),
        (
            "Query",
            get("/query?amount=three"),
            validation_error(),
            invalid("Query deserialize error: invalid digit found in string"),
        ),
        (
            "Path, which actix-web calls a 404 where it is not configured",
            get("/path/three"),
            not_found(),
            invalid(r#"Path deserialize error: can not parse \"three\" to a u32"#),
        ),
    ];
    let rows = |(cause, question, guarded, configured): (_, Question, _, _)| {
        (row(cause, question.clone(), guarded), row(cause, question, configured))
    };
    table.into_iter().map(rows).unzip()
}

#[actix_web::test]
async fn what_was_meant_is_the_same_without_the_guard() {
    let plain = serve!(App::new().configure(routes));
    let guarded = serve!(App::new().configure(routes).wrap(Guard::<ErrorCode>::new()));
    for (version, client) in clients() {
        for question in [
            get("/shaped/json"),
            get("/shaped/problem"),
            get("/shaped/html"),
            get("/shaped/grpc"),
            get("/shaped/marked"),
            get("/shaped/foreign"),
            get("/shaped/stream"),
            get("/failing/page"),
            get("/success/text"),
            get("/success/redirect"),
            get("/success/none"),
            get("/success/stale"),
            get("/query?amount=3"),
            post("/json", JSON, r#"{"amount":3}"#),
            post("/form", FORM, "amount=3"),
        ] {
            let head = question.as_head();
            for question in [Some(question), head].into_iter().flatten() {
                let what = format!("{} {} over {version}", question.method, question.path);
                let alone = ask(&what, question.of(&client, plain)).await;
                assert_eq!(ask(&what, question.of(&client, guarded)).await, alone, "{what}");
            }
        }
    }
}

#[actix_web::test]
async fn a_success_still_streams() {
    let server = serve!(App::new().configure(routes).wrap(Guard::<ErrorCode>::new()));
    for (version, client) in clients() {
        let request = get("/success/stuck").of(&client, server);
        let mut response = soon(version, request.send()).await.expect("a response");
        let chunk = soon(version, response.chunk()).await.expect("a sound body");
        assert_eq!(chunk.as_deref(), Some(&b"first"[..]), "{version}");
    }
    let answer = raw(server, "GET /success/upgrade", "connection: upgrade\r\nupgrade: echo\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 101 Switching Protocols\r\n"), "{answer}");
    assert!(answer.contains("\r\nupgrade: echo\r\n") && answer.contains("first"), "{answer}");
}

// ---- Errors that a handler raises.

#[actix_web::test]
async fn every_code_is_said_as_it_is() {
    let server = serve!(App::new().configure(routes));
    let mut rows = Vec::new();
    for &code in ErrorCode::ALL {
        let (status, headers, body) = ApiError::from(code).into_parts();
        rows.push(row("a code", get(format!("/raise/{code}")), Answer::new(status, &headers, &body)));
    }
    let own = coded(500, "UPLOAD_FAILED", "true", r#"try \"again\""#)
        .with("retry-after: 2")
        .with("www-authenticate: ApiKey")
        .with("www-authenticate: Basic");
    rows.push(row("all that an error can say", get("/raised"), own));
    compare(server, &rows).await;
}

/// The promise that matters most: what an error says to its operators, it says to nobody else.
#[actix_web::test]
async fn a_secret_is_in_the_log_and_not_on_the_socket() {
    let log = Log::start();
    let server = serve!({
        // The thread that serves runs this.
        IS_HEARD.set(true);
        App::new().configure(routes).wrap(Guard::<ErrorCode>::new())
    });
    let [_, (_, http_2)] = clients();
    for (path, status, secret, level) in [
        ("/raised", 500, "secret-source", "ERROR"),
        ("/display", 500, "secret-display", "ERROR"),
        ("/wrapped", 500, "secret-wrapped", "ERROR"),
        ("/twice", 418, "secret-twice", "DEBUG"),
        ("/panic/str", 500, "panicked: secret-panic", "ERROR"),
        ("/panic/string", 500, "panicked: secret-string", "ERROR"),
        ("/failing/words", 403, "secret-words", "DEBUG"),
        ("/failing/challenge", 401, "secret-challenge", "DEBUG"),
        ("/failing/limit", 429, "secret-limit", "DEBUG"),
        ("/failing/raised", 401, "secret-raised", "DEBUG"),
        ("/failing/panic", 500, "panicked: secret-middleware", "ERROR"),
        ("/failing/call", 500, "panicked: secret-call", "ERROR"),
    ] {
        let answer = raw(server, &format!("GET {path}"), "").await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{path}: {answer}");
        assert!(!answer.contains("secret"), "{path}: {answer}");
        let answer = ask(path, get(path).of(&http_2, server)).await;
        assert!(!format!("{answer:?}").contains("secret"), "{path}: {answer:?}");

        let lines = log.lines(secret);
        assert_eq!(lines.len(), 2, "{path}: one line for each request: {lines:?}");
        for line in lines {
            assert!(line.contains(&format!("{level} error_catalog: ")), "{path}: {line}");
            assert!(line.contains(&format!("http.response.status_code={status}")), "{path}: {line}");
        }
    }
    // A body that is dropped unread is nowhere at all.
    for path in ["/text", "/body/stuck", "/body/failing"] {
        let answer = raw(server, &format!("GET {path}"), "").await;
        assert!(answer.starts_with("HTTP/1.1 502 ") && !answer.contains("secret"), "{path}: {answer}");
    }
}

// ---- What is around the guard.

/// A response for an error that has passed all middleware is made by actix-web: outer middleware sees the error, of a
/// type that it can look into, and may add to its response.
#[actix_web::test]
async fn outer_middleware_sees_errors_as_errors() {
    async fn outer(
        request: ServiceRequest,
        next: Next<impl MessageBody>,
    ) -> Result<ServiceResponse<impl MessageBody>, Error> {
        let mut outcome = next.call(request).await;
        let seen = HeaderValue::from_static(match &outcome {
            Ok(_) => "response",
            Err(error) if error.as_error::<ApiError>().is_some() => "our error",
            Err(_) => "error",
        });
        match &mut outcome {
            Ok(response) => {
                response.headers_mut().insert("x-seen".parse().expect("a name"), seen);
            }
            Err(error) => error.add_response_mapper(move |mut response| {
                response.headers_mut().insert("x-seen".parse().expect("a name"), seen.clone());
                response
            }),
        }
        outcome
    }

    let server = serve!(App::new().configure(routes).wrap(Guard::<ErrorCode>::new()).wrap(from_fn(outer)));
    compare(
        server,
        &[
            row("an error of a handler", get("/display"), internal().with("x-seen: response")),
            row(
                "an error of middleware",
                get("/failing/words"),
                bare(403, "FORBIDDEN", "Forbidden").with("x-seen: error"),
            ),
            row("a panic", get("/panic/str"), internal().with("x-seen: our error")),
        ],
    )
    .await;
}

/// Of a handler, of middleware inside of the guard, and of a panic.
#[actix_web::test]
async fn the_retry_header_answers_this_request() {
    async fn fails(
        _: ServiceRequest,
        _: Next<impl MessageBody>,
    ) -> Result<ServiceResponse<impl MessageBody>, Error> {
        Err::<ServiceResponse, _>(ApiError::new(ErrorCode::GenerationTimeout).into())
    }

    let handler = || async { Err::<&str, _>(ApiError::new(ErrorCode::GenerationTimeout)) };
    let app = App::new()
        .route("/handler", web::to(handler))
        .service(web::scope("/middleware").wrap(from_fn(fails)).default_service(web::to(HttpResponse::Ok)))
        .wrap(Guard::<ErrorCode>::new());
    let app = test::init_service(app).await;
    for path in ["/handler", "/middleware/x"] {
        for (method, key, expected) in [
            ("GET", None, "true"),
            ("HEAD", None, "true"),
            ("PUT", None, "true"),
            ("DELETE", None, "true"),
            ("POST", None, "false"),
            ("PATCH", None, "false"),
            ("POST", Some("8e03978e"), "true"),
            ("POST", Some(" "), "false"),
        ] {
            let request = test::TestRequest::with_uri(path).method(method.parse().expect("a method"));
            let request =
                key.into_iter().fold(request, |request, key| request.insert_header(("idempotency-key", key)));
            let headers = match test::try_call_service(&app, request.to_request()).await {
                Ok(response) => response.headers().clone(),
                Err(error) => error.error_response().headers().clone(),
            };
            assert_eq!(
                headers.get("x-should-retry").expect("it is sent"),
                expected,
                "{path}, {method} {key:?}"
            );
            assert_eq!(headers.get("x-retry-advice").expect("it is sent"), "if-idempotent", "{path}");
        }
    }
}

#[actix_web::test]
async fn a_stored_failure_is_not_asked_for_again() {
    let stored = || async {
        HttpResponse::ServiceUnavailable().insert_header(("idempotent-replayed", "true")).finish()
    };
    let app = App::new().route("/", web::to(stored)).wrap(Guard::<ErrorCode>::new());
    let app = test::init_service(app).await;
    let response = test::call_service(&app, test::TestRequest::get().to_request()).await;
    assert_eq!(response.headers().get("x-should-retry").expect("it is sent"), "false");
    assert_eq!(response.headers().get("x-retry-advice").expect("it is sent"), "never");
}

/// As compression does. HTTP/2 would refuse the length of a body that was replaced.
#[actix_web::test]
async fn outer_middleware_may_replace_a_body() {
    async fn squeeze(
        request: ServiceRequest,
        next: Next<impl MessageBody>,
    ) -> Result<ServiceResponse<impl MessageBody>, Error> {
        let squeezed = || stream::iter([Ok::<_, Error>(Bytes::from_static(b"squeezed"))]);
        Ok(next.call(request).await?.map_body(|_, _| BodyStream::new(squeezed())))
    }

    let server = serve!(App::new().configure(routes).wrap(Guard::<ErrorCode>::new()).wrap(from_fn(squeeze)));
    for (version, client) in clients() {
        for path in ["/raised", "/display"] {
            let response = soon(version, get(path).of(&client, server).send()).await.expect("a response");
            assert_eq!(response.headers().get("content-length"), None, "{path} over {version}");
            let body = soon(version, response.bytes()).await.expect("a sound body");
            assert_eq!(body, "squeezed", "{path} over {version}");
        }
    }
}

/// The hard edge of every guard: these never reach the app.
#[actix_web::test]
async fn what_actix_refuses_by_itself_is_bare() {
    let server = serve!(App::new().configure(routes).wrap(Guard::<ErrorCode>::new()));
    for (request, headers) in [("GET /\u{0}", ""), ("GET /", "content-length: x\r\n")] {
        let answer = raw(server, request, headers).await;
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        assert!(head.starts_with("HTTP/1.1 400 Bad Request\r\n"), "{answer}");
        assert!(!head.contains("x-error-code") && body.is_empty(), "{answer}");
    }
}

#[actix_web::test]
#[cfg_attr(
    debug_assertions,
    should_panic = "`NOT_FOUND` is sent with 409 Conflict, but its row has 404 Not Found"
)]
async fn strict_mode_names_a_code_with_another_status() {
    let liar = || async { HttpResponse::Conflict().insert_header(("x-error-code", "NOT_FOUND")).json("") };
    let app = App::new().route("/", web::to(liar)).wrap(Guard::<ErrorCode>::new().strict());
    let app = test::init_service(app).await;
    test::call_service(&app, test::TestRequest::get().to_request()).await;
}

#[actix_web::test]
async fn strict_mode_names_nothing_else() {
    let server = serve!(App::new().configure(routes).wrap(Guard::<ErrorCode>::new().strict()));
    compare(server, &[actix_rows(), failing_rows()].concat()).await;
    for (version, client) in clients() {
        let foreign =
            soon(version, get("/shaped/foreign").of(&client, server).send()).await.expect("a response");
        assert_eq!(foreign.headers()["x-error-code"], "THEIRS");
    }
}

// ---- Helpers.

/// Sends a request of HTTP/1.1, and reads what comes until the server closes the connection.
async fn raw(server: SocketAddr, request: &str, headers: &str) -> String {
    let read = async {
        let mut socket = TcpStream::connect(server).await?;
        let close = if headers.contains("connection") { "" } else { "connection: close\r\n" };
        let head = format!("{request} HTTP/1.1\r\nhost: localhost\r\n{close}{headers}\r\n");
        socket.write_all(head.as_bytes()).await?;
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer).await?;
        Ok::<_, io::Error>(answer)
    };
    let answer = soon(request, read).await.unwrap_or_else(|error| panic!("{request}: {error}"));
    String::from_utf8(answer).expect("the answers of these tests are text")
}

thread_local! {
    /// Whether what this thread logs is kept. The other tests of this file have errors of their own.
    static IS_HEARD: Cell<bool> = const { Cell::new(false) };
}

/// What the threads log that are heard.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Can be called once in a process.
    fn start() -> Self {
        let log = Self::default();
        let writer = log.clone();
        let heard = dynamic_filter_fn(|event, _| event.target() == "error_catalog" && IS_HEARD.get());
        let layer = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(move || writer.clone());
        let subscriber = tracing_subscriber::registry().with(layer.with_filter(heard));
        tracing::subscriber::set_global_default(subscriber).expect("no other test logs");
        log
    }

    /// The lines that contain a text.
    fn lines(&self, text: &str) -> Vec<String> {
        let written = self.0.lock().expect("no writer panics");
        String::from_utf8_lossy(&written).lines().filter(|line| line.contains(text)).map(Into::into).collect()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no writer panics").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
