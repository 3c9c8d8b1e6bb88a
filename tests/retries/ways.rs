//! Real clients, each of which sends requests again in another way.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use axum::BoxError;
use bytes::Bytes;
use error_catalog::ReceivedError;
use http::{Method, Request, StatusCode};
use http_body_util::Full;
use tower::retry::budget::{Budget, TpsBudget};

/// The first wait of every backoff, without its jitter. The second is twice as long.
pub(crate) const FIRST: Duration = Duration::from_millis(20);
pub(crate) const LONGEST: Duration = Duration::from_secs(1);

/// What a `POST` sends.
pub(crate) const BODY: &str = "A fox";

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Way {
    Backon,
    TokioRetry2,
    Loop,
    TowerHyper,
    TowerReqwest,
    Middleware,
}

/// Those that are made with functions of a `ReceivedError`.
pub(crate) const LOOPS: [Way; 3] = [Way::Backon, Way::TokioRetry2, Way::Loop];

/// Those that this crate brings.
pub(crate) const READY: [Way; 3] = [Way::TowerHyper, Way::TowerReqwest, Way::Middleware];

impl Way {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Backon => "backon",
            Self::TokioRetry2 => "tokio-retry2",
            Self::Loop => "a loop",
            Self::TowerHyper => "tower, hyper-util",
            Self::TowerReqwest => "tower, reqwest",
            Self::Middleware => "reqwest-middleware",
        }
    }

    /// The shortest and the longest that the backoff may wait before a retry.
    pub(crate) fn bounds(self, retry: usize) -> (Duration, Duration) {
        let base = FIRST * (1 << retry);
        match self {
            Self::Middleware => (FIRST / 2, base),
            _ => (base, base * 2),
        }
    }
}

/// A request to be sent, and how often.
#[derive(Clone)]
pub(crate) struct Order {
    pub(crate) url: String,
    pub(crate) method: Method,
    pub(crate) key: Option<&'static str>,
    pub(crate) max_retries: u32,
    pub(crate) longest_wait: Duration,
    pub(crate) timeout: Duration,
    pub(crate) budget: Arc<dyn Budget + Send + Sync>,
    /// How often one of the ready parts has handed it to the client.
    pub(crate) sent: Arc<AtomicUsize>,
}

/// What comes of it in the end.
pub(crate) type Outcome = Result<StatusCode, Failure>;

#[derive(Debug)]
pub(crate) enum Failure {
    Received(ReceivedError),
    NoResponse(BoxError),
}

impl Order {
    /// With a budget that is never empty, for tests of the advice. `POST+key` is a `POST` with an idempotency key.
    pub(crate) fn new(url: String, method: &str) -> Self {
        let (method, key) = match method.split_once('+') {
            Some((method, _)) => (method, Some("8e03978e")),
            None => (method, None),
        };
        Self {
            url,
            method: method.parse().expect("the test's own method is one"),
            key,
            max_retries: 2,
            longest_wait: Duration::from_secs(5),
            timeout: Duration::from_secs(10),
            budget: Arc::new(TpsBudget::new(Duration::from_secs(10), 100, 0.2)),
            sent: Arc::default(),
        }
    }

    /// What goes with it: only methods that have one.
    pub(crate) fn body(&self) -> &'static str {
        if [Method::POST, Method::PUT, Method::PATCH].contains(&self.method) { BODY } else { "" }
    }

    pub(crate) fn http(&self) -> Request<Full<Bytes>> {
        let mut request = Request::builder().method(&self.method).uri(&self.url);
        if let Some(key) = self.key {
            request = request.header("idempotency-key", key);
        }
        request.body(self.body().into()).expect("the test's own request is one")
    }

    pub(crate) fn reqwest(&self) -> reqwest::Request {
        self.http().map(|_| self.body()).try_into().expect("the test's own request is one")
    }

    pub(crate) fn client(&self) -> reqwest::Client {
        let client = reqwest::Client::builder().no_proxy().timeout(self.timeout);
        client.build().expect("a client without TLS can be built")
    }

    pub(crate) async fn send(&self, way: Way) -> Outcome {
        match way {
            Way::Backon => self.with_backon().await.map_err(Failure::Received),
            Way::TokioRetry2 => self.with_tokio_retry2().await.map_err(Failure::Received),
            Way::Loop => self.in_a_loop().await.map_err(Failure::Received),
            Way::TowerHyper => self.through_tower_to_hyper().await,
            Way::TowerReqwest => self.through_tower_to_reqwest().await,
            Way::Middleware => self.through_middleware().await,
        }
    }
}

impl Failure {
    pub(crate) fn no_response(error: impl Into<BoxError>) -> Self {
        Self::NoResponse(error.into())
    }
}
