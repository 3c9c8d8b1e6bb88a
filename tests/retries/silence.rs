//! Servers that give no response at all: nobody knows then whether the request was carried out.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use reqwest_retry::RetryError;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::server::soon;
use crate::ways::{BODY, Failure, Order, READY, Way};

/// What a server does when it has read all of a request.
#[derive(Clone, Copy, Debug)]
enum Deed {
    HangUp,
    Stall,
    /// Says something that is not HTTP.
    Babble,
    Answer,
}

/// A server that counts what it has read. It stops with the test.
struct Silent {
    url: String,
    read: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl Silent {
    /// Does so to the first request, and answers all that follow.
    async fn start(first: Deed) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let url = format!("http://{}/", listener.local_addr().expect("it has an address"));
        let read = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&read);
        let task = tokio::spawn(async move {
            loop {
                let (socket, _) = listener.accept().await.expect("accepting does not fail");
                tokio::spawn(serve(socket, first, Arc::clone(&count)));
            }
        });
        Self { url, read, task }
    }
}

impl Drop for Silent {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut socket: TcpStream, first: Deed, count: Arc<AtomicUsize>) {
    let mut request = Vec::new();
    while !is_whole(&request) {
        if socket.read_buf(&mut request).await.expect("reading does not fail") == 0 {
            return;
        }
    }
    let is_first = count.fetch_add(1, Ordering::Relaxed) == 0;
    match if is_first { first } else { Deed::Answer } {
        Deed::HangUp => {}
        Deed::Stall => std::future::pending().await,
        Deed::Babble => drop(socket.write_all(b"SSH-2.0-OpenSSH_9.2\r\n\r\n").await),
        Deed::Answer => {
            let answer = b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
            // A client that has given up is not there any more.
            let _ = socket.write_all(answer).await;
        }
    }
}

/// Without a body, or with the one that these tests send.
fn is_whole(request: &[u8]) -> bool {
    let has_body = request.starts_with(b"P");
    request.ends_with(if has_body { BODY.as_bytes() } else { b"\r\n\r\n" })
}

#[tokio::test]
async fn what_may_have_been_carried_out_is_sent_again_only_where_that_does_no_harm() {
    let mut running = Vec::new();
    for (first, ways) in [(Deed::HangUp, &READY[..]), (Deed::Stall, &READY[1..])] {
        for (method, attempts) in
            [("GET", 2), ("PUT", 2), ("DELETE", 2), ("POST+key", 2), ("POST", 1), ("PATCH", 1)]
        {
            running.extend(ways.iter().map(|way| tokio::spawn(silence(first, method, *way, attempts))));
        }
    }
    for case in running {
        case.await.expect("each number of attempts is right");
    }
}

/// Another attempt would get the same.
#[tokio::test]
async fn what_is_no_response_is_not_asked_for_again() {
    for way in READY {
        for method in ["GET", "POST+key", "POST"] {
            let server = Silent::start(Deed::Babble).await;
            let outcome = soon(way.name(), Order::new(server.url.clone(), method).send(way)).await;
            assert!(matches!(outcome, Err(Failure::NoResponse(_))), "{way:?}, {method}: {outcome:?}");
            assert_eq!(server.read.load(Ordering::Relaxed), 1, "{way:?}, {method}");
            println!("| {} | no HTTP | {method} | 1 | |", way.name());
        }
    }
}

async fn silence(first: Deed, method: &'static str, way: Way, attempts: usize) {
    let server = Silent::start(first).await;
    let mut order = Order::new(server.url.clone(), method);
    order.timeout = Duration::from_secs(1);
    let what = format!("| {} | no response: {first:?}; 200 | {method} | {attempts} | |", way.name());
    let outcome = soon(&what, order.send(way)).await;
    assert_eq!(server.read.load(Ordering::Relaxed), attempts, "{what}: {outcome:?}");
    assert_eq!(outcome.is_ok(), attempts == 2, "{what}: {outcome:?}");
    println!("{what}");
}

/// An address that nobody listens at.
pub(crate) async fn nowhere() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    format!("http://{}/", listener.local_addr().expect("it has an address"))
}

/// Where nobody listens nothing was carried out. But the connection that failed may be the second of a request that was
/// redirected, and no error tells one from the other.
#[tokio::test]
async fn a_refused_connection_may_be_the_second() {
    for way in READY {
        for (method, attempts) in [("GET", 3), ("POST+key", 3), ("POST", 1)] {
            let order = Order::new(nowhere().await, method);
            let outcome = soon(way.name(), order.send(way)).await;
            assert!(matches!(outcome, Err(Failure::NoResponse(_))), "{way:?}, {method}: {outcome:?}");
            assert_eq!(order.sent.load(Ordering::Relaxed), attempts, "{way:?}, {method}");
            println!("| {} | connection refused | {method} | {attempts} | |", way.name());
        }
    }
}

/// Whoever wants to know what happened finds the client's own error, as without these parts.
#[tokio::test]
async fn the_clients_own_error_is_among_the_sources() {
    for way in [Way::TowerReqwest, Way::Middleware] {
        for method in ["GET", "POST"] {
            let order = Order::new(nowhere().await, method);
            let Err(Failure::NoResponse(error)) = order.send(way).await else {
                panic!("nobody is there");
            };
            assert!(is_of_connect(&*error), "{way:?}, {method}: {error:?}");
        }
    }
}

fn is_of_connect(error: &(dyn Error + 'static)) -> bool {
    let own = error.downcast_ref().is_some_and(reqwest::Error::is_connect);
    let wrapped = error.downcast_ref().is_some_and(reqwest_middleware::Error::is_connect);
    // That of a single attempt stands for what it holds, which is not among its sources.
    let of_one = match error.downcast_ref() {
        Some(reqwest_middleware::Error::Middleware(error)) => match error.downcast_ref() {
            Some(RetryError::Error(error)) => error.is_connect(),
            _ => false,
        },
        _ => false,
    };
    own || wrapped || of_one || error.source().is_some_and(is_of_connect)
}
