//! The wire form: `{"error": {"code": "...", "message": "..."}}`.

use core::fmt;
use core::marker::PhantomData;
use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeStruct as _, Serializer};

use crate::code::Code;

/// What every error response is: an object with a code for programs and a message for people, and nothing more.
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
/// Reading one passes over members that it does not know. A client reads responses with
/// [`ReceivedError`](crate::ReceivedError), which also copes with what is no envelope.
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
        let Content { code, message } = Content::deserialize(deserializer)?;
        let code = code.ok_or_else(|| D::Error::missing_field("code"))?;
        let message = message.ok_or_else(|| D::Error::missing_field("message"))?;
        Ok(Self::new(code.into_owned(), message.into_owned()))
    }
}

/// What could be read of an envelope, borrowed from the bytes where no escape is in the way.
#[derive(Default)]
pub(crate) struct Content<'de> {
    pub(crate) code: Option<Cow<'de, str>>,
    pub(crate) message: Option<Cow<'de, str>>,
}

impl<'de> Deserialize<'de> for Content<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let outer = Members::<Outer<'de>>::deserialize(deserializer)?;
        outer.0.error.ok_or_else(|| D::Error::missing_field("error"))
    }
}

/// An object of which some members are read and all others are passed over.
trait Object<'de>: Default {
    const WHAT: &'static str;

    /// Reads the value of a member that it knows, and returns whether it does.
    fn member<A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<bool, A::Error>;
}

#[derive(Default)]
struct Outer<'de> {
    error: Option<Content<'de>>,
}

impl<'de> Object<'de> for Outer<'de> {
    const WHAT: &'static str = "an object with the member `error`";

    fn member<A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<bool, A::Error> {
        let known = name == "error";
        if known {
            let inner: Members<'de, Content<'de>> = map.next_value()?;
            self.error = Some(inner.0);
        }
        Ok(known)
    }
}

impl<'de> Object<'de> for Content<'de> {
    const WHAT: &'static str = "an object with the members `code` and `message`";

    fn member<A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<bool, A::Error> {
        let member = match name {
            "code" => &mut self.code,
            "message" => &mut self.message,
            _ => return Ok(false),
        };
        *member = map.next_value::<Option<Text<'de>>>()?.map(|text| text.0);
        Ok(true)
    }
}

struct Members<'de, T>(T, PhantomData<&'de ()>);

impl<'de, T: Object<'de>> Members<'de, T> {
    fn new() -> Self {
        Self(T::default(), PhantomData)
    }
}

impl<'de, T: Object<'de>> Deserialize<'de> for Members<'de, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Self::new())
    }
}

impl<'de, T: Object<'de>> Visitor<'de> for Members<'de, T> {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::WHAT)
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Self, A::Error> {
        while let Some(name) = map.next_key::<Text<'de>>()? {
            if !self.0.member(&name.0, &mut map)? {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(self)
    }
}

/// A string that is borrowed if it can be.
struct Text<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }

        deserializer.deserialize_str(Either)
    }
}
