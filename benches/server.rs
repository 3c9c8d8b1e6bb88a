//! The server against code written by hand. `cargo bench --bench server` prints the ratios.

mod support;

use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

use axum::Json;
use axum::Router;
use axum::http::{Response, StatusCode};
use axum::routing::get;
use bytes::Bytes;
use error_catalog::axum::guard;
use error_catalog::guard::GuardLayer;
use error_catalog::{ApiError, Envelope, ErrorCode};
use support::compare;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

fn main() -> Result<(), Box<dyn Error>> {
    response_from_a_code();
    headers_alone();
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?
        .block_on(requests_per_second())
}

/// Both sides make the same response, byte for byte.
fn response_from_a_code() {
    let ours = || Response::<Bytes>::from(ApiError::from(black_box(ErrorCode::NotFound)));
    let theirs = || {
        let code = black_box(ErrorCode::NotFound);
        let body = serde_json::to_vec(&Envelope::from(code)).unwrap_or_default();
        Response::builder()
            .status(code.status())
            .header("content-type", "application/json")
            .header("content-length", body.len())
            .header("x-error-code", code.as_str())
            .header("x-should-retry", "false")
            .body(Bytes::from(body))
    };
    compare("response from a code, against to_vec and a builder", ours, theirs);
}

/// The part that every response needs: the header map is on the heap, and most of the remaining work copies it.
fn headers_alone() {
    let (_, headers, _) = ApiError::from(ErrorCode::NotFound).into_parts();
    compare(
        "  of which the copy of its headers, against all of it",
        || headers.clone(),
        || Response::<Bytes>::from(ApiError::from(black_box(ErrorCode::NotFound))),
    );
}

const CONNECTIONS: u32 = 8;
const REQUESTS: u32 = 4_000;
const ROUNDS: usize = 9;

/// Sends requests over the loopback interface to two real servers in turn: with errors, and with successes.
async fn requests_per_second() -> Result<(), Box<dyn Error>> {
    let ours = guard(
        Router::new()
            .route("/error", get(|| async { ApiError::from(ErrorCode::NotFound) }))
            .route("/fine", get(|| async { "fine" })),
        GuardLayer::<ErrorCode>::new(),
    );
    let by_hand = || async {
        let error =
            serde_json::json!({"code": "NOT_FOUND", "message": "Requested pikzonality does not exist"});
        (StatusCode::NOT_FOUND, Json(serde_json::json!({ "error": error })))
    };
    let theirs = Router::new().route("/error", get(by_hand)).route("/fine", get(|| async { "fine" }));
    let (ours, theirs) = (serve(ours).await?, serve(theirs).await?);
    for (question, what) in [
        (("/error", "}}"), "error responses of a guarded axum server, against Json"),
        (("/fine", "fine"), "successes of a guarded axum server, against no guard"),
    ] {
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            rounds.push((load(ours, question).await?, load(theirs, question).await?));
        }
        rounds.sort_by(|a, b| (a.0 / a.1).total_cmp(&(b.0 / b.1)));
        let (ours, theirs) = rounds[ROUNDS / 2];
        println!("{what:<58} {ours:>8.0} /s  against {theirs:>8.0} /s: {:>5.2}x", ours / theirs);
    }
    Ok(())
}

async fn serve(router: Router) -> Result<std::net::SocketAddr, Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async { axum::serve(listener, router).await });
    Ok(address)
}

/// Requests per second over several persistent connections. The question is a path, and the end of its response.
async fn load(
    address: std::net::SocketAddr,
    question: (&'static str, &'static str),
) -> Result<f64, Box<dyn Error>> {
    let start = Instant::now();
    let connections: Vec<_> =
        (0..CONNECTIONS).map(|_| tokio::spawn(ask(address, question, REQUESTS / CONNECTIONS))).collect();
    for connection in connections {
        connection.await??;
    }
    Ok(f64::from(REQUESTS) / start.elapsed().as_secs_f64())
}

async fn ask(address: std::net::SocketAddr, (path, end): (&str, &str), requests: u32) -> std::io::Result<()> {
    let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n");
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let mut buffer = vec![0; 4096];
    for _ in 0..requests {
        stream.write_all(request.as_bytes()).await?;
        let mut read = 0;
        while !buffer[..read].ends_with(end.as_bytes()) {
            let more = stream.read(&mut buffer[read..]).await?;
            if more == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            read += more;
        }
    }
    Ok(())
}
