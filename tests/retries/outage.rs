//! What clients that retry add to the load of a server that is down: no more than their budget.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use bytes::Bytes;
use error_catalog::reqwest_retry::RetryAdvice;
use error_catalog::tower_retry::RetryPolicy;
use http::StatusCode;
use http_body_util::Full;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware};
use reqwest_retry::policies::ExponentialBackoff;
use tower::retry::RetryLayer;
use tower::retry::budget::Budget;
use tower::{Layer, ServiceExt, service_fn};

use crate::server::Server;
use crate::ways::{Order, READY};

/// So many clients, of which so many are at work at a time.
const CLIENTS: usize = 1000;
const AT_ONCE: usize = 50;

/// What each of them sends: as much as earns it two retries; one, where requests are slow.
const EACH: usize = 10;
const FEW: usize = 5;

/// What all clients of a process may spend without having earned it.
const RESERVE: usize = 10;

/// A server that is down after so many requests, and counts them all.
struct Outage {
    url: String,
    attempts: Arc<AtomicUsize>,
    _server: Server,
}

impl Outage {
    async fn after(healthy: usize) -> Self {
        let attempts = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&attempts);
        let server = Server::start(service_fn(move |_: Request| {
            let mut response = Response::new(Body::empty());
            if count.fetch_add(1, Ordering::Relaxed) >= healthy {
                *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
            }
            std::future::ready(Ok::<_, Infallible>(response))
        }))
        .await;
        Self { url: format!("http://{}/", server.address), attempts, _server: server }
    }

    fn attempts(&self) -> usize {
        self.attempts.load(Ordering::Relaxed)
    }

    /// A fifth at most came on top, and the reserve of this process. It is not much less, either: the budget does not
    /// forbid what it allows.
    fn assert_fifth(&self, way: &str, each: usize) {
        let (requests, attempts) = (CLIENTS * each, self.attempts());
        println!("| {way} | 503 for ever, {requests} requests | GET | {attempts} | |");
        assert!(attempts <= requests * 6 / 5 + RESERVE, "{way}: {attempts}");
        assert!(attempts >= requests * 23 / 20, "{way}: {attempts}");
    }
}

/// All clients, as they are made.
async fn crowd<F>(client: impl Fn() -> F + Clone + Send + 'static)
where
    F: Future<Output = ()> + Send + 'static,
{
    let turns = (0..AT_ONCE).map(|_| {
        let client = client.clone();
        tokio::spawn(async move {
            for _ in 0..CLIENTS / AT_ONCE {
                client().await;
            }
        })
    });
    for turn in turns.collect::<Vec<_>>() {
        turn.await.expect("no client panics");
    }
}

/// The defaults, but for waits that a test has no time for.
fn policy() -> RetryPolicy {
    RetryPolicy::new().backoff(Duration::from_millis(1), Duration::from_millis(4))
}

type Hyper = Client<HttpConnector, Full<Bytes>>;

fn hyper() -> Hyper {
    Client::builder(TokioExecutor::new()).build_http()
}

/// Sends requests one after the other.
async fn through_tower(hyper: Hyper, policy: RetryPolicy, url: String, requests: usize) {
    let client = RetryLayer::new(policy).layer(hyper);
    for _ in 0..requests {
        let request = http::Request::get(&url).body(Full::default()).expect("the url is one");
        client.clone().oneshot(request).await.expect("the server is there");
    }
}

#[tokio::test]
async fn a_thousand_policies_add_a_fifth() {
    let (server, hyper) = (Outage::after(0).await, hyper());
    let url = server.url.clone();
    crowd(move || through_tower(hyper.clone(), policy(), url.clone(), EACH)).await;
    server.assert_fifth("tower, 1000 clients, a policy each", EACH);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_clients_of_one_policy_add_a_fifth() {
    let (server, hyper, policy) = (Outage::after(0).await, hyper(), policy());
    let url = server.url.clone();
    crowd(move || through_tower(hyper.clone(), policy.clone(), url.clone(), EACH)).await;
    server.assert_fifth("tower, 1000 clients of one policy", EACH);
}

fn with_advice(client: reqwest::Client, advice: RetryAdvice) -> ClientWithMiddleware {
    let backoff = ExponentialBackoff::builder()
        .retry_bounds(Duration::from_millis(1), Duration::from_millis(4))
        .build_with_max_retries(2);
    advice.around_with(ClientBuilder::new(client), backoff).build()
}

fn reqwest() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().expect("a client without TLS can be built")
}

async fn through_middleware(client: ClientWithMiddleware, url: String) {
    for _ in 0..FEW {
        client.get(&url).send().await.expect("the server is there");
    }
}

#[tokio::test]
async fn a_thousand_advices_add_a_fifth() {
    let (server, reqwest) = (Outage::after(0).await, reqwest());
    let url = server.url.clone();
    crowd(move || through_middleware(with_advice(reqwest.clone(), RetryAdvice::new()), url.clone())).await;
    server.assert_fifth("reqwest-middleware, 1000 clients, advice each", FEW);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_clients_of_one_advice_add_a_fifth() {
    let server = Outage::after(0).await;
    let (url, client) = (server.url.clone(), with_advice(reqwest(), RetryAdvice::new()));
    crowd(move || through_middleware(client.clone(), url.clone())).await;
    server.assert_fifth("reqwest-middleware, 1000 clients of one advice", FEW);
}

/// What a good time has saved may be spent in the first moments of an outage, but it is no more than that.
#[tokio::test]
async fn the_credit_of_a_good_time_is_spent_once() {
    let server = Outage::after(100).await;
    let (hyper, policy) = (hyper(), policy().reserve(0));
    let send = |requests| through_tower(hyper.clone(), policy.clone(), server.url.clone(), requests);
    send(100).await;
    assert_eq!(server.attempts(), 100, "nothing failed");
    send(10).await;
    let first_ten = server.attempts() - 100;
    send(90).await;
    let way = "tower, one client";
    println!("| {way} | 200 100 times, then 503: the first 10 of these | GET | {first_ten} | |");
    println!("| {way} | 200 100 times, then 503: all 200 | GET | {} | |", server.attempts());
    assert_eq!(server.attempts(), 240);
}

#[derive(Default)]
struct Counted {
    deposits: AtomicUsize,
    withdrawals: AtomicUsize,
}

impl Budget for Counted {
    fn deposit(&self) {
        self.deposits.fetch_add(1, Ordering::Relaxed);
    }

    fn withdraw(&self) -> bool {
        self.withdrawals.fetch_add(1, Ordering::Relaxed);
        true
    }
}

#[tokio::test]
async fn a_request_deposits_once_and_a_retry_withdraws_once() {
    let server = Outage::after(0).await;
    for way in READY {
        for (method, retries) in [("GET", 0), ("GET", 1), ("GET", 2), ("POST", 2)] {
            let budget = Arc::new(Counted::default());
            let order = Order {
                max_retries: retries,
                budget: budget.clone(),
                ..Order::new(server.url.clone(), method)
            };
            order.send(way).await.expect_err("the server is down");
            let what = format!("{way:?}, {method}, {retries} retries");
            let carried_out = order.sent.load(Ordering::Relaxed) - 1;
            assert_eq!(budget.deposits.load(Ordering::Relaxed), 1, "{what}");
            assert_eq!(budget.withdrawals.load(Ordering::Relaxed), carried_out, "{what}");
        }
    }
}
