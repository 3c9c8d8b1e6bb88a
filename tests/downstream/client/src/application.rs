//! What the application does about errors: which ones it gets over by itself, and how.

use std::time::Duration;

use error_catalog::{ErrorCode, ReceivedError, Retry};
use tokio::time::sleep;

use crate::api::{Answer, Api, Request};

/// What helps against an error.
#[derive(Debug, PartialEq)]
pub enum Step {
    AskForKey,
    BuyCredits,
    /// The request may have been carried out, and paid for: a second one might be paid for again.
    LookForResult,
    ShowMessage,
    Wait(Duration),
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
            Retry::Backoff => Step::Wait(error.retry_after().unwrap_or(A_MOMENT)),
            Retry::IfIdempotent => Step::LookForResult,
        },
    }
}

pub const A_MOMENT: Duration = Duration::from_millis(50);

/// How a request ended, and what had to be done on the way.
#[derive(Debug)]
pub struct Outcome {
    pub answer: Answer,
    pub steps: Vec<Step>,
}

/// Sends a request until it succeeds, or only a person can help.
pub async fn carry_through(api: &Api<'_>, request: &Request) -> reqwest::Result<Outcome> {
    let mut steps = Vec::new();
    loop {
        let answer = api.send(request).await?;
        let step = match &answer {
            Err(error) if steps.len() < MAX_STEPS => next_step(error),
            _ => return Ok(Outcome { answer, steps }),
        };
        match step {
            // If they cannot be bought, the next attempt says once more that they are missing.
            Step::BuyCredits => drop(api.send(&Request::post("/v1/credits", "100")).await?),
            Step::Wait(wait) => sleep(wait).await,
            Step::AskForKey | Step::LookForResult | Step::ShowMessage => {
                return Ok(Outcome { answer, steps });
            }
        }
        steps.push(step);
    }
}

const MAX_STEPS: usize = 3;
