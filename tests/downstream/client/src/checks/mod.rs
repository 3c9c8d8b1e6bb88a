//! What to ask the server, and the right answers.

use std::io;
use std::time::{Duration, Instant};

use error_catalog::ErrorCode;
use reqwest::Method;
use reqwest_middleware::Result;

use crate::api::{Answer, Api};
use crate::application::{Step, carry_through, next_step};
use crate::health;
use crate::metrics::UNKNOWN;
use crate::request::Request;
use crate::tally::Tally;
use crate::wire;

pub mod edge;
pub mod gateway;
pub mod orders;

/// The server is not up at once, and says for how long.
pub fn start_up(address: &str) -> Tally {
    let start = Instant::now();
    let answer = health::wait_until_up(address);
    let agrees = matches!(answer, Ok(1)) && start.elapsed() >= A_SECOND;
    let mut tally = Tally::default();
    tally.count("GET /health", answer, agrees);
    tally
}

/// The server raises every error, and the client reads what the catalog says of it. The answer to a `HEAD` has no
/// body: there the headers have to do.
pub async fn every_code(api: &Api<'_>) -> Result<Tally> {
    let mut tally = Tally::default();
    for &code in ErrorCode::ALL {
        for (method, message) in [(Method::GET, Some(code.message())), (Method::HEAD, None)] {
            let request = Request::new(method, format!("/errors/{code}"));
            let answer = api.send(&request).await?;
            let agrees = answer.as_ref().is_err_and(|error| {
                error.code() == Some(code)
                    && !error.status_mismatch()
                    && error.message() == message
                    && error.retry() == code.retry()
                    && error.retry_after() == code.retry_after()
                    && error.request_id().is_some()
            });
            tally.count(request, answer, agrees);
        }
    }
    Ok(tally)
}

pub async fn keys(api: &Api<'_>) -> Result<Tally> {
    let keys = [
        ("", ErrorCode::MissingApiKey, Step::AskForKey),
        ("live", ErrorCode::InvalidApiKeyFormat, Step::AskForKey),
        ("pkz_guess", ErrorCode::InvalidApiKey, Step::AskForKey),
        ("pkz_disabled", ErrorCode::ApiKeyInactive, Step::ShowMessage),
    ];
    let mut tally = Tally::default();
    for (key, code, step) in keys {
        let request = Request::get(ADA);
        let answer = api.with_key(key).send(&request).await?;
        let agrees = is_refusal(&answer, code, &step);
        tally.count(request, answer, agrees);
    }
    Ok(tally)
}

/// Requests that fail at first, and succeed after the step that the error calls for, or after a wait that nobody here
/// sees. They come before any credits are bought.
pub async fn detours(api: &Api<'_>) -> Result<Tally> {
    let fox = Request::post(THUMBNAILS, "A fox").for_order("fox-1");
    let requests = [
        (fox, ErrorCode::InsufficientCredits, vec![Step::BuyCredits]),
        (Request::delete("/v1/thumbnails/0"), ErrorCode::CannotDeleteProcessing, vec![]),
    ];
    let mut tally = Tally::default();
    for (request, code, steps) in requests {
        let outcome = carry_through(api, &request).await?;
        let met = api.metrics().of(code.as_str());
        let agrees = outcome.answer.is_ok() && outcome.steps == steps && met.attempts == 1;
        tally.count(request, (outcome, met), agrees);
    }
    Ok(tally)
}

/// Requests that fail, and what is left to do about each.
pub async fn refusals(api: &Api<'_>) -> Result<Tally> {
    let requests = [
        (Request::get("/v1/personas/ada"), ErrorCode::InvalidPersona, Step::ShowMessage),
        (Request::get(NOBODY), ErrorCode::NotFound, Step::ShowMessage),
        (Request::post("/v1/credits", "-3"), ErrorCode::InvalidAmount, Step::ShowMessage),
        // A 500 that no second attempt gets over.
        (Request::post("/v1/personas", "\"?\""), ErrorCode::InvalidImage, Step::ShowMessage),
        (
            Request::post("/v1/styles", "Noir"),
            ErrorCode::ServiceUnderMaintenance,
            Step::ComeBackLater(Some(FIVE_MINUTES)),
        ),
        (Request::post(NO_STYLE, "A fox"), ErrorCode::InvalidStyle, Step::ShowMessage),
        (Request::post(THUMBNAILS, ""), ErrorCode::ValidationError, Step::ShowMessage),
        (Request::post(THUMBNAILS, BLOCKED), ErrorCode::ContentPolicy, Step::ShowMessage),
        // A 500 that may have been paid for.
        (Request::post(THUMBNAILS, LARGE), ErrorCode::UploadFailed, Step::LookForResult),
    ];
    let mut tally = Tally::default();
    for (request, code, step) in requests {
        let answer = api.send(&request).await?;
        let agrees = is_refusal(&answer, code, &step);
        tally.count(request, answer, agrees);
    }
    Ok(tally)
}

/// Answers that no handler made. They are in the envelope too, though this build need not know their codes.
pub async fn answers_of_the_framework(api: &Api<'_>) -> Result<Tally> {
    let requests = [
        (Request::get("/v2"), "NOT_FOUND"),
        (Request::delete("/v1/credits"), "METHOD_NOT_ALLOWED"),
        (Request::post("/v1/personas", "{"), "VALIDATION_ERROR"),
    ];
    let mut tally = Tally::default();
    for (request, code) in requests {
        let answer = api.send(&request).await?;
        let agrees =
            answer.as_ref().is_err_and(|error| error.code_str() == Some(code) && error.body().is_none());
        tally.count(request, answer, agrees);
    }
    Ok(tally)
}

/// Without retries each attempt is a failure; every code has been met, and what is no code of the catalog too.
pub fn counts(api: &Api<'_>) -> Tally {
    let mut tally = Tally::default();
    for label in ErrorCode::ALL.iter().map(|code| code.as_str()).chain([UNKNOWN]) {
        let met = api.metrics().of(label);
        tally.count(
            format_args!("the count of {label}"),
            met,
            met.failures > 1 && met.attempts == met.failures,
        );
    }
    tally
}

fn is_refusal(answer: &Answer, code: ErrorCode, step: &Step) -> bool {
    let message = match code {
        ErrorCode::ContentPolicy => "The prompt names a work of art",
        ErrorCode::ServiceUnderMaintenance => "Styles are back at 14:00 UTC",
        ErrorCode::ValidationError => "The prompt is empty",
        // The handler has nothing to add.
        _ => code.message(),
    };
    answer.as_ref().is_err_and(|error| {
        error.code() == Some(code) && error.message() == Some(message) && next_step(error) == *step
    })
}

/// Handlers that fail for inner reasons: the answer names the code, and no byte of it the reason.
pub async fn causes(address: &str, key: &str) -> io::Result<Tally> {
    let prompts = [(BLOCKED, ErrorCode::ContentPolicy), (LARGE, ErrorCode::UploadFailed)];
    let mut tally = Tally::default();
    for (prompt, code) in prompts {
        let request = format!(
            "POST {THUMBNAILS} HTTP/1.1\r\n\
             Host: {address}\r\n\
             X-Api-Key: {key}\r\n\
             Connection: close\r\n\
             Content-Length: {}\r\n\
             \r\n\
             {prompt}",
            prompt.len()
        );
        let answer = wire::exchange(address, &request).await?;
        let agrees = answer.contains(code.as_str()) && !answer.contains(".internal");
        tally.count(format_args!("POST {THUMBNAILS}"), answer, agrees);
    }
    Ok(tally)
}

const ADA: &str = "/v1/personas/7c9e6679-7425-40de-944b-e07fc1f90ae7";
const NOBODY: &str = "/v1/personas/00000000-0000-0000-0000-000000000000";
const NO_STYLE: &str = "/v1/styles/noir/thumbnails";
const THUMBNAILS: &str = "/v1/styles/1b4e28ba-2fa1-41d2-883f-0016d3cca427/thumbnails";

const A_SECOND: Duration = Duration::from_secs(1);
const FIVE_MINUTES: Duration = Duration::from_secs(5 * 60);

const BLOCKED: &str = "The Mona Lisa";
const LARGE: &str = "A fox, a hen, a sack of corn and a boat on a river";
