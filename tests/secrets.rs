//! What is internal is in the log, once, and in not one byte on the socket.

#[path = "support/raw.rs"]
mod raw;
#[path = "support/server.rs"]
mod server;

use std::cell::RefCell;
use std::error::Error;
use std::fmt;
use std::future::ready;
use std::io;
use std::sync::Once;

use axum::extract::rejection::ExtensionRejection;
use axum::routing::{get, post};
use axum::{BoxError, Extension, Router};
use error_catalog::axum::guard;
use error_catalog::extract::{Json, Path};
use error_catalog::guard::GuardLayer;
use error_catalog::{ApiError, ErrorCode, OrCode, ReceivedError};
use http::StatusCode;
use http::header::{HeaderValue, WWW_AUTHENTICATE};
use tower::{Layer, service_fn};
use tracing::Level;

use crate::server::Server;

struct Row {
    cause: &'static str,
    path: &'static str,
    status: &'static str,
    /// What nobody outside may read.
    secrets: &'static [&'static str],
    /// All that the log says.
    log: &'static str,
}

const ROWS: &[Row] = &[
    Row {
        cause: "a chain of causes",
        path: "/chain",
        status: "500 Internal Server Error",
        secrets: &["bucket eu-7", "storage.internal", "hunter2"],
        log: "ERROR error_catalog: UPLOAD_FAILED: Failed to upload generated output to storage \
              error.type=\"UPLOAD_FAILED\" http.response.status_code=500 \
              error.cause=cannot write to bucket eu-7: cannot reach storage.internal: password hunter2 was refused",
    },
    Row {
        cause: "a chain of causes of a 4xx",
        path: "/chain/quiet",
        status: "409 Conflict",
        secrets: &["bucket eu-7", "storage.internal", "hunter2"],
        log: "DEBUG error_catalog: NAME_ALREADY_EXISTS: ada is taken \
              error.type=\"NAME_ALREADY_EXISTS\" http.response.status_code=409 \
              error.cause=cannot write to bucket eu-7: cannot reach storage.internal: password hunter2 was refused",
    },
    Row {
        cause: "a message on a 5xx",
        path: "/message",
        status: "503 Service Unavailable",
        secrets: &["hunter2"],
        log: "ERROR error_catalog: SERVICE_UNDER_MAINTENANCE: Service maintenance window is active \
              (restoring with hunter2) error.type=\"SERVICE_UNDER_MAINTENANCE\" http.response.status_code=503",
    },
    Row {
        cause: "a message and a cause on a 5xx",
        path: "/message/and/chain",
        status: "504 Gateway Timeout",
        secrets: &["tier hunter2", "bucket eu-7", "storage.internal", "password hunter2"],
        log: "WARN error_catalog: FAL_TIMEOUT: FAL generation request exceeded timeout (tier hunter2 is slow) \
              error.type=\"FAL_TIMEOUT\" http.response.status_code=504 \
              error.cause=cannot write to bucket eu-7: cannot reach storage.internal: password hunter2 was refused",
    },
    Row {
        cause: "a panic",
        path: "/panic",
        status: "500 Internal Server Error",
        secrets: &["hunter2"],
        log: "ERROR error_catalog: INTERNAL_SERVER_ERROR: Internal Server Error \
              error.type=\"500\" http.response.status_code=500 error.cause=panicked: hunter2 is no password",
    },
    Row {
        cause: "a panic with a formatted text",
        path: "/panic/formatted",
        status: "500 Internal Server Error",
        secrets: &["hunter2", "for 42"],
        log: "ERROR error_catalog: INTERNAL_SERVER_ERROR: Internal Server Error \
              error.type=\"500\" http.response.status_code=500 \
              error.cause=panicked: called `Result::unwrap()` on an `Err` value: Leaf(\"hunter2 for 42\")",
    },
    Row {
        cause: "a missing extension, whose text the guard replaces",
        path: "/extension",
        status: "500 Internal Server Error",
        secrets: &["SecretState"],
        log: "ERROR error_catalog: INTERNAL_SERVER_ERROR: Internal Server Error \
              error.type=\"500\" http.response.status_code=500 \
              error.cause=replaced text: Missing request extension: Extension of type `secrets::SecretState` was not \
              found. Perhaps you forgot to add it? See `axum::Extension`.",
    },
    Row {
        cause: "a missing extension, by `?`",
        path: "/extension/by/try",
        status: "500 Internal Server Error",
        secrets: &["SecretState"],
        log: "ERROR error_catalog: INTERNAL_SERVER_ERROR: Internal Server Error \
              (Missing request extension: Extension of type `secrets::SecretState` was not found. \
              Perhaps you forgot to add it? See `axum::Extension`.) \
              error.type=\"500\" http.response.status_code=500",
    },
    Row {
        cause: "a missing extension, by our extractor",
        path: "/extension/ours",
        status: "500 Internal Server Error",
        secrets: &["SecretState"],
        log: "ERROR error_catalog: INTERNAL_SERVER_ERROR: Internal Server Error \
              (Missing request extension: Extension of type `secrets::SecretState` was not found. \
              Perhaps you forgot to add it? See `axum::Extension`.) \
              error.type=\"500\" http.response.status_code=500",
    },
    Row {
        cause: "a path that a handler misunderstands",
        path: "/path/hunter2",
        status: "500 Internal Server Error",
        secrets: &["Wrong number of path arguments"],
        log: "ERROR error_catalog: INTERNAL_SERVER_ERROR: Internal Server Error \
              (Wrong number of path arguments for `Path`. Expected 2 but got 1) error.type=\"500\" http.response.status_code=500",
    },
    Row {
        cause: "a service that fails",
        path: "/service",
        status: "500 Internal Server Error",
        secrets: &["bucket eu-7", "storage.internal", "hunter2"],
        log: "ERROR error_catalog: INTERNAL_SERVER_ERROR: Internal Server Error \
              error.type=\"500\" http.response.status_code=500 \
              error.cause=cannot write to bucket eu-7: cannot reach storage.internal: password hunter2 was refused",
    },
    Row {
        cause: "a service that fails with an error of ours",
        path: "/service/ours",
        status: "401 Unauthorized",
        secrets: &["hunter2"],
        log: "DEBUG error_catalog: INVALID_API_KEY: API key is unknown \
              error.type=\"INVALID_API_KEY\" http.response.status_code=401 error.cause=hunter2",
    },
    Row {
        cause: "a handler's text, which the guard replaces",
        path: "/text",
        status: "500 Internal Server Error",
        secrets: &["hunter2"],
        log: "ERROR error_catalog: INTERNAL_SERVER_ERROR: Internal Server Error \
              error.type=\"500\" http.response.status_code=500 error.cause=replaced text: hunter2 was refused",
    },
    Row {
        cause: "an unknown route",
        path: "/nowhere",
        status: "404 Not Found",
        secrets: &[],
        log: "DEBUG error_catalog: NOT_FOUND: Requested pikzonality does not exist \
              error.type=\"NOT_FOUND\" http.response.status_code=404",
    },
    Row {
        cause: "a message that would be another line of the log",
        path: "/forged/message",
        status: "400 Bad Request",
        secrets: &[],
        log: "DEBUG error_catalog: VALIDATION_ERROR: a\\r\\nERROR error_catalog: forged \\u{1b}[31m\\u{202e} \
              error.type=\"VALIDATION_ERROR\" http.response.status_code=400",
    },
    Row {
        cause: "a withheld message that would be another line of the log",
        path: "/forged/withheld",
        status: "500 Internal Server Error",
        secrets: &["forged"],
        log: "ERROR error_catalog: DELETE_FAILED: Failed to delete generated storage artifacts \
              (a\\r\\nERROR error_catalog: forged \\u{1b}[31m\\u{202e}) \
              error.type=\"DELETE_FAILED\" http.response.status_code=500",
    },
    Row {
        cause: "a cause that would be another line of the log",
        path: "/forged/cause",
        status: "500 Internal Server Error",
        secrets: &["forged"],
        log: "ERROR error_catalog: DELETE_FAILED: Failed to delete generated storage artifacts \
              error.type=\"DELETE_FAILED\" http.response.status_code=500 \
              error.cause=a\\r\\nERROR error_catalog: forged \\u{1b}[31m\\u{202e}",
    },
    Row {
        cause: "a panic that would be another line of the log",
        path: "/forged/panic",
        status: "500 Internal Server Error",
        secrets: &["forged"],
        log: "ERROR error_catalog: INTERNAL_SERVER_ERROR: Internal Server Error \
              error.type=\"500\" http.response.status_code=500 \
              error.cause=panicked: a\\r\\nERROR error_catalog: forged \\u{1b}[31m\\u{202e}",
    },
];

#[tokio::test]
async fn secrets_are_in_the_log_once_and_nowhere_else() {
    let server = start().await;
    for Row { cause, path, status, secrets, log: expected } in ROWS {
        for method in ["GET", "HEAD"] {
            let request = format!("{method} {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
            let said = raw::exchange(server.address, &request).await;
            let logged = logged();

            let first = format!("HTTP/1.1 {status}\r\n");
            assert!(said.starts_with(&first), "{cause}, {method} {path}, answers {said}");
            for secret in *secrets {
                assert!(!said.contains(secret), "{cause}, {method} {path}, tells {secret}: {said}");
                assert!(expected.matches(secret).count() <= 1, "{cause}: {secret} is logged twice");
            }
            assert!(!said.contains("secrets::"), "{cause}, {method} {path}, tells a type: {said}");
            assert_eq!(logged.trim_start(), format!("{expected}\n"), "{cause}, {method} {path}");
        }
    }
}

/// A message that goes to the client cannot be more than a message there either.
#[tokio::test]
async fn a_message_is_no_header_and_no_other_json() {
    let server = start().await;
    let request = "GET /forged/message HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n";
    let said = raw::exchange(server.address, request).await;
    let (head, body) = said.split_once("\r\n\r\n").expect("there is a response");
    assert!(!head.contains("forged"), "{head}");
    let message = r#""a\r\nERROR error_catalog: forged \u001b[31m"#;
    let expected = format!("{{\"error\":{{\"code\":\"VALIDATION_ERROR\",\"message\":{message}\u{202e}\"}}}}");
    assert_eq!(body, expected);
}

/// What a client sent is its own, and may come back to it; what the server says of it is one event all the same.
#[tokio::test]
async fn a_rejection_is_one_event() {
    let server = start().await;
    for (path, what) in [
        (
            "/json",
            "VALIDATION_ERROR: Failed to deserialize the JSON body into the target type: invalid type: string",
        ),
        ("/axums/json", "VALIDATION_ERROR: Request payload failed validation"),
    ] {
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\
             content-type: application/json\r\ncontent-length: 2\r\n\r\n\"\""
        );
        let said = raw::exchange(server.address, &request).await;
        assert!(said.starts_with("HTTP/1.1 400 "), "{path} answers {said}");
        let logged = logged();
        assert!(logged.starts_with(&format!("DEBUG error_catalog: {what}")), "{path}: {logged}");
        assert_eq!(logged.lines().count(), 1, "{path}: {logged}");
    }
}

/// An error in a stream is logged when it is written, without a status that was never sent.
#[tokio::test]
async fn an_error_in_a_stream_is_one_event_without_a_status() {
    let _server = start().await;
    let error = ApiError::new(ErrorCode::DeleteFailed).with_message("hunter2").with_source(Leaf("hunter2"));
    let text = error.into_json();
    assert!(!text.contains("hunter2"), "{text}");
    let logged = logged();
    assert!(logged.contains("hunter2") && !logged.contains("status_code"), "{logged}");
    assert_eq!(logged.lines().count(), 1, "{logged}");
}

/// A gateway tells its clients nothing that a server behind it said in a failure, or a proxy on the way.
#[test]
fn a_gateway_keeps_the_text_of_a_failure() {
    let known = "SERVICE_UNDER_MAINTENANCE";
    for (kind, status, body, sent) in [
        (
            "problem details",
            500,
            r#"{"title":"Oops","detail":"hunter2","status":500}"#,
            "Internal Server Error",
        ),
        (
            "the same without a code, as a 4xx",
            404,
            r#"{"detail":"hunter2"}"#,
            "Requested pikzonality does not exist",
        ),
        ("problem details with a code", 502, r#"{"type":"/e/THEIRS","detail":"hunter2"}"#, "Bad Gateway"),
        (
            "an envelope without a code",
            500,
            r#"{"error":{"message":"at hunter2.rs:7"}}"#,
            "Internal Server Error",
        ),
        ("the same as a 4xx", 400, r#"{"error":{"message":"hunter2"}}"#, "Request payload failed validation"),
        ("a text as the error", 400, r#"{"error":"hunter2"}"#, "Request payload failed validation"),
        (
            "Google's form",
            503,
            r#"{"error":{"code":503,"status":"UNAVAILABLE","message":"hunter2","details":[{"reason":"HUNTER2"}]}}"#,
            "Service Unavailable",
        ),
        (
            "a foreign code",
            500,
            r#"{"error":{"code":"THEIRS","message":"hunter2"}}"#,
            "Internal Server Error",
        ),
        (
            "a known code with other words",
            503,
            r#"{"error":{"code":"SERVICE_UNDER_MAINTENANCE","message":"hunter2"}}"#,
            "Service maintenance window is active",
        ),
        (
            "a known code with details",
            503,
            r#"{"error":{"code":"SERVICE_UNDER_MAINTENANCE","message":"m","details":{"violations":[{"pointer":"/hunter2","message":"hunter2"}],"x":"hunter2"}}}"#,
            "Service maintenance window is active",
        ),
        (
            "a 4xx code with a status of 5xx",
            500,
            r#"{"error":{"code":"NOT_FOUND","message":"hunter2"}}"#,
            "Requested pikzonality does not exist",
        ),
        ("a page", 502, "<h1>hunter2</h1>", "Bad Gateway"),
    ] {
        let received = || -> ReceivedError {
            let status = StatusCode::from_u16(status).expect("the test's own status is one");
            ReceivedError::from_parts(status, http::HeaderMap::new(), body)
        };
        for error in [received().forward(), received().forward_as()] {
            assert_eq!(error.message(), sent, "{kind}");
            let source = error.source().expect("the received error").to_string();
            assert!(source.contains("hunter2") || body.contains(known), "{kind}: the log has it: {source}");
            let (_, headers, body) = error.into_parts();
            let said = format!("{headers:?} {}", String::from_utf8_lossy(&body));
            assert!(!said.to_lowercase().contains("hunter2"), "{kind}: {said}");
        }
    }
    // What is for clients goes on.
    let body = r#"{"error":{"code":"THEIRS","message":"the name is taken"}}"#;
    let received: ReceivedError =
        ReceivedError::from_parts(StatusCode::CONFLICT, http::HeaderMap::new(), body);
    assert_eq!(received.forward().message(), "the name is taken");
}

// ---- The server.

const FORGED: &str = "a\r\nERROR error_catalog: forged \u{1b}[31m\u{202e}";

async fn start() -> Server {
    listen();
    Server::start(guard(app(), GuardLayer::<ErrorCode>::new())).await
}

fn app() -> Router {
    Router::new()
        .route("/chain", get(async || chain().or_code::<ErrorCode>(ErrorCode::UploadFailed)))
        .route("/chain/quiet", get(async || fails(quiet())))
        .route(
            "/message",
            get(async || fails(message(ErrorCode::ServiceUnderMaintenance, "restoring with hunter2"))),
        )
        .route(
            "/message/and/chain",
            get(async || fails(message(ErrorCode::FalTimeout, "tier hunter2 is slow").with_source(Chain))),
        )
        .route("/panic", get(async || -> () { panic!("hunter2 is no password") }))
        .route("/panic/formatted", get(async || leaf("hunter2 for 42").unwrap()))
        .route("/text", get(async || (StatusCode::INTERNAL_SERVER_ERROR, "hunter2 was refused")))
        .route("/extension", get(async |_: Extension<SecretState>| ()))
        .route("/extension/by/try", get(extension))
        .route("/extension/ours", get(async |_: error_catalog::extract::Extension<SecretState>| ()))
        .route("/path/{name}", get(async |_: Path<(String, String)>| ()))
        .route("/json", post(async |_: Json<u32>| ()))
        .route("/axums/json", post(async |_: axum::Json<u32>| ()))
        .route_service(
            "/service",
            GuardLayer::<ErrorCode>::new()
                .layer(service_fn(|_| ready(Err::<Response, BoxError>(Chain.into())))),
        )
        .route_service(
            "/service/ours",
            GuardLayer::<ErrorCode>::new().layer(service_fn(|_| ready(Err::<Response, _>(stolen())))),
        )
        .route("/forged/message", get(async || fails(message(ErrorCode::ValidationError, FORGED))))
        .route("/forged/withheld", get(async || fails(message(ErrorCode::DeleteFailed, FORGED))))
        .route(
            "/forged/cause",
            get(async || fails(ApiError::new(ErrorCode::DeleteFailed).with_source(FORGED))),
        )
        .route("/forged/panic", get(async || -> () { panic!("{FORGED}") }))
}

type Response = axum::response::Response;

fn fails(error: ApiError) -> Result<(), ApiError> {
    Err(error)
}

fn chain() -> Result<(), Chain> {
    Err(Chain)
}

fn leaf(secret: &'static str) -> Result<(), Leaf> {
    Err(Leaf(secret))
}

fn quiet() -> ApiError {
    ApiError::new(ErrorCode::NameAlreadyExists).with_message("ada is taken").with_source(Chain)
}

fn message(code: ErrorCode, message: &'static str) -> ApiError {
    ApiError::new(code).with_message(message)
}

fn stolen() -> ApiError {
    ApiError::new(ErrorCode::InvalidApiKey)
        .with_source("hunter2")
        .with_header(WWW_AUTHENTICATE, HeaderValue::from_static("ApiKey"))
}

#[derive(Clone)]
struct SecretState;

async fn extension(state: Result<Extension<SecretState>, ExtensionRejection>) -> Result<(), ApiError> {
    let Extension(SecretState) = state?;
    Ok(())
}

/// An error with a cause that has a cause, each with something to hide.
#[derive(Debug)]
struct Chain;

#[derive(Debug)]
struct Middle;

#[derive(Debug)]
struct Leaf(&'static str);

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cannot write to bucket eu-7")
    }
}

impl fmt::Display for Middle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cannot reach storage.internal")
    }
}

impl fmt::Display for Leaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "password {} was refused", self.0)
    }
}

impl Error for Chain {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&Middle)
    }
}

impl Error for Middle {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&Leaf("hunter2"))
    }
}

impl Error for Leaf {}

// ---- The log.

thread_local! {
    /// What was logged on this thread: each test has one, which runs its server too.
    static LOG: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Has `tracing-subscriber` write as it would to the standard output of a server.
fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let format = tracing_subscriber::fmt().without_time().with_max_level(Level::TRACE);
        let subscriber = format.with_writer(|| Log).finish();
        tracing::subscriber::set_global_default(subscriber).expect("nobody else listens");
    });
}

/// All that was logged since the last time.
fn logged() -> String {
    String::from_utf8(LOG.take()).expect("it is text")
}

struct Log;

impl io::Write for Log {
    fn write(&mut self, said: &[u8]) -> io::Result<usize> {
        LOG.with_borrow_mut(|log| log.write(said))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
