//! A trace around the guard. Alone in its program, because the subscriber is one for all threads.

use std::io;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{MatchedPath, Request};
use layers::{Position, Server, service};
use tower_http::trace::TraceLayer;
use tracing_subscriber::fmt::MakeWriter;

/// The log of a test.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn take(&self) -> String {
        let bytes = std::mem::take(&mut *self.0.lock().expect("no writer panics"));
        String::from_utf8(bytes).expect("a log is text")
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no writer panics").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

fn traced(router: Router) -> Router {
    let span = |request: &Request| {
        tracing::info_span!(
            "request",
            route = request.extensions().get().map_or("no route", MatchedPath::as_str)
        )
    };
    router
        .layer(TraceLayer::new_for_http().make_span_with(span).on_request(()).on_response(()).on_failure(()))
}

/// One line for each error, in the span of its request, with the template of its route.
#[tokio::test]
async fn a_trace_has_the_route_and_what_the_guard_logs_is_in_the_span() {
    let log = Log::default();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .with_writer(log.clone())
        .with_ansi(false)
        .without_time()
        .init();
    for position in Position::ALL {
        let server = Server::start(position.place(service(), traced)).await;
        for (path, route, errors) in [
            ("/orders/7", "/orders/{id}", &[][..]),
            ("/orders/0", "/orders/{id}", &["NOT_FOUND"]),
            ("/orders/1", "/orders/{id}", &["error.cause=bucket eu-7 is full"]),
            ("/text", "/text", &["error.cause=replaced text: the name is taken"]),
            ("/panic", "/panic", &["error.cause=panicked: the author was wrong"]),
            ("/none", "no route", &["NOT_FOUND"]),
        ] {
            if position == Position::Alone && path == "/panic" {
                continue; // The connection breaks.
            }
            server.get(path).await;
            let log = log.take();
            let ours: Vec<&str> = log.lines().filter(|line| line.contains("error_catalog: ")).collect();
            let what = format!("{position:?}, {path}: {log}");
            let is_raised = path.starts_with("/orders");
            if position == Position::Alone && !is_raised {
                assert!(ours.is_empty(), "{what}");
                continue;
            }
            assert_eq!(ours.len(), errors.len(), "{what}");
            // A span that is inside of the guard has ended when the guard makes an error of its own.
            let span = if position == Position::Inside && !is_raised {
                String::new()
            } else {
                format!("request{{route=\"{route}\"}}:")
            };
            for (line, error) in ours.iter().zip(errors) {
                assert!(line.contains(error) && line.contains(&span), "{what}");
                assert_eq!(line.contains("request{"), !span.is_empty(), "{what}");
            }
        }
    }
}
