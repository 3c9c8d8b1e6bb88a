//! Answers that nobody who knows the catalog has made, or that somebody on the way has changed.

use std::time::Duration;

use error_catalog::{ErrorCode, Incomplete, ReceivedError, Retry};
use reqwest_middleware::Result;

use crate::api::Api;
use crate::metrics::UNKNOWN;
use crate::request::Request;
use crate::tally::Tally;

/// Whatever it is, there is a status, an advice and an id to ask about.
pub async fn answers(api: &Api<'_>) -> Result<Tally> {
    type Check = fn(&ReceivedError) -> bool;
    let requests: [(_, Check); 6] = [
        ("/edge/page", |error| {
            error.code_str().is_none()
                && error.body().is_some_and(|page| page.starts_with(b"<h1>"))
                && error.retry() == Retry::IfIdempotent
                && error.retry_after() == Some(SEVEN_SECONDS)
        }),
        ("/edge/newer", |error| {
            error.code_str() == Some("QUOTA_EXCEEDED")
                && error.label() == UNKNOWN
                && error.retry() == Retry::Backoff
                && error.retry_after() == Some(SEVEN_SECONDS)
                // It says more than code and message.
                && error.body().is_some()
        }),
        ("/edge/rewritten", |error| {
            error.code() == Some(ErrorCode::InsufficientCredits)
                && error.is_client_error()
                && error.status_mismatch()
        }),
        ("/edge/flood", |error| {
            error.incomplete() == Some(Incomplete::TooLarge) && error.retry() == Retry::IfIdempotent
        }),
        // As much as came in time is understood.
        ("/edge/broken", |error| {
            error.incomplete() == Some(Incomplete::Broken) && error.code() == Some(ErrorCode::UploadFailed)
        }),
        ("/edge/stalled", |error| {
            error.incomplete() == Some(Incomplete::TimedOut) && error.code() == Some(ErrorCode::UploadFailed)
        }),
    ];
    let mut tally = Tally::default();
    for (path, check) in requests {
        let request = Request::get(path);
        let answer = api.send(&request).await?;
        let agrees = answer.as_ref().is_err_and(|error| check(error) && error.request_id().is_some());
        tally.count(request, answer, agrees);
    }
    Ok(tally)
}

const SEVEN_SECONDS: Duration = Duration::from_secs(7);
