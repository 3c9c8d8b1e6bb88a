//! Reads the JSON of an error: the envelope, and other known forms.

use core::fmt;
use std::borrow::Cow;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// The parts of a body, borrowed from the bytes unless they contain an escape.
///
/// It is filled member by member, so that a body that breaks off keeps the members before the break.
#[derive(Default)]
pub(crate) struct ErrorBody<'de> {
    /// Of the member `error`, or of the object itself if `error` is missing.
    code: Member<'de>,
    message: Member<'de>,
    /// The reason of an `ErrorInfo`, which Google's APIs send beside a numeric code.
    reason: Option<Cow<'de, str>>,
    kind: Option<Cow<'de, str>>,
    title: Option<Cow<'de, str>>,
    detail: Option<Cow<'de, str>>,
    /// The last name that was read.
    last: Option<Known>,
    /// Whether the body has a member `error` that is an object.
    has_error: bool,
    has_status: bool,
    /// Whether the body has members other than code and message.
    has_more: bool,
}

impl<'de> ErrorBody<'de> {
    /// The next name of an object. If it is missing, the text is truncated, and a number before it may have lost
    /// digits.
    fn next_name<A: MapAccess<'de>>(&mut self, map: &mut A) -> Result<Option<Known>, A::Error> {
        let name = map.next_key_seed(Name);
        if let (Err(_), Some(Known::Code), Member::Number(_)) = (&name, self.last, &self.code) {
            self.code = Member::Absent;
        }
        self.last = name.as_ref().map_or(None, |name| *name);
        name
    }

    /// Whether the body is an envelope without other members.
    pub(crate) fn is_envelope(&self) -> bool {
        let no_message = matches!(self.message, Member::Absent | Member::Null);
        let message = no_message || matches!(self.message, Member::Text(_));
        self.has_error && matches!(self.code, Member::Text(_)) && message && !self.has_more
    }

    /// Code and message of an envelope, if it has both.
    pub(crate) fn into_envelope(self) -> Option<(Cow<'de, str>, Cow<'de, str>)> {
        match (self.has_error, self.code, self.message) {
            (true, Member::Text(code), Member::Text(message)) => Some((code, message)),
            _ => None,
        }
    }

    /// The parts of an error in a known form. They are empty for an unknown form.
    ///
    /// Problem details ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)) often come with the content type of plain
    /// JSON. Such a body counts as problem details if it has a text (title or detail) and a subject (type or status).
    pub(crate) fn into_extracted(self, is_problem: bool) -> Extracted<'de> {
        if self.has_error {
            return Extracted {
                code: self.code.into_code(self.reason),
                kind: None,
                message: self.message.into_text(),
            };
        }
        let has_text = self.title.is_some() || self.detail.is_some();
        if !(is_problem || has_text && (self.kind.is_some() || self.has_status)) {
            return Extracted::default();
        }
        Extracted {
            code: self.code.into_code(None),
            // `about:blank` says nothing more than the status (RFC 9457, 4.2.1).
            kind: self.kind.filter(|kind| kind != "about:blank"),
            message: self.detail.or(self.title),
        }
    }
}

/// The members of an error object.
#[derive(Default)]
pub(crate) struct Extracted<'de> {
    pub(crate) code: Option<Cow<'de, str>>,
    /// The `type` of problem details, a URI.
    pub(crate) kind: Option<Cow<'de, str>>,
    pub(crate) message: Option<Cow<'de, str>>,
}

impl Extracted<'_> {
    pub(crate) fn into_owned(self) -> Extracted<'static> {
        let owned = |text: Option<Cow<'_, str>>| text.map(|text| Cow::Owned(text.into_owned()));
        Extracted { code: owned(self.code), kind: owned(self.kind), message: owned(self.message) }
    }
}

/// A value that can be a code or a message, or the kind of another value.
#[derive(Default)]
enum Member<'de> {
    #[default]
    Absent,
    Null,
    Text(Cow<'de, str>),
    Number(u64),
    /// An `ErrorInfo`, or a list with one.
    Reason(Cow<'de, str>),
    Other,
}

impl<'de> Member<'de> {
    fn into_text(self) -> Option<Cow<'de, str>> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A number is a code (`20003`), unless it can be a status of HTTP or gRPC.
    fn into_code(self, reason: Option<Cow<'de, str>>) -> Option<Cow<'de, str>> {
        match self {
            Self::Text(code) => Some(code),
            Self::Number(number) if number >= 600 && reason.is_none() => Some(number.to_string().into()),
            _ => reason,
        }
    }
}

impl<'de> DeserializeSeed<'de> for &mut ErrorBody<'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(Whole(self))
    }
}

struct Whole<'c, 'de>(&'c mut ErrorBody<'de>);

impl<'de> Visitor<'de> for Whole<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the member `error`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self(body) = self;
        let mut had_error = false;
        while let Some(name) = body.next_name(&mut map)? {
            match name {
                Known::Error => map.next_value_seed(Inner(body))?,
                // Members beside the envelope do not overwrite its own.
                Known::Code if !body.has_error => body.code = map.next_value_seed(Any::WHOLE)?,
                Known::Type => body.kind = map.next_value_seed(Any::WHOLE)?.into_text(),
                Known::Title => body.title = map.next_value_seed(Any::WHOLE)?.into_text(),
                Known::Detail => body.detail = map.next_value_seed(Any::WHOLE)?.into_text(),
                Known::Status => {
                    body.has_status = matches!(map.next_value_seed(Any::WHOLE)?, Member::Number(_));
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
            // Of two members with the same name, only one is kept.
            body.has_more |= had_error || name != Known::Error;
            had_error |= name == Known::Error;
        }
        Ok(())
    }
}

/// The value of `error`.
struct Inner<'c, 'de>(&'c mut ErrorBody<'de>);

impl<'de> DeserializeSeed<'de> for Inner<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Inner<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the members `code` and `message`")
    }

    /// Beside problem details, `error` can be a string (RFC 6749, 5.2) or any other value.
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self(body) = self;
        body.has_error = true;
        (body.code, body.message, body.reason) = Default::default();
        while let Some(name) = body.next_name(&mut map)? {
            body.has_more |= match name {
                Known::Code => !matches!(body.code, Member::Absent),
                Known::Message => !matches!(body.message, Member::Absent),
                _ => true,
            };
            match name {
                Known::Code => body.code = map.next_value_seed(Any::WHOLE)?,
                Known::Message => body.message = map.next_value_seed(Any::WHOLE)?,
                Known::Details => {
                    if let Member::Reason(reason) = map.next_value_seed(Any::WHOLE)? {
                        body.reason = Some(reason);
                    }
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

/// The names that have a meaning in one of the forms.
#[derive(Clone, Copy, PartialEq)]
enum Known {
    AtType,
    Code,
    Detail,
    Details,
    Error,
    Message,
    Reason,
    Status,
    Title,
    Type,
    Other,
}

/// Reads a name without keeping it.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Known;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Known, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Known;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Known, E> {
        Ok(match name {
            "@type" => Known::AtType,
            "code" => Known::Code,
            "detail" => Known::Detail,
            "details" => Known::Details,
            "error" => Known::Error,
            "message" => Known::Message,
            "reason" => Known::Reason,
            "status" => Known::Status,
            "title" => Known::Title,
            "type" => Known::Type,
            _ => Known::Other,
        })
    }
}

/// Reads any value, and keeps one that can be a code or a message.
struct Any {
    /// Whether to read the items of a list. A list inside a list is skipped.
    lists: bool,
}

impl Any {
    const WHOLE: Self = Self { lists: true };
    const ITEM: Self = Self { lists: false };
}

impl<'de> DeserializeSeed<'de> for Any {
    type Value = Member<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Member<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Any {
    type Value = Member<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Member<'de>, E> {
        Ok(Member::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Member<'de>, E> {
        Ok(Member::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Member<'de>, E> {
        Ok(Member::Number(number))
    }

    fn visit_unit<E>(self) -> Result<Member<'de>, E> {
        Ok(Member::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Member<'de>, E> {
        Ok(Member::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Member<'de>, E> {
        Ok(Member::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Member<'de>, E> {
        Ok(Member::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Member<'de>, A::Error> {
        let mut found = Member::Other;
        if !self.lists {
            while seq.next_element::<IgnoredAny>()?.is_some() {}
        }
        while let Some(member) = seq.next_element_seed(Any::ITEM)? {
            if let (Member::Other, Member::Reason(_)) = (&found, &member) {
                found = member;
            }
        }
        Ok(found)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Member<'de>, A::Error> {
        let (mut reason, mut is_error_info) = (None, false);
        while let Some(name) = map.next_key_seed(Name)? {
            match name {
                Known::Reason => reason = map.next_value_seed(Any::ITEM)?.into_text(),
                Known::AtType => {
                    let text = map.next_value_seed(Any::ITEM)?.into_text();
                    is_error_info = text.is_some_and(|text| text.ends_with("google.rpc.ErrorInfo"));
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(reason.filter(|_| is_error_info).map_or(Member::Other, Member::Reason))
    }
}
