//! The image API as the application sees it: requests in, texts or errors out.

use std::fmt;
use std::time::Duration;

use error_catalog::ReceivedError;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, Method};

/// What the server said. Where it could not be heard, there is a [`reqwest::Error`] instead.
pub type Answer = Result<String, ReceivedError>;

pub struct Api<'a> {
    http: Client,
    address: &'a str,
    key: &'a str,
}

impl<'a> Api<'a> {
    pub fn new(address: &'a str, key: &'a str) -> reqwest::Result<Self> {
        // The server is on this machine: no proxy knows the way to it.
        let http = Client::builder().no_proxy().timeout(Duration::from_secs(10)).build()?;
        Ok(Self { http, address, key })
    }

    /// The same API with another key; an empty one is not sent.
    pub fn with_key(&self, key: &'a str) -> Self {
        Self { http: self.http.clone(), address: self.address, key }
    }

    /// Sends a request and reads the answer. Any response that is no success becomes an error here, and only here.
    pub async fn send(&self, request: &Request) -> reqwest::Result<Answer> {
        let Request { method, path, body } = request;
        let url = format!("http://{}{path}", self.address);
        let mut builder =
            self.http.request(method.clone(), url).header(CONTENT_TYPE, "application/json").body(*body);
        if !self.key.is_empty() {
            builder = builder.header("X-Api-Key", self.key);
        }
        let response = builder.send().await?;
        let status = response.status();
        if status.is_success() {
            return Ok(Ok(response.text().await?));
        }
        let headers = response.headers().clone();
        let body = response.bytes().await?;
        Ok(Err(ReceivedError::from_parts(status, headers, body)))
    }
}

pub struct Request {
    method: Method,
    path: String,
    body: &'static str,
}

impl Request {
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), body: "" }
    }

    pub fn get(path: &str) -> Self {
        Self::new(Method::GET, path)
    }

    pub fn post(path: &str, body: &'static str) -> Self {
        Self { body, ..Self::new(Method::POST, path) }
    }

    pub fn delete(path: &str) -> Self {
        Self::new(Method::DELETE, path)
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}
