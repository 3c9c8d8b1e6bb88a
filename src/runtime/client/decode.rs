//! Decodes the bytes of a response. Decoding never fails: a part that cannot be read is kept as it came.

use core::str;
use std::borrow::Cow;

use http::header::{CONTENT_TYPE, HeaderMap};

use super::fast_path::{self, Parts};
use super::fields;
use super::forms::{Forms, is_wire_code};
use crate::runtime::code::Code;
use crate::runtime::wire::json_tree::Json;

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
        Self::at_once(body).unwrap_or_else(|| Self::by_tree(headers, body))
    }

    /// Reads the envelope of most servers.
    fn at_once(body: &'a [u8]) -> Option<Self> {
        let Parts { code, message, is_all } = fast_path::read(body)?;
        let code = WireCode::new(code.into())?;
        Some(Self { code, message: Some(message), body: (!is_all).then_some(body) })
    }

    /// Reads any body.
    fn by_tree(headers: &'a HeaderMap, body: &'a [u8]) -> Self {
        let Said { code, stand_in, message, is_envelope } = read::<C>(body);
        let in_body = code.and_then(WireCode::new);
        // The body of an envelope is kept if its code cannot be used.
        let is_envelope = is_envelope && in_body.is_some();
        let code = in_body.or_else(|| in_header(headers)).or_else(|| WireCode::new(stand_in?));
        let code = code.unwrap_or(WireCode::Absent);
        let message = message.or_else(|| plain_text(headers, body).map(Cow::Borrowed));
        Self { code, message, body: (!is_envelope).then_some(body) }
    }
}

/// Whether both ways to read a body say the same, for tests. `None` if the quick way leaves the body to the other.
#[cfg(any(test, fuzzing))]
pub(crate) fn ways_agree<C: Code>(body: &[u8]) -> Option<bool> {
    let parts = |parts: BorrowedParts<'_, C>| {
        let BorrowedParts { code, message, body } = parts;
        (code.as_str().map(str::to_owned), message.map(Cow::into_owned), body.map(<[u8]>::len))
    };
    let at_once = BorrowedParts::<C>::at_once(body)?;
    Some(parts(at_once) == parts(BorrowedParts::by_tree(&HeaderMap::new(), body)))
}

impl<'a, C: Code> WireCode<'a, C> {
    /// The code in a text, unless the text is not a code.
    fn new(code: Cow<'a, str>) -> Option<Self> {
        match C::parse(&code) {
            Some(code) => Some(Self::Known(code)),
            None => is_wire_code::<C>(&code).then_some(Self::Unknown(code)),
        }
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
}

/// The code in the header, for a body without a code.
pub(super) fn in_header<C: Code>(headers: &HeaderMap) -> Option<WireCode<'_, C>> {
    WireCode::new(fields::first(headers, C::settings().code_header.as_ref()?)?.into())
}

/// What a body says about the error.
struct Said<'a> {
    code: Option<Cow<'a, str>>,
    /// A code in a member that is not made for codes.
    stand_in: Option<Cow<'a, str>>,
    message: Option<Cow<'a, str>>,
    is_envelope: bool,
}

/// Reads the JSON. If the text is truncated or breaks off, the parts before that point count.
fn read<C: Code>(body: &[u8]) -> Said<'_> {
    let json = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    let said = read_json::<C>(json);
    if said.code.is_some() && said.message.is_some() {
        return said;
    }
    // Replace bad characters, and read the rest. A replacement is never part of a code.
    let Some(mended) = mend(json) else { return said };
    let Said { code, stand_in, message, .. } = read_json::<C>(mended.as_bytes());
    let owned = |text: Option<Cow<'_, str>>| text.map(|text| Cow::Owned(text.into_owned()));
    Said { code: owned(code), stand_in: owned(stand_in), message: owned(message), is_envelope: false }
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

fn read_json<C: Code>(json: &[u8]) -> Said<'_> {
    let (json, is_whole) = Json::read(json);
    let forms = Forms::new(&json);
    Said {
        code: forms.code::<C>(),
        stand_in: forms.stand_in::<C>(),
        message: forms.message::<C>(),
        is_envelope: is_whole && forms.is_envelope(),
    }
}

/// Gives the JSON of a body to a function, as far as it can be read.
pub(super) fn json_of<T>(body: &[u8], read: impl FnOnce(&Json<'_>) -> T) -> T {
    let text = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    match Json::read(text) {
        (json, true) => read(&json),
        (json, false) => match mend(text) {
            Some(mended) => read(&Json::read(mended.as_bytes()).0),
            None => read(&json),
        },
    }
}

/// The JSON of a text that is nothing else.
pub(super) fn whole_json(text: &[u8]) -> Option<Json<'_>> {
    let (json, is_whole) = Json::read(text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text));
    is_whole.then_some(json)
}

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The text of a body that says that it is plain text, if it is as short as a message.
fn plain_text<'a>(headers: &HeaderMap, body: &'a [u8]) -> Option<&'a str> {
    const MAX_LENGTH: usize = 1024;
    let essence = fields::first(headers, &CONTENT_TYPE)?.split(';').next()?;
    let is_plain = essence.trim_ascii().eq_ignore_ascii_case("text/plain") && body.len() <= MAX_LENGTH;
    let text = str::from_utf8(body).ok()?.trim();
    (is_plain && !text.is_empty() && !text.starts_with(['{', '[', '<'])).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::code::ErrorCode;

    const BODIES: [&str; 9] = [
        r#"{"error":{"code":"NOT_FOUND","message":"gone"}}"#,
        "{\n  \"error\": {\n    \"message\": \"gone\",\n    \"code\": \"NOT_FOUND\"\n  }\n}\n",
        r#"{"success": false, "id": -17, "error": {"x": 7, "code": "NEWER", "message": "gone"}, "data": null}"#,
        r#"{"error":{"code":"NOT_FOUND","message":"a \"b\"\n\u20ac \ud83e\uded6 ü"},"trace":"a\\\"}{"}"#,
        r#"{"error":{"code":"NOT_FOUND","message":"gone","details":[{"code":"NEWER"},[1.5e3,{}],"]"]}}"#,
        r#"{"a":true,"b":"","error":{"message":"gone","x":"y","code":"NOT_FOUND","code2":{"error":{}}},"c":[]}"#,
        r#"{"error":{"code":"NOT_FOUND","message":"gone"},"error":{"code":"NEWER","message":"again"}}"#,
        r#"{"error":{"code":"NOT_FOUND","message":"gone","code":"NEWER"}}"#,
        r#"{"error":"gone","errors":[{"code":"NOT_FOUND","message":" "}],"message":""}"#,
    ];

    /// What a mutation puts into a body.
    const TOKENS: [&str; 30] = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        " ",
        "\n",
        "\u{b}",
        "\0",
        "0",
        "01",
        "-",
        "1.5",
        "1e999",
        "NaN",
        "null",
        "true",
        "\\u0063",
        "\\ud83d",
        "\u{fffd}",
        "\u{a0}",
        "ü",
        "\"code\":\"NEWER\",",
        "\"message\":\"again\",",
        "\"error\":{},",
        "\"cod\\u0065\":7,",
        "{\"error\":",
    ];

    #[test]
    fn the_quick_way_says_what_the_other_says() {
        let mut random = 0x9E37_79B9_7F4A_7C15_u64;
        let mut below = |end: usize| {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            usize::try_from(random >> 33).unwrap_or(0) % end
        };
        let (mut quick, mut slow) = (0, 0);
        for _ in 0..400_000 {
            let mut body = BODIES[below(BODIES.len())].as_bytes().to_vec();
            for _ in 0..below(4) {
                let at = below(body.len());
                let end = (at + below(9)).min(body.len());
                match below(5) {
                    0 => body[at] = u8::try_from(below(256)).unwrap_or(0),
                    1 => drop(body.drain(at..end)),
                    2 => body.truncate(at),
                    _ => drop(body.splice(at..at, TOKENS[below(TOKENS.len())].bytes())),
                }
                if body.is_empty() {
                    break;
                }
            }
            match ways_agree::<ErrorCode>(&body) {
                Some(true) => quick += 1,
                Some(false) => panic!("{}", body.escape_ascii()),
                None => slow += 1,
            }
        }
        assert!(quick > 50_000 && slow > 50_000, "{quick} quick, {slow} slow");
    }
}
