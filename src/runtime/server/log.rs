//! Each raised error as one event, with the names of OpenTelemetry's
//! [error attributes](https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/).

use core::error::Error;
use core::fmt;

use http::StatusCode;
use tracing::Level;

use super::ApiError;
use crate::runtime::code::Code;
use crate::runtime::wire::violation::List;
use crate::shared::actor::Actor;
use crate::shared::text::OneLine;

/// Logs an error when it becomes a response. Who has to act decides its level: a mistake of a caller or an account is not
/// a fault of the server. `sent` is the status of the response, if there is one.
pub(super) fn raised<C: Code>(error: &ApiError<C>, sent: Option<StatusCode>) {
    macro_rules! event {
        ($level:expr) => {
            tracing::event!(
                target: "error_catalog",
                $level,
                error.type = error.label(),
                http.response.status_code = sent.map(|status| status.as_u16()),
                error.cause = error.source().map(|_| tracing::field::display(Causes(error))),
                "{error}{}{}",
                Withheld(error.withheld_message()),
                Unnamed(error.unnamed_violations()),
            )
        };
    }
    let by_class = if error.status().is_server_error() { Actor::Operator } else { Actor::Caller };
    match error.code().map_or(by_class, Code::actor) {
        Actor::Account | Actor::Caller => event!(Level::DEBUG),
        Actor::Operator => event!(Level::ERROR),
        Actor::Upstream => event!(Level::WARN),
    }
}

/// The chain of causes in one line, nearest first.
struct Causes<'a, C>(&'a ApiError<C>);

impl<C: Code> fmt::Display for Causes<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut next = self.0.source();
        let mut separator = "";
        while let Some(cause) = next {
            write!(f, "{separator}{}", OneLine(&cause.to_string()))?;
            separator = ": ";
            next = cause.source();
        }
        Ok(())
    }
}

/// A message that the client does not receive.
struct Withheld<'a>(Option<&'a str>);

impl fmt::Display for Withheld<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |message| write!(f, " ({})", OneLine(message)))
    }
}

/// Violations that are not in the message.
struct Unnamed<'a>(Option<List<'a>>);

impl fmt::Display for Unnamed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_ref().map_or(Ok(()), |list| write!(f, " [{}]", OneLine(&list.to_string())))
    }
}
