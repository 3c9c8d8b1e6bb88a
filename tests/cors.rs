//! What a script on another origin can read of an error.

#[path = "support/server.rs"]
mod server;

use std::env;
use std::process::Command;

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use error_catalog::{ApiError, ErrorCode};
use tower_http::cors::CorsLayer;

use crate::server::{Server, soon};

async fn maintenance() -> ApiError {
    ErrorCode::ServiceUnderMaintenance.into()
}

fn api() -> Router {
    error_catalog::guard(Router::new().route("/error", get(maintenance)))
}

fn exposing() -> Router {
    api().layer(CorsLayer::permissive().expose_headers(ApiError::<ErrorCode>::exposed_headers()))
}

#[tokio::test]
async fn each_header_that_an_error_adds_is_exposed() {
    let server = Server::start(exposing()).await;
    for path in ["/error", "/none"] {
        let client = reqwest::Client::builder().no_proxy().build().expect("a client without TLS");
        let request =
            client.get(format!("http://{}{path}", server.address)).header("origin", "https://app.example");
        let response = soon(path, request.send()).await.expect("there is a response");
        let exposed = response.headers()["access-control-expose-headers"].to_str().expect("it is text");
        let exposed: Vec<&str> = exposed.split(',').map(str::trim).collect();
        let added = [ErrorCode::ServiceUnderMaintenance, ErrorCode::MissingApiKey].map(|code| {
            let (_, added, _) = ApiError::from(code).into_parts();
            added
        });
        for name in added
            .iter()
            .flat_map(http::HeaderMap::keys)
            .filter(|name| !["content-type", "content-length"].contains(&name.as_str()))
        {
            assert!(exposed.contains(&name.as_str()), "{name} is not in {exposed:?}");
        }
    }
}

/// Needs playwright-core in the folder that `BROWSER_TOOLS` names, and Chromium. `.ci/run` installs both.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs programs that cargo does not build"]
async fn a_script_on_another_origin_reads_code_advice_and_wait() {
    let tools = env::var_os("BROWSER_TOOLS").expect("BROWSER_TOOLS names a folder with node_modules");
    let page = Server::start(Router::new().route("/", get(async || Html("<title>App</title>")))).await;
    let exposing = Server::start(exposing()).await;
    let silent = Server::start(api().layer(CorsLayer::permissive().expose_headers([]))).await;
    let [page, exposing, silent] =
        [page.address, exposing.address, silent.address].map(|a| format!("http://{a}"));
    let browser = tokio::task::spawn_blocking(move || {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cors/browser.mjs");
        Command::new("node").args([script, &page, &exposing, &silent]).env("BROWSER_TOOLS", tools).status()
    });
    assert!(browser.await.expect("nothing panics").expect("node is there").success());
}
