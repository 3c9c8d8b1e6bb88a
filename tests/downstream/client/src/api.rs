//! The image API as the application sees it: requests in, texts or errors out.

use std::sync::Arc;
use std::time::Duration;

use error_catalog::receive::{ErrorForCode, RetryAdvice};
use error_catalog::{ReadLimits, ReceivedError};
use reqwest::Client;
use reqwest::header::{CONTENT_TYPE, HeaderName};
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware};

use crate::metrics::{CountAttempts, Metrics};
use crate::request::Request;

/// What the server said. Where it could not be heard, there is a [`reqwest_middleware::Error`] instead.
pub type Answer = Result<String, ReceivedError>;

pub struct Api<'a> {
    http: ClientWithMiddleware,
    metrics: Arc<Metrics>,
    address: &'a str,
    key: &'a str,
}

impl<'a> Api<'a> {
    /// An API that gets each answer as it is.
    pub fn new(address: &'a str, key: &'a str) -> reqwest::Result<Self> {
        Ok(Self::build(ClientBuilder::new(client()?), address, key))
    }

    /// The same for an application: a request is sent again where the catalog advises it.
    pub fn with_retries(address: &'a str, key: &'a str) -> reqwest::Result<Self> {
        let http = RetryAdvice::new().around(ClientBuilder::new(client()?));
        Ok(Self::build(http, address, key))
    }

    /// Inside of the retries each attempt is counted.
    fn build(http: ClientBuilder, address: &'a str, key: &'a str) -> Self {
        let metrics = Arc::<Metrics>::default();
        let http = http.with(CountAttempts::new(&metrics)).build();
        Self { http, metrics, address, key }
    }

    /// The same API with another key; an empty one is not sent.
    pub fn with_key(&self, key: &'a str) -> Self {
        Self { http: self.http.clone(), metrics: Arc::clone(&self.metrics), address: self.address, key }
    }

    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// Sends a request and reads the answer. Any response that is no success becomes an error here, and only here.
    pub async fn send(&self, request: &Request) -> reqwest_middleware::Result<Answer> {
        let url = format!("http://{}{}", self.address, request.path());
        let mut builder = self
            .http
            .request(request.method().clone(), url)
            .header(CONTENT_TYPE, "application/json")
            .body(request.body());
        if !self.key.is_empty() {
            builder = builder.header("X-Api-Key", self.key);
        }
        if let Some(key) = request.idempotency_key() {
            builder = builder.header(IDEMPOTENCY_KEY, key);
        }
        match builder.send().await?.error_for_code_within(LIMITS).await {
            Ok(response) => Ok(Ok(response.text().await?)),
            Err(error) => {
                self.metrics.count_failure(error.label());
                Ok(Err(error))
            }
        }
    }
}

fn client() -> reqwest::Result<Client> {
    // The server is on this machine: no proxy knows the way to it.
    Client::builder().no_proxy().timeout(Duration::from_secs(10)).build()
}

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// No error of this API is longer than a page, or takes its time.
const LIMITS: ReadLimits = ReadLimits::new().bytes(4096).time(Duration::from_secs(1));
