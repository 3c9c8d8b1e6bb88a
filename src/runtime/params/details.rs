//! The values of parameters, in Rust, as text and as JSON.

use core::fmt::{self, Display};
use core::str;

use serde_json::{Map, Value as Json};

use crate::runtime::wire::limits::MAX_MESSAGE;
use crate::shared::text::truncate;

/// A value of a parameter.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    Bool(bool),
    F64(f64),
    I64(i64),
    String(&'a str),
    U64(u64),
}

impl Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => write!(f, "{value}"),
            Self::F64(value) => write!(f, "{value}"),
            Self::I64(value) => write!(f, "{value}"),
            Self::String(value) => f.write_str(value),
            Self::U64(value) => write!(f, "{value}"),
        }
    }
}

impl From<Value<'_>> for Json {
    fn from(value: Value<'_>) -> Self {
        match value {
            Value::Bool(value) => value.into(),
            // JSON has no infinity. It becomes null, which is read back as a missing value.
            Value::F64(value) => value.into(),
            Value::I64(value) => value.into(),
            Value::String(value) => truncate(value.into(), MAX_MESSAGE).into(),
            Value::U64(value) => value.into(),
        }
    }
}

/// A type that a parameter can have.
#[doc(hidden)]
pub trait Field: Sized {
    fn value(&self) -> Value<'_>;
    fn read(json: &Json) -> Option<Self>;
}

macro_rules! field {
    ($type:ty, $value:ident, $own:ident => $shown:expr, $json:ident => $read:expr) => {
        impl Field for $type {
            fn value(&self) -> Value<'_> {
                let $own = self;
                Value::$value($shown)
            }

            fn read($json: &Json) -> Option<Self> {
                $read
            }
        }
    };
}

field!(bool, Bool, own => *own, json => json.as_bool());
field!(f64, F64, own => *own, json => json.as_f64());
field!(i64, I64, own => *own, json => json.as_i64());
field!(u64, U64, own => *own, json => json.as_u64());
field!(String, String, own => own, json => json.as_str().map(str::to_owned));

/// The object `error.details` of a response.
#[doc(hidden)]
#[derive(Clone, Debug, Default)]
pub struct Details(pub(crate) Json);

impl Details {
    /// An object with these members.
    pub(crate) fn of<'v>(values: impl IntoIterator<Item = (&'static str, Value<'v>)>) -> Self {
        let mut details = Json::Object(Map::new());
        for (name, value) in values {
            details[name] = value.into();
        }
        Self(details)
    }

    /// The members of `error.details` with these names, if the body is complete JSON. The row does not declare other
    /// members.
    pub(crate) fn in_body(body: &[u8], names: impl IntoIterator<Item = &'static str>) -> Option<Self> {
        let mut root: Json = str::from_utf8(body).ok()?.parse().ok()?;
        let found = root.get_mut("error")?.get_mut("details")?.take();
        let mut details = Json::Object(Map::new());
        for name in names {
            if let Some(value) = found.as_object()?.get(name) {
                details[name] = value.clone();
            }
        }
        found.is_object().then_some(Self(details))
    }

    #[must_use]
    pub fn get<T: Field>(&self, name: &str) -> Option<T> {
        T::read(self.0.get(name)?)
    }
}
