//! Four clients, as their users have them, and what came back to each.

use std::error::Error;
use std::time::Duration;

use bytes::Bytes;
use error_catalog::{ErrorForCode, ReadLimits, ReceivedError, blocking};
use http::{Method, Request};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client as Legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

/// Which client.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Who {
    Reqwest,
    Blocking,
    Ureq,
    Hyper,
}

impl Who {
    pub(crate) const ALL: [Self; 4] = [Self::Reqwest, Self::Blocking, Self::Ureq, Self::Hyper];
}

/// A request, and how much of its answer is wanted.
#[derive(Clone)]
pub(crate) struct Ask {
    pub(crate) url: String,
    pub(crate) method: Method,
    pub(crate) body: Vec<u8>,
    pub(crate) limits: ReadLimits,
    /// The time limit of those clients that have to have one themselves.
    pub(crate) patience: Duration,
}

/// What a user of the client has in the end.
pub(crate) enum Outcome {
    Error(ReceivedError),
    /// No error: what came of the body is for the user to read.
    Passed {
        status: u16,
        body: Result<Vec<u8>, String>,
    },
    /// The client's own error, from before there was a head.
    NoResponse(String),
}

/// One of each. They are made outside of any runtime, because the blocking one has a runtime of its own.
#[derive(Clone)]
pub(crate) struct Clients {
    reqwest: reqwest::Client,
    blocking: reqwest::blocking::Client,
    ureq: ureq::Agent,
    hyper: Legacy<HttpConnector, Full<Bytes>>,
}

impl Clients {
    pub(crate) fn new() -> Self {
        let built = "a client without TLS can be built";
        Self {
            reqwest: reqwest::Client::builder().no_proxy().build().expect(built),
            blocking: reqwest::blocking::Client::builder().no_proxy().build().expect(built),
            ureq: ureq::Agent::config_builder().proxy(None).http_status_as_error(false).build().new_agent(),
            hyper: Legacy::builder(TokioExecutor::new()).build_http(),
        }
    }

    /// Whatever panics in there, or hangs, is an outcome too.
    pub(crate) async fn ask(&self, who: Who, ask: Ask) -> Result<Outcome, String> {
        const LIMIT: Duration = Duration::from_secs(10);
        let clients = self.clone();
        let task = match who {
            Who::Reqwest => tokio::spawn(by_reqwest(clients.reqwest, ask)),
            Who::Blocking => tokio::task::spawn_blocking(move || by_blocking(&clients.blocking, ask)),
            Who::Ureq => tokio::task::spawn_blocking(move || by_ureq(&clients.ureq, ask)),
            Who::Hyper => tokio::spawn(by_hyper(clients.hyper, ask)),
        };
        match tokio::time::timeout(LIMIT, task).await {
            Ok(Ok(outcome)) => Ok(outcome),
            Ok(Err(panic)) => Err(panic.to_string()),
            Err(_) => Err(format!("no end in {LIMIT:?}")),
        }
    }
}

async fn by_reqwest(client: reqwest::Client, ask: Ask) -> Outcome {
    let sent = client.request(ask.method, ask.url).body(ask.body).send().await;
    let response = match sent {
        Ok(response) => response,
        Err(error) => return Outcome::NoResponse(root(&error)),
    };
    match response.error_for_code_within(ask.limits).await {
        Ok(response) => Outcome::Passed {
            status: response.status().as_u16(),
            body: response.bytes().await.map(Vec::from).map_err(|error| root(&error)),
        },
        Err(error) => Outcome::Error(error),
    }
}

fn by_blocking(client: &reqwest::blocking::Client, ask: Ask) -> Outcome {
    let request = client.request(ask.method, ask.url).timeout(ask.patience);
    let response = match request.body(ask.body).send() {
        Ok(response) => response,
        Err(error) => return Outcome::NoResponse(root(&error)),
    };
    match blocking::ErrorForCode::error_for_code_within(response, ask.limits) {
        Ok(response) => Outcome::Passed {
            status: response.status().as_u16(),
            body: response.bytes().map(Vec::from).map_err(|error| root(&error)),
        },
        Err(error) => Outcome::Error(error),
    }
}

fn by_ureq(agent: &ureq::Agent, ask: Ask) -> Outcome {
    let request = Request::builder().method(ask.method).uri(ask.url);
    let patience = Some(ask.patience);
    // An empty body would be sent as one, also with a `GET`.
    let sent = if ask.body.is_empty() {
        let request = request.body(()).expect("the test's own parts are valid");
        agent.run(agent.configure_request(request).timeout_recv_body(patience).build())
    } else {
        let request = request.body(ask.body).expect("the test's own parts are valid");
        agent.run(agent.configure_request(request).timeout_recv_body(patience).build())
    };
    let response = match sent {
        Ok(response) => response,
        Err(error) => return Outcome::NoResponse(root(&error)),
    };
    match blocking::ErrorForCode::error_for_code_within(response, ask.limits) {
        Ok(mut response) => Outcome::Passed {
            status: response.status().as_u16(),
            body: response.body_mut().read_to_vec().map_err(|error| root(&error)),
        },
        Err(error) => Outcome::Error(error),
    }
}

async fn by_hyper(client: Legacy<HttpConnector, Full<Bytes>>, ask: Ask) -> Outcome {
    let request = Request::builder().method(ask.method).uri(ask.url).body(Full::from(ask.body));
    let response = match client.request(request.expect("the test's own parts are valid")).await {
        Ok(response) => response,
        Err(error) => return Outcome::NoResponse(root(&error)),
    };
    match response.error_for_code_within(ask.limits).await {
        Ok(response) => Outcome::Passed {
            status: response.status().as_u16(),
            body: response.collect().await.map(|body| body.to_bytes().into()).map_err(|error| root(&error)),
        },
        Err(error) => Outcome::Error(error),
    }
}

/// The innermost error tells most in the fewest words.
fn root(error: &dyn Error) -> String {
    error.source().map_or_else(|| error.to_string(), root)
}
