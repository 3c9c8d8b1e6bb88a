//! A request to the image API, by its path.

use std::fmt;

use reqwest::Method;

pub struct Request {
    method: Method,
    path: String,
    body: &'static str,
    idempotency_key: Option<&'static str>,
}

impl Request {
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), body: "", idempotency_key: None }
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

    /// Names the order that this request is for. The server carries it out once, however often it is sent.
    pub fn for_order(self, key: &'static str) -> Self {
        Self { idempotency_key: Some(key), ..self }
    }

    pub fn method(&self) -> &Method {
        &self.method
    }

    pub fn path(&self) -> &str {
        &self.path
    }

    pub fn body(&self) -> &'static str {
        self.body
    }

    pub fn idempotency_key(&self) -> Option<&'static str> {
        self.idempotency_key
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}
