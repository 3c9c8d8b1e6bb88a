//! A real server sends every error of the table, a real client reads each one, and both agree.
//!
//! Run it with `cargo run --example round_trip`. It fails if any response is unexpected.

use std::fmt;
use std::io;
use std::process::ExitCode;

use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use error_catalog::{ApiError, Envelope, ErrorCode, OrCode, ReceivedError, Retry};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let server = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async { axum::serve(listener, router()).await });

    println!("{:<6} {:<28} {:<14} the client would", "status", "code", "retry");
    let mut codes = Tally::default();
    for &code in ErrorCode::ALL {
        let error = call(&server, &format!("/raise/{code}")).await?.error;
        let same = error.code() == Some(code)
            && error.status() == code.status()
            && error.message() == Some(code.message())
            && error.retry() == code.retry()
            && error.retry_after() == code.retry_after();
        codes.add(&error, same);
    }

    let mut others = Tally::default();
    println!("\na code that this build does not know:");
    let error = call(&server, "/newer").await?.error;
    others.add(&error, error.code().is_none() && error.code_str() == Some(NEWER_CODE));

    println!("\nHTML from a proxy:");
    let error = call(&server, "/proxy").await?.error;
    let kept = error.status() == 502 && error.body() == Some(HTML.as_bytes());
    others.add(&error, kept && error.code_str().is_none());

    println!("\nan internal error, whose text stays on the server:");
    let Answer { error, wire } = call(&server, "/internal").await?;
    others.add(&error, error.code() == Some(ErrorCode::UploadFailed) && !wire.contains(SECRET));

    println!("\n{codes} codes agree, and {others} other answers are as expected");
    Ok(if codes.is_full() && others.is_full() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Counts the responses, and those that are as expected.
#[derive(Default)]
struct Tally {
    expected: usize,
    asked: usize,
}

impl Tally {
    fn add(&mut self, error: &ReceivedError, as_expected: bool) {
        self.asked += 1;
        self.expected += usize::from(as_expected);
        print_row(error, as_expected);
    }

    fn is_full(&self) -> bool {
        self.expected == self.asked
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.expected, self.asked)
    }
}

const NEWER_CODE: &str = "STYLE_DEPRECATED";
const HTML: &str = "<html><h1>502 Bad Gateway</h1></html>";
const SECRET: &str = "token=hunter2";

/// The server: a route for each code, and three other error responses.
fn router() -> Router {
    let mut router = Router::new()
        .route("/newer", get(newer))
        .route("/proxy", get(proxy))
        .route("/internal", get(internal));
    for &code in ErrorCode::ALL {
        let path = format!("/raise/{code}");
        router = router.route(&path, get(move || async move { ApiError::from(code) }));
    }
    router
}

/// The response of a server with a newer table.
async fn newer() -> impl IntoResponse {
    let body =
        serde_json::to_string(&Envelope::new(NEWER_CODE, "Style is no longer offered")).unwrap_or_default();
    (StatusCode::CONFLICT, [(header::CONTENT_TYPE, "application/json")], body)
}

/// The response of a proxy that cannot reach the server.
async fn proxy() -> impl IntoResponse {
    (StatusCode::BAD_GATEWAY, [(header::CONTENT_TYPE, "text/html")], HTML)
}

/// The error of a handler whose storage fails.
async fn internal() -> Result<String, ApiError> {
    let key = upload().or_code(ErrorCode::UploadFailed)?;
    Ok(key)
}

fn upload() -> io::Result<String> {
    Err(io::Error::other(format!("PUT https://storage.internal/?{SECRET} was refused")))
}

struct Answer {
    error: ReceivedError,
    /// Everything that came over the socket, including headers.
    wire: String,
}

/// The client: sends a request, and reads the error.
async fn call(server: &str, path: &str) -> Result<Answer, reqwest::Error> {
    // The requests must not go through a proxy of the machine.
    let client = reqwest::Client::builder().no_proxy().build()?;
    let response = client.get(format!("{server}{path}")).send().await?;
    let status = response.status();
    let headers = response.headers().clone();
    let body = response.bytes().await?;
    let wire = format!("{headers:?}\n{}", String::from_utf8_lossy(&body));
    let error = ReceivedError::from_parts(status, headers, body);
    Ok(Answer { error, wire })
}

fn print_row(error: &ReceivedError, as_expected: bool) {
    let code = error.code_str().unwrap_or("(no code)");
    let wait = error.retry_after().map_or("a moment".to_owned(), |wait| format!("{} s", wait.as_secs()));
    let next = match error.retry() {
        Retry::Never => "give up, and show the message".to_owned(),
        Retry::Backoff => format!("wait {wait}, then try again"),
        Retry::IfIdempotent => format!("wait {wait}, then try again if that is safe"),
    };
    let flag = if as_expected { "" } else { "   <- NOT AS EXPECTED" };
    println!("{:<6} {code:<28} {:<14} {next}{flag}", error.status().as_u16(), error.retry());
}
