//! Layers that watch: metrics, error trackers, audits. They see the route and the error.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum_prometheus::PrometheusMetricLayer;
use error_catalog::RaisedError;
use layers::{Position, Server, count_errors, report_errors, service};
use metrics_util::debugging::{DebugValue, DebuggingRecorder};
use sentry_tower::{NewSentryLayer, SentryHttpLayer};
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};

fn route(request: &Request) -> String {
    request.extensions().get().map_or("no route", MatchedPath::as_str).to_owned()
}

#[tokio::test]
async fn a_request_id_is_on_each_error_and_in_the_response() {
    for position in Position::ALL {
        let ids = |router: Router| {
            router
                .layer(PropagateRequestIdLayer::x_request_id())
                .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        };
        let server = Server::start(position.place(service(), ids)).await;
        for path in ["/orders/7", "/orders/0", "/text", "/none"] {
            let answer = server.get(path).await;
            let id = answer.header("x-request-id").map(str::len);
            assert_eq!(id, Some(36), "{position:?}, {path}: {answer:?}");
        }
    }
}

/// One series for each route, not for each id.
#[tokio::test]
async fn metrics_have_the_template_of_the_route() {
    let (layer, handle) = PrometheusMetricLayer::pair();
    for position in Position::ALL {
        let metrics = layer.clone();
        // A prefix tells the positions apart.
        let prefix = format!("/{position:?}");
        let router = position.place(Router::new().nest(&prefix, service()), |router| router.layer(metrics));
        let server = Server::start(router).await;
        for id in [0, 0, 7, 8, 9] {
            server.get(&format!("{prefix}/orders/{id}")).await;
        }
        let text = handle.render();
        for (status, count) in [("200", 3), ("404", 2)] {
            let series = format!(
                "axum_http_requests_total{{method=\"GET\",status=\"{status}\",endpoint=\"{prefix}/orders/{{id}}\"}} {count}"
            );
            assert!(text.contains(&series), "{position:?}: no {series} in\n{text}");
        }
        assert!(!text.contains(&format!("{prefix}/orders/7")), "{position:?}: {text}");
    }
}

/// What a layer sees of the errors of the service.
#[tokio::test]
async fn the_error_is_in_the_extensions_outside() {
    let seen: Arc<Mutex<Vec<String>>> = Arc::default();
    let audit = {
        let seen = seen.clone();
        move |request: Request, next: Next| {
            let (seen, route) = (seen.clone(), route(&request));
            async move {
                let response: Response = next.run(request).await;
                if let Some(raised) = response.extensions().get::<RaisedError>() {
                    let cause = std::error::Error::source(raised).map(ToString::to_string);
                    let line = format!("{route} {} {} {:?}", raised.status().as_u16(), raised.label(), cause);
                    seen.lock().expect("nothing panics here").push(line);
                }
                response
            }
        }
    };
    let all = [
        "/orders/{id} 404 NOT_FOUND None",
        "/orders/{id} 500 UPLOAD_FAILED Some(\"bucket eu-7 is full\")",
        "/text 409 409 Some(\"replaced text: the name is taken\")",
        "/panic 500 500 Some(\"panicked: the author was wrong\")",
        "no route 404 NOT_FOUND None",
    ];
    for (position, expected) in
        [(Position::Outside, &all[..]), (Position::Inside, &all[..2]), (Position::Alone, &all[..2])]
    {
        let audit = axum::middleware::from_fn(audit.clone());
        let server = Server::start(position.place(service(), |router| router.layer(audit))).await;
        for path in ["/orders/7", "/orders/0", "/orders/1", "/text", "/panic", "/none"] {
            if position != Position::Alone || path != "/panic" {
                server.get(path).await;
            }
        }
        assert_eq!(std::mem::take(&mut *seen.lock().expect("nothing panics here")), expected, "{position:?}");
    }
}

#[test]
fn an_error_tracker_has_the_transaction_of_the_route() {
    for position in Position::ALL {
        let options = sentry::ClientOptions { traces_sample_rate: 1.0, ..sentry::ClientOptions::default() };
        let envelopes = sentry::test::with_captured_envelopes_options(
            || {
                block_on(async {
                    let layers = |router: Router| {
                        router
                            .layer(SentryHttpLayer::new().enable_transaction())
                            .layer(NewSentryLayer::new_from_top())
                    };
                    let server = Server::start(position.place(service(), layers)).await;
                    for path in ["/orders/7", "/orders/0", "/text"] {
                        server.get(path).await;
                    }
                });
            },
            options,
        );
        let names: Vec<String> = envelopes
            .iter()
            .flat_map(sentry::Envelope::items)
            .filter_map(|item| match item {
                sentry::protocol::EnvelopeItem::Transaction(transaction) => transaction.name.clone(),
                _ => None,
            })
            .collect();
        assert_eq!(names, ["GET /orders/{id}", "GET /orders/{id}", "GET /text"], "{position:?}");
    }
}

#[test]
fn errors_are_counted_by_code_and_route() {
    let recorder = DebuggingRecorder::new();
    let snapshot = recorder.snapshotter();
    metrics::with_local_recorder(&recorder, || {
        block_on(async {
            let server = Server::start(guarded().layer(from_fn(count_errors))).await;
            for path in ["/orders/0", "/orders/0", "/orders/1", "/orders/7", "/text", "/panic", "/none"] {
                server.get(path).await;
            }
        });
    });
    let counts: BTreeMap<String, u64> = snapshot
        .snapshot()
        .into_vec()
        .into_iter()
        .filter_map(|(key, _, _, value)| match value {
            DebugValue::Counter(count) => {
                let labels: Vec<&str> = key.key().labels().map(metrics::Label::value).collect();
                Some((labels.join(" "), count))
            }
            _ => None,
        })
        .collect();
    let expected = [
        ("409 /text", 1),
        ("500 /panic", 1),
        ("NOT_FOUND /orders/{id}", 2),
        ("NOT_FOUND unknown", 1),
        ("UPLOAD_FAILED /orders/{id}", 1),
    ];
    assert_eq!(counts, expected.map(|(labels, count)| (labels.to_owned(), count)).into());
}

#[test]
fn errors_of_the_operator_are_reported_by_code() {
    let events = sentry::test::with_captured_events(|| {
        block_on(async {
            let server = Server::start(guarded().layer(from_fn(report_errors))).await;
            for path in ["/orders/0", "/orders/1", "/orders/7", "/text", "/panic"] {
                server.get(path).await;
            }
        });
    });
    let reports: Vec<(String, Vec<String>)> = events
        .iter()
        .map(|event| {
            let values = event.exception.values.iter().filter_map(|exception| exception.value.clone());
            (event.tags["code"].clone(), values.collect())
        })
        .collect();
    let report =
        |code: &str, causes: &[&str]| (code.to_owned(), causes.iter().map(ToString::to_string).collect());
    let upload = format!("UPLOAD_FAILED: {}", error_catalog::ErrorCode::UploadFailed.message());
    assert_eq!(
        reports,
        [
            report("UPLOAD_FAILED", &["bucket eu-7 is full", &upload]),
            report(
                "500",
                &["panicked: the author was wrong", "INTERNAL_SERVER_ERROR: Internal Server Error"]
            ),
        ]
    );
}

fn guarded() -> Router {
    error_catalog::guard(service())
}

fn block_on(future: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("there is a runtime").block_on(future);
}
