//! Real clients over both versions of HTTP, and answers in a form that a test can compare.

use std::fmt;

use http::{HeaderMap, StatusCode};
use reqwest::Client;

use crate::server::soon;

/// A client per version of HTTP, with the name that a failing test says.
pub(crate) fn clients() -> [(&'static str, Client); 2] {
    let client = || Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
    let built = "a client without TLS can be built";
    [
        ("HTTP/1.1", client().http1_only().build().expect(built)),
        ("HTTP/2", client().http2_prior_knowledge().build().expect(built)),
    ]
}

/// Sends a request and reads all of the answer.
pub(crate) async fn ask(what: &str, request: reqwest::RequestBuilder) -> Answer {
    let response = soon(what, request.send()).await;
    let response = response.unwrap_or_else(|error| panic!("{what}: no response: {error:?}"));
    let (status, headers) = (response.status(), response.headers().clone());
    let body = soon(what, response.bytes()).await;
    let body = body.unwrap_or_else(|error| panic!("{what}: the body broke: {error:?}"));
    Answer::new(status, &headers, &body)
}

/// All that a response says, but for the time of day.
#[derive(Clone, Eq, PartialEq)]
pub(crate) struct Answer {
    status: StatusCode,
    /// `name: value`, in order.
    headers: Vec<String>,
    body: Vec<u8>,
}

impl Answer {
    pub(crate) fn new(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Self {
        let mut lines: Vec<String> = headers
            .iter()
            .filter(|(name, _)| *name != "date")
            .map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes())))
            .collect();
        lines.sort();
        Self { status, headers: lines, body: body.into() }
    }

    /// The envelope, with the two headers that describe it, and those that are named.
    pub(crate) fn envelope(status: u16, headers: &[&str], body: &str) -> Self {
        let described =
            ["content-type: application/json".to_owned(), format!("content-length: {}", body.len())];
        let mut headers: Vec<String> = headers.iter().map(ToString::to_string).chain(described).collect();
        headers.sort();
        let status = StatusCode::from_u16(status).expect("the test's own status is one");
        Self { status, headers, body: body.into() }
    }

    /// The same with one more header.
    pub(crate) fn with(mut self, header: impl Into<String>) -> Self {
        self.headers.push(header.into());
        self.headers.sort();
        self
    }

    /// What a `HEAD` request gets in its place.
    pub(crate) fn without_body(mut self) -> Self {
        self.body.clear();
        self
    }
}

/// As a person would read it in a failing test.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "\n{}\n{}\n\n{}\n",
            self.status,
            self.headers.join("\n"),
            String::from_utf8_lossy(&self.body)
        )
    }
}
