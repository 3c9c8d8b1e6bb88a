//! What reaches a client through the gateway: all that the server says to clients, and nothing that it does not.

use std::io;
use std::time::Duration;

use error_catalog::{ReceivedError, Retry};
use reqwest::header::{ALLOW, RETRY_AFTER, WWW_AUTHENTICATE};
use reqwest_middleware::Result;

use crate::api::Api;
use crate::request::Request;
use crate::tally::Tally;
use crate::wire;

/// Errors that the gateway leaves as they are. None of the requests changes anything.
pub async fn errors(server: &Api<'_>, gateway: &Api<'_>) -> Result<Tally> {
    let requests = [
        Request::get("/v1/personas/ada"),
        Request::post("/v1/styles", "Noir"),
        Request::delete("/v1/credits"),
        Request::get("/edge/newer"),
        Request::get("/errors/FAL_ERROR/backoff"),
        Request::get("/errors/SERVICE_UNDER_MAINTENANCE/never"),
    ];
    compare(server, gateway, &requests).await
}

/// The keys are those of the clients, so it is for the server to judge them.
pub async fn keys(server: &Api<'_>, gateway: &Api<'_>) -> Result<Tally> {
    compare(&server.with_key(""), &gateway.with_key(""), &[Request::get("/v1/credits")]).await
}

async fn compare(server: &Api<'_>, gateway: &Api<'_>, requests: &[Request]) -> Result<Tally> {
    let mut tally = Tally::default();
    for request in requests {
        let answers = (server.send(request).await?, gateway.send(request).await?);
        let agrees = matches!(&answers, (Err(direct), Err(relayed)) if tells_the_same(direct, relayed));
        tally.count(request, answers, agrees);
    }
    Ok(tally)
}

fn tells_the_same(direct: &ReceivedError, relayed: &ReceivedError) -> bool {
    relayed.status() == direct.status()
        && relayed.code_str() == direct.code_str()
        && relayed.message() == direct.message()
        && relayed.retry() == direct.retry()
        && relayed.retry_after() == direct.retry_after()
        && relayed.body().is_none()
        && [ALLOW, RETRY_AFTER, WWW_AUTHENTICATE]
            .iter()
            .all(|name| relayed.headers().get(name) == direct.headers().get(name))
}

/// Errors that the gateway puts in order: a proxy's page gets the envelope, a changed status is that of the row again,
/// and a body that has no end is no longer than its beginning.
pub async fn repaired(gateway: &Api<'_>) -> Result<Tally> {
    let requests = [
        ("/edge/page", 502, "BAD_GATEWAY", Retry::IfIdempotent, Some(SEVEN_SECONDS)),
        ("/edge/flood", 502, "BAD_GATEWAY", Retry::IfIdempotent, None),
        ("/edge/rewritten", 402, "INSUFFICIENT_CREDITS", Retry::Never, None),
        ("/edge/broken", 500, "UPLOAD_FAILED", Retry::IfIdempotent, None),
    ];
    let mut tally = Tally::default();
    for (path, status, code, retry, wait) in requests {
        let request = Request::get(path);
        let answer = gateway.send(&request).await?;
        let agrees = answer.as_ref().is_err_and(|error| {
            error.status() == status
                && error.code_str() == Some(code)
                && error.message().is_some()
                && error.body().is_none()
                && error.incomplete().is_none()
                && error.retry() == retry
                && error.retry_after() == wait
        });
        tally.count(request, answer, agrees);
    }
    Ok(tally)
}

/// Of the page of a proxy no byte is left, and of its headers those that are for clients.
pub async fn secrets(address: &str) -> io::Result<Tally> {
    let request = format!("GET /edge/page HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    let answer = wire::exchange(address, &request).await?;
    let names: Vec<_> = answer.lines().filter_map(|line| Some(line.split_once(": ")?.0)).collect();
    let agrees = names.contains(&"retry-after")
        && names.iter().all(|name| PUBLIC.contains(name))
        && !answer.contains(".internal");
    let mut tally = Tally::default();
    tally.count("GET /edge/page", answer, agrees);
    Ok(tally)
}

/// The headers that an answer of the gateway may have. The connection is closed because the request asks for it.
const PUBLIC: [&str; 9] = [
    "connection",
    "content-length",
    "content-type",
    "date",
    "retry-after",
    "x-error-code",
    "x-request-id",
    "x-retry-advice",
    "x-should-retry",
];

const SEVEN_SECONDS: Duration = Duration::from_secs(7);
