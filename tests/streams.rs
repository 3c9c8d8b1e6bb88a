//! An error after the response has begun: in events, lines and messages.

#[path = "support/server.rs"]
mod server;

use std::convert::Infallible;

use axum::Router;
use axum::body::Body;
use axum::response::sse::{Event, Sse};
use axum::routing::get;
use error_catalog::{ApiError, ErrorCode, ReceivedError, Retry};
use futures_util::stream::{self, Stream};

use crate::server::{Server, soon};

fn failure() -> ApiError {
    ApiError::new(ErrorCode::GenerationTimeout)
        .with_message("GPU 7\nof cluster eu is slow")
        .with_source("bucket eu-7 is full")
}

async fn events() -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let token = |text: &str| Event::default().data(format!("{{\"delta\":\"{text}\"}}"));
    let error = Event::default().event("error").data(failure().into_json());
    Sse::new(stream::iter([token("once "), token("upon "), error].map(Ok)))
}

async fn lines() -> Body {
    let lines = [r#"{"delta":"once"}"#.into(), failure().into_json()].map(|line| format!("{line}\n"));
    Body::from_stream(stream::iter(lines.map(Ok::<_, Infallible>)))
}

#[tokio::test]
async fn an_error_in_a_stream_is_read_back() {
    let server = Server::start(error_catalog::guard(
        Router::new().route("/events", get(events)).route("/lines", get(lines)),
    ))
    .await;
    for (path, prefix, items) in [("/events", "data: ", 2), ("/lines", "", 1)] {
        let client = reqwest::Client::builder().no_proxy().build().expect("a client without TLS");
        let response = client.get(format!("http://{}{path}", server.address)).send();
        let response = soon(path, response).await.expect("there is a response");
        assert_eq!(response.status(), 200, "{path}");
        let text = soon(path, response.text()).await.expect("the body is complete");
        assert!(!text.contains("eu"), "{path}: a 5xx has the message of its row: {text}");
        let items_of =
            text.lines().filter_map(|line| line.strip_prefix(prefix)).filter(|line| !line.is_empty());
        let (errors, others): (Vec<_>, Vec<_>) =
            items_of.map(ReceivedError::<ErrorCode>::from_json).partition(Option::is_some);
        assert_eq!((errors.len(), others.len()), (1, items), "{path}: {text}");
        let error = errors.into_iter().flatten().next().expect("there is one");
        assert_eq!(error.code(), Some(ErrorCode::GenerationTimeout), "{path}");
        assert_eq!(error.status(), ErrorCode::GenerationTimeout.status(), "{path}");
        assert_eq!(error.retry(), Retry::IfIdempotent, "{path}");
    }
}

#[test]
fn a_text_that_is_not_an_error_is_none() {
    for text in [
        "",
        "[DONE]",
        "null",
        "7",
        "[1]",
        "\"error\"",
        r#"{"error":null}"#,
        r#"{"error":{}}"#,
        r#"{"error":" "}"#,
        r#"{"errors":[],"data":null}"#,
        r#"{"delta":"error"}"#,
        r#"{"code":"NOT_FOUND","message":"a code of somebody else"}"#,
        r#"{"item":{"error":{"code":"NOT_FOUND","message":"in the data"}}}"#,
        r#"{"error":{"code":"NOT_FOUND","message":"cut"#,
        "\u{feff}",
    ] {
        assert!(ReceivedError::<ErrorCode>::from_json(text).is_none(), "{text}");
    }
    assert!(ReceivedError::<ErrorCode>::from_json(b"\xff").is_none());
    for text in [r#"{"error":"it broke"}"#, r#"{"error":{"message":"it broke"}}"#] {
        let error: ReceivedError = ReceivedError::from_json(text).expect("it is an error without a code");
        assert_eq!((error.code_str(), error.message()), (None, Some("it broke")), "{text}");
    }
    let newer = r#"{"error":{"code":"NEWER","message":"m"},"id":7}"#;
    let newer: ReceivedError = ReceivedError::from_json(newer).expect("it is an error");
    assert_eq!((newer.code_str(), newer.status().as_u16()), (Some("NEWER"), 500));
    assert_eq!(newer.retry(), Retry::Never);
}

/// The text is one line, so it cannot end an event or forge another one.
#[test]
fn a_message_cannot_forge_an_event() {
    let text =
        ApiError::new(ErrorCode::ValidationError).with_message("a\n\nevent: done\r\ndata: {}").into_json();
    assert!(!text.contains(['\n', '\r']), "{text}");
}
