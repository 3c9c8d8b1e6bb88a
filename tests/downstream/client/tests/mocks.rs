//! Errors of the catalog from mock servers, in the tests of a client. `docs/client.md` shows the three functions.

use error_catalog::receive::{CallError, ErrorForCode};
use error_catalog::{ApiError, ErrorCode, ReceivedError};

/// What is under test.
async fn persona(api: &str) -> Result<String, CallError> {
    let client = reqwest::Client::builder().no_proxy().build()?;
    let response = client.get(format!("{api}/v1/personas/7")).send().await?;
    Ok(response.error_for_code().await?.text().await?)
}

/// Every code, and an error with more in it.
fn errors() -> Vec<ApiError> {
    let busy = ApiError::new(ErrorCode::ServiceUnderMaintenance)
        .with_public_message("back at nine")
        .with_retry_after(std::time::Duration::from_secs(7));
    ErrorCode::ALL.iter().copied().map(ApiError::from).chain([busy]).collect()
}

fn assert_received(outcome: Result<String, CallError>, sent: ApiError) {
    let error = outcome.expect_err("the mock has an error");
    assert_eq!(error.received(), Some(&ReceivedError::for_test(sent)));
}

fn for_wiremock(error: impl Into<ApiError>) -> wiremock::ResponseTemplate {
    let (status, headers, body) = error.into().into_parts();
    wiremock::ResponseTemplate::new(status).append_headers(&headers).set_body_bytes(body)
}

#[tokio::test]
async fn wiremock_sends_them() {
    for error in errors() {
        let server = wiremock::MockServer::start().await;
        let get = wiremock::Mock::given(wiremock::matchers::path("/v1/personas/7"));
        get.respond_with(for_wiremock(error.clone())).expect(1).mount(&server).await;
        assert_received(persona(&server.uri()).await, error);
    }
}

fn for_httpmock(error: impl Into<ApiError>, then: httpmock::Then) -> httpmock::Then {
    let (status, headers, body) = error.into().into_parts();
    let text =
        |value: &error_catalog::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let then = headers.iter().fold(then, |then, (name, value)| then.header(name.as_str(), text(value)));
    then.status(status.as_u16()).body(body)
}

#[tokio::test]
async fn httpmock_sends_them() {
    let server = httpmock::MockServer::start_async().await;
    for error in errors() {
        let sent = error.clone();
        let mock = server.mock_async(|when, then| {
            when.path("/v1/personas/7");
            for_httpmock(error, then);
        });
        let mock = mock.await;
        assert_received(persona(&server.base_url()).await, sent);
        mock.delete_async().await;
    }
}

fn for_mockito(error: impl Into<ApiError>, mock: mockito::Mock) -> mockito::Mock {
    let (status, headers, body) = error.into().into_parts();
    let text =
        |value: &error_catalog::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let mock = headers.iter().fold(mock, |mock, (name, value)| mock.with_header(name.as_str(), &text(value)));
    mock.with_status(status.as_u16().into()).with_body(body)
}

#[tokio::test]
async fn mockito_sends_them() {
    let mut server = mockito::Server::new_async().await;
    for error in errors() {
        let mock = for_mockito(error.clone(), server.mock("GET", "/v1/personas/7")).create_async().await;
        assert_received(persona(&server.url()).await, error);
        mock.assert_async().await;
    }
}
