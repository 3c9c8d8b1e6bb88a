//! Bodies as no server sends them, but a layer in the same program may.

use std::convert::Infallible;
use std::time::Duration;

use bytes::{Buf, Bytes};
use error_catalog::{ErrorCode, ErrorForCode, Incomplete, ReadLimits, ReceivedError};
use futures_util::stream;
use http::{HeaderMap, Response};
use http_body::Frame;
use http_body_util::{BodyExt, Full, StreamBody};

fn response<B>(status: u16, body: B) -> Response<B> {
    Response::builder().status(status).body(body).expect("the test's own status is one")
}

/// The timer of a runtime gets its turn only where a body has to be waited for.
#[tokio::test]
async fn a_body_that_is_always_ready_and_always_empty_ends() {
    let empty = || Ok::<_, Infallible>(Frame::data(Bytes::new()));
    let body = StreamBody::new(stream::repeat_with(empty));
    let limits = ReadLimits::new().time(Duration::from_millis(50));
    let error = response(502, body).error_for_code_within::<ErrorCode>(limits).await;
    let error = error.err().expect("it is an error");
    assert_eq!(error.incomplete(), Some(Incomplete::TimedOut));
    assert_eq!(error.status(), 502);
}

#[tokio::test]
async fn data_in_pieces_and_trailers_make_one_body() {
    let pieces = |a: &'static str, b: &'static str| Frame::data(a.as_bytes().chain(b.as_bytes()));
    let frames = [
        pieces(r#"{"error":{"co"#, r#"de":"NOT_FOUND","#),
        pieces("", r#""message":"gone"}"#),
        pieces("}", ""),
        Frame::trailers(HeaderMap::new()),
    ];
    let body = StreamBody::new(stream::iter(frames.map(Ok::<_, Infallible>)));
    let error: ReceivedError = response(404, body).error_for_code().await.expect_err("it is an error");
    assert_eq!((error.code(), error.message()), (Some(ErrorCode::NotFound), Some("gone")));
    assert_eq!((error.body(), error.incomplete()), (None, None));
}

#[tokio::test]
async fn a_limit_is_kept_to_the_byte() {
    for (limit, incomplete) in [(0, true), (1, true), (4, true), (5, false), (6, false)] {
        let limits = ReadLimits::new().bytes(limit);
        let error = response(500, Full::new(Bytes::from("fault"))).error_for_code_within(limits).await;
        let error: ReceivedError = error.expect_err("it is an error");
        assert_eq!(error.body(), Some(&b"fault"[..limit.min(5)]));
        assert_eq!(error.incomplete(), incomplete.then_some(Incomplete::TooLarge), "{limit}");
    }
}

#[tokio::test]
async fn a_success_is_returned_unread() {
    for status in [200, 204, 304, 399] {
        let passed = response(status, Full::new(Bytes::from("fine"))).error_for_code::<ErrorCode>().await;
        let body = passed.expect("it is no error").into_body().collect().await;
        assert_eq!(body.expect("it cannot fail").to_bytes(), "fine");
    }
}
