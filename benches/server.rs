//! The server against code written by hand. `cargo bench --bench server` prints the ratios.

mod support;

use std::convert::Infallible;
use std::error::Error;
use std::future::Future;
use std::hint::black_box;
use std::pin::pin;
use std::task::{Context, Waker};
use std::time::Instant;

use axum::Json;
use axum::Router;
use axum::http::{Request, Response, StatusCode};
use axum::routing::get;
use bytes::Bytes;
use error_catalog::axum::guard;
use error_catalog::guard::GuardLayer;
use error_catalog::{ApiError, Envelope, ErrorCode};
use http_body_util::Full;
use support::compare;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tower::{Layer, Service, service_fn};

fn main() -> Result<(), Box<dyn Error>> {
    response_from_a_code();
    headers_alone();
    guard_on_a_success();
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

fn guard_on_a_success() {
    let service = || {
        service_fn(|_: Request<()>| async {
            Ok::<_, Infallible>(Response::new(Full::new(Bytes::from_static(b"fine"))))
        })
    };
    let mut guarded = GuardLayer::new().layer(service());
    let mut bare = service();
    compare(
        "a guarded success, against the bare service",
        || ready(guarded.call(Request::new(()))),
        || ready(bare.call(Request::new(()))),
    );
    let allocations = |call: &mut dyn FnMut()| allocation_counter::measure(call).count_total;
    let guarded = allocations(&mut || drop(ready(guarded.call(Request::new(())))));
    let bare = allocations(&mut || drop(ready(bare.call(Request::new(())))));
    println!("{:<58} {guarded:>8}     against {bare:>8}", "  its allocations");
}

/// The output of a future that is ready at once.
fn ready<F: Future>(future: F) -> Option<F::Output> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        std::task::Poll::Ready(output) => Some(output),
        std::task::Poll::Pending => None,
    }
}

const CONNECTIONS: u32 = 8;
const REQUESTS: u32 = 4_000;
const ROUNDS: usize = 9;

/// Sends requests over the loopback interface to two real servers in turn. Both answer every request with an error.
async fn requests_per_second() -> Result<(), Box<dyn Error>> {
    let ours = guard(
        Router::new().route("/", get(|| async { ApiError::from(ErrorCode::NotFound) })),
        GuardLayer::new(),
    );
    let theirs = Router::new().route(
        "/",
        get(|| async {
            let error =
                serde_json::json!({"code": "NOT_FOUND", "message": "Requested pikzonality does not exist"});
            (StatusCode::NOT_FOUND, Json(serde_json::json!({ "error": error })))
        }),
    );
    let (ours, theirs) = (serve(ours).await?, serve(theirs).await?);
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        rounds.push((load(ours).await?, load(theirs).await?));
    }
    rounds.sort_by(|a, b| (a.0 / a.1).total_cmp(&(b.0 / b.1)));
    let (ours, theirs) = rounds[ROUNDS / 2];
    let what = "error responses of a guarded axum server, against Json";
    println!("{what:<58} {ours:>8.0} /s  against {theirs:>8.0} /s: {:>5.2}x", ours / theirs);
    Ok(())
}

async fn serve(router: Router) -> Result<std::net::SocketAddr, Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async { axum::serve(listener, router).await });
    Ok(address)
}

/// Requests per second over several persistent connections.
async fn load(address: std::net::SocketAddr) -> Result<f64, Box<dyn Error>> {
    let start = Instant::now();
    let connections: Vec<_> =
        (0..CONNECTIONS).map(|_| tokio::spawn(ask(address, REQUESTS / CONNECTIONS))).collect();
    for connection in connections {
        connection.await??;
    }
    Ok(f64::from(REQUESTS) / start.elapsed().as_secs_f64())
}

async fn ask(address: std::net::SocketAddr, requests: u32) -> std::io::Result<()> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let mut buffer = vec![0; 4096];
    for _ in 0..requests {
        stream.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n").await?;
        let mut read = 0;
        while !buffer[..read].ends_with(b"}}") {
            let more = stream.read(&mut buffer[read..]).await?;
            if more == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            read += more;
        }
    }
    Ok(())
}
