//! What the application does about errors: which ones it gets over by itself, and how.

use std::time::Duration;

use error_catalog::{ErrorCode, ReceivedError, Retry};

use crate::api::{Answer, Api};
use crate::request::Request;

/// What helps against an error that another attempt has not got over.
#[derive(Debug, PartialEq)]
pub enum Step {
    AskForKey,
    BuyCredits,
    /// It passes, though not while somebody waits for it.
    ComeBackLater(Option<Duration>),
    /// The request may have been carried out, and paid for: a second one might be paid for again.
    LookForResult,
    ShowMessage,
}

/// The codes that this application knows a way out of come first; the advice of the catalog stands for all others,
/// those of a newer server too.
pub fn next_step(error: &ReceivedError) -> Step {
    match error.code() {
        Some(ErrorCode::MissingApiKey | ErrorCode::InvalidApiKeyFormat | ErrorCode::InvalidApiKey) => {
            Step::AskForKey
        }
        Some(ErrorCode::InsufficientCredits) => Step::BuyCredits,
        _ => match error.retry() {
            Retry::Never => Step::ShowMessage,
            Retry::Backoff => Step::ComeBackLater(error.retry_after()),
            Retry::IfIdempotent => Step::LookForResult,
        },
    }
}

/// How a request ended, and what had to be done on the way.
#[derive(Debug)]
pub struct Outcome {
    pub answer: Answer,
    pub steps: Vec<Step>,
}

/// Sends a request until it succeeds, or only a person can help. Waits are no step: the client has waited already.
pub async fn carry_through(api: &Api<'_>, request: &Request) -> reqwest_middleware::Result<Outcome> {
    let mut steps = Vec::new();
    loop {
        let answer = api.send(request).await?;
        match answer.as_ref().map_err(next_step) {
            Err(step @ Step::BuyCredits) if steps.len() < MAX_STEPS => {
                // If they cannot be bought, the next attempt says once more that they are missing.
                drop(api.send(&Request::post("/v1/credits", "100")).await?);
                steps.push(step);
            }
            _ => return Ok(Outcome { answer, steps }),
        }
    }
}

const MAX_STEPS: usize = 3;
