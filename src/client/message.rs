//! The message of an error, with as few allocations as it can have.

use core::str;
use std::borrow::Cow;

/// A text that is borrowed, or short and kept in place, or long and on the heap.
#[derive(Clone)]
pub(super) enum Message<'a> {
    Borrowed(&'a str),
    Short { length: u8, bytes: [u8; Message::SHORT] },
    Long(Box<str>),
}

impl Message<'_> {
    /// Most messages are a sentence.
    pub(super) const SHORT: usize = 127;

    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Borrowed(text) => text,
            Self::Short { length, bytes } => {
                str::from_utf8(&bytes[..usize::from(*length)]).unwrap_or_default()
            }
            Self::Long(text) => text,
        }
    }

    pub(super) fn into_owned(self) -> Message<'static> {
        match self {
            Self::Borrowed(text) => Message::owned(text),
            Self::Short { length, bytes } => Message::Short { length, bytes },
            Self::Long(text) => Message::Long(text),
        }
    }
}

impl Message<'static> {
    pub(super) const fn fixed(text: &'static str) -> Self {
        Self::Borrowed(text)
    }

    fn owned(text: &str) -> Self {
        let mut bytes = [0; Message::SHORT];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(start), Ok(length)) => {
                start.copy_from_slice(text.as_bytes());
                Self::Short { length, bytes }
            }
            _ => Self::Long(text.into()),
        }
    }
}

impl<'a> From<Cow<'a, str>> for Message<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        match text {
            Cow::Borrowed(text) => Self::Borrowed(text),
            Cow::Owned(text) => Self::Long(text.into()),
        }
    }
}
