//! Requests of a page.

use std::time::Duration;

use error_catalog::{CallError, ErrorCode, ErrorForCode, ReadLimits};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::line;

/// Fetches a URL, and reads at most `bytes` of its error for at most `milliseconds`.
#[wasm_bindgen]
pub async fn ask(url: String, bytes: usize, milliseconds: u32) -> String {
    let limits = ReadLimits::new().bytes(bytes).time(Duration::from_millis(milliseconds.into()));
    let response = match reqwest::Client::new().get(url).send().await {
        Ok(response) => response,
        Err(error) => return format!("none: {}", CallError::<ErrorCode>::from(error)),
    };
    match response.error_for_code_within::<ErrorCode>(limits).await {
        Ok(response) => format!("success: {}", response.text().await.expect("the body is whole")),
        Err(error) => line(&error),
    }
}

/// Fetches a URL with a time limit of reqwest.
#[wasm_bindgen]
pub async fn ask_with_timeout(url: String, milliseconds: u32) -> String {
    let request = reqwest::Client::new().get(url).timeout(Duration::from_millis(milliseconds.into()));
    let response = request.send().await.expect("the head of the response comes at once");
    line(&response.error_for_code::<ErrorCode>().await.expect_err("a test sends an error"))
}
