//! A table with `docs_url`: each response links to the page of its code.

#[path = "support/server.rs"]
mod server;
#[allow(dead_code, reason = "generated for all that a user may need")]
#[allow(unreachable_pub, reason = "nothing in a test is public")]
mod linked {
    include!("generated/linked.rs");
}

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use error_catalog::catalog::Catalog;
use error_catalog::docs::html;
use http::StatusCode;
use http::header::{HeaderValue, LINK};

use crate::linked::{ApiError, ErrorCode, ReceivedError};
use crate::server::{Server, soon};

const PAGE: &str = "https://docs.example.com/errors.html";
const NEXT: &str = "<https://api.example.com/2>; rel=\"next\"";

#[tokio::test]
async fn each_response_links_to_the_page_of_its_code() {
    let next = || HeaderValue::from_static(NEXT);
    let own = move || ApiError::from(ErrorCode::AB).with_header(LINK, next());
    let router = Router::new()
        .route("/a", get(async || ApiError::from(ErrorCode::AB)))
        .route("/with/message", get(async || ApiError::new(ErrorCode::AB).with_public_message("in use")))
        .route("/own/link", get(async move || own()))
        .route("/bare/link", get(async move || ([(LINK, next())], StatusCode::NOT_FOUND)))
        .route("/no/row", get(async || StatusCode::CONFLICT));
    let server = Server::start(linked::guard(router)).await;
    let client = reqwest::Client::builder().no_proxy().build().expect("a client without TLS");
    for (path, code, links) in [
        ("/a", Some("a.b"), 1),
        ("/with/message", Some("a.b"), 1),
        ("/own/link", Some("a.b"), 2),
        ("/none", Some("NOT_FOUND"), 1),
        ("/bare/link", Some("NOT_FOUND"), 2),
        ("/no/row", None, 0),
    ] {
        for method in [http::Method::GET, http::Method::HEAD] {
            let request = client.request(method.clone(), format!("http://{}{path}", server.address));
            let response = soon(path, request.send()).await.expect("there is a response");
            let all: Vec<_> = response.headers().get_all(LINK).iter().cloned().collect();
            assert_eq!(all.len(), links, "{method} {path}: {all:?}");
            assert_eq!(all.contains(&next()), links == 2, "{method} {path}: {all:?}");
            let (status, headers) = (response.status(), response.headers().clone());
            let error = ReceivedError::from_parts(status, headers, "");
            let expected = code.map(|code| format!("{PAGE}#{code}"));
            assert_eq!(error.docs_url(), expected.as_deref(), "{method} {path}");
        }
    }
    assert!(ApiError::exposed_headers().contains(&LINK));
}

/// Needs playwright-core in the folder that `BROWSER_TOOLS` names, and Chromium. `.ci/run` installs both.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs programs that cargo does not build"]
async fn a_link_leads_to_its_code_in_a_browser() {
    let tools = env::var_os("BROWSER_TOOLS").expect("BROWSER_TOOLS names a folder with node_modules");
    for table in ["catalog.toml", "tests/generated/linked.toml", "tests/html/rich.toml"] {
        let text =
            fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(table)).expect("it is there");
        let catalog = Catalog::parse(table, &text).expect("it is valid");
        let live = catalog.errors().iter().map(|entry| entry.code.clone());
        let codes: Vec<String> = live.chain(catalog.retired().iter().map(|row| row.code.clone())).collect();
        let page = html::render(&catalog);
        let server = Server::start(Router::new().route("/errors.html", get(async move || Html(page)))).await;
        let url = format!("http://{}/errors.html", server.address);
        let tools = tools.clone();
        let browser = tokio::task::spawn_blocking(move || {
            let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/docs_url/browser.mjs");
            Command::new("node").arg(script).arg(url).args(codes).env("BROWSER_TOOLS", tools).status()
        });
        assert!(browser.await.expect("nothing panics").expect("node is there").success(), "{table}");
    }
}
