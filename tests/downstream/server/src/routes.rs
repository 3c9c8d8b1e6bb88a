//! The routes, and in their handlers the ways to raise an error.

use std::io;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{delete, get, post};
use axum::{Router, middleware};
use error_catalog::axum::guard;
use error_catalog::extract::{Json, Path};
use error_catalog::guard::GuardLayer;
use error_catalog::{ApiError, ErrorCode, OrCode, Retry};
use tokio::sync::Mutex;

use crate::account::Account;
use crate::{auth, edge, health, request_id};

type SharedAccount = State<Arc<Mutex<Account>>>;

/// The guard goes around the whole: an unknown route and a wrong method have no handler that could raise an error. Only
/// the ids go further out, as what the guard answers has one too.
pub fn router() -> Router {
    let routes = Router::new()
        .route("/v1/credits", get(credits).post(buy_credits))
        .route("/v1/personas", post(create_persona))
        .route("/v1/personas/{id}", get(persona))
        .route("/v1/styles", post(create_style))
        .route("/v1/styles/{id}/thumbnails", post(create_thumbnail))
        .route("/v1/thumbnails/{id}", delete(delete_thumbnail))
        .route_layer(middleware::from_fn(auth::require_key))
        .with_state(Arc::default())
        .route("/errors/{code}", get(raise))
        .route("/errors/{code}/{retry}", get(raise_with_advice))
        .merge(edge::routes())
        .merge(health::routes());
    guard(routes, GuardLayer::<ErrorCode>::new().strict()).layer(middleware::from_fn(request_id::give))
}

async fn credits(State(account): SharedAccount) -> String {
    account.lock().await.credits().to_string()
}

/// A parser's error gets a code; what it says stays here.
async fn buy_credits(State(account): SharedAccount, amount: String) -> Result<String, ApiError> {
    let amount: NonZeroU32 = amount.parse().or_code(ErrorCode::InvalidAmount)?;
    let balance = account.lock().await.top_up(amount);
    Ok(balance.to_string())
}

/// A code is an error by itself. A body that is no JSON string never comes this far.
async fn create_persona(Json(photo): Json<String>) -> Result<StatusCode, ApiError> {
    if !photo.starts_with("https://") {
        Err(ErrorCode::InvalidImage)?;
    }
    Ok(StatusCode::CREATED)
}

/// What is missing gets a code.
async fn persona(Path(id): Path<String>) -> Result<&'static str, ApiError> {
    let id = parse_uuid(&id).ok_or(ErrorCode::InvalidPersona)?;
    let (_, name) = PERSONAS.into_iter().find(|(persona, _)| *persona == id).ok_or(ErrorCode::NotFound)?;
    Ok(name)
}

const PERSONAS: [(u128, &str); 1] = [(0x7c9e6679_7425_40de_944b_e07fc1f90ae7, "Ada")];

/// The message of a 5xx is public only if it is called so. This time the wait is longer than the row says.
async fn create_style() -> ApiError {
    ApiError::new(ErrorCode::ServiceUnderMaintenance)
        .with_public_message("Styles are back at 14:00 UTC")
        .with_retry_after(FIVE_MINUTES)
}

const FIVE_MINUTES: Duration = Duration::from_secs(5 * 60);

/// Errors of every kind on one way: `?` takes a code as well as an `ApiError`. An order that was carried out before is
/// not carried out again.
async fn create_thumbnail(
    State(account): SharedAccount,
    Path(style): Path<String>,
    headers: HeaderMap,
    prompt: String,
) -> Result<String, ApiError> {
    parse_uuid(&style).ok_or(ErrorCode::InvalidStyle)?;
    check_prompt(&prompt)?;
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok());
    let mut account = account.lock().await;
    if let Some(id) = key.and_then(|key| account.ordered(key)) {
        return Ok(id.to_string());
    }
    account.charge(PRICE)?;
    upload(&prompt).or_code(ErrorCode::UploadFailed)?;
    let id = account.add_thumbnail(key);
    // It is on its way, and paid for, when the wait for it ends.
    if prompt.contains("at night") {
        return Err(ErrorCode::GenerationTimeout.into());
    }
    Ok(id.to_string())
}

/// In credits.
const PRICE: u32 = 5;

/// The client is told what it can change, the log which rule it was.
fn check_prompt(prompt: &str) -> Result<(), ApiError> {
    if prompt.is_empty() {
        return Err(ApiError::new(ErrorCode::ValidationError).with_message("The prompt is empty"));
    }
    if prompt.contains("Mona Lisa") {
        return Err(ApiError::new(ErrorCode::ContentPolicy)
            .with_message("The prompt names a work of art")
            .with_source("rule 7 of policy.internal"));
    }
    Ok(())
}

/// Storage that takes small images only.
fn upload(image: &str) -> io::Result<()> {
    if image.len() > 40 {
        return Err(io::Error::other("PUT https://storage.internal/eu-7: disk full"));
    }
    Ok(())
}

/// Any id that is no number is the id of nothing.
async fn delete_thumbnail(
    State(account): SharedAccount,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    let id = id.parse().or_code(ErrorCode::NotFound)?;
    account.lock().await.delete_thumbnail(id)?;
    Ok(StatusCode::NO_CONTENT)
}

/// The error of that name, for clients that want to see them all.
async fn raise(Path(code): Path<String>) -> ApiError {
    code.parse().unwrap_or(ErrorCode::NotFound).into()
}

/// The same with other advice than the row's.
async fn raise_with_advice(Path((code, retry)): Path<(String, String)>) -> Result<(), ApiError> {
    let code: ErrorCode = code.parse().or_code(ErrorCode::NotFound)?;
    let retry: Retry = retry.parse().or_code(ErrorCode::NotFound)?;
    Err(ApiError::new(code).with_retry(retry))
}

/// A UUID is 128 bits: 32 digits in hexadecimal.
fn parse_uuid(text: &str) -> Option<u128> {
    let digits = text.replace('-', "");
    let number = u128::from_str_radix(&digits, 16).ok()?;
    (digits.len() == 32).then_some(number)
}
