//! A request that was redirected has been seen by a server, which may have carried it out: the answer of the next one says
//! nothing about that.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::extract::Request;
use axum::response::{IntoResponse, Redirect};
use tower::service_fn;

use crate::script::{Script, bare};
use crate::server::{Server, soon};
use crate::silence::nowhere;
use crate::ways::{Order, Way};

/// Those whose client follows redirects.
const WAYS: [Way; 2] = [Way::TowerReqwest, Way::Middleware];

#[tokio::test]
async fn a_redirected_post_is_sent_once() {
    for way in WAYS {
        for (method, attempts) in [("POST", 1), ("POST+key", 3), ("GET", 3)] {
            let busy = Script::start(&[bare(429), bare(429), bare(429)]).await;
            for target in [busy.url("/result"), nowhere().await] {
                let received = Arc::new(AtomicUsize::new(0));
                let server = send_on(target.clone(), Arc::clone(&received)).await;
                let order = Order::new(format!("http://{}/pay", server.address), method);
                let outcome = soon(way.name(), order.send(way)).await;
                let received = received.load(Ordering::Relaxed);
                assert_eq!(received, attempts, "{way:?}, {method} to {target}: {outcome:?}");
                println!("| {} | 303 to 429 or nowhere | {method} | {received} | |", way.name());
            }
        }
    }
}

/// The client gives up after ten redirects, and would do so again.
#[tokio::test]
async fn redirects_without_an_end_are_followed_once() {
    for way in WAYS {
        let received = Arc::new(AtomicUsize::new(0));
        let server = send_on("/again".to_owned(), Arc::clone(&received)).await;
        let order = Order::new(format!("http://{}/", server.address), "GET");
        let outcome = soon(way.name(), order.send(way)).await;
        assert!(outcome.is_err(), "{way:?}: {outcome:?}");
        assert_eq!(received.load(Ordering::Relaxed), 11, "{way:?}");
        println!("| {} | redirects without an end | GET | 1 | |", way.name());
    }
}

/// A server that carries out every request, then says with a 303 where to look for the result.
async fn send_on(target: String, received: Arc<AtomicUsize>) -> Server {
    let service = service_fn(move |_: Request| {
        received.fetch_add(1, Ordering::Relaxed);
        let answer = Redirect::to(&target).into_response();
        async { Ok::<_, Infallible>(answer) }
    });
    Server::start(service).await
}
