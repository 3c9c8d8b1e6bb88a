//! The SDKs of the large AI APIs, as their users get them, in front of a guarded server: they obey `x-should-retry`.
//!
//! The row is `if-idempotent` and a 504, so the failed attempt may have been paid for. Without the header, the SDKs
//! decide by the status, and send it again.
//!
//! None of the SDKs sends an `Idempotency-Key` by itself, so the caller sets it.
//!
//! Needs the SDKs in the folder that `SDK_TOOLS` names: those for Node.js under `node_modules`, and that for Python under
//! `venv`. `.ci/run` puts them there.

#[allow(dead_code, reason = "an SDK takes its time")]
#[path = "support/server.rs"]
mod server;

use std::env;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::Request;
use axum::response::IntoResponse as _;
use error_catalog::axum::guard;
use error_catalog::guard::GuardLayer;
use error_catalog::{ApiError, ErrorCode, Retry};

use crate::server::Server;

/// The requests that arrived: the method, and the idempotency key.
type Arrived = Vec<(String, Option<String>)>;

const KEY: &str = "8e03978e";

#[tokio::test]
#[ignore = "needs the SDKs: see `.ci/run`"]
async fn openai_for_python_pays_once() {
    pays_once(&|tools| Command::new(tools.join("venv/bin/python")), "openai_python.py").await;
}

#[tokio::test]
#[ignore = "needs the SDKs: see `.ci/run`"]
async fn openai_for_node_pays_once() {
    pays_once(&|_| Command::new("node"), "openai_node.mjs").await;
}

#[tokio::test]
#[ignore = "needs the SDKs: see `.ci/run`"]
async fn anthropic_for_node_pays_once() {
    pays_once(&|_| Command::new("node"), "anthropic_node.mjs").await;
}

/// How the server fails.
#[derive(Clone, Copy, Debug)]
enum Failure {
    /// With an error of the table.
    Row(ErrorCode),
    /// With a bare 504, as a timeout does.
    Bare,
}

async fn pays_once(program: &dyn Fn(&Path) -> Command, script: &str) {
    let times =
        |method: &str, key: Option<&str>, count| vec![(method.to_owned(), key.map(Into::into)); count];
    let expected = [times("POST", None, 1), times("POST", Some(KEY), 3), times("GET", None, 3)].concat();
    for failure in [Failure::Row(ErrorCode::GenerationTimeout), Failure::Bare] {
        assert_eq!(play(program, script, failure, None).await, expected, "{script}, {failure:?}");
    }

    // Any other word is ignored, and a request without a key is paid for three times.
    let failure = Failure::Row(ErrorCode::GenerationTimeout);
    let arrived = play(program, script, failure, Some("if-idempotent")).await;
    let expected = [times("POST", None, 3), times("POST", Some(KEY), 3), times("GET", None, 3)].concat();
    assert_eq!(arrived, expected, "{script} with another word");
}

/// Runs a script against a server that always fails, and returns what the server received. `word` replaces the answer of
/// the guard.
async fn play(
    program: &dyn Fn(&Path) -> Command,
    script: &str,
    failure: Failure,
    word: Option<&'static str>,
) -> Arrived {
    if let Failure::Row(code) = failure {
        assert_eq!((code.status().as_u16(), code.retry()), (504, Retry::IfIdempotent));
    }
    let arrived = Arc::new(Mutex::new(Arrived::new()));
    let record = Arc::clone(&arrived);
    let fail = move |request: Request| {
        let key =
            request.headers().get("idempotency-key").map(|key| key.to_str().expect("it is text").into());
        record.lock().expect("no handler panics").push((request.method().to_string(), key));
        async move {
            match failure {
                Failure::Row(code) => ApiError::from(code).into_response(),
                Failure::Bare => http::StatusCode::GATEWAY_TIMEOUT.into_response(),
            }
        }
    };
    let router = guard(Router::new().fallback(fail), GuardLayer::<ErrorCode>::new().strict());
    let router =
        router.layer(axum::middleware::map_response(move |mut response: axum::response::Response| {
            if let Some(word) = word {
                response.headers_mut().insert("x-should-retry", http::HeaderValue::from_static(word));
            }
            async { response }
        }));
    let server = Server::start(router).await;
    run(program, script, server.address).await;
    let arrived = arrived.lock().expect("no handler panics");
    arrived.clone()
}

async fn run(program: &dyn Fn(&Path) -> Command, script: &str, address: SocketAddr) {
    let tools = env::var_os("SDK_TOOLS").expect("SDK_TOOLS names the folder of the SDKs");
    let tools = PathBuf::from(tools);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sdks").join(script);
    let mut command = program(&tools);
    command.arg(&script).arg(format!("http://{address}")).arg(KEY);
    if script.extension().is_some_and(|extension| extension == "mjs") {
        command.arg(&tools);
    }
    // A proxy of the machine does not know this server.
    command.env("NO_PROXY", "127.0.0.1");
    let output = tokio::task::spawn_blocking(move || command.output()).await;
    let output = output.expect("it ends").unwrap_or_else(|error| panic!("{}: {error}", script.display()));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {said}", script.display());
}
