//! Reports errors to an error tracker, with `sentry`.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use error_catalog::{Actor, RaisedError};
use sentry::protocol::{Event, Level};

/// A middleware for `axum::middleware::from_fn`, outside of the guard. It reports the errors that the operator has to act
/// on: one issue for each code, with the chain of causes.
pub async fn report_errors(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let raised = response.extensions().get::<RaisedError>();
    if let Some(error) = raised.filter(|error| is_for_us(error)) {
        let label = error.label();
        sentry::capture_event(Event {
            level: Level::Error,
            fingerprint: vec![label.into()].into(),
            tags: [("code".to_owned(), label.to_owned())].into(),
            ..sentry::event_from_error(error)
        });
    }
    response
}

fn is_for_us(error: &RaisedError) -> bool {
    let actor = error.code().map(error_catalog::AnyCode::actor);
    actor.map_or(error.status().is_server_error(), |actor| actor == Actor::Operator)
}
