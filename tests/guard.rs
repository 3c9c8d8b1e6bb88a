//! The guard in front of services of every kind: hostile, broken, and those that must not notice it.

#[path = "support/client.rs"]
mod client;
#[path = "support/raw.rs"]
mod raw;
#[path = "support/server.rs"]
mod server;
#[allow(dead_code, reason = "generated for all that a user may need")]
#[allow(unreachable_pub, reason = "nothing in a test is public")]
mod styles {
    include!("generated/styles.rs");
}

use std::any::Any;
use std::convert::Infallible;
use std::error::Error;
use std::future::{Ready, pending, poll_fn, ready};
use std::panic::panic_any;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use axum::BoxError;
use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use error_catalog::guard::{Guard, GuardLayer, PassThrough, Shaped};
use error_catalog::{ApiError, Code, ErrorCode, RaisedError, ReceivedError, Retry};
use futures_util::stream;
use http::header::{CACHE_CONTROL, HeaderMap, HeaderName, HeaderValue};
use http::{Method, StatusCode};
use http_body_util::BodyExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tower::{Layer, Service, ServiceBuilder, ServiceExt, service_fn};
use tower_http::compression::CompressionLayer;
use tower_http::cors::CorsLayer;

use crate::client::{Answer, ask, clients};
use crate::server::{Server, soon};

// ---- Short ways to say what a service answers, and what comes out.

/// A response with these headers.
fn response(status: u16, headers: &[(&str, &str)], body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = StatusCode::from_u16(status).expect("the test's own status is one");
    response.headers_mut().extend(fields(headers));
    response
}

fn fields(headers: &[(&str, &str)]) -> HeaderMap {
    let field = |(name, value): &(&str, &str)| {
        let name: HeaderName = name.parse().expect("the test's own names are valid");
        (name, HeaderValue::from_str(value).expect("the test's own values are valid"))
    };
    headers.iter().map(field).fold(HeaderMap::new(), |mut map, (name, value)| {
        map.append(name, value);
        map
    })
}

fn request(method: Method) -> Request {
    let mut request = Request::new(Body::empty());
    *request.method_mut() = method;
    request
}

/// What the guard makes of a response to a `GET`.
async fn guarded(response: Response) -> Response {
    through(GuardLayer::<ErrorCode>::new(), Method::GET, response).await
}

async fn through<C: Code>(layer: GuardLayer<C>, method: Method, response: Response) -> Response {
    let mut response = Some(response);
    let service =
        service_fn(move |_: Request| ready(Ok::<_, Infallible>(response.take().expect("it is called once"))));
    asked(layer.layer(service), request(method)).await
}

/// What a service answers that never fails.
async fn asked<S, B>(service: S, request: Request) -> Response
where
    S: Service<Request, Response = http::Response<B>, Error = Infallible>,
    B: HttpBody<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    let answer = soon("the answer", service.oneshot(request)).await;
    answer.unwrap_or_else(|never| match never {}).map(Body::new)
}

/// What the guard makes of a failure.
async fn failed<E: Into<BoxError>>(error: E) -> Answer {
    let mut error = Some(error);
    let service =
        service_fn(move |_: Request| ready(Err::<Response, E>(error.take().expect("it is called once"))));
    whole(asked(GuardLayer::<ErrorCode>::new().layer(service), request(Method::GET)).await).await
}

/// Reads all of a response.
async fn whole(response: Response) -> Answer {
    let (parts, body) = response.into_parts();
    let body = soon("the body", body.collect()).await.expect("it is whole").to_bytes();
    Answer::new(parts.status, &parts.headers, &body)
}

/// A service that answers every request in the same way, for a real server.
fn always(
    answer: impl Fn() -> Response + Clone + Send + 'static,
) -> impl Service<Request, Response = Response, Error = Infallible, Future = Ready<Result<Response, Infallible>>>
+ Clone
+ Send {
    service_fn(move |_: Request| ready(Ok(answer())))
}

fn internal() -> Answer {
    let body = r#"{"error":{"code":"INTERNAL_SERVER_ERROR","message":"Internal Server Error"}}"#;
    Answer::envelope(
        500,
        &["x-error-code: INTERNAL_SERVER_ERROR", "x-should-retry: false", "x-retry-advice: never"],
        body,
    )
}

fn conflict() -> Answer {
    let body = r#"{"error":{"code":"CONFLICT","message":"Conflict"}}"#;
    Answer::envelope(409, &["x-error-code: CONFLICT", "x-should-retry: false", "x-retry-advice: never"], body)
}

// ---- Bodies that the guard drops.

/// What a body says when it is asked for the nth time.
type Next = fn(usize) -> Poll<Option<Result<&'static str, BoxError>>>;

/// How often the body of a response was asked for more.
#[derive(Clone, Default)]
struct Polls(Arc<AtomicUsize>);

impl Polls {
    fn count(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    /// A body that counts, and goes on as `next` says.
    fn body(&self, next: Next) -> Body {
        let polls = self.clone();
        Body::from_stream(stream::poll_fn(move |_| next(polls.0.fetch_add(1, Ordering::Relaxed))))
    }
}

#[tokio::test]
async fn a_body_that_is_dropped_is_never_read() {
    let endless: Next = |_| Poll::Ready(Some(Ok("for ever and ")));
    let silent: Next = |_| Poll::Pending;
    let broken: Next =
        |at| Poll::Ready(Some(if at < 2 { Ok("so far") } else { Err("and no further".into()) }));
    let fatal: Next = |_| panic!("do not touch me");
    for (kind, headers, next) in [
        ("a body that streams for ever", &[][..], endless),
        ("a body that never comes", &[], silent),
        ("a body that fails in the middle", &[], broken),
        ("a body that panics", &[], fatal),
        ("a length that is too short", &[("content-length", "5")], endless),
        ("a length that is too long", &[("content-length", "5000000000")], broken),
        ("a length that is none", &[("content-length", "many")], broken),
        ("chunks", &[("transfer-encoding", "chunked"), ("trailer", "x-checksum")], endless),
        ("a compressed body", &[("content-type", "text/plain"), ("content-encoding", "gzip")], endless),
        ("a text", &[("content-type", "text/plain; charset=utf-8"), ("content-length", "92")], fatal),
    ] {
        let polls = Polls::default();
        let answer = {
            let polls = polls.clone();
            move || response(500, headers, polls.body(next))
        };
        assert_eq!(whole(guarded(answer()).await).await, internal(), "{kind}");
        assert_eq!(Arc::strong_count(&polls.0), 2, "{kind}: it should be dropped at once");

        let server = Server::start(GuardLayer::<ErrorCode>::new().layer(always(answer))).await;
        for (version, client) in clients() {
            let url = format!("http://{}", server.address);
            let what = format!("{kind}, over {version}");
            assert_eq!(ask(&what, client.get(&url)).await, internal(), "{what}");
            let head = ask(&what, client.head(&url)).await;
            assert_eq!(head, internal().without_body(), "{what}, HEAD");
        }
        assert_eq!(polls.count(), 0, "{kind}: it was read");
    }
}

// ---- What is shaped, and what is left alone.

#[tokio::test]
async fn the_content_type_tells_a_framework_from_an_author() {
    for bare in [
        None,
        Some("text/plain"),
        Some("text/plain; charset=utf-8"),
        Some("text/plain;charset=UTF-8"),
        Some("Text/Plain; Charset=\"utf-8\"; format=flowed"),
        Some("TEXT/PLAIN"),
        Some("text/plain ; charset=latin1"),
    ] {
        let headers: Vec<_> = bare.iter().map(|value| ("content-type", *value)).collect();
        let answer = whole(guarded(response(409, &headers, "no")).await).await;
        assert_eq!(answer, conflict(), "{bare:?} is what a framework says");
    }
    for meant in [
        "application/json",
        "application/json; charset=utf-8",
        "application/problem+json",
        "application/vnd.api+json",
        "application/grpc",
        "application/grpc+proto",
        "application/grpc-web-text",
        "application/octet-stream",
        "application/xml",
        "text/html; charset=utf-8",
        "text/plainer",
        "text/plain-ish; x=text/plain",
        "text/event-stream",
        "multipart/mixed; boundary=text/plain",
        "image/png",
    ] {
        for status in [400, 404, 409, 499, 500, 503, 599] {
            let headers = [
                ("content-type", meant),
                ("content-length", "4"),
                ("content-encoding", "identity"),
                ("etag", "\"4\""),
                ("x-error-code", "SOMETHING_ELSE"),
            ];
            let alone = whole(response(status, &headers, "\0\r\n{")).await;
            let answer = whole(guarded(response(status, &headers, "\0\r\n{")).await).await;
            assert_eq!(answer, alone, "{meant} with {status} is what an author says");
        }
    }
}

#[tokio::test]
async fn a_mark_keeps_any_error_as_it_is() {
    for headers in [
        &[][..],
        &[("content-type", "text/plain"), ("content-length", "3")],
        &[("content-encoding", "gzip"), ("etag", "\"3\"")],
    ] {
        let alone = whole(response(502, headers, "bad")).await;
        let mut shaped = response(502, headers, "bad");
        shaped.extensions_mut().insert(Shaped);
        assert_eq!(whole(guarded(shaped).await).await, alone, "`Shaped` with {headers:?}");

        let mut passed = response(502, headers, "bad");
        passed.extensions_mut().insert(PassThrough);
        assert_eq!(whole(guarded(passed).await).await, alone, "`PassThrough` with {headers:?}");
    }
}

#[tokio::test]
async fn what_is_no_error_is_not_touched() {
    for status in [100, 101, 103, 200, 201, 202, 204, 206, 299, 300, 302, 304, 307, 399, 600, 999] {
        for headers in [
            &[][..],
            &[("content-type", "text/plain"), ("content-length", "3"), ("etag", "\"3\"")],
            &[("content-encoding", "gzip"), ("transfer-encoding", "chunked"), ("trailer", "x-checksum")],
            &[("connection", "upgrade"), ("upgrade", "websocket")],
        ] {
            for method in [Method::GET, Method::HEAD, Method::CONNECT] {
                let alone = whole(response(status, headers, "yes")).await;
                let answer =
                    through(GuardLayer::<ErrorCode>::new(), method.clone(), response(status, headers, "yes"))
                        .await;
                assert_eq!(whole(answer).await, alone, "{status} of {method} with {headers:?}");
            }
        }
    }
}

#[tokio::test]
async fn all_headers_stay_but_those_of_the_body() {
    let kept = [
        ("access-control-allow-credentials", "true"),
        ("access-control-allow-origin", "https://app.example"),
        ("access-control-expose-headers", "x-error-code"),
        ("allow", "GET, POST"),
        ("alt-svc", "h3=\":443\""),
        ("cache-control", "no-store"),
        ("connection", "close"),
        ("content-range", "bytes */1234"),
        ("content-security-policy", "default-src 'none'"),
        ("link", "</docs>; rel=\"help\""),
        ("location", "/elsewhere"),
        ("proxy-authenticate", "Basic"),
        ("ratelimit-remaining", "0"),
        ("retry-after", "Fri, 31 Dec 1999 23:59:59 GMT"),
        ("server-timing", "db;dur=53"),
        ("set-cookie", "a=1"),
        ("set-cookie", "b=2; Secure"),
        ("strict-transport-security", "max-age=1"),
        ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        ("upgrade", "TLS/1.3"),
        ("vary", "accept-encoding"),
        ("vary", "origin"),
        ("www-authenticate", "ApiKey"),
        ("www-authenticate", "Bearer"),
        ("x-content-type-options", "nosniff"),
        ("x-request-id", "7c9e6679"),
    ];
    let dropped = [
        ("accept-ranges", "bytes"),
        ("age", "9"),
        ("cache-control", "public, max-age=31536000, immutable"),
        ("cdn-cache-control", "max-age=60"),
        ("content-digest", "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:"),
        ("content-disposition", "attachment"),
        ("content-encoding", "gzip"),
        ("content-language", "de"),
        ("content-length", "5"),
        ("content-location", "/text"),
        ("content-md5", "Q2hlY2sgSW50ZWdyaXR5IQ=="),
        ("content-type", "text/plain"),
        ("digest", "md5=x"),
        ("etag", "\"5\""),
        ("expires", "0"),
        ("last-modified", "Fri, 31 Dec 1999 23:59:59 GMT"),
        ("repr-digest", "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:"),
        ("surrogate-control", "max-age=60"),
        ("trailer", "x-checksum"),
        ("transfer-encoding", "chunked"),
        ("x-accel-expires", "60"),
    ];
    // A server that names a wait expects the request again.
    let body = r#"{"error":{"code":"CONFLICT","message":"Conflict"}}"#;
    let headers = ["x-error-code: CONFLICT", "x-should-retry: true", "x-retry-advice: if-idempotent"];
    let expected = Answer::envelope(409, &headers, body);
    let expected =
        kept.iter().fold(expected, |answer, (name, value)| answer.with(format!("{name}: {value}")));
    let answer = guarded(response(409, &[&kept[..], &dropped[..]].concat(), "a text")).await;
    assert_eq!(whole(answer).await, expected);
}

#[tokio::test]
async fn restrictions_of_caches_stay_and_lifetimes_go() {
    for (said, kept) in [
        ("public, max-age=31536000, immutable", None),
        ("private, max-age=60", Some("private")),
        ("no-store", Some("no-store")),
        ("no-cache=\"set-cookie, x\", s-maxage=9", Some("no-cache")),
        ("\u{fc}", None),
    ] {
        let answer = guarded(response(404, &[("cache-control", said), ("expires", "0")], "")).await;
        let found = answer.headers().get("cache-control").map(|value| value.to_str().expect("it is text"));
        assert_eq!(found, kept, "{said}");
    }
}

#[tokio::test]
async fn errors_are_not_stored_where_the_guard_says_so() {
    const YEAR: (&str, &str) = ("cache-control", "public, max-age=31536000");
    let own = || ApiError::from(ErrorCode::NotFound);
    let chosen = own().with_header(CACHE_CONTROL, HeaderValue::from_static("max-age=5"));
    for (kind, response, expected) in [
        ("an error of the guard", response(404, &[], ""), Some("no-store")),
        ("the same below a layer", response(404, &[YEAR], ""), Some("no-store")),
        (
            "the same below another layer",
            response(404, &[("cache-control", "private")], ""),
            Some("no-store"),
        ),
        ("an error of the catalog", own().into_response(), Some("no-store")),
        ("the same below a layer", ([YEAR], own()).into_response(), Some("no-store")),
        ("a choice of its author", chosen.into_response(), Some("max-age=5")),
        ("a success", response(200, &[], ""), None),
        ("another form", response(404, &[("content-type", "text/html")], ""), None),
    ] {
        let answer = through(GuardLayer::<ErrorCode>::new().no_store(), Method::GET, response).await;
        let found = answer.headers().get(CACHE_CONTROL).map(|value| value.to_str().expect("it is text"));
        assert_eq!(found, expected, "{kind}");
    }
}

/// A kind of response, one of it, and its text.
type Bare<'a> = (&'a str, &'a dyn Fn() -> Response, Option<&'a str>);

/// The text of a bare response: in the cause of the error, or its message.
#[tokio::test]
async fn a_text_that_is_replaced_is_kept() {
    let text = |status, text: &str| response(status, &[("content-type", "text/plain")], text.to_owned());
    let gzip = [("content-type", "text/plain"), ("content-encoding", "gzip")];
    let chunks = || Body::from_stream(stream::iter([Ok::<_, BoxError>("the name "), Ok("is taken")]));
    let longest = "x".repeat(4096);
    let too_long = "x".repeat(4097);
    let cases: [Bare<'_>; 11] = [
        ("a 4xx", &|| text(409, "the name is taken"), Some("the name is taken")),
        ("a 5xx", &|| text(500, "no bucket eu-7"), Some("no bucket eu-7")),
        ("space around", &|| text(409, " \n taken\r\n"), Some("taken")),
        ("no content type", &|| response(400, &[], "wrong id"), Some("wrong id")),
        ("no UTF-8", &|| response(400, &[], &b"\xff id"[..]), Some("\u{fffd} id")),
        ("the longest", &|| text(400, &longest), Some(&longest)),
        ("too long", &|| text(400, &too_long), None),
        ("no text", &|| text(400, " "), None),
        ("no body", &|| response(400, &[], ""), None),
        ("compressed", &|| response(400, &gzip, "\x1f"), None),
        ("in chunks", &|| response(400, &[], chunks()), None),
    ];
    for (kind, bare, text) in cases {
        let raised = |response: &Response| -> RaisedError {
            response.extensions().get().cloned().expect("it is an error of the guard")
        };
        let logged = raised(&guarded(bare()).await);
        let cause = logged.source().map(ToString::to_string);
        assert_eq!(cause, text.map(|text| format!("replaced text: {text}")), "{kind}");

        let kept = raised(&through(GuardLayer::<ErrorCode>::new().keep_text(), Method::GET, bare()).await);
        let is_sent = bare().status().is_client_error();
        assert_eq!(kept.message(), text.filter(|_| is_sent).unwrap_or(logged.message()), "{kind}");
    }
}

#[tokio::test]
async fn the_rest_of_a_response_stays_too() {
    #[derive(Clone, Debug, Eq, PartialEq)]
    struct Mark;

    let mut bare = response(409, &[], "a text");
    bare.extensions_mut().insert(Mark);
    *bare.version_mut() = http::Version::HTTP_10;
    let answer = guarded(bare).await;
    assert_eq!(answer.extensions().get(), Some(&Mark));
    assert_eq!(answer.version(), http::Version::HTTP_10);
}

/// A response whose author wrote the header, and whose framework wrote the text.
#[tokio::test]
async fn the_code_in_the_header_is_the_code_in_the_body() {
    for said in ["NAME_RESERVED", "SOMETHING_ELSE"] {
        let answer = guarded(response(409, &[("x-error-code", said)], "a text")).await;
        assert_eq!(whole(answer).await, conflict(), "`{said}` was said");
    }
}

/// The row for 404 says never. A server that names a time expects the request again all the same.
#[tokio::test]
async fn a_wait_that_the_response_names_is_not_taken_back() {
    let answer = guarded(response(404, &[("retry-after", "7")], "")).await;
    let body = r#"{"error":{"code":"NOT_FOUND","message":"Requested pikzonality does not exist"}}"#;
    let headers = [
        "x-error-code: NOT_FOUND",
        "x-should-retry: true",
        "x-retry-advice: if-idempotent",
        "retry-after: 7",
    ];
    assert_eq!(whole(answer).await, Answer::envelope(404, &headers, body));

    let answer = guarded(response(503, &[("retry-after", "7"), ("x-should-retry", "true")], "")).await;
    let body = r#"{"error":{"code":"SERVICE_UNAVAILABLE","message":"Service Unavailable"}}"#;
    let headers = [
        "x-error-code: SERVICE_UNAVAILABLE",
        "x-should-retry: true",
        "x-retry-advice: backoff",
        "retry-after: 7",
    ];
    assert_eq!(whole(answer).await, Answer::envelope(503, &headers, body));
}

/// What a bare response says about retries overrides the row, and is sent in the words of each header.
#[tokio::test]
async fn advice_that_the_response_has_is_not_contradicted() {
    for (headers, answer, advice) in [
        (&[("x-should-retry", "False")][..], "x-should-retry: false", "x-retry-advice: never"),
        (&[("x-should-retry", "if-idempotent")], "x-should-retry: true", "x-retry-advice: if-idempotent"),
        (
            &[("x-should-retry", "true"), ("x-should-retry", "false")],
            "x-should-retry: false",
            "x-retry-advice: never",
        ),
        (
            &[("x-should-retry", "true"), ("x-retry-advice", "never")],
            "x-should-retry: false",
            "x-retry-advice: never",
        ),
    ] {
        let body = r#"{"error":{"code":"SERVICE_UNAVAILABLE","message":"Service Unavailable"}}"#;
        let expected = Answer::envelope(503, &["x-error-code: SERVICE_UNAVAILABLE", answer, advice], body);
        assert_eq!(whole(guarded(response(503, headers, "")).await).await, expected, "{headers:?}");
    }
}

/// A layer for idempotency repeats what it has stored, and nothing else comes of another attempt.
#[tokio::test]
async fn a_stored_failure_is_not_asked_for_again() {
    let stored = [("idempotent-replayed", "true"), ("x-should-retry", "true"), ("retry-after", "7")];
    let answer = guarded(response(503, &stored, "")).await;
    assert_eq!(answer.headers()["x-should-retry"], "false");
    assert_eq!(answer.headers()["x-retry-advice"], "never");
    assert_eq!(answer.headers()["idempotent-replayed"], "true");
}

/// The methods of RFC 9110, 9.2.2, and requests with and without an idempotency key.
#[tokio::test]
async fn the_retry_header_answers_this_request() {
    let raise = |retry| move || ApiError::new(ErrorCode::GenerationTimeout).with_retry(retry).into_response();
    for (method, keys, is_idempotent) in [
        ("GET", &[][..], true),
        ("HEAD", &[], true),
        ("OPTIONS", &[], true),
        ("TRACE", &[], true),
        ("PUT", &[], true),
        ("DELETE", &[], true),
        ("POST", &[], false),
        ("PATCH", &[], false),
        ("get", &[], false),
        ("POST", &[("idempotency-key", "8e03978e")], true),
        ("PATCH", &[("idempotency-key", "\"8e03978e\"")], true),
        ("POST", &[("idempotency-key", " ")], false),
        ("POST", &[("idempotency-key", "")], false),
    ] {
        let ask = || {
            let mut request = request(method.parse().expect("the test's own method is valid"));
            request.headers_mut().extend(fields(keys));
            request
        };
        for (retry, expected) in
            [(Retry::Never, false), (Retry::Backoff, true), (Retry::IfIdempotent, is_idempotent)]
        {
            let of_a_handler = GuardLayer::<ErrorCode>::new().layer(always(raise(retry)));
            let failure = move |_: Request| {
                ready(Err::<Response, _>(ApiError::new(ErrorCode::GenerationTimeout).with_retry(retry)))
            };
            let of_a_layer = GuardLayer::<ErrorCode>::new().layer(service_fn(failure));
            for answer in [asked(of_a_handler, ask()).await, asked(of_a_layer, ask()).await] {
                let headers = answer.headers();
                assert_eq!(headers["x-should-retry"], expected.to_string(), "{method} {keys:?}, {retry}");
                assert_eq!(headers["x-retry-advice"], retry.as_str(), "{method} {keys:?}");
            }
        }
    }
}

/// Whether the row, the handler or the layer chose the advice, a guard in the way of another server changes nothing.
#[tokio::test]
async fn a_forwarded_response_keeps_the_answer_of_its_server() {
    let mut answer = ApiError::new(ErrorCode::GenerationTimeout).into_response();
    answer.extensions_mut().insert(PassThrough);
    assert_eq!(guarded(answer).await.headers()["x-should-retry"], "false");

    let foreign =
        response(504, &[("content-type", "application/json"), ("x-should-retry", "if-idempotent")], "{}");
    let answer = guarded(foreign).await;
    assert_eq!(answer.headers()["x-should-retry"], "if-idempotent");
    assert!(!answer.headers().contains_key("x-retry-advice"));
}

#[tokio::test]
async fn a_request_arrives_as_it_was_sent() {
    #[derive(Clone, Debug, Eq, PartialEq)]
    struct Mark;

    let service = service_fn(|request: Request| {
        assert_eq!(request.extensions().get(), Some(&Mark), "upgrades come by an extension");
        assert_eq!(request.headers()["x-request-id"], "7c9e6679");
        assert_eq!(request.uri(), "/path?query");
        ready(Ok::<_, Infallible>(Response::new(request.into_body())))
    });
    let request = Request::builder().uri("/path?query").header("x-request-id", "7c9e6679").extension(Mark);
    let request = request.body(Body::from("a body")).expect("the test's own request is valid");
    let answer = whole(asked(GuardLayer::<ErrorCode>::new().layer(service), request).await).await;
    assert_eq!(answer, Answer::new(StatusCode::OK, &HeaderMap::new(), b"a body"));
}

// ---- What is still under way.

#[tokio::test]
async fn a_stream_still_streams() {
    for (version, client) in clients() {
        for (status, content_type) in
            [(200, "text/event-stream"), (200, "text/plain"), (503, "text/event-stream")]
        {
            let what = format!("{status} with {content_type} over {version}");
            let (mut producer, consumer) = tokio::io::duplex(64);
            let consumer = Arc::new(Mutex::new(Some(consumer)));
            let service = service_fn(move |_: Request| {
                let consumer = consumer.lock().expect("nobody panics").take().expect("it is called once");
                let chunks = stream::unfold(consumer, |mut consumer| async move {
                    let mut chunk = [0; 64];
                    let length = consumer.read(&mut chunk).await.ok().filter(|length| *length > 0)?;
                    Some((Ok::<_, Infallible>(Bytes::copy_from_slice(&chunk[..length])), consumer))
                });
                ready(Ok::<_, Infallible>(response(
                    status,
                    &[("content-type", content_type)],
                    Body::from_stream(chunks),
                )))
            });
            let server = Server::start(GuardLayer::<ErrorCode>::new().layer(service)).await;

            // The head is here before there is any body, and each chunk before there is another.
            let sent = soon(&what, client.get(format!("http://{}", server.address)).send()).await;
            let mut answer = sent.expect("there is a response");
            assert_eq!(answer.status(), status, "{what}");
            assert_eq!(answer.headers()["content-type"], content_type, "{what}");
            for chunk in ["data: 1\n\n", "data: 2\n\n"] {
                soon(&what, producer.write_all(chunk.as_bytes())).await.expect("somebody reads");
                let arrived = soon(&what, answer.chunk()).await.expect("it is whole");
                assert_eq!(arrived.as_deref(), Some(chunk.as_bytes()), "{what}");
            }
            drop(producer);
            assert_eq!(soon(&what, answer.bytes()).await.expect("it is whole"), "", "{what}");
        }
    }
}

#[tokio::test]
async fn a_success_that_breaks_is_still_broken() {
    let answer = || {
        let broken = stream::iter([Ok(Bytes::from_static(b"so far")), Err("and no further")]);
        response(200, &[("content-type", "text/plain")], Body::from_stream(broken))
    };
    let server = Server::start(GuardLayer::<ErrorCode>::new().layer(always(answer))).await;
    for (version, client) in clients() {
        let request = client.get(format!("http://{}", server.address));
        let whole = soon(version, async { request.send().await?.bytes().await }).await;
        assert!(whole.is_err(), "{version}: nobody may take it for whole");
    }
}

#[tokio::test]
async fn trailers_are_kept() {
    for (status, headers) in [
        (200, &[("content-type", "application/grpc")][..]),
        (200, &[("content-type", "text/plain"), ("trailer", "grpc-status")]),
        (503, &[("content-type", "application/grpc")]),
    ] {
        let answer = move || {
            let trailers = fields(&[("grpc-status", "5"), ("grpc-message", "no such thing")]);
            let body = http_body_util::Full::new(Bytes::from_static(b"\0\0\0\0\0"));
            response(status, headers, Body::new(body.with_trailers(ready(Some(Ok(trailers))))))
        };
        let server = Server::start(GuardLayer::<ErrorCode>::new().layer(always(answer))).await;
        let [_, (version, client)] = clients();
        let sent = soon(version, client.get(format!("http://{}", server.address)).send()).await;
        let answer: http::Response<reqwest::Body> = sent.expect("there is a response").into();
        assert_eq!(answer.status(), status);
        let body = soon(version, answer.into_body().collect()).await.expect("it is whole");
        let trailers = body.trailers().expect("there are trailers").clone();
        assert_eq!(
            trailers,
            fields(&[("grpc-status", "5"), ("grpc-message", "no such thing")]),
            "{headers:?}"
        );
        assert_eq!(body.to_bytes(), &b"\0\0\0\0\0"[..]);
    }
}

#[tokio::test]
async fn an_error_of_grpc_is_none_of_http() {
    let headers =
        [("content-type", "application/grpc"), ("grpc-status", "5"), ("grpc-message", "no such thing")];
    let alone = whole(response(200, &headers, "")).await;
    assert_eq!(whole(guarded(response(200, &headers, "")).await).await, alone);
}

// ---- Methods and versions.

#[tokio::test]
async fn the_answer_to_head_has_the_head_of_the_answer_to_get() {
    let json = || response(409, &[("content-type", "application/json")], r#"{"own":true}"#);
    let sized = || {
        response(409, &[("content-type", "application/json"), ("content-length", "12")], r#"{"own":true}"#)
    };
    let page = || response(404, &[("content-type", "text/html")], "<h1>Gone</h1>");
    let bare = || response(405, &[("allow", "POST")], "");
    let text = || response(500, &[("content-type", "text/plain"), ("content-length", "6")], "a text");
    for (kind, answer) in [
        ("JSON without a length", json as fn() -> Response),
        ("JSON with a length", sized),
        ("a page", page),
        ("a status", bare),
        ("a text", text),
    ] {
        let server = Server::start(GuardLayer::<ErrorCode>::new().layer(always(answer))).await;
        let url = format!("http://{}", server.address);
        for (version, client) in clients() {
            let what = format!("{kind} over {version}");
            let get = ask(&what, client.get(&url)).await;
            let head = ask(&what, client.head(&url)).await;
            assert_eq!(head, get.without_body(), "{what}");
        }
        // A client that knows HTTP would not notice what comes after the head.
        let said =
            raw::exchange(server.address, "HEAD / HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n").await;
        assert!(said.ends_with("\r\n\r\n") && said.matches("\r\n\r\n").count() == 1, "{kind}: {said}");
    }
}

/// Which the HTTP implementation takes over after this head.
#[tokio::test]
async fn an_upgrade_is_not_touched() {
    let answer = || {
        response(101, &[("connection", "upgrade"), ("upgrade", "pikz"), ("content-type", "text/plain")], "")
    };
    let ask = "GET / HTTP/1.1\r\nhost: test\r\nconnection: upgrade\r\nupgrade: pikz\r\n\r\n";
    let alone = Server::start(always(answer)).await;
    let guarded = Server::start(GuardLayer::<ErrorCode>::new().layer(always(answer))).await;
    let alone = without_date(&raw::exchange(alone.address, ask).await);
    let guarded = without_date(&raw::exchange(guarded.address, ask).await);
    assert!(alone.starts_with("HTTP/1.1 101 Switching Protocols\r\n"), "{alone}");
    assert_eq!(guarded, alone);
}

/// A head but for the line that differs from second to second.
fn without_date(head: &str) -> String {
    head.split_inclusive("\r\n").filter(|line| !line.starts_with("date: ")).collect()
}

// ---- Services that fail.

#[tokio::test]
async fn an_error_of_ours_is_raised_as_it_is() {
    let error = || {
        ApiError::new(ErrorCode::InsufficientCredits)
            .with_message("3 credits are missing")
            .with_retry(Retry::Backoff)
            .with_header(http::header::WARNING, HeaderValue::from_static("199 - low"))
    };
    let expected = Answer::envelope(
        402,
        &[
            "x-error-code: INSUFFICIENT_CREDITS",
            "x-should-retry: true",
            "x-retry-advice: backoff",
            "warning: 199 - low",
        ],
        r#"{"error":{"code":"INSUFFICIENT_CREDITS","message":"3 credits are missing"}}"#,
    );
    assert_eq!(failed(error()).await, expected);
    let boxed: BoxError = Box::new(error());
    assert_eq!(failed(boxed).await, expected);
}

#[tokio::test]
async fn any_other_error_is_not_sent() {
    assert_eq!(failed("the bucket eu-7 is full").await, internal());
    assert_eq!(failed(std::io::Error::other("the bucket eu-7 is full")).await, internal());
    let of_another_table = ApiError::new(styles::ErrorCode::CardDeclined);
    assert_eq!(failed(of_another_table).await, internal(), "this guard does not speak its codes");
}

#[tokio::test]
async fn a_time_out_and_a_refusal_are_told_apart() {
    let wait = std::time::Duration::from_millis(10);
    let stuck = service_fn(|_: Request| pending::<Result<Response, BoxError>>());
    let slow = ServiceBuilder::new().layer(GuardLayer::<ErrorCode>::new()).timeout(wait).service(stuck);
    let answer = whole(asked(slow, request(Method::GET)).await).await;
    let body = r#"{"error":{"code":"GATEWAY_TIMEOUT","message":"Gateway Timeout"}}"#;
    let headers = ["x-error-code: GATEWAY_TIMEOUT", "x-should-retry: true", "x-retry-advice: if-idempotent"];
    assert_eq!(answer, Answer::envelope(504, &headers, body));

    let busy = ServiceBuilder::new()
        .layer(GuardLayer::<ErrorCode>::new())
        .load_shed()
        .service(Moody::new(|_| Poll::Pending));
    let answer = whole(asked(busy, request(Method::GET)).await).await;
    let body = r#"{"error":{"code":"SERVICE_UNAVAILABLE","message":"Service Unavailable"}}"#;
    let headers = ["x-error-code: SERVICE_UNAVAILABLE", "x-should-retry: true", "x-retry-advice: backoff"];
    assert_eq!(answer, Answer::envelope(503, &headers, body));
}

/// A service that is ready when its mood says so, and then has nothing to complain about.
struct Moody {
    asked: usize,
    mood: fn(usize) -> Poll<Result<(), BoxError>>,
}

impl Moody {
    fn new(mood: fn(usize) -> Poll<Result<(), BoxError>>) -> Self {
        Self { asked: 0, mood }
    }
}

impl Service<Request> for Moody {
    type Response = Response;
    type Error = BoxError;
    type Future = Ready<Result<Response, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.asked += 1;
        (self.mood)(self.asked)
    }

    fn call(&mut self, _: Request) -> Self::Future {
        ready(Ok(response(200, &[], "fine")))
    }
}

async fn be_ready<S: Service<Request, Error = Infallible>>(service: &mut S) {
    let ready = soon("being ready", poll_fn(|cx| service.poll_ready(cx))).await;
    ready.unwrap_or_else(|never| match never {});
}

/// Asks a service twice.
async fn twice(mut service: Guard<Moody>) -> [Answer; 2] {
    let mut answers = Vec::new();
    for _ in 0..2 {
        // Once more than needed: being ready is no promise to be called.
        soon("being ready", poll_fn(|cx| service.poll_ready(cx)))
            .await
            .unwrap_or_else(|never| match never {});
        soon("being ready", poll_fn(|cx| service.poll_ready(cx)))
            .await
            .unwrap_or_else(|never| match never {});
        let answer = soon("the answer", service.call(request(Method::GET))).await;
        answers.push(whole(answer.unwrap_or_else(|never| match never {}).map(Body::new)).await);
    }
    answers.try_into().expect("there are two")
}

#[tokio::test]
async fn a_service_that_fails_to_be_ready_fails_the_next_request() {
    let fine = Answer::new(StatusCode::OK, &HeaderMap::new(), b"fine");

    let fails = |asked| Poll::Ready(if asked == 1 { Err("the pool is closed".into()) } else { Ok(()) });
    assert_eq!(
        twice(GuardLayer::<ErrorCode>::new().layer(Moody::new(fails))).await,
        [internal(), fine.clone()]
    );

    let refuses = |asked| {
        Poll::Ready(if asked == 1 { Err(ApiError::new(ErrorCode::MissingApiKey).into()) } else { Ok(()) })
    };
    let body = r#"{"error":{"code":"MISSING_API_KEY","message":"Missing X-Api-Key header"}}"#;
    let missing = Answer::envelope(
        401,
        &["x-error-code: MISSING_API_KEY", "x-should-retry: false", "x-retry-advice: never"],
        body,
    )
    .with("www-authenticate: ApiKey");
    assert_eq!(twice(GuardLayer::<ErrorCode>::new().layer(Moody::new(refuses))).await, [missing, fine]);
}

#[tokio::test]
async fn a_service_that_panics_when_asked_whether_it_is_ready_fails_the_next_request() {
    let fine = Answer::new(StatusCode::OK, &HeaderMap::new(), b"fine");
    let panics = |asked| if asked == 1 { panic!("the pool is poisoned") } else { Poll::Ready(Ok(())) };
    assert_eq!(twice(GuardLayer::<ErrorCode>::new().layer(Moody::new(panics))).await, [internal(), fine]);
}

#[test]
fn a_service_that_is_not_ready_is_not_hurried() {
    let mut service = GuardLayer::<ErrorCode>::new().layer(Moody::new(|_| Poll::Pending));
    let mut cx = Context::from_waker(Waker::noop());
    assert!(service.poll_ready(&mut cx).is_pending());
}

#[tokio::test]
async fn a_panic_is_an_error_like_any_other() {
    type Handle = fn(Request) -> Ready<Result<Response, Infallible>>;
    let handlers: [(&str, Handle); 4] = [
        ("a text", |_| panic!("the author was wrong")),
        ("a formatted text", |request| panic!("the author was wrong about {}", request.uri())),
        ("a number", |_| panic_any(7)),
        ("an error", |_| panic_any(ErrorCode::NotFound)),
    ];
    for (kind, handle) in handlers {
        let at_once = GuardLayer::<ErrorCode>::new().layer(service_fn(handle));
        let answer = asked(at_once, request(Method::GET)).await;
        assert_eq!(whole(answer).await, internal(), "{kind}, at once");

        let later = GuardLayer::<ErrorCode>::new().layer(service_fn(move |request: Request| async move {
            tokio::task::yield_now().await;
            handle(request).await
        }));
        let answer = asked(later, request(Method::GET)).await;
        assert_eq!(whole(answer).await, internal(), "{kind}, later");
    }
}

/// A service that was cloned while it had failed has not failed twice.
#[tokio::test]
async fn a_failure_is_not_cloned() {
    #[derive(Clone)]
    struct Closed;

    impl Service<Request> for Closed {
        type Response = Response;
        type Error = BoxError;
        type Future = Ready<Result<Response, BoxError>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
            Poll::Ready(Err("the pool is closed".into()))
        }

        fn call(&mut self, _: Request) -> Self::Future {
            ready(Ok(response(200, &[], "fine")))
        }
    }

    let mut service = GuardLayer::<ErrorCode>::new().layer(Closed);
    be_ready(&mut service).await;
    let mut clone = service.clone();
    for (whose, service, status) in [("the clone's", &mut clone, 200), ("its own", &mut service, 500)] {
        let answer = soon(whose, service.call(request(Method::GET))).await;
        assert_eq!(answer.unwrap_or_else(|never| match never {}).status(), status, "{whose}");
    }
}

// ---- Another table, and mistakes in using one.

#[tokio::test]
async fn a_guard_speaks_the_codes_of_its_table() {
    let layer = GuardLayer::<styles::ErrorCode>::new;
    let answer = whole(through(layer(), Method::GET, response(429, &[], "")).await).await;
    let body = r#"{"error":{"code":"rateLimited","message":"Slow down"}}"#;
    let headers = ["x-somebody-retry: true", "x-somebody-advice: backoff", "retry-after: 120"];
    assert_eq!(answer, Answer::envelope(429, &headers, body));

    let answer = whole(through(layer(), Method::GET, response(404, &[("retry-after", "7")], "")).await).await;
    let body = r#"{"error":{"code":"NOT_FOUND","message":"Not Found"}}"#;
    let headers = ["x-somebody-retry: true", "x-somebody-advice: if-idempotent", "retry-after: 7"];
    assert_eq!(answer, Answer::envelope(404, &headers, body));

    let service =
        service_fn(|_: Request| ready(Err::<Response, _>(ApiError::new(styles::ErrorCode::CardDeclined))));
    let answer = whole(asked(layer().layer(service), request(Method::GET)).await).await;
    let body = r#"{"error":{"code":"card_declined","message":"The bank said no"}}"#;
    assert_eq!(answer, Answer::envelope(402, &["x-somebody-retry: false", "x-somebody-advice: never"], body));
}

/// The complaint about a response that is not an error of the table.
const STRANGER: &str =
    "is not an error of the table: return an `ApiError`, or mark the response as `Shaped` or `PassThrough`";

#[tokio::test]
async fn strict_mode_names_each_error_that_is_not_of_the_table() {
    let json = |status, body: &'static str| response(status, &[("content-type", "application/json")], body);
    let coded = |status, code| {
        response(status, &[("content-type", "application/json"), ("x-error-code", code)], "{}")
    };
    let marked = |mut response: Response| {
        response.extensions_mut().insert(PassThrough);
        response
    };
    let own = || ApiError::from(ErrorCode::NotFound).into_response();
    let of_another_table = || ApiError::new(styles::ErrorCode::CardDeclined).into_response();
    let received: ReceivedError = ReceivedError::from_parts(
        StatusCode::BAD_GATEWAY,
        HeaderMap::new(),
        r#"{"error":{"code":"THEIRS","message":"no"}}"#,
    );
    for (kind, response, complaint) in [
        ("a row", own(), ""),
        (
            "a status without a row",
            ApiError::<ErrorCode>::from_status(StatusCode::CONFLICT).into_response(),
            "",
        ),
        ("the code of such a status, by hand", coded(405, "METHOD_NOT_ALLOWED"), ""),
        ("an error of a framework", response(422, &[], ""), ""),
        ("a success", response(200, &[], "fine"), ""),
        ("a foreign code", marked(coded(404, "NOT_OF_THIS_TABLE")), ""),
        ("a foreign status", marked(coded(410, "NOT_FOUND")), ""),
        ("a forwarded error", received.forward().into_response(), ""),
        (
            "JSON of another form",
            json(409, r#"{"error":"bad"}"#),
            "409 Conflict with `application/json` {stranger}",
        ),
        (
            "an envelope without the header",
            json(409, r#"{"error":{"code":"NOT_OF_THIS_TABLE","message":"no"}}"#),
            "409 Conflict with `application/json` {stranger}",
        ),
        (
            "XML",
            response(500, &[("content-type", "text/xml")], "<e/>"),
            "500 Internal Server Error with `text/xml` {stranger}",
        ),
        (
            "a content type that is no text",
            response(500, &[("content-type", "\u{fc}")], ""),
            "500 Internal Server Error with `\u{fc}` {stranger}",
        ),
        (
            "another status than that of the row",
            coded(410, "NOT_FOUND"),
            "`NOT_FOUND` is sent with 410 Gone, but its row has 404 Not Found",
        ),
        (
            "a success with a code",
            coded(200, "NOT_FOUND"),
            "`NOT_FOUND` is sent with 200 OK, but its row has 404 Not Found",
        ),
        (
            "a code without a row",
            coded(404, "NOT_OF_THIS_TABLE"),
            "`NOT_OF_THIS_TABLE` is sent, but the table does not contain it",
        ),
        (
            "another status beside an error",
            (StatusCode::BAD_REQUEST, own()).into_response(),
            "`NOT_FOUND` is sent with 400 Bad Request, but its row has 404 Not Found",
        ),
        (
            "a status of success beside an error",
            (StatusCode::OK, own()).into_response(),
            "`NOT_FOUND` is sent with 200 OK, but its row has 404 Not Found",
        ),
        (
            "another header beside an error",
            ([("x-error-code", "HACK")], own()).into_response(),
            "`NOT_FOUND` is sent, but the header has `HACK`",
        ),
        (
            "an error of another table",
            of_another_table(),
            "`card_declined` is an error of another table than that of the guard",
        ),
    ] {
        let expected = format!("GET /: {}", complaint.replace("{stranger}", STRANGER));
        let expected = (cfg!(debug_assertions) && !complaint.is_empty()).then_some(expected);
        let answer = tokio::spawn(through(GuardLayer::<ErrorCode>::new().strict(), Method::GET, response));
        let heard = match soon(kind, answer).await {
            Ok(_) => None,
            Err(error) => Some(words(&*error.into_panic())),
        };
        assert_eq!(heard, expected, "{kind}");
    }
    assert_eq!(guarded(coded(410, "NOT_FOUND")).await.status(), 410, "without strict mode it stays");
}

/// The message of a panic.
fn words(payload: &(dyn Any + Send)) -> String {
    payload.downcast_ref::<String>().expect("the complaint has a text").clone()
}

// ---- Other layers.

/// The order that the documents name, as services of tower and without a framework.
#[tokio::test]
async fn layers_outside_see_an_envelope_like_any_other_response() {
    let layers = || {
        ServiceBuilder::new()
            .layer(CorsLayer::permissive())
            .layer(CompressionLayer::new())
            .layer(GuardLayer::<ErrorCode>::new())
    };
    let envelope = r#"{"error":{"code":"CONFLICT","message":"Conflict"}}"#;
    let bare = layers().service(always(|| response(409, &[("content-type", "text/plain")], "a text")));
    let same = layers().service(always(move || {
        let retry = [("x-should-retry", "false"), ("x-retry-advice", "never")];
        let described = [("content-type", "application/json"), ("x-error-code", "CONFLICT")];
        response(409, &[described, retry].concat(), envelope)
    }));
    let (bare, same) = (Server::start(bare).await, Server::start(same).await);
    for (version, client) in clients() {
        let get = |server: &Server| {
            client.get(format!("http://{}", server.address)).header("origin", "https://app.example")
        };
        let plain = ask(version, get(&bare)).await;
        let expected = conflict()
            .with("access-control-allow-origin: *")
            .with("access-control-expose-headers: *")
            .with("vary: accept-encoding");
        assert_eq!(plain, expected, "{version}, uncompressed");

        let compressed = ask(version, get(&bare).header("accept-encoding", "gzip")).await;
        let alike = ask(version, get(&same).header("accept-encoding", "gzip")).await;
        assert_eq!(compressed, alike, "{version}: it is compressed as any body is");
        assert!(format!("{compressed:?}").contains("content-encoding: gzip"), "{version}: {compressed:?}");
        assert_ne!(compressed, plain, "{version}");
    }
}

#[tokio::test]
async fn compression_inside_does_not_outlive_the_body() {
    let text = "a text that is long enough to be compressed";
    let layers =
        || ServiceBuilder::new().layer(GuardLayer::<ErrorCode>::new()).layer(CompressionLayer::new());
    let bare = layers().service(always(move || response(409, &[("content-type", "text/plain")], text)));
    let json = layers().service(always(move || response(409, &[("content-type", "application/json")], text)));
    let alone = CompressionLayer::new()
        .layer(always(move || response(409, &[("content-type", "application/json")], text)));
    let (bare, json, alone) =
        (Server::start(bare).await, Server::start(json).await, Server::start(alone).await);
    for (version, client) in clients() {
        let get = |server: &Server| {
            client.get(format!("http://{}", server.address)).header("accept-encoding", "gzip")
        };
        assert_eq!(ask(version, get(&bare)).await, conflict().with("vary: accept-encoding"), "{version}");
        assert_eq!(ask(version, get(&json)).await, ask(version, get(&alone)).await, "{version}");
    }
}

// ---- What no layer can reach.

#[tokio::test]
async fn what_hyper_refuses_has_no_envelope_and_a_client_copes() {
    let server =
        Server::start(GuardLayer::<ErrorCode>::new().layer(always(|| response(200, &[], "fine")))).await;
    let long = format!("GET /{} HTTP/1.1\r\nhost: test\r\n\r\n", "a".repeat(70_000));
    let many = format!("GET / HTTP/1.1\r\nhost: test\r\n{}\r\n", "x-header: 1\r\n".repeat(101));
    for (kind, request, status, shown) in [
        ("no HTTP", "what is this?\r\n\r\n", 400, "400 Bad Request: empty body"),
        (
            "a wrong length",
            "POST / HTTP/1.1\r\nhost: test\r\ncontent-length: x\r\n\r\n",
            400,
            "400 Bad Request: empty body",
        ),
        ("a long path", &long, 414, "414 URI Too Long: empty body"),
        ("many headers", &many, 431, "431 Request Header Fields Too Large: empty body"),
    ] {
        let said = raw::exchange(server.address, request).await;
        let (status_found, headers, body) = parse(&said);
        assert_eq!(status_found, status, "{kind}: {said}");
        assert_eq!(body, "", "{kind}: {said}");
        let names: Vec<&str> =
            headers.keys().map(HeaderName::as_str).filter(|name| *name != "date").collect();
        assert_eq!(names, ["connection", "content-length"], "{kind}: {said}");

        let error: ReceivedError = ReceivedError::from_parts(status_found, headers, body);
        assert_eq!(error.to_string(), shown, "{kind}");
        assert_eq!((error.code(), error.retry()), (None, Retry::Never), "{kind}");
    }
}

/// The parts of what came over the socket.
fn parse(said: &str) -> (StatusCode, HeaderMap, &str) {
    let (head, body) = said.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no response: {said:?}"));
    let (first, lines) = head.split_once("\r\n").unwrap_or((head, ""));
    let status = first.split(' ').nth(1).and_then(|status| status.parse().ok());
    let headers: Vec<(&str, &str)> = lines.lines().filter_map(|line| line.split_once(": ")).collect();
    (status.unwrap_or_else(|| panic!("no status: {first}")), fields(&headers), body)
}
