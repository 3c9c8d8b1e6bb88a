//! What a page in a browser does with errors. Each function returns one line of text, which `../../browser.mjs` expects.

#[cfg(feature = "reqwest")]
pub mod fetch;

use error_catalog::http::{HeaderMap, Method, StatusCode};
use error_catalog::{ReadLimits, ReceivedError};
use wasm_bindgen::prelude::wasm_bindgen;

/// Decodes an error, and asks for the advice and the wait. An empty text for `date` or `retry_after` is no header.
#[wasm_bindgen]
pub fn decode(status: u16, date: &str, retry_after: &str, body: &[u8]) -> String {
    let mut headers = HeaderMap::new();
    for (name, value) in [("date", date), ("retry-after", retry_after)] {
        if !value.is_empty() {
            headers.insert(name, value.parse().expect("a test sends only what a header can hold"));
        }
    }
    let status = StatusCode::from_u16(status).expect("a test sends only statuses");
    line(&ReceivedError::from_parts(status, headers, body.to_vec()))
}

/// Reads a body within limits, as a blocking client does.
#[wasm_bindgen]
pub fn read(body: &[u8]) -> String {
    line(&ReceivedError::from_reader(StatusCode::NOT_FOUND, HeaderMap::new(), body, ReadLimits::new()))
}

fn line(error: &ReceivedError) -> String {
    let code = error.code_str().unwrap_or("-");
    let may_retry = error.may_retry(&Method::GET);
    let wait = error.retry_after().map(|wait| wait.as_secs());
    let incomplete = error.incomplete();
    format!("{} {code} {} {may_retry} {wait:?} {incomplete:?}", error.status().as_u16(), error.retry())
}
