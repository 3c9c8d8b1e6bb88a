//! One error for a whole call, from real clients of servers that give no response, or none that can be read.

use std::error::Error;
use std::io::{self, Read, Write};
use std::net::TcpListener;
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use error_catalog::reqwest_retry::RetryAdvice;
use error_catalog::{Actor, CallError, ErrorCode, ErrorForCode, Failure, Retry, blocking};
use http::{Method, Request, StatusCode};
use http_body_util::{BodyExt, Empty};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use reqwest_middleware::ClientBuilder;
use reqwest_retry::policies::ExponentialBackoff;

/// What a server writes after it has read a request, before it hangs up. `None` waits for ever.
type Answer = Option<&'static [u8]>;

/// The address of a server that does so to every request, for as long as the test runs.
fn serve(answer: Answer) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it has an address");
    thread::spawn(move || {
        for socket in listener.incoming() {
            let mut socket = socket.expect("accepting does not fail");
            // A client that has given up is not there any more.
            let _ = socket.read(&mut [0; 4096]);
            match answer {
                Some(answer) => drop(socket.write_all(answer)),
                None => drop(thread::spawn(move || {
                    thread::park();
                    drop(socket);
                })),
            }
        }
    });
    format!("http://{address}/v1/styles?key=secret")
}

fn nowhere() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    format!("http://{}/v1/styles?key=secret", listener.local_addr().expect("it has an address"))
}

const TIMEOUT: Duration = Duration::from_millis(300);

fn reqwest_client() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().timeout(TIMEOUT).build().expect("it needs no TLS")
}

async fn with_reqwest(url: &str) -> Result<String, CallError> {
    let response = reqwest_client().get(url).send().await?.error_for_code().await?;
    Ok(response.text().await?)
}

/// As a tower service returns it.
async fn with_boxed_errors(url: &str) -> Result<String, CallError> {
    let sent = reqwest_client().get(url).send().await.map_err(axum::BoxError::from);
    let response = sent.map_err(CallError::no_response)?.error_for_code().await?;
    Ok(response.text().await?)
}

async fn with_middleware(url: &str) -> Result<String, CallError> {
    // Attempts come in quick succession, and a test does not wait for them.
    let client = RetryAdvice::<ErrorCode>::new().reserve(u32::MAX);
    let backoff = ExponentialBackoff::builder().retry_bounds(Duration::ZERO, Duration::ZERO);
    let client =
        client.around_with(ClientBuilder::new(reqwest_client()), backoff.build_with_max_retries(1)).build();
    let response = client.get(url).send().await?.error_for_code().await?;
    Ok(response.text().await?)
}

/// Without redirects.
async fn with_hyper(url: &str) -> Result<String, CallError> {
    let client = Client::builder(TokioExecutor::new()).build_http();
    let request = Request::get(url).body(Empty::<Bytes>::new()).map_err(CallError::no_response)?;
    let response = tokio::time::timeout(TIMEOUT, client.request(request)).await;
    let response = response.map_err(CallError::no_response)??.error_for_code().await?;
    let body = response.into_body().collect().await?.to_bytes();
    Ok(String::from_utf8_lossy(&body).into_owned())
}

fn with_ureq(url: &str) -> Result<String, CallError> {
    use blocking::ErrorForCode;
    let config = ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(TIMEOUT));
    let mut response = config.build().new_agent().get(url).call()?.error_for_code()?;
    Ok(response.body_mut().read_to_string()?)
}

const REDIRECT: &[u8] =
    b"HTTP/1.1 302 Found\r\nlocation: /\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

#[tokio::test]
async fn every_client_fails_for_the_same_reason() {
    let cases: [(&str, String, Failure); 8] = [
        ("nobody listens", nowhere(), Failure::Connect),
        ("no answer", serve(None), Failure::TimedOut),
        ("hangs up", serve(Some(b"")), Failure::Broken),
        ("hangs up in the head", serve(Some(b"HTTP/1.1 200 OK\r\ncontent-")), Failure::Broken),
        ("no HTTP", serve(Some(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")), Failure::Invalid),
        ("cut body", serve(Some(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nshort")), Failure::Broken),
        ("redirects", serve(Some(REDIRECT)), Failure::Invalid),
        ("no URL", "http://[/v1?key=secret".to_owned(), Failure::Unsent),
    ];
    for (what, url, expected) in cases {
        let mut outcomes = vec![
            ("reqwest", with_reqwest(&url).await),
            ("reqwest-middleware", with_middleware(&url).await),
            ("boxed", with_boxed_errors(&url).await),
        ];
        if what != "redirects" {
            outcomes.push(("hyper", with_hyper(&url).await));
        }
        let ureq = tokio::task::spawn_blocking(move || with_ureq(&url));
        outcomes.push(("ureq", ureq.await.expect("it does not panic")));
        for (client, outcome) in outcomes {
            let error = outcome.expect_err(what);
            println!("| {what} | {client} | {:?} | {} |", error.failure(), error.retry());
            assert_eq!(error.failure(), Some(expected), "{what}, {client}: {error:?}");
            assert_eq!(error.retry(), expected.retry());
            assert_eq!((error.received().is_none(), error.label()), (true, expected.as_str()));
            assert_eq!(error.counts_against_service(), expected != Failure::Unsent);
            assert!(
                !format!("{} {error:?}", chain(&error)).contains("secret"),
                "{what}, {client}: {error:?}"
            );
        }
    }
}

/// The error and its sources, as reporters print them.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    text
}

#[tokio::test]
async fn an_error_response_is_received_with_its_request() {
    let answer = b"HTTP/1.1 503 Down\r\nx-request-id: 7\r\nretry-after: 2\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let url = serve(Some(answer));
    let place = url.trim_end_matches("?key=secret").to_owned();
    let ureq = {
        let url = url.clone();
        tokio::task::spawn_blocking(move || with_ureq(&url)).await.expect("it does not panic")
    };
    for (client, outcome) in [("reqwest", with_reqwest(&url).await), ("ureq", ureq)] {
        let error = outcome.expect_err("it is down");
        assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE), "{client}");
        assert_eq!(error.to_string(), format!("503 Service Unavailable: empty body ({place}, request 7)"));
        assert_eq!((error.code(), error.failure(), error.label()), (None, None, "_OTHER"));
        assert_eq!((error.retry(), error.may_retry(&Method::POST)), (Retry::IfIdempotent, false));
        assert_eq!(error.next_delay(Some(Duration::from_secs(1))), Some(Duration::from_secs(3)));
        assert_eq!((error.actor(), error.counts_against_service()), (Actor::Operator, true));
    }
    // The method is known where somebody has seen the request.
    let error = with_hyper(&url).await.expect_err("it is down").with_request(&Method::GET, &url);
    let received = error.received().expect("it is a response");
    assert_eq!((received.method(), received.url()), (Some(&Method::GET), Some(&*place)));
    assert!(format!("{error:?}").contains(&format!("GET {place}")), "{error:?}");
}

/// Clients can make errors of statuses by themselves, and throw away the rest.
#[tokio::test]
async fn a_status_that_the_client_has_made_an_error_is_received() {
    let url = serve(Some(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"));
    let response = reqwest_client().get(&url).send().await.expect("it is a response");
    let error: CallError = response.error_for_status().expect_err("it is an error").into();
    assert_eq!((error.status(), error.retry()), (Some(StatusCode::NOT_FOUND), Retry::Never));
    assert!(error.received().expect("it is received").url().is_some_and(|url| url.ends_with("/v1/styles")));
    let asked = tokio::task::spawn_blocking(move || ureq::get(url).call());
    let error: CallError = asked.await.expect("it does not panic").expect_err("it is an error").into();
    assert_eq!((error.status(), error.counts_against_service()), (Some(StatusCode::NOT_FOUND), false));
}

#[test]
fn errors_inside_of_others_are_found() {
    let kind = io::Error::from;
    for (error, expected) in [
        (kind(io::ErrorKind::ConnectionRefused), Failure::Connect),
        (kind(io::ErrorKind::TimedOut), Failure::TimedOut),
        (kind(io::ErrorKind::WouldBlock), Failure::TimedOut),
        (kind(io::ErrorKind::UnexpectedEof), Failure::Broken),
        (kind(io::ErrorKind::InvalidData), Failure::Invalid),
        (kind(io::ErrorKind::PermissionDenied), Failure::Other),
        (io::Error::other(io::Error::other(kind(io::ErrorKind::ConnectionReset))), Failure::Broken),
        (io::Error::other("no reason"), Failure::Other),
    ] {
        assert_eq!(Failure::of(&error), expected, "{error:?}");
        assert_eq!(CallError::<ErrorCode>::no_response(error).failure(), Some(expected));
    }
    let json = serde_json::from_str::<u8>("{").expect_err("it is no number");
    assert_eq!(Failure::of(&json), Failure::Invalid);
    let url = Request::get("http://[").body(()).expect_err("it is no URL");
    assert_eq!(Failure::of(&url), Failure::Unsent);
    let relative: CallError = ureq::get("/v1/styles?key=secret").call().expect_err("it is no URL").into();
    assert_eq!(relative.failure(), Some(Failure::Unsent));
    assert!(!format!("{} {relative:?}", chain(&relative)).contains("secret"), "{relative:?}");
    for failure in Failure::ALL {
        assert_eq!(failure.may_retry(&Method::GET), failure.retry() != Retry::Never);
        assert!(!failure.may_retry(&Method::POST));
    }
}
