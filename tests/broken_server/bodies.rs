//! Cases in which the body does not come as its head has promised.

use error_catalog::Incomplete::{Broken, TimedOut, TooLarge};
use error_catalog::Retry::IfIdempotent;
use http::Method;

use crate::case::{Case, Expected, LIMIT, case};
use crate::clients::Who;
use crate::messages::GONE;
use crate::server::{answer, head, json, raw};
use crate::told::{envelope, error};

const CHUNKED: &[&str] = &["transfer-encoding: chunked"];
/// The envelope, as far as the first half of its message.
const START: &str = r#"{"error":{"code":"NOT_FOUND","message":"go"#;

pub(crate) fn cases() -> Vec<Case> {
    [too_long(), too_slow(), too_short(), chunks(), lengths(), no_errors(), requests()]
        .into_iter()
        .flatten()
        .collect()
}

fn too_long() -> Vec<Case> {
    let large = || error(502).retry(IfIdempotent).incomplete(TooLarge);
    let x = "x".repeat(4096);
    vec![
        case("one byte more than the limit", json(502, "x".repeat(LIMIT + 1)), large()),
        case("never-ending chunks", head(502, CHUNKED).forever(format!("1000\r\n{x}\r\n")), large()),
        case("never-ending body", head(502, &[]).forever(&x), large()),
        case("ten terabytes", head(502, &["content-length: 10000000000000"]).forever(&x), large()),
        case(
            "envelope with never-ending details",
            head(404, &[]).body(START).body("ne\",\"details\":[").forever("7,".repeat(1000)),
            error(404).code("NOT_FOUND").message("gone").incomplete(TooLarge),
        ),
        case(
            "never-ending chunk extension",
            head(502, CHUNKED).send("1;x=").forever(&x),
            error(502).retry(IfIdempotent).incomplete(Broken),
        ),
        case(
            "never-ending trailer",
            head(502, CHUNKED).chunk("x").send("0\r\n").forever("x: y\r\n".repeat(100)),
            error(502).retry(IfIdempotent).incomplete(Broken),
        )
        // It reads all of the trailer, as long as it may.
        .but(Who::Ureq, error(502).retry(IfIdempotent).incomplete(TimedOut))
        .impatient(),
    ]
}

/// The limit is ours where the client waits for us, and the client's where it does not.
fn too_slow() -> Vec<Case> {
    let late = || error(404).code("NOT_FOUND").incomplete(TimedOut);
    let sized = || head(404, &["content-length: 100"]).body(START);
    vec![
        case(
            "stalled before the body",
            head(503, &["content-length: 100"]).stall(),
            error(503).retry(IfIdempotent).incomplete(TimedOut),
        )
        .impatient(),
        case("stalled in the body", sized().stall(), late()).impatient(),
        case("stalled in a chunk", head(404, CHUNKED).chunk(START).send("5\r\nab").stall(), late())
            .impatient(),
        case(
            "stalled after all of the body",
            head(404, &[]).body(GONE).stall(),
            envelope(404, "NOT_FOUND", "gone").incomplete(TimedOut),
        )
        .impatient(),
        case("dripping body", head(404, &[]).body(START).drip("x"), late()).impatient(),
        case("dripping chunks", head(404, CHUNKED).chunk(START).drip("1\r\nx\r\n"), late()).impatient(),
    ]
}

fn too_short() -> Vec<Case> {
    let broken = || error(404).code("NOT_FOUND").incomplete(Broken);
    vec![
        case("less than the length", head(404, &["content-length: 100"]).body(START), broken()),
        case(
            "a whole envelope, less than the length",
            head(404, &["content-length: 100"]).body(GONE),
            envelope(404, "NOT_FOUND", "gone").incomplete(Broken),
        ),
        case("nothing of the length", head(404, &["content-length: 100"]), error(404).incomplete(Broken)),
        case("reset in the body", head(404, &["content-length: 100"]).body(START).reset(), broken()),
        case("reset in a chunk", head(404, CHUNKED).chunk(START).reset(), broken()),
        // Without a length ureq takes a reset for the end.
        case("reset without a length", head(404, &[]).body(START).reset(), broken())
            .but(Who::Ureq, error(404).code("NOT_FOUND")),
        case(
            "reset before the body",
            head(404, &["content-length: 100"]).reset(),
            error(404).incomplete(Broken),
        ),
        case(
            "HTTP/1.0, no length",
            raw("HTTP/1.0 404 Not Found\r\n\r\n").body(GONE),
            envelope(404, "NOT_FOUND", "gone"),
        ),
        case("no length", head(404, &[]).body(GONE), envelope(404, "NOT_FOUND", "gone")),
    ]
}

fn chunks() -> Vec<Case> {
    let broken = || error(404).code("NOT_FOUND").incomplete(Broken);
    let (a, b) = GONE.split_at(13);
    vec![
        case(
            "chunks, an extension and a trailer",
            head(404, CHUNKED).chunk(a).pause().chunk(b).send("0;x=y\r\nx-error-code: OTHER\r\n\r\n"),
            envelope(404, "NOT_FOUND", "gone"),
        ),
        case("chunks without an end", head(404, CHUNKED).chunk(START), broken()),
        case("chunk cut off", head(404, CHUNKED).chunk(START).send("ff\r\nne"), broken()),
        case(
            "chunk with a bad size",
            head(404, CHUNKED).chunk(START).pause().send("ZZ\r\nne\"}}\r\n0\r\n\r\n"),
            broken(),
        ),
        case(
            "first chunk with a bad size",
            head(404, CHUNKED).send("-1\r\nx\r\n0\r\n\r\n"),
            error(404).incomplete(Broken),
        ),
        case(
            "chunk with a huge size",
            head(404, CHUNKED).send("fffffffffffffffff\r\nx"),
            error(404).incomplete(Broken),
        ),
        case(
            "chunk longer than its size",
            head(404, CHUNKED).chunk(START).pause().send("1\r\nxxxx\r\n0\r\n\r\n"),
            broken(),
        ),
        case("no chunks, though promised", head(404, CHUNKED).send(GONE), error(404).incomplete(Broken)),
    ]
}

fn lengths() -> Vec<Case> {
    let contradictory = ["content-length: 47", "content-length: 10"];
    vec![
        case(
            "more than the length",
            head(404, &["content-length: 47"]).body(GONE).send("and more"),
            envelope(404, "NOT_FOUND", "gone"),
        ),
        case(
            "more than the length, which cuts the message",
            head(404, &["content-length: 42"]).body(GONE),
            error(404).code("NOT_FOUND").first(42),
        ),
        case(
            "the same length twice",
            answer(404, &contradictory[..1], GONE),
            envelope(404, "NOT_FOUND", "gone"),
        ),
        case("two lengths", head(404, &contradictory).body(GONE), Expected::NoResponse),
        case("length not a number", head(404, &["content-length: many"]).body(GONE), Expected::NoResponse),
        case("length negative", head(404, &["content-length: -1"]).body(GONE), Expected::NoResponse),
        case(
            "length beside chunks",
            head(404, &["content-length: 3", "transfer-encoding: chunked"]).chunk(GONE).send("0\r\n\r\n"),
            envelope(404, "NOT_FOUND", "gone"),
        ),
    ]
}

/// What is no error is not read.
fn no_errors() -> Vec<Case> {
    let large = "x".repeat(2 * LIMIT);
    vec![
        case("200 with an envelope", json(200, GONE), Expected::Passes(200)),
        case("200 larger than the limit", json(200, large), Expected::Passes(200)),
        case(
            "200 with an error's headers",
            answer(200, &["x-error-code: NOT_FOUND"], GONE),
            Expected::Passes(200),
        ),
        case("204 with a body", head(204, &["content-length: 47"]).send(GONE), Expected::Passes(204)),
        case("304 with a length", head(304, &["content-length: 47"]), Expected::Passes(304)),
        // ureq follows redirects, and has nowhere to go.
        case("301 without a location", answer(301, &[], "moved"), Expected::Passes(301))
            .but(Who::Ureq, Expected::NoResponse),
    ]
}

/// The request is what is special.
fn requests() -> Vec<Case> {
    let upload = |case: Case| case.method(Method::POST).sends(1_000_000);
    vec![
        case(
            "answer to HEAD",
            head(404, &["content-length: 47", "x-error-code: NOT_FOUND"]),
            error(404).code("NOT_FOUND"),
        )
        .method(Method::HEAD),
        case("answer to HEAD with a body", json(404, GONE), error(404).first(0)).method(Method::HEAD),
        upload(case(
            "401 before the request was read",
            json(401, GONE),
            envelope(401, "NOT_FOUND", "gone").mismatch(),
        )),
        upload(case(
            "401 before the request was read, then closed",
            json(401, GONE).hang_up(),
            envelope(401, "NOT_FOUND", "gone").mismatch().or_no_response(),
        )),
    ]
}
