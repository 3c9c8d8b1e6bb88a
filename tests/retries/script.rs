//! A real server that fails by a script, and remembers who came when.

use std::collections::HashMap;
use std::convert::Infallible;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use bytes::Bytes;
use error_catalog::{ApiError, ErrorCode};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use http_body_util::BodyExt;
use tower::service_fn;

use crate::server::Server;

/// One answer of a script.
#[derive(Clone)]
pub(crate) struct Reply {
    code: Option<ErrorCode>,
    status: StatusCode,
    headers: Vec<(&'static str, &'static str)>,
}

/// The error of a row, as the server half writes it.
pub(crate) fn row(code: ErrorCode) -> Reply {
    Reply { code: Some(code), status: code.status(), headers: Vec::new() }
}

/// A status without a body, as a proxy answers.
pub(crate) fn bare(status: u16) -> Reply {
    let status = StatusCode::from_u16(status).expect("the test's own status is one");
    Reply { code: None, status, headers: Vec::new() }
}

impl Reply {
    /// The same with one more header.
    pub(crate) fn with(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    /// It carries its number, so that a client can tell whose error it was given.
    fn response(&self, number: usize) -> Response {
        let mut response: Response = match self.code {
            Some(code) => ApiError::from(code).into(),
            None => Response::new(Body::empty()),
        };
        *response.status_mut() = self.status;
        for (name, value) in &self.headers {
            response.headers_mut().append(*name, HeaderValue::from_static(value));
        }
        response.headers_mut().insert("x-request-id", number.into());
        response
    }
}

/// As it stands in a table.
impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status.as_u16())?;
        if let Some(code) = self.code {
            write!(f, " {}", code.as_str())?;
        }
        self.headers.iter().try_for_each(|(name, value)| write!(f, " {name}: {value}"))
    }
}

/// A request that has arrived.
#[derive(Clone)]
pub(crate) struct Seen {
    at: Instant,
    answered: Instant,
    pub(crate) method: Method,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// From each answer to the attempt that follows it.
pub(crate) fn waits(seen: &[Seen]) -> Vec<Duration> {
    seen.windows(2).map(|pair| pair[1].at - pair[0].answered).collect()
}

/// Every path plays the same script from its beginning; after its end there is nothing but success.
pub(crate) struct Script {
    server: Server,
    log: Log,
}

type Log = Arc<Mutex<HashMap<String, Vec<Seen>>>>;

impl Script {
    pub(crate) async fn start(replies: &[Reply]) -> Self {
        let (replies, log): (Arc<[Reply]>, Log) = (replies.into(), Log::default());
        let service = {
            let log = Arc::clone(&log);
            service_fn(move |request| answer(Arc::clone(&replies), Arc::clone(&log), request))
        };
        Self { server: Server::start(service).await, log }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.server.address)
    }

    /// Who came for a path.
    pub(crate) fn seen(&self, path: &str) -> Vec<Seen> {
        let log = self.log.lock().expect("no request panics");
        log.get(path).cloned().unwrap_or_default()
    }
}

async fn answer(replies: Arc<[Reply]>, log: Log, request: Request) -> Result<Response, Infallible> {
    let at = Instant::now();
    let (parts, body) = request.into_parts();
    let body = body.collect().await.expect("the client sends all of it").to_bytes();
    let mut log = log.lock().expect("no request panics");
    let seen = log.entry(parts.uri.path().to_owned()).or_default();
    let number = seen.len();
    let response = replies.get(number).map(|reply| reply.response(number + 1)).unwrap_or_default();
    let answered = Instant::now();
    seen.push(Seen { at, answered, method: parts.method, headers: parts.headers, body });
    Ok(response)
}
