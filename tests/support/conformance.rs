//! What the tests of the frameworks ask of a server, and what has to come back, to the byte.

#![allow(dead_code, reason = "each framework uses a part")]

use std::net::SocketAddr;

use bytes::Bytes;
use http::Method;
use http_body_util::{BodyStream, Full, StreamBody};
use reqwest::{Client, RequestBuilder};

use crate::client::{Answer, ask, clients};

/// A question to a server, and the answer that it has to give.
#[derive(Clone)]
pub(crate) struct Row {
    pub(crate) cause: &'static str,
    pub(crate) question: Question,
    pub(crate) answer: Answer,
}

/// A request.
#[derive(Clone)]
pub(crate) struct Question {
    pub(crate) method: Method,
    pub(crate) path: String,
    headers: Vec<(&'static str, &'static str)>,
    body: &'static [u8],
    /// Whether the length of the body is told beforehand.
    has_length: bool,
    /// Whether a `HEAD` request means the same.
    has_head: bool,
    /// Whether the server leaves the body unread: it then has to close a connection of HTTP/1.1.
    is_unread: bool,
}

impl Question {
    fn new(method: Method, path: impl Into<String>) -> Self {
        let path = path.into();
        Self {
            method,
            path,
            headers: Vec::new(),
            body: b"",
            has_length: true,
            has_head: true,
            is_unread: false,
        }
    }

    pub(crate) fn header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }

    pub(crate) fn body(mut self, body: impl Into<&'static [u8]>) -> Self {
        self.body = body.into();
        self
    }

    pub(crate) fn json(self, body: &'static str) -> Self {
        self.header("content-type", "application/json").body(body.as_bytes())
    }

    pub(crate) fn form(self, body: &'static str) -> Self {
        self.header("content-type", "application/x-www-form-urlencoded").body(body.as_bytes())
    }

    pub(crate) fn without_length(mut self) -> Self {
        self.has_length = false;
        self
    }

    pub(crate) fn without_head(mut self) -> Self {
        self.has_head = false;
        self
    }

    pub(crate) fn unread(mut self) -> Self {
        self.is_unread = true;
        self
    }

    pub(crate) fn below(mut self, prefix: &str) -> Self {
        self.path.insert_str(0, prefix);
        self
    }

    /// The same question as a `HEAD` request.
    pub(crate) fn as_head(&self) -> Option<Self> {
        let has_head = self.has_head && self.method == Method::GET;
        has_head.then(|| Self { method: Method::HEAD, ..self.clone() })
    }

    pub(crate) fn of(&self, client: &Client, server: SocketAddr) -> RequestBuilder {
        let url = format!("http://{server}{}", self.path);
        let mut request = client.request(self.method.clone(), url);
        for (name, value) in &self.headers {
            request = request.header(*name, *value);
        }
        let body = Full::new(Bytes::from_static(self.body));
        match (self.body, self.has_length) {
            (b"", _) => request,
            (_, true) => request.body(self.body),
            (_, false) => request.body(reqwest::Body::wrap(StreamBody::new(BodyStream::new(body)))),
        }
    }
}

pub(crate) fn by_get(path: impl Into<String>) -> Question {
    Question::new(Method::GET, path)
}

pub(crate) fn by_post(path: impl Into<String>) -> Question {
    Question::new(Method::POST, path)
}

pub(crate) fn row(cause: &'static str, question: Question, answer: Answer) -> Row {
    Row { cause, question, answer }
}

/// The envelope of a row of the table.
pub(crate) fn coded(status: u16, code: &str, retry: &str, message: &str) -> Answer {
    let advice = if retry == "true" { "backoff" } else { "never" };
    let body = format!(r#"{{"error":{{"code":"{code}","message":"{message}"}}}}"#);
    let headers = [
        format!("x-error-code: {code}"),
        format!("x-should-retry: {retry}"),
        format!("x-retry-advice: {advice}"),
    ];
    Answer::envelope(status, &headers.each_ref().map(String::as_str), &body)
}

/// The envelope of a status that no row stands for.
pub(crate) fn bare(status: u16, code: &str, message: &str) -> Answer {
    let body = format!(r#"{{"error":{{"code":"{code}","message":"{message}"}}}}"#);
    // A `GET`, or another method that is idempotent, is expected.
    let (retry, advice) = match status {
        425 | 429 => ("true", "backoff"),
        408 | 502..=504 | 599 => ("true", "if-idempotent"),
        _ => ("false", "never"),
    };
    let headers = [
        format!("x-error-code: {code}"),
        format!("x-should-retry: {retry}"),
        format!("x-retry-advice: {advice}"),
    ];
    Answer::envelope(status, &headers.each_ref().map(String::as_str), &body)
}

/// The row that stands for 404.
pub(crate) fn not_found() -> Answer {
    coded(404, "NOT_FOUND", "false", "Requested pikzonality does not exist")
}

/// The row that stands for 400 and 422, with the message of a rejection.
pub(crate) fn invalid(message: &str) -> Answer {
    coded(400, "VALIDATION_ERROR", "false", message)
}

/// The row that stands for 400 and 422.
pub(crate) fn validation_error() -> Answer {
    invalid("Request payload failed validation")
}

pub(crate) fn wrong_method() -> Answer {
    bare(405, "METHOD_NOT_ALLOWED", "Method Not Allowed")
}

pub(crate) fn wrong_type() -> Answer {
    bare(415, "UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type")
}

pub(crate) fn too_large() -> Answer {
    bare(413, "PAYLOAD_TOO_LARGE", "Payload Too Large")
}

pub(crate) fn internal() -> Answer {
    bare(500, "INTERNAL_SERVER_ERROR", "Internal Server Error")
}

/// The errors that every framework makes: an unknown route, bare statuses and panics. The server has the routes
/// `/status/{status}` and `/panic/{payload}`, with the payloads `str`, `string` and `number`.
pub(crate) fn common_rows() -> Vec<Row> {
    vec![
        row("no route", by_get("/nowhere"), not_found()),
        row("a bare 400", by_get("/status/400"), validation_error()),
        row("a bare 401", by_get("/status/401"), bare(401, "UNAUTHORIZED", "Unauthorized")),
        row("a bare 404", by_get("/status/404"), not_found()),
        row("a bare 409", by_get("/status/409"), bare(409, "CONFLICT", "Conflict")),
        row("a bare 418", by_get("/status/418"), bare(418, "IM_A_TEAPOT", "I'm a teapot")),
        row("a bare 422, by another status", by_get("/status/422"), validation_error()),
        row("a bare 429", by_get("/status/429"), bare(429, "TOO_MANY_REQUESTS", "Too Many Requests")),
        row("a bare 500", by_get("/status/500"), internal()),
        row("a bare 503", by_get("/status/503"), bare(503, "SERVICE_UNAVAILABLE", "Service Unavailable")),
        row("a bare 599, which has no name", by_get("/status/599"), bare(599, "STATUS_599", "Unknown error")),
        row("a panic", by_get("/panic/str"), internal()),
        row("a panic with a formatted text", by_get("/panic/string"), internal()),
        row("a panic with something else", by_get("/panic/number"), internal()),
    ]
}

/// Asks for every row over both versions of HTTP, and where it is a `GET`, once more as a `HEAD`.
pub(crate) async fn compare(server: SocketAddr, rows: &[Row]) {
    let mut wrong = Vec::new();
    for (version, client) in clients() {
        for Row { cause, question, answer } in rows {
            let mut expect = async |question: &Question, expected: Answer| {
                let what = format!("{cause}: {} {} over {version}", question.method, question.path);
                let answer = ask(&what, question.of(&client, server)).await;
                if answer != expected {
                    wrong.push(format!("{what}\nanswers {answer:?}\ninstead of {expected:?}\n"));
                }
            };
            let closes = question.is_unread && version == "HTTP/1.1";
            let closing = || answer.clone().with("connection: close");
            expect(question, if closes { closing() } else { answer.clone() }).await;
            if let Some(head) = question.as_head() {
                expect(&head, answer.clone().without_body()).await;
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
