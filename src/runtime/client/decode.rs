//! Decodes the bytes of a response. Decoding never fails: a part that cannot be read is kept as it came.

use core::str;
use std::borrow::Cow;

use http::header::{CONTENT_TYPE, HeaderMap};
use serde::de::DeserializeSeed as _;

use super::{fast_path, fields};
use crate::runtime::code::Code;
use crate::runtime::wire::error_body::{ErrorBody, Extracted};
use crate::shared::text::MAX_CODE;

/// The error of a response, borrowed from it.
#[derive(Clone)]
pub(super) struct BorrowedParts<'a, C> {
    pub(super) code: WireCode<'a, C>,
    pub(super) message: Option<Cow<'a, str>>,
    /// The body, if it contains more than code and message.
    pub(super) body: Option<&'a [u8]>,
}

/// The code of a response. Whether it is known depends on the build, so it is not public.
#[derive(Clone)]
pub(super) enum WireCode<'a, C> {
    Known(C),
    Unknown(Cow<'a, str>),
    Absent,
}

impl<'a, C: Code> BorrowedParts<'a, C> {
    pub(super) fn new(headers: &'a HeaderMap, body: &'a [u8]) -> Self {
        if let Some((code, message)) = fast_path::read(body) {
            if let Some(code) = WireCode::new(code.into()) {
                return Self { code, message: Some(message.into()), body: None };
            }
        }
        let (extracted, is_envelope) = read(body, is_problem(headers));
        let in_body = extracted.code.and_then(WireCode::new);
        // The body of an envelope is kept if its code cannot be used.
        let is_envelope = is_envelope && in_body.is_some();
        // The header contains a code. The type of problem details is a URI, which may not contain one.
        let code = in_body.or_else(|| in_header(headers)).or_else(|| WireCode::of_problem(extracted.kind?));
        let code = code.unwrap_or(WireCode::Absent);
        Self { code, message: extracted.message, body: (!is_envelope).then_some(body) }
    }
}

impl<'a, C: Code> WireCode<'a, C> {
    /// The code in a text, unless the text is empty or too long for a code.
    fn new(code: Cow<'a, str>) -> Option<Self> {
        let is_code = !code.is_empty() && code.len() <= MAX_CODE;
        is_code.then(|| C::parse(&code).map_or(Self::Unknown(code), Self::Known))
    }

    pub(super) fn known(&self) -> Option<C> {
        match self {
            Self::Known(code) => Some(*code),
            Self::Unknown(_) | Self::Absent => None,
        }
    }

    pub(super) fn as_str(&self) -> Option<&str> {
        match self {
            Self::Known(code) => Some(code.as_str()),
            Self::Unknown(code) => Some(code),
            Self::Absent => None,
        }
    }

    pub(super) fn into_owned(self) -> WireCode<'static, C> {
        match self {
            Self::Known(code) => WireCode::Known(code),
            Self::Unknown(code) => WireCode::Unknown(code.into_owned().into()),
            Self::Absent => WireCode::Absent,
        }
    }

    /// The code in the type of problem details: a known code at the end of the URI, or else the whole URI.
    fn of_problem(kind: Cow<'a, str>) -> Option<Self> {
        // A longer text is not a code, and a search at each end of it would take quadratic time.
        let is_short = |end: &&str| end.len() <= MAX_CODE;
        let ends = kind.match_indices(['/', '#', ':']).map(|(at, _)| &kind[at + 1..]);
        let code = ends.filter(is_short).find_map(C::parse);
        code.map_or_else(|| Self::new(kind), |code| Some(Self::Known(code)))
    }
}

/// The code in the header, for a body without a code.
pub(super) fn in_header<C: Code>(headers: &HeaderMap) -> Option<WireCode<'_, C>> {
    WireCode::new(fields::first(headers, C::settings().code_header.as_ref()?)?.into())
}

/// The parts of the JSON, and whether it is exactly an envelope. If the text is truncated or breaks off, the parts
/// before that point count.
fn read(body: &[u8], is_problem: bool) -> (Extracted<'_>, bool) {
    const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
    let json = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    let (extracted, is_envelope) = read_json(json, is_problem);
    if extracted.code.is_some() && extracted.message.is_some() {
        return (extracted, is_envelope);
    }
    // Replace bad characters, and read the rest.
    let Some(mended) = mend(json) else { return (extracted, is_envelope) };
    let mut extracted = read_json(mended.as_bytes(), is_problem).0.into_owned();
    // A text with a replacement character is not the code that was sent.
    let is_sent = |text: &Cow<'_, str>| !text.contains(char::REPLACEMENT_CHARACTER);
    (extracted.code, extracted.kind) = (extracted.code.filter(is_sent), extracted.kind.filter(is_sent));
    (extracted, false)
}

/// Replaces each part of a text that is not a character with U+FFFD: bytes that are not UTF-8, and escapes of half a
/// surrogate pair. JavaScript writes such an escape when it cuts a text inside an emoji. `None` if the text has
/// neither.
fn mend(json: &[u8]) -> Option<String> {
    let mut text = String::from_utf8_lossy(json);
    let mut at = 0;
    while let Some(found) = text[at..].find('\\') {
        at += found;
        let (first, second) = (escaped_unit(&text[at..]), text.get(at + 6..).and_then(escaped_unit));
        at += match (first, second) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(0xD800..=0xDFFF), _) => {
                text.to_mut().replace_range(at + 2..at + 6, "fffd");
                6
            }
            // The backslash, and the character that it escapes.
            _ => 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8),
        };
    }
    match text {
        Cow::Borrowed(_) => None,
        Cow::Owned(text) => Some(text),
    }
}

/// The UTF-16 unit of an escape such as `\u00e9`.
fn escaped_unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    // `from_str_radix` would accept a sign.
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex.then(|| u16::from_str_radix(digits, 16).ok())?
}

fn read_json(json: &[u8], is_problem: bool) -> (Extracted<'_>, bool) {
    let mut content = ErrorBody::default();
    // A body that is not an object is not an envelope. The parser's error would cost an allocation.
    if !json.trim_ascii_start().starts_with(b"{") {
        return (Extracted::default(), false);
    }
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let is_whole = content.deserialize(&mut deserializer).and_then(|()| deserializer.end()).is_ok();
    let is_envelope = is_whole && content.is_envelope();
    (content.into_extracted(is_problem), is_envelope)
}

fn is_problem(headers: &HeaderMap) -> bool {
    fields::first(headers, &CONTENT_TYPE).is_some_and(|value| {
        let essence = value.split(';').next().unwrap_or_default();
        essence.trim_ascii().eq_ignore_ascii_case("application/problem+json")
    })
}
