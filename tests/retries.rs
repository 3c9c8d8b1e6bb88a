//! Requests that are sent again: real clients, each in its own way, against a real server that fails by a script.
//!
//! `cargo test --test retries -- --nocapture` prints what came of each as a row of a table.

#[path = "retries/again.rs"]
mod again;
#[path = "retries/jitter.rs"]
mod jitter;
#[path = "retries/loops.rs"]
mod loops;
#[path = "retries/outage.rs"]
mod outage;
#[path = "retries/ready.rs"]
mod ready;
#[path = "retries/redirect.rs"]
mod redirect;
#[path = "retries/script.rs"]
mod script;
#[path = "support/server.rs"]
mod server;
#[path = "retries/silence.rs"]
mod silence;
#[path = "retries/ways.rs"]
mod ways;

use std::slice::from_ref;
use std::sync::atomic::Ordering;
use std::time::Duration;

use error_catalog::ErrorCode;
use http::HeaderValue;

use crate::script::{Reply, Script, Seen, bare, row, waits};
use crate::server::soon;
use crate::ways::{Failure, LOOPS, Order, Outcome, READY, Way};

/// A loaded machine may wake a client late, but never early.
const LATE: Duration = Duration::from_secs(3);

/// A script, and how often it is to be played.
struct Case<'a> {
    replies: &'a [Reply],
    attempts: usize,
    /// The seconds that the server names before each retry.
    named: &'a [u64],
    change: fn(&mut Order),
}

impl<'a> Case<'a> {
    fn new(replies: &'a [Reply], attempts: usize) -> Self {
        Self { replies, attempts, named: &[], change: |_| {} }
    }

    /// Plays it once for each way and method, all at the same time.
    async fn play(&self, methods: &[&str]) {
        let script = Script::start(self.replies).await;
        let mut running = Vec::new();
        for (number, method) in methods.iter().enumerate() {
            for way in LOOPS.into_iter().chain(READY) {
                let path = format!("/{number}/{way:?}");
                let mut order = Order::new(script.url(&path), method);
                (self.change)(&mut order);
                let sent = order.clone();
                running.push((path, way, order, tokio::spawn(async move { sent.send(way).await })));
            }
        }
        for (path, way, order, outcome) in running {
            let outcome = soon(&path, outcome).await.expect("no client panics");
            let seen = script.seen(&path);
            self.check(way, &order, &outcome, &seen);
            println!("{}", self.line(way, &order, &seen));
        }
    }

    fn check(&self, way: Way, order: &Order, outcome: &Outcome, seen: &[Seen]) {
        let what = self.line(way, order, seen);
        assert_eq!(seen.len(), self.attempts, "{what}");
        if READY.contains(&way) {
            assert_eq!(order.sent.load(Ordering::Relaxed), self.attempts, "{what}");
        }
        for request in seen {
            assert_eq!(request.method, order.method, "{what}");
            let key = request.headers.get("idempotency-key");
            assert_eq!(key.map(HeaderValue::as_bytes), order.key.map(str::as_bytes), "{what}");
            assert_eq!(request.body, order.body(), "{what}");
        }
        for (retry, wait) in waits(seen).into_iter().enumerate() {
            let named = Duration::from_secs(self.named.get(retry).copied().unwrap_or_default());
            let (shortest, longest) = way.bounds(retry);
            assert!(wait >= named + shortest, "{what}: too early");
            assert!(wait <= named + longest + LATE, "{what}: too late");
        }
        match (outcome, self.replies.get(self.attempts - 1)) {
            (Ok(status), None) => assert_eq!(*status, 200, "{what}"),
            (Err(Failure::Received(error)), Some(last)) => {
                assert_eq!(error.status(), last.status(), "{what}: {error}");
                // The ready parts have seen the request.
                let method = READY.contains(&way).then_some(&order.method);
                assert_eq!(error.method(), method, "{what}: {error}");
                assert_eq!(error.request_id(), Some(&*self.attempts.to_string()), "{what}: {error}");
            }
            _ => panic!("{what}: {outcome:?}"),
        }
    }

    /// A row of the table.
    fn line(&self, way: Way, order: &Order, seen: &[Seen]) -> String {
        let mut replies: Vec<String> = self.replies.iter().map(ToString::to_string).collect();
        replies.push("200".to_owned());
        let waits: Vec<String> = waits(seen).iter().map(|wait| format!("{} ms", wait.as_millis())).collect();
        let key = order.key.map_or("", |_| " with a key");
        format!(
            "| {} | {} | {}{key} | {} | {} |",
            way.name(),
            replies.join("; "),
            order.method,
            seen.len(),
            waits.join(", ")
        )
    }
}

const IDEMPOTENT: [&str; 5] = ["GET", "HEAD", "PUT", "DELETE", "POST+key"];
const OTHERS: [&str; 2] = ["POST", "PATCH"];

#[tokio::test]
async fn never_is_sent_once() {
    for reply in [
        row(ErrorCode::InvalidImage),
        row(ErrorCode::NotFound),
        bare(500),
        bare(503).with("x-should-retry", "false"),
        bare(503).with("x-should-retry", "False"),
        bare(503).with("x-should-retry", "true").with("x-should-retry", "false, false"),
        bare(503).with("idempotent-replayed", "true"),
        bare(526),
        bare(500).with("x-error-code", "INVALID_IMAGE"),
        bare(409).with("x-error-code", "NOT_OF_THIS_TABLE"),
    ] {
        Case::new(&[reply], 1).play(&["GET", "POST", "POST+key"]).await;
    }
}

#[tokio::test]
async fn backoff_is_sent_again_whatever_it_is() {
    for reply in [
        row(ErrorCode::CannotDeleteProcessing),
        bare(400).with("x-error-code", "CANNOT_DELETE_PROCESSING"),
        bare(429),
        bare(429).with("x-error-code", "NOT_OF_THIS_TABLE"),
        bare(400).with("x-error-code", "NOT_OF_THIS_TABLE").with("x-should-retry", "true"),
    ] {
        Case::new(&[reply], 2).play(&["GET", "DELETE", "POST", "PATCH"]).await;
    }
}

#[tokio::test]
async fn if_idempotent_is_sent_again_only_where_that_does_no_harm() {
    for reply in [
        row(ErrorCode::GenerationTimeout),
        row(ErrorCode::DeleteFailed),
        bare(500).with("x-error-code", "UPLOAD_FAILED"),
        bare(503),
        bare(520),
        bare(524),
        bare(502).with("x-error-code", "NOT_OF_THIS_TABLE"),
        bare(500).with("x-error-code", "NOT_OF_THIS_TABLE").with("x-should-retry", "if-idempotent"),
        bare(500).with("retry-after", "soon"),
    ] {
        let replies = [reply];
        Case::new(&replies, 2).play(&IDEMPOTENT).await;
        Case::new(&replies, 1).play(&OTHERS).await;
    }
}

#[tokio::test]
async fn nobody_comes_before_the_time_that_the_server_has_named() {
    let seconds = [bare(503).with("retry-after", "1")];
    Case { named: &[1], ..Case::new(&seconds, 2) }.play(&["GET", "POST+key"]).await;
    Case::new(&seconds, 1).play(&["POST"]).await;

    let time = bare(429)
        .with("date", "Sun, 06 Nov 1994 08:49:37 GMT")
        .with("retry-after", "Sun, 06 Nov 1994 08:49:38 GMT");
    Case { named: &[1], ..Case::new(&[time], 2) }.play(&["GET", "POST"]).await;

    let fraction = bare(403).with("retry-after", "0.3, 0.7");
    Case { named: &[1], ..Case::new(&[fraction], 2) }.play(&["GET"]).await;
    let milliseconds = bare(429).with("retry-after-ms", "1000");
    Case { named: &[1], ..Case::new(&[milliseconds], 2) }.play(&["POST"]).await;

    let over = bare(429)
        .with("date", "Sun, 06 Nov 1994 08:49:37 GMT")
        .with("retry-after", "Sun, 06 Nov 1994 08:49:07 GMT");
    Case::new(&[over], 2).play(&["POST"]).await;
}

/// The wait of an answer is not that of the next one.
#[tokio::test]
async fn each_answer_names_its_own_time() {
    let replies = [bare(429).with("retry-after", "1"), bare(429)];
    Case { named: &[1, 0], ..Case::new(&replies, 3) }.play(&["POST"]).await;
    let replies = [bare(429), bare(429).with("retry-after", "1")];
    Case { named: &[0, 1], ..Case::new(&replies, 3) }.play(&["POST"]).await;
}

#[tokio::test]
async fn whoever_would_have_to_wait_too_long_gets_the_error() {
    for (reply, seconds) in
        [(row(ErrorCode::ServiceUnderMaintenance), 60), (bare(429).with("retry-after", "6"), 6)]
    {
        Case::new(from_ref(&reply), 1).play(&["GET", "POST"]).await;
        let script = Script::start(&[reply]).await;
        for way in LOOPS.into_iter().chain(READY) {
            let order = Order::new(script.url(&format!("/{way:?}")), "GET");
            let Err(Failure::Received(error)) = soon(way.name(), order.send(way)).await else {
                panic!("{way:?}: it has to be told");
            };
            assert_eq!(error.retry_after(), Some(Duration::from_secs(seconds)), "{way:?}");
        }
    }
}

#[tokio::test]
async fn there_is_an_end_to_retries() {
    let replies = [row(ErrorCode::DownloadFailed), row(ErrorCode::FalTimeout), bare(503), bare(503)];
    for retries in 0..3 {
        let change: fn(&mut Order) = [
            |order: &mut Order| order.max_retries = 0,
            |order: &mut Order| order.max_retries = 1,
            |order: &mut Order| order.max_retries = 2,
        ][retries];
        Case { change, ..Case::new(&replies, retries + 1) }.play(&["GET"]).await;
    }
}

#[tokio::test]
async fn an_answer_in_the_middle_can_end_it() {
    let replies = [row(ErrorCode::DownloadFailed), row(ErrorCode::NotFound), bare(503)];
    Case::new(&replies, 2).play(&["GET"]).await;
    let replies = [row(ErrorCode::CannotDeleteProcessing), row(ErrorCode::GenerationTimeout)];
    Case::new(&replies, 2).play(&["POST"]).await;
}

#[tokio::test]
async fn the_code_is_there_after_the_last_attempt() {
    let script = Script::start(&[bare(503), row(ErrorCode::NotFound)]).await;
    for way in LOOPS.into_iter().chain(READY) {
        let order = Order::new(script.url(&format!("/{way:?}")), "GET");
        let Err(Failure::Received(error)) = soon(way.name(), order.send(way)).await else {
            panic!("{way:?}: the last answer was an error");
        };
        assert_eq!(error.code(), Some(ErrorCode::NotFound), "{way:?}");
        assert_eq!(error.message(), Some(ErrorCode::NotFound.message()), "{way:?}");
    }
}
