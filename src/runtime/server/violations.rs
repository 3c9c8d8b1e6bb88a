//! What is wrong with which field of the request, as a part of an error.

use core::error::Error;
use std::borrow::Cow;

#[cfg(any(feature = "garde", feature = "validator"))]
use http::StatusCode;
use serde_json::{Map, Value as Json};

use super::ApiError;
use crate::runtime::code::Code;
use crate::runtime::wire::violation::{self, Violation};

impl<C: Code> ApiError<C> {
    /// Adds what is wrong with one field of the request, by its JSON pointer
    /// ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)). [`Violation::new`] describes other forms and the limits. The first
    /// 32 violations are kept, in order.
    ///
    /// With `send_details = true` in the table, the response lists them in `error.details.violations`. Otherwise, the
    /// message names them. As with [`with_message`](Self::with_message), those of a 5xx are only logged.
    ///
    /// ```
    /// use error_catalog::{ApiError, ErrorCode};
    ///
    /// let error = ApiError::new(ErrorCode::ValidationError)
    ///     .with_message("2 fields are invalid")
    ///     .with_violation("/amount", "must be positive")
    ///     .with_violation("/name", "is missing");
    /// assert_eq!(error.message(), "2 fields are invalid: /amount must be positive; /name is missing");
    /// ```
    #[must_use]
    pub fn with_violation(self, pointer: impl AsRef<str>, message: impl Into<String>) -> Self {
        self.with_violations([Violation::new(pointer, message)])
    }

    /// Adds several [violations](Self::with_violation).
    ///
    /// ```
    /// use error_catalog::{ApiError, ErrorCode, Violation};
    ///
    /// let missing = ["amount", "name"].map(|field| Violation::new(field, "is missing"));
    /// let error = ApiError::new(ErrorCode::ValidationError).with_violations(missing);
    /// assert_eq!(error.violations().len(), 2);
    /// ```
    #[must_use]
    pub fn with_violations(mut self, violations: impl IntoIterator<Item = Violation>) -> Self {
        let own = &mut self.more_mut().violations;
        let room = Violation::MAX_COUNT.saturating_sub(own.len());
        own.extend(violations.into_iter().take(room));
        self.name_violations();
        self
    }

    /// The error for a body that is readable and invalid. A table for a framework without 422 has a row for 400 alone.
    #[cfg(any(feature = "garde", feature = "validator"))]
    pub(super) fn invalid(violations: Vec<Violation>) -> Self {
        const STATUSES: [StatusCode; 2] = [StatusCode::UNPROCESSABLE_ENTITY, StatusCode::BAD_REQUEST];
        let with_row = STATUSES.into_iter().find(|status| C::default_for(*status).is_some());
        Self::from_status(with_row.unwrap_or(STATUSES[0])).with_violations(violations)
    }

    /// Attaches the cause. The errors of a validation become violations: they are the client's mistakes, and their text can contain
    /// the values of the request, which do not belong into a log.
    pub(super) fn with_cause(self, cause: Box<dyn Error + Send + Sync>) -> Self {
        #[cfg(feature = "garde")]
        if let Some(report) = cause.downcast_ref() {
            return self.with_violations(Violation::from_garde(report));
        }
        #[cfg(feature = "validator")]
        if let Some(errors) = cause.downcast_ref() {
            return self.with_violations(Violation::from_validator(errors));
        }
        self.with_source(cause)
    }

    /// What is wrong with which field of the request.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        self.more().map(|more| &*more.violations).unwrap_or_default()
    }

    /// Keeps the message that names the violations, where a response does not list them.
    pub(super) fn name_violations(&mut self) {
        let violations = self.sent_violations();
        let named = (!violations.is_empty() && !C::settings().sends_details)
            .then(|| violation::named(self.base_message(), violations).into_boxed_str());
        let logged = named.as_ref().and_then(|_| {
            let base = self.more()?.log_message.as_deref()?;
            Some(violation::named(base, violations).into_boxed_str())
        });
        if self.more().is_some() {
            let more = self.more_mut();
            (more.named_message, more.named_log_message) = (named, logged);
        }
    }

    fn sent_violations(&self) -> &[Violation] {
        if self.status().is_server_error() { &[] } else { self.violations() }
    }

    /// The violations that the message does not name, for a log.
    #[cfg(feature = "tracing")]
    pub(super) fn unnamed_violations(&self) -> Option<violation::List<'_>> {
        let more = self.more()?;
        (more.named_message.is_none() && !more.violations.is_empty())
            .then_some(violation::List(&more.violations))
    }

    /// The object `error.details` of the response: the parameters of the message, and the violations.
    pub(super) fn sent_details(&self) -> Option<Cow<'_, Json>> {
        let params = self.more()?.details.as_ref().map(|details| &details.0);
        let violations = self.sent_violations();
        if violations.is_empty() || !C::settings().sends_details {
            return params.map(Cow::Borrowed);
        }
        let mut details = params.cloned().unwrap_or_else(|| Json::Object(Map::new()));
        Violation::add_to(&mut details, violations);
        Some(Cow::Owned(details))
    }
}
