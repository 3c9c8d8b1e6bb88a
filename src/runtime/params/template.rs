//! A message with placeholders, and the parameters that fill them.

use core::fmt::{self, Display, Write as _};

use serde_json::Value as Json;

use super::details::Details;
use crate::shared::template::{Part, parts};

/// A message and its parameters, in the form that generated code uses.
#[doc(hidden)]
#[derive(Debug)]
pub struct Template {
    pub(crate) text: &'static str,
    pub(crate) params: &'static [TemplateParam],
    /// Whether the response also has the values in `error.details`.
    pub(crate) is_sent: bool,
}

/// A parameter of a message.
#[doc(hidden)]
#[derive(Debug)]
pub struct TemplateParam {
    pub(crate) name: &'static str,
    pub(crate) is_safe: bool,
}

impl TemplateParam {
    /// A parameter whose values logs do not show.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, is_safe: false }
    }

    /// Lets logs show the values.
    #[must_use]
    pub const fn safe(mut self) -> Self {
        self.is_safe = true;
        self
    }
}

impl Template {
    /// A message whose values are sent in the message only.
    #[must_use]
    pub const fn new(text: &'static str, params: &'static [TemplateParam]) -> Self {
        Self { text, params, is_sent: false }
    }

    /// Also sends the values in `error.details`.
    #[must_use]
    pub const fn sent(mut self) -> Self {
        self.is_sent = true;
        self
    }

    pub(crate) fn is_safe(&self) -> bool {
        self.params.iter().all(|param| param.is_safe)
    }

    /// The names of the parameters.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.params.iter().map(|param| param.name)
    }

    /// Replaces each placeholder that `is_shown` accepts with its value. A placeholder inside a value stays as it is.
    pub(crate) fn render(
        &self,
        values: &[impl Display],
        is_shown: impl Fn(&TemplateParam) -> bool,
    ) -> String {
        let mut out = String::with_capacity(self.text.len() + 8 * values.len());
        for part in parts(self.text) {
            let shown = |name| {
                self.params.iter().zip(values).find(|(param, _)| param.name == name && is_shown(param))
            };
            // Writing to a string does not fail.
            let _ = match part {
                Part::Text(text) => out.write_str(text),
                Part::Placeholder(name) => match shown(name) {
                    Some((_, value)) => write!(out, "{value}"),
                    None => write!(out, "{{{name}}}"),
                },
            };
        }
        out
    }

    /// Renders the values that came over the wire for a log.
    pub(crate) fn log_message(&self, details: Option<&Details>) -> String {
        let values: Vec<Received<'_>> = self
            .params
            .iter()
            .map(|param| Received(details.and_then(|details| details.0.get(param.name)), param))
            .collect();
        self.render(&values, |param| param.is_safe)
    }
}

/// A received value, or its placeholder if the value is missing.
struct Received<'a>(Option<&'a Json>, &'a TemplateParam);

impl Display for Received<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(Json::String(text)) => f.write_str(text),
            Some(value @ (Json::Bool(_) | Json::Number(_))) => write!(f, "{value}"),
            _ => write!(f, "{{{}}}", self.1.name),
        }
    }
}
