//! The field that a rejection of axum is about.

use core::error::Error;
use core::fmt::Display;
use core::iter::successors;

use axum::extract::path::ErrorKind;
use axum::extract::rejection::{FormRejection, JsonRejection, PathRejection, QueryRejection};
use serde_path_to_error::{Path, Segment};

use crate::runtime::wire::violation::{Violation, push_token};

/// A rejection that can name a field. `None` where it does not know the field for certain.
pub(super) trait InvalidField {
    fn invalid_field(&self) -> Option<Violation>;
}

impl InvalidField for JsonRejection {
    fn invalid_field(&self) -> Option<Violation> {
        // A syntax error is at a place of the text, not in a field.
        if matches!(self, Self::JsonDataError(_)) { with_path::<serde_json::Error>(self) } else { None }
    }
}

/// The error of `serde_urlencoded`.
type UrlError = serde::de::value::Error;

impl InvalidField for FormRejection {
    fn invalid_field(&self) -> Option<Violation> {
        with_path::<UrlError>(self)
    }
}

impl InvalidField for QueryRejection {
    fn invalid_field(&self) -> Option<Violation> {
        with_path::<UrlError>(self)
    }
}

impl InvalidField for PathRejection {
    fn invalid_field(&self) -> Option<Violation> {
        let Self::FailedToDeserializePathParams(error) = self else { return None };
        let (key, message) = match error.kind() {
            ErrorKind::ParseErrorAtKey { key, value, expected_type } => {
                (key, format!("cannot parse `{value}` to a `{expected_type}`"))
            }
            ErrorKind::DeserializeError { key, message, .. } => (key, message.clone()),
            ErrorKind::InvalidUtf8InPathParam { key } => (key, "invalid UTF-8".to_owned()),
            _ => return None,
        };
        let mut pointer = String::new();
        push_token(&mut pointer, key);
        Some(Violation::new(pointer, message))
    }
}

/// The path that serde has taken, if it is among the sources of a rejection.
fn with_path<E: Error + 'static>(rejection: &(dyn Error + 'static)) -> Option<Violation> {
    let mut sources = successors(Some(rejection), |&error| error.source());
    let error = sources.find_map(|error| error.downcast_ref::<serde_path_to_error::Error<E>>())?;
    violation(error.path(), error.inner())
}

fn violation(path: &Path, message: &dyn Display) -> Option<Violation> {
    let mut pointer = String::new();
    let mut segments = path.iter().peekable();
    while let Some(segment) = segments.next() {
        match segment {
            Segment::Seq { index } => push_token(&mut pointer, &index.to_string()),
            Segment::Map { key } => push_token(&mut pointer, key),
            // The value can be the name of the variant alone. It is an object if serde went into it.
            Segment::Enum { variant } => match segments.peek() {
                Some(Segment::Seq { .. } | Segment::Map { .. }) => push_token(&mut pointer, variant),
                _ => break,
            },
            // The field is somewhere in the one before.
            Segment::Unknown => break,
        }
    }
    // The whole body is not a field, and the message of the rejection describes it.
    (!pointer.is_empty()).then(|| Violation::new(pointer, message.to_string()))
}
