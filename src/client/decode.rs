//! From bytes to what they say. Nothing here can fail: what is no envelope is kept as it came.

use std::borrow::Cow;

use http::HeaderMap;

use crate::code::Code;
use crate::envelope::Content;
use crate::text::MAX_CODE;

/// What a response says about its error.
pub(super) struct Decoded<C> {
    pub(super) code: WireCode<C>,
    pub(super) message: Option<Cow<'static, str>>,
    /// Whether the body was the envelope, and everything in it is in the other fields.
    pub(super) is_envelope: bool,
}

/// The code of a response. Whether it is known depends on the build, so nobody outside can match on that.
#[derive(Clone)]
pub(super) enum WireCode<C> {
    Known(C),
    Unknown(Box<str>),
    Absent,
}

impl<C: Code> WireCode<C> {
    fn new(code: &str) -> Self {
        C::parse(code).map_or_else(|| Self::Unknown(code.into()), Self::Known)
    }
}

pub(super) fn decode<C: Code>(headers: &HeaderMap, body: &[u8]) -> Decoded<C> {
    let Content { code, message } = read(body).unwrap_or_default();
    let is_envelope = code.is_some();
    let code: WireCode<C> =
        match code.as_deref().or_else(|| code_in(headers, C::settings().code_header.as_ref()?)) {
            Some(code) => WireCode::new(code),
            None => WireCode::Absent,
        };
    let message = message.map(|text| match &code {
        // Most messages are the row's own: those need no copy.
        WireCode::Known(code) if code.message() == text => Cow::Borrowed(code.message()),
        _ => Cow::Owned(text.into_owned()),
    });
    Decoded { code, message, is_envelope }
}

/// Reads an envelope, or nothing at all: half a message of a foreign object would say less than its bytes.
fn read(body: &[u8]) -> Option<Content<'_>> {
    const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
    let json = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    let content: Content<'_> = serde_json::from_slice(json).ok()?;
    let is_code = |code: &str| !code.is_empty() && code.len() <= MAX_CODE;
    content.code.as_deref().is_some_and(is_code).then_some(content)
}

fn code_in<'h>(headers: &'h HeaderMap, name: &http::HeaderName) -> Option<&'h str> {
    let code = headers.get(name)?.to_str().ok()?;
    (!code.is_empty() && code.len() <= MAX_CODE).then_some(code)
}
