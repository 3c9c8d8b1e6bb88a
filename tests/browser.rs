//! What a page of WebAssembly in a browser does with errors.

#[path = "support/server.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod server;

use std::env;
use std::future::Future;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use axum::body::Body;
use axum::extract::Path as Segment;
use axum::response::{Html, Response};
use axum::routing::get;
use axum::{BoxError, Router};
use bytes::Bytes;
use error_catalog::{ApiError, ErrorCode};
use futures_util::stream::{self, StreamExt};
use http::StatusCode;
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use tower_http::cors::CorsLayer;

use crate::server::Server;

async fn maintenance() -> ApiError {
    ErrorCode::ServiceUnderMaintenance.into()
}

/// An error of another server: the wait is a date, and nothing else is known.
async fn dated() -> Response {
    let then = SystemTime::now() + Duration::from_secs(600);
    let response = Response::builder().status(503).header(RETRY_AFTER, httpdate::fmt_http_date(then));
    response.body(Body::empty()).expect("a valid response")
}

fn unavailable(chunks: impl stream::Stream<Item = Result<Bytes, BoxError>> + Send + 'static) -> Response {
    Response::builder().status(503).body(Body::from_stream(chunks)).expect("a valid response")
}

async fn endless() -> Response {
    unavailable(stream::repeat_with(|| Ok(Bytes::from_static(&[b'x'; 1024]))))
}

async fn stalled() -> Response {
    unavailable(stream::once(async { Ok(Bytes::from_static(b"x")) }).chain(stream::pending()))
}

async fn broken() -> Response {
    let first = stream::once(async { Ok(Bytes::from_static(b"x")) });
    let pause = stream::once(async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        Err(BoxError::from("it broke"))
    });
    unavailable(first.chain(pause))
}

/// The paths `/error` and `/none` are guarded. The others are those of another server.
fn api() -> Router {
    error_catalog::guard(Router::new().route("/error", get(maintenance)))
        .route("/dated", get(dated))
        .route("/fine", get(async || "fine"))
        .route("/endless", get(endless))
        .route("/stalled", get(stalled))
        .route("/broken", get(broken))
}

/// The page, and the modules that it loads, beside the API.
fn page() -> Router {
    let module = async |Segment(name): Segment<String>| {
        let file = Path::new(MODULES).join(name);
        let is_wasm = file.extension().is_some_and(|extension| extension == "wasm");
        let kind = if is_wasm { "application/wasm" } else { "text/javascript" };
        let file = std::fs::read(file).map_err(|_| StatusCode::NOT_FOUND)?;
        Ok::<_, StatusCode>(([(CONTENT_TYPE, kind)], file))
    };
    api().route("/", get(async || Html("<title>App</title>"))).route("/wasm/{name}", get(module))
}

/// Compiles the page twice, with reqwest and without a clock.
fn build() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/Cargo.toml");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser");
    let cargo = |arguments: &[&str]| {
        let mut command = Command::new(env::var_os("CARGO").expect("cargo runs the tests"));
        command.args(arguments).arg("--manifest-path").arg(&workspace).arg("--target-dir").arg(&target);
        command
    };
    let wasm = "wasm32-unknown-unknown";
    for (name, features) in [("no_clock", ""), ("page", "reqwest")] {
        let arguments = ["build", "--locked", "--package=page", "--target", wasm, "--features", features];
        succeed(&mut cargo(&arguments));
        let module = target.join(wasm).join("debug").join(format!("{name}.wasm"));
        if name != "page" {
            std::fs::copy(module.with_file_name("page.wasm"), &module).expect("cargo made the module");
        }
        let mut bindgen = cargo(&["run", "--locked", "--package=bindgen"]);
        succeed(bindgen.arg("--").arg(module).arg(MODULES));
    }
}

const MODULES: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/browser/modules");

fn succeed(command: &mut Command) {
    let status = command.status().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(status.success(), "{command:?}: {status}");
}

/// Needs the target, playwright-core in the folder that `BROWSER_TOOLS` names, and Chromium. `.ci/run` installs them.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a target and programs that cargo does not build"]
async fn a_page_decodes_and_fetches_errors() {
    let tools = env::var_os("BROWSER_TOOLS").expect("BROWSER_TOOLS names a folder with node_modules");
    blocking(build).await;
    let page = Server::start(page()).await;
    let exposed = ApiError::<ErrorCode>::exposed_headers();
    let exposing = Server::start(api().layer(CorsLayer::permissive().expose_headers(exposed))).await;
    let silent = Server::start(api().layer(CorsLayer::permissive().expose_headers([]))).await;
    let origins = [page.address, exposing.address, silent.address].map(|address| format!("http://{address}"));
    blocking(move || {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/browser.mjs");
        succeed(Command::new("node").arg(script).args(origins).env("BROWSER_TOOLS", tools));
    })
    .await;
}

fn blocking(work: impl FnOnce() + Send + 'static) -> impl Future<Output = ()> {
    let work = tokio::task::spawn_blocking(work);
    async { work.await.expect("nothing panics") }
}
