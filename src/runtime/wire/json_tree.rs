//! JSON as far as it can be read. A text that breaks off keeps the members before the break.

use core::fmt;
use std::borrow::Cow;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A value, borrowed from the text where it contains no escapes.
#[derive(Debug, Default, PartialEq)]
pub(crate) enum Json<'de> {
    #[default]
    Null,
    Bool,
    Number(Number),
    Text(Cow<'de, str>),
    List(Vec<Self>),
    Object(Vec<(Cow<'de, str>, Self)>),
    /// A list or an object inside of too many others.
    Deep,
}

/// A number, exactly if it is a natural number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Number {
    Natural(u64),
    Other(f64),
}

/// The levels of lists and objects that are read. Errors have fewer.
const MAX_DEPTH: usize = 8;

/// The items of a list that are read. Later ones say the same about other fields.
const MAX_ITEMS: usize = 16;

impl<'de> Json<'de> {
    /// Reads a text, and returns whether all of it is JSON.
    pub(crate) fn read(text: &'de [u8]) -> (Self, bool) {
        let mut json = Self::Null;
        // Other values say nothing, and the parser's error for what is not JSON would cost an allocation.
        let Some(b'{' | b'[' | b'"') = text.trim_ascii_start().first() else { return (json, false) };
        let mut deserializer = serde_json::Deserializer::from_slice(text);
        let is_whole = json.fill(&mut deserializer).and_then(|()| deserializer.end()).is_ok();
        (json, is_whole)
    }

    /// Fills a value that is null. After an error, it contains what was read before.
    pub(crate) fn fill<D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error> {
        Fill { json: self, depth: 0 }.deserialize(deserializer)
    }

    /// The member of this name. Of several, the last counts.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        self.all(name).next()
    }

    /// All members of this name, the last first.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &Self> {
        self.members().iter().rev().filter(move |(found, _)| found == name).map(|(_, value)| value)
    }

    pub(crate) fn members(&self) -> &[(Cow<'de, str>, Self)] {
        match self {
            Self::Object(members) => members,
            _ => &[],
        }
    }

    pub(crate) fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    pub(crate) fn text(&self) -> Option<&Cow<'de, str>> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }
}

/// Fills a value in place, so that an error leaves the part before it.
struct Fill<'j, 'de> {
    json: &'j mut Json<'de>,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Fill<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Fill<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        *self.json = Json::Bool;
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        *self.json = Json::Number(Number::Natural(number));
        Ok(())
    }

    #[expect(clippy::cast_precision_loss, reason = "a negative number means nothing in an error")]
    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        *self.json = Json::Number(Number::Other(number as f64));
        Ok(())
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        *self.json = Json::Number(Number::Other(number));
        Ok(())
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<(), E> {
        *self.json = Json::Text(Cow::Borrowed(text));
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        *self.json = Json::Text(Cow::Owned(text.to_owned()));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Self { json, depth } = self;
        if depth == MAX_DEPTH {
            *json = Json::Deep;
            while seq.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(());
        }
        let mut items = Vec::new();
        let result = fill_items(&mut items, &mut seq, depth + 1);
        *json = Json::List(items);
        result
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { json, depth } = self;
        if depth == MAX_DEPTH {
            *json = Json::Deep;
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(());
        }
        let mut members = Vec::new();
        let result = fill_members(&mut members, &mut map, depth + 1);
        *json = Json::Object(members);
        result
    }
}

fn fill_items<'de, A: SeqAccess<'de>>(
    items: &mut Vec<Json<'de>>,
    seq: &mut A,
    depth: usize,
) -> Result<(), A::Error> {
    while items.len() < MAX_ITEMS {
        let mut item = Json::Null;
        let next = seq.next_element_seed(Fill { json: &mut item, depth });
        if matches!(next, Ok(Some(()))) || item != Json::Null {
            items.push(item);
        }
        if next?.is_none() {
            return Ok(());
        }
    }
    while seq.next_element::<IgnoredAny>()?.is_some() {}
    Ok(())
}

fn fill_members<'de, A: MapAccess<'de>>(
    members: &mut Vec<(Cow<'de, str>, Json<'de>)>,
    map: &mut A,
    depth: usize,
) -> Result<(), A::Error> {
    loop {
        let name = match map.next_key_seed(Name) {
            Ok(Some(name)) => name,
            Ok(None) => return Ok(()),
            Err(error) => {
                // Nothing follows the last member, so the text is cut. A number at the cut may have lost digits.
                if let Some((_, Json::Number(_))) = members.last() {
                    members.pop();
                }
                return Err(error);
            }
        };
        let mut value = Json::Null;
        let result = map.next_value_seed(Fill { json: &mut value, depth });
        if result.is_ok() || value != Json::Null {
            members.push((name, value));
        }
        result?;
    }
}

/// Reads a name, borrowed if possible.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_before_a_break_is_kept() {
        for (text, expected) in [
            (r#"{"a":{"b":"x","c":"#, r#"{"a":{"b":"x"}}"#),
            (r#"{"a":{"b":"x","c":"y"#, r#"{"a":{"b":"x"}}"#),
            (r#"{"a":["x",{"b":"y","c"#, r#"{"a":["x",{"b":"y"}]}"#),
            (r#"{"a":1,"b":2"#, r#"{"a":1}"#),
            (r#"{"a":1,"b":2}"#, r#"{"a":1,"b":2}"#),
            (r#"["x","#, r#"["x"]"#),
            ("nul", "7"),
        ] {
            assert_eq!(Json::read(text.as_bytes()).0, Json::read(expected.as_bytes()).0, "{text}");
        }
    }

    #[test]
    fn deep_values_and_long_lists_are_passed_over() {
        let nested = |depth| format!("{}0{}", "[".repeat(depth), "]".repeat(depth));
        let is_read = |depth| !format!("{:?}", Json::read(nested(depth).as_bytes()).0).contains("Deep");
        assert!(is_read(MAX_DEPTH) && !is_read(MAX_DEPTH + 1));
        assert!(Json::read(nested(100_000).as_bytes()).1, "it is JSON at any depth");

        let list = format!("[{}0]", "0,".repeat(100));
        let (list, is_whole) = Json::read(list.as_bytes());
        assert_eq!((list.items().len(), is_whole), (MAX_ITEMS, true));
    }
}
