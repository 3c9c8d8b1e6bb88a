//! What goes through the gateway, in either direction, and what does not.

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, HeaderName};
use axum::http::{HeaderMap, Method, Response, StatusCode, Uri};
use error_catalog::{ApiError, ReceivedError};

use crate::upstream::Upstream;

/// Headers go through by name: what nobody has thought of stays on its side.
pub async fn forward(
    State(upstream): State<Upstream>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response<Body>, ApiError> {
    let answer = upstream.send(method, &uri, select(&headers, &REQUEST), body).await.map_err(no_answer)?;
    let (parts, body) = Response::<reqwest::Body>::from(answer.map_err(forward_error)?).into_parts();
    let mut response = Response::new(Body::new(body));
    *response.status_mut() = parts.status;
    *response.headers_mut() = select(&parts.headers, &RESPONSE);
    Ok(response)
}

/// The clients are told what the server has said: the keys and the requests are theirs, so are the errors, and the name
/// that the server has for each.
fn forward_error(error: ReceivedError) -> ApiError {
    let id = error.headers().get(REQUEST_ID).cloned();
    let error = error.forward_verbatim();
    match id {
        Some(id) => error.with_header(REQUEST_ID, id),
        None => error,
    }
}

fn no_answer(error: reqwest::Error) -> ApiError {
    let status = if error.is_timeout() { StatusCode::GATEWAY_TIMEOUT } else { StatusCode::BAD_GATEWAY };
    ApiError::from_status(status).with_source(error)
}

fn select(headers: &HeaderMap, names: &[HeaderName]) -> HeaderMap {
    names.iter().filter_map(|name| Some((name.clone(), headers.get(name)?.clone()))).collect()
}

const REQUEST: [HeaderName; 3] =
    [CONTENT_TYPE, HeaderName::from_static("idempotency-key"), HeaderName::from_static("x-api-key")];
const RESPONSE: [HeaderName; 2] = [CONTENT_TYPE, REQUEST_ID];

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
