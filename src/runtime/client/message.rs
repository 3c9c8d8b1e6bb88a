//! The message of a received error, stored with as few allocations as possible.

use core::str;
use std::borrow::Cow;

/// A text of the table, a short text stored in place, or a long text on the heap.
#[derive(Clone)]
pub(super) enum Message {
    Row(&'static str),
    Short { length: u8, bytes: [u8; SHORT] },
    Long(String),
}

/// Enough for most messages, which are one sentence.
const SHORT: usize = 127;

impl Message {
    /// Stores a text. Most texts are the message of the row.
    pub(super) fn new(text: Cow<'_, str>, row: Option<&'static str>) -> Self {
        match row {
            Some(row) if row == text => Self::Row(row),
            _ => Self::kept(text),
        }
    }

    fn kept(text: Cow<'_, str>) -> Self {
        let mut bytes = [0; SHORT];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(start), Ok(length)) => {
                start.copy_from_slice(text.as_bytes());
                Self::Short { length, bytes }
            }
            _ => Self::Long(text.into_owned()),
        }
    }

    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Row(text) => text,
            Self::Short { length, bytes } => {
                str::from_utf8(&bytes[..usize::from(*length)]).unwrap_or_default()
            }
            Self::Long(text) => text,
        }
    }
}
