//! The message of an error that is kept, with as few allocations as it can have.

use core::str;
use std::borrow::Cow;

/// A text of the table, or one that is short and kept in place, or one that is long and on the heap.
#[derive(Clone)]
pub(super) enum Message {
    Row(&'static str),
    Short { length: u8, bytes: [u8; SHORT] },
    Long(Box<str>),
}

/// Most messages are a sentence.
const SHORT: usize = 127;

impl Message {
    /// Keeps a text, which most often is that of a row.
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
            _ => Self::Long(text.into()),
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
