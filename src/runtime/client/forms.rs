//! Finds code and message in the forms of error bodies that servers, frameworks and intermediaries write.

use std::borrow::Cow;

use crate::runtime::code::Code;
use crate::runtime::wire::json_tree::{Json, Number};
use crate::shared::text::{MAX_CODE, is_code};

/// A body, and the objects in it that describe the error.
pub(super) struct Forms<'j, 'de> {
    root: &'j Json<'de>,
    /// The member `error`, if it is an object. Only this object has the code then.
    error: Option<&'j Json<'de>>,
    /// Other objects that describe the error, the most specific last.
    others: [Option<&'j Json<'de>>; 4],
}

impl<'j, 'de> Forms<'j, 'de> {
    pub(super) fn new(json: &'j Json<'de>) -> Self {
        // Some APIs send a list of errors.
        let root = json.items().iter().find(|item| item.is_object()).unwrap_or(json);
        let object = |name| root.get(name).filter(|value| value.is_object());
        let first = |name| root.get(name)?.items().first().filter(|item| item.is_object());
        Self {
            root,
            error: root.all("error").find(|value| value.is_object()),
            others: [
                Some(root),
                object("detail"),
                object("fault"),
                first("errors").or_else(|| first("error")),
            ],
        }
    }

    /// Whether the body is an envelope without other members.
    pub(super) fn is_envelope(&self) -> bool {
        let (Some(error), [_]) = (self.error, self.root.members()) else { return false };
        let is_message = |value: &Json<'_>| matches!(value, Json::Text(_) | Json::Null);
        match error.members() {
            [(name, value)] => name == "code" && value.text().is_some(),
            [(a, first), (b, second)] => match (&**a, &**b) {
                ("code", "message") => first.text().is_some() && is_message(second),
                ("message", "code") => second.text().is_some() && is_message(first),
                _ => false,
            },
            _ => false,
        }
    }

    /// The objects that can have a code.
    fn coded(&self) -> impl Iterator<Item = &'j Json<'de>> {
        let others = if self.error.is_some() { [None; 4] } else { self.others };
        self.error.into_iter().chain(others.into_iter().flatten())
    }

    /// The objects that can have a text for people.
    fn described(&self) -> impl Iterator<Item = &'j Json<'de>> {
        let others = if self.error.is_some() { [Some(self.root), None, None, None] } else { self.others };
        self.error.into_iter().chain(others.into_iter().flatten())
    }

    /// The code in a member that is made for codes.
    pub(super) fn code<C: Code>(&self) -> Option<Cow<'de, str>> {
        self.coded().find_map(|object| {
            let member = |name| object.get(name).and_then(text_code::<C>);
            member("code")
                .or_else(|| reason(object))
                .or_else(|| object.get("code").and_then(number_code))
                .or_else(|| {
                    CODE_NAMES.into_iter().find_map(|name| {
                        let value = object.get(name)?;
                        text_code::<C>(value).or_else(|| number_code(value))
                    })
                })
                .or_else(|| text_code::<C>(object.get("extensions")?.get("code")?))
        })
    }

    /// The code in a member that has other texts in other APIs.
    pub(super) fn stand_in<C: Code>(&self) -> Option<Cow<'de, str>> {
        self.coded().find_map(|object| {
            let is_root = core::ptr::eq(object, self.root);
            STAND_IN_NAMES.into_iter().find_map(|name| {
                let text = object.get(name)?.text()?;
                let code = match name {
                    "type" => return of_type::<C>(text),
                    "status" if self.error.is_none() => return None,
                    "error" | "name" if !is_root => return None,
                    "__type" => after(text, text.rfind('#').map_or(0, |at| at + 1)),
                    _ => text.clone(),
                };
                Some(code).filter(|code| is_stand_in::<C>(code))
            })
        })
    }

    /// The text for people.
    pub(super) fn message<C: Code>(&self) -> Option<Cow<'de, str>> {
        if let Json::Text(text) = self.root {
            return Some(text.clone()).filter(|text| !is_blank(text));
        }
        let found = self.described().find_map(|object| {
            let is_root = core::ptr::eq(object, self.root);
            MESSAGE_NAMES.into_iter().find_map(|name| {
                let value = object.get(name)?;
                match name {
                    "error" => text(value).filter(|text| is_root && !is_stand_in::<C>(text)),
                    "errors" if value.is_object() => fields(value),
                    "code" => text(value).filter(|_| text_code::<C>(value).is_none()),
                    _ => text(value),
                }
            })
        });
        let blank = || self.described().next()?.get("message")?.text().cloned();
        found.or_else(blank)
    }
}

/// Members that are made for codes, beside `code`.
const CODE_NAMES: [&str; 2] = ["error_code", "errorCode"];

/// Members that have a code in some APIs and something else in others.
const STAND_IN_NAMES: [&str; 5] = ["type", "status", "error", "name", "__type"];

/// Members with texts for people, the most specific first.
const MESSAGE_NAMES: [&str; 17] = [
    "message",
    "Message",
    "detail",
    "error_description",
    "errorMessage",
    "error_message",
    "errorSummary",
    "error_summary",
    "description",
    "msg",
    "faultstring",
    "reason",
    "title",
    "error",
    "errorMessages",
    "errors",
    // What is not a code is a text.
    "code",
];

/// Members with the text of an item of a list.
const ITEM_NAMES: [&str; 6] = ["message", "detail", "msg", "description", "reason", "title"];

/// A text that is a code. A number below 600 is a status of HTTP or gRPC.
fn text_code<'de, C: Code>(value: &Json<'de>) -> Option<Cow<'de, str>> {
    value.text().filter(|text| is_wire_code::<C>(text)).cloned()
}

/// Whether a text is a code: one of the table, or one that a table could have.
pub(super) fn is_wire_code<C: Code>(text: &str) -> bool {
    let is_status = || text.parse().is_ok_and(|number: u64| number < 600);
    C::parse(text).is_some() || is_code(text) && !text.contains("://") && !is_status()
}

fn number_code(value: &Json<'_>) -> Option<Cow<'static, str>> {
    match value {
        Json::Number(Number::Natural(number @ 600..)) => Some(number.to_string().into()),
        _ => None,
    }
}

/// The reason in an `ErrorInfo`, which Google's APIs send beside a numeric code ([AIP-193](https://google.aip.dev/193)).
fn reason<'de>(object: &Json<'de>) -> Option<Cow<'de, str>> {
    let details = object.get("details")?;
    let is_info = |detail: &&Json<'_>| is_of_type(detail, "google.rpc.ErrorInfo");
    let info = details.items().iter().chain([details]).find(is_info)?;
    info.get("reason")?.text().filter(|reason| is_code(reason)).cloned()
}

/// Whether an object is a message of protobuf with this type.
pub(super) fn is_of_type(object: &Json<'_>, kind: &str) -> bool {
    object.get("@type").and_then(Json::text).is_some_and(|name| name.ends_with(kind))
}

/// Whether a text that may be a code is one: the table has it, or people would not write it. So `Unauthorized`, `error`
/// and `Not Found` are texts.
fn is_stand_in<C: Code>(text: &str) -> bool {
    let has = |is: fn(&u8) -> bool| text.as_bytes().iter().any(is);
    let is_constant = has(u8::is_ascii_uppercase) && !has(u8::is_ascii_lowercase);
    C::parse(text).is_some()
        || is_wire_code::<C>(text) && (text.contains('_') || text.starts_with("urn:") || is_constant)
}

/// The code in a `type`: for problem details, a URI that often ends in the code.
fn of_type<'de, C: Code>(kind: &Cow<'de, str>) -> Option<Cow<'de, str>> {
    let end = kind.len() - usize::from(kind.ends_with('/'));
    // A longer text is not a code, and a search at each end of it would take quadratic time.
    let ends = kind[..end].match_indices(['/', '#', ':']).map(|(at, _)| &kind[at + 1..end]);
    let known = ends.filter(|end| end.len() <= MAX_CODE).find_map(C::parse);
    known.map_or_else(
        || Some(kind).filter(|kind| is_stand_in::<C>(kind)).cloned(),
        |code| Some(code.as_str().into()),
    )
}

/// The rest of a text, borrowed if the text is.
fn after<'de>(text: &Cow<'de, str>, at: usize) -> Cow<'de, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[at..]),
        Cow::Owned(text) => Cow::Owned(text[at..].to_owned()),
    }
}

/// The text of a value: of a list, that of its items.
fn text<'de>(value: &Json<'de>) -> Option<Cow<'de, str>> {
    match value {
        Json::Text(text) => Some(text).filter(|text| !is_blank(text)).cloned(),
        Json::List(items) => joined(items.iter().filter_map(|item| {
            let texts = [Some(item)].into_iter().chain(ITEM_NAMES.map(|name| item.get(name))).flatten();
            texts.filter_map(Json::text).find(|text| !is_blank(text)).cloned()
        })),
        _ => None,
    }
}

/// The texts of an object that has the faults of each field.
fn fields<'de>(object: &Json<'de>) -> Option<Cow<'de, str>> {
    joined(
        object.members().iter().filter_map(|(name, value)| Some([name, ": ", &text(value)?].concat().into())),
    )
}

fn joined<'de>(texts: impl Iterator<Item = Cow<'de, str>>) -> Option<Cow<'de, str>> {
    texts.reduce(|all, text| [&all, "; ", &text].concat().into())
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}
