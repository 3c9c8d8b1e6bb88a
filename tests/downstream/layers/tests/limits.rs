//! Layers with state: what is made once stays made once, in every way of serving.

use std::future::ready;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::routing::get;
use axum::{Router, ServiceExt};
use error_catalog::ErrorCode;
use error_catalog::guard::GuardLayer;
use layers::{Answer, Position, Server};
use tokio::time::sleep;
use tower::limit::{ConcurrencyLimitLayer, GlobalConcurrencyLimitLayer};
use tower::{Layer, ServiceBuilder};
use tower_governor::GovernorLayer;
use tower_governor::governor::GovernorConfigBuilder;
use tower_governor::key_extractor::GlobalKeyExtractor;
use tower_http::timeout::TimeoutLayer;

/// Counts the requests that are inside at the same time.
#[derive(Clone, Default)]
struct Inside {
    now: Arc<AtomicUsize>,
    peak: Arc<AtomicUsize>,
}

impl Inside {
    async fn slow(State(inside): State<Self>) {
        let now = inside.now.fetch_add(1, Ordering::SeqCst) + 1;
        inside.peak.fetch_max(now, Ordering::SeqCst);
        sleep(Duration::from_millis(100)).await;
        inside.now.fetch_sub(1, Ordering::SeqCst);
    }

    fn peak(&self) -> usize {
        self.peak.load(Ordering::SeqCst)
    }
}

/// A layer that counts how often it was made, in front of another layer.
#[derive(Clone)]
struct Counted<L>(L, Arc<AtomicUsize>);

impl<S, L: Layer<S>> Layer<S> for Counted<L> {
    type Service = L::Service;

    fn layer(&self, inner: S) -> Self::Service {
        self.1.fetch_add(1, Ordering::SeqCst);
        self.0.layer(inner)
    }
}

type Serve = fn(Router) -> std::pin::Pin<Box<dyn Future<Output = Server>>>;

const WAYS: [(&str, Serve); 5] = [
    ("axum::serve", |router| Box::pin(Server::start(router))),
    ("into_make_service", |router| {
        Box::pin(Server::serve(|listener| async {
            axum::serve(listener, router.into_make_service()).await.expect("serving never ends");
        }))
    }),
    ("with connect info", |router| {
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        Box::pin(Server::serve(|listener| async {
            axum::serve(listener, service).await.expect("serving never ends");
        }))
    }),
    ("nested and merged", |router| {
        let router = Router::new().nest("/v1", router.clone()).merge(router);
        Box::pin(Server::start(router))
    }),
    ("as a service", |router| {
        let service = ServiceExt::<Request>::into_make_service(router);
        Box::pin(Server::serve(|listener| async {
            axum::serve(listener, service).await.expect("serving never ends");
        }))
    }),
];

async fn four(server: &Server) -> Duration {
    let start = Instant::now();
    let answers =
        tokio::join!(server.get("/slow"), server.get("/slow"), server.get("/slow"), server.get("/slow"));
    let all: [Answer; 4] = answers.into();
    assert!(all.iter().all(|answer| answer.status == 200), "{all:?}");
    start.elapsed()
}

#[tokio::test]
async fn a_limit_on_concurrency_limits() {
    for position in [Position::Outside, Position::Inside] {
        for (way, serve) in WAYS {
            for has_state in [true, false] {
                let (inside, made) = (Inside::default(), Arc::new(AtomicUsize::new(0)));
                let limit = Counted(ConcurrencyLimitLayer::new(1), made.clone());
                let router = Router::new().route("/slow", get(Inside::slow));
                let router = if has_state {
                    // With the limit on the router that lacks its state yet.
                    let limited = router.layer(limit).with_state(inside.clone());
                    position.place(limited, |router| router)
                } else {
                    position.place(router.with_state(inside.clone()), |router| router.layer(limit))
                };
                let server = serve(router).await;
                let before = made.load(Ordering::SeqCst);
                let time = four(&server).await;
                let what = format!("{position:?}, {way}, with state: {has_state}");
                assert_eq!(inside.peak(), 1, "{what}: one at a time");
                assert!(time >= Duration::from_millis(400), "{what}: {time:?}");
                assert_eq!(made.load(Ordering::SeqCst), before, "{what}: nothing is made while serving");
            }
        }
    }
}

#[tokio::test]
async fn a_buffer_keeps_its_worker_and_a_rate_its_count() {
    let layer = ServiceBuilder::new()
        .layer(GuardLayer::<ErrorCode>::new())
        .load_shed()
        .buffer(8)
        .rate_limit(2, Duration::from_secs(3600));
    let inside = Inside::default();
    let router = Router::new().route("/slow", get(Inside::slow)).with_state(inside).layer(layer);
    let server = Server::start(error_catalog::guard(router)).await;
    assert_eq!(server.get("/slow").await.status, 200);
    assert_eq!(server.get("/slow").await.status, 200);
    // The third has to wait for an hour.
    assert!(tokio::time::timeout(Duration::from_millis(300), server.get("/slow")).await.is_err());
}

#[tokio::test]
async fn what_is_shed_is_an_error_of_the_catalog() {
    let shed = ServiceBuilder::new()
        .layer(GuardLayer::<ErrorCode>::new())
        .load_shed()
        .layer(GlobalConcurrencyLimitLayer::new(1));
    let router = Router::new().route("/slow", get(Inside::slow)).with_state(Inside::default());
    for position in [Position::Outside, Position::Inside] {
        let server = Server::start(position.place(router.clone(), |router| router.layer(shed.clone()))).await;
        let (first, second) = tokio::join!(server.get("/slow"), server.get("/slow"));
        let mut all = [first, second];
        all.sort_by_key(|answer| answer.status);
        let [served, shed] = all;
        assert_eq!((served.status, shed.status), (200, 503), "{position:?}: {shed:?}");
        assert_eq!(shed.code(), Some("SERVICE_UNAVAILABLE"), "{position:?}");
        assert_eq!(shed.header("x-should-retry"), Some("true"), "{position:?}: nothing was done");
    }
}

#[tokio::test]
async fn a_governor_counts_and_its_text_becomes_an_error_of_the_catalog() {
    for position in Position::ALL {
        let config = GovernorConfigBuilder::default()
            .key_extractor(GlobalKeyExtractor)
            .per_second(60)
            .burst_size(2)
            .finish()
            .expect("the numbers are positive");
        let limit = GovernorLayer::new(config);
        let server = Server::start(position.place(layers::service(), |router| router.layer(limit))).await;
        for _ in 0..2 {
            assert_eq!(server.get("/orders/7").await.status, 200, "{position:?}");
        }
        let answer = server.get("/orders/7").await;
        assert_eq!(answer.status, 429, "{position:?}: {answer:?}");
        assert!(answer.header("retry-after").is_some(), "{position:?}: {answer:?}");
        let expected = (position == Position::Inside).then_some("TOO_MANY_REQUESTS");
        assert_eq!(answer.code(), expected, "{position:?}: {answer:?}");
    }
}

#[tokio::test]
async fn a_timeout_is_an_error_of_the_catalog() {
    for position in Position::ALL {
        let layer =
            TimeoutLayer::with_status_code(http::StatusCode::GATEWAY_TIMEOUT, Duration::from_millis(50));
        let router = Router::new()
            .route("/stuck", get(std::future::pending::<()>))
            .route("/fine", get(|| ready("fine")));
        let server = Server::start(position.place(router, |router| router.layer(layer))).await;
        let answer = server.get("/stuck").await;
        assert_eq!(answer.status, 504, "{position:?}");
        let expected = (position == Position::Inside).then_some("GATEWAY_TIMEOUT");
        assert_eq!(answer.code(), expected, "{position:?}");
        assert_eq!(server.get("/fine").await.body, "fine", "{position:?}");
    }
}
