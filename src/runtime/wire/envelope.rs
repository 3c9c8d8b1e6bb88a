//! The wire form: `{"error": {"code": "...", "message": "..."}}`.

use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, SerializeStruct as _, Serializer};

use crate::runtime::code::Code;
use crate::runtime::wire::json_tree::Json;

/// The body of every error response: an object with a code for programs and a message for people. It has no other
/// members, except the [parameters](crate::Params) of the message if the table sends them.
///
/// ```
/// use error_catalog::{Envelope, ErrorCode};
///
/// let wire = serde_json::to_string(&Envelope::from(ErrorCode::NotFound))?;
/// assert_eq!(
///     wire,
///     r#"{"error":{"code":"NOT_FOUND","message":"Requested pikzonality does not exist"}}"#
/// );
///
/// let read: Envelope = serde_json::from_str(&wire)?;
/// assert_eq!(read.code(), "NOT_FOUND");
/// # Ok::<_, serde_json::Error>(())
/// ```
///
/// Deserializing ignores unknown members. A client reads responses with [`ReceivedError`](crate::ReceivedError), which
/// also reads bodies that are not an envelope.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Envelope<'a> {
    code: Cow<'a, str>,
    message: Cow<'a, str>,
}

impl<'a> Envelope<'a> {
    /// An envelope with this code and this message.
    pub fn new(code: impl Into<Cow<'a, str>>, message: impl Into<Cow<'a, str>>) -> Self {
        Self { code: code.into(), message: message.into() }
    }

    /// The code, known or not.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The technical message.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl<C: Code> From<C> for Envelope<'static> {
    fn from(code: C) -> Self {
        Self::new(code.as_str(), code.message())
    }
}

impl Serialize for Envelope<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Inner<'a>(&'a Envelope<'a>);

        impl Serialize for Inner<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut inner = serializer.serialize_struct("Error", 2)?;
                inner.serialize_field("code", self.0.code())?;
                inner.serialize_field("message", self.0.message())?;
                inner.end()
            }
        }

        let mut outer = serializer.serialize_struct("Envelope", 1)?;
        outer.serialize_field("error", &Inner(self))?;
        outer.end()
    }
}

impl<'de> Deserialize<'de> for Envelope<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut json = Json::Null;
        json.fill(deserializer)?;
        let error = json.all("error").find(|value| value.is_object());
        let member = |name| error?.get(name)?.text();
        let fault = || D::Error::custom("expected an object `error` with the strings `code` and `message`");
        let (code, message) = member("code").zip(member("message")).ok_or_else(fault)?;
        Ok(Self::new(code.clone().into_owned(), message.clone().into_owned()))
    }
}
