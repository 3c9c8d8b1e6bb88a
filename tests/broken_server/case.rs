//! One case: what the server does, and what each client is to make of it.

use std::time::Duration;

use error_catalog::ReadLimits;
use http::Method;

use crate::clients::{Ask, Outcome, Who};
use crate::server::Wire;
use crate::told::{Told, same, shorten};

/// The most of a body that is wanted, unless a case says otherwise.
pub(crate) const LIMIT: usize = 128 * 1024;

pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) wire: Wire,
    ask: Ask,
    expected: Expected,
    exceptions: Vec<(Who, Expected)>,
}

/// A `GET`, with limits that only a body without an end can reach.
pub(crate) fn case(name: &'static str, wire: Wire, expected: impl Into<Expected>) -> Case {
    let ask = Ask {
        url: String::new(),
        method: Method::GET,
        body: Vec::new(),
        limits: ReadLimits::new().bytes(LIMIT).time(Duration::from_secs(8)),
        patience: Duration::from_secs(8),
    };
    Case { name, wire, ask, expected: expected.into(), exceptions: Vec::new() }
}

impl Case {
    /// Asks by another method.
    pub(crate) fn method(mut self, method: Method) -> Self {
        self.ask.method = method;
        self
    }

    /// Sends so much with the request.
    pub(crate) fn sends(mut self, length: usize) -> Self {
        self.ask.body = vec![b'x'; length];
        self
    }

    /// Has limits of time that are reached soon.
    pub(crate) fn impatient(mut self) -> Self {
        self.ask.limits = self.ask.limits.time(Duration::from_millis(300));
        self.ask.patience = Duration::from_secs(1);
        self
    }

    /// One client is to make something else of it.
    pub(crate) fn but(mut self, who: Who, expected: impl Into<Expected>) -> Self {
        self.exceptions.push((who, expected.into()));
        self
    }

    pub(crate) fn ask(&self, url: String) -> Ask {
        Ask { url, ..self.ask.clone() }
    }

    /// What is wrong with an outcome, for a person to read.
    pub(crate) fn check(&self, who: Who, outcome: &Outcome) -> Result<(), String> {
        let exception = self.exceptions.iter().find(|(exempt, _)| *exempt == who);
        let expected = exception.map_or(&self.expected, |(_, expected)| expected);
        match (expected, outcome) {
            (Expected::Error(told), Outcome::Error(error)) => told.check(error, &self.wire),
            (Expected::Error(told), Outcome::NoResponse(_)) if told.or_no_response => Ok(()),
            (Expected::Passes(expected), Outcome::Passed { status, body }) => {
                same("status", expected, status)?;
                same("body", &Ok(shorten(&self.wire.body)), &body.as_deref().map(shorten))
            }
            (Expected::NoResponse, Outcome::NoResponse(_)) => Ok(()),
            (_, outcome) => Err(format!("it was {}", describe(outcome))),
        }
    }
}

/// What has to come of it.
pub(crate) enum Expected {
    Error(Told),
    /// The status is no error, so the response comes back, with the body to be read.
    Passes(u16),
    /// The client's own error, because there was no head that it could read.
    NoResponse,
}

impl From<Told> for Expected {
    fn from(told: Told) -> Self {
        Self::Error(told)
    }
}

/// An outcome in short: of an error that is the line that it shows, and what may be done.
pub(crate) fn describe(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Error(error) => {
            let wait = error.retry_after().map_or(String::new(), |wait| format!(", after {wait:?}"));
            format!("{} [{}{wait}]", cut(&error.to_string()), error.retry())
        }
        Outcome::Passed { status, body: Ok(body) } => format!("passes: {status}, {} bytes", body.len()),
        Outcome::Passed { status, body: Err(error) } => format!("passes: {status}, {}", cut(error)),
        Outcome::NoResponse(error) => format!("no response: {}", cut(error)),
    }
}

/// A text that keeps to its cell. What would steer a terminal is an error of ours: it is shown as another character.
fn cut(text: &str) -> String {
    const WIDTH: usize = 100;
    let end = if text.chars().count() > WIDTH { "..." } else { "" };
    let shown = text.chars().take(WIDTH).map(|shown| if shown.is_control() { '\u{fffd}' } else { shown });
    shown.collect::<String>().replace('|', "\\|") + end
}
