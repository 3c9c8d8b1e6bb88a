//! The value of a column, as documents and comparisons read it.

use core::time::Duration;
use std::borrow::Cow;

use super::param::Param;
use super::response_header::ResponseHeader;

/// What a row says in a column.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value<'e> {
    /// `true` or `false`.
    Flag(bool),
    /// Headers of a response.
    Headers(&'e [ResponseHeader]),
    /// A whole number.
    Integer(i64),
    /// A list of words.
    Lines(&'e [String]),
    /// Parameters.
    Params(&'e [Param]),
    /// HTTP statuses.
    Statuses(&'e [u16]),
    /// A text or a word.
    Text(&'e str),
    /// A wait, in whole seconds.
    Wait(Duration),
}

impl<'e> Value<'e> {
    /// The value as a person reads it.
    ///
    /// ```
    /// use error_catalog::catalog::Value;
    ///
    /// assert_eq!(Value::Statuses(&[404, 410]).to_text(), "404, 410");
    /// assert_eq!(Value::Flag(true).to_text(), "yes");
    /// ```
    #[must_use]
    pub fn to_text(self) -> Cow<'e, str> {
        match self {
            Self::Flag(flag) => Cow::Borrowed(if flag { "yes" } else { "no" }),
            Self::Headers(headers) => {
                let lines: Vec<String> = headers.iter().map(ResponseHeader::line).collect();
                Cow::Owned(lines.join(", "))
            }
            Self::Integer(number) => Cow::Owned(number.to_string()),
            Self::Lines(lines) => Cow::Owned(lines.join(", ")),
            Self::Params(params) => {
                let params: Vec<String> = params.iter().map(Param::declaration).collect();
                Cow::Owned(params.join(", "))
            }
            Self::Statuses(statuses) => {
                let statuses: Vec<String> = statuses.iter().map(u16::to_string).collect();
                Cow::Owned(statuses.join(", "))
            }
            Self::Text(text) => Cow::Borrowed(text),
            Self::Wait(wait) => Cow::Owned(wait_in_words(wait)),
        }
    }
}

/// A wait as a person reads it. Every document says it like this.
pub(crate) fn wait_in_words(wait: Duration) -> String {
    format!("{} s", wait.as_secs())
}

/// A value that a row keeps, because no code depends on it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum PlainValue {
    Flag(bool),
    Integer(i64),
    Text(String),
}

impl PlainValue {
    pub(super) fn as_value(&self) -> Value<'_> {
        match self {
            Self::Flag(flag) => Value::Flag(*flag),
            Self::Integer(number) => Value::Integer(*number),
            Self::Text(text) => Value::Text(text),
        }
    }
}
