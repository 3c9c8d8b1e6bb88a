//! The server behind the gateway.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::{HeaderMap, Method, Uri};
use error_catalog::{ErrorForCode as _, ReceivedError};
use reqwest::{Client, Response};

#[derive(Clone)]
pub struct Upstream {
    http: Client,
    address: Arc<str>,
}

impl Upstream {
    pub fn new(address: String) -> reqwest::Result<Self> {
        // The server is on this machine: no proxy knows the way to it.
        let http = Client::builder().no_proxy().timeout(Duration::from_secs(10)).build()?;
        Ok(Self { http, address: address.into() })
    }

    /// Sends a request once. Whether it is sent again is decided by whoever wants the answer: if each on the way did,
    /// their attempts would multiply.
    pub async fn send(
        &self,
        method: Method,
        uri: &Uri,
        headers: HeaderMap,
        body: Bytes,
    ) -> reqwest::Result<Result<Response, ReceivedError>> {
        let url = format!("http://{}{uri}", self.address);
        let response = self.http.request(method, url).headers(headers).body(body).send().await?;
        Ok(response.error_for_code().await)
    }
}
