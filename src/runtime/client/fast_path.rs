//! Reads the envelope in the layouts that servers send, in one pass and without a tree.
//!
//! Until code and message are in hand, the pass is as strict as a parser. After that it only has to find the names of
//! later members, so it skips values by their brackets and quotes. Whatever is unusual is left to the reader behind it,
//! which decides: the result is the same, or `None`.

use core::str;
use std::borrow::Cow;

use super::scanner::Scanner;

/// The parts of an envelope.
#[derive(Debug, PartialEq)]
pub(super) struct Parts<'a> {
    pub(super) code: &'a str,
    pub(super) message: Cow<'a, str>,
    /// Whether the body is valid JSON without other members.
    pub(super) is_all: bool,
}

/// Reads a body with one member `error`, an object with one code and one message. `None` for any other body, which needs
/// the parser.
pub(super) fn read(body: &[u8]) -> Option<Parts<'_>> {
    let mut scanner = Scanner::new(str::from_utf8(body).ok()?);
    let mut parts = None;
    let mut has_more = false;
    scanner.expect(b'{')?;
    loop {
        let is_error = scanner.name([b"error\""])? == 0;
        match parts {
            Some(_) if is_error => return None,
            None if is_error => parts = Some(read_error(&mut scanner)?),
            Some(_) => {
                has_more = true;
                scanner.skip()?;
            }
            None => {
                has_more = true;
                scanner.simple()?;
            }
        }
        if scanner.is_last()? {
            break;
        }
    }
    scanner.end()?;
    let parts = parts?;
    Some(Parts { is_all: parts.is_all && !has_more, ..parts })
}

fn read_error<'a>(scanner: &mut Scanner<'a>) -> Option<Parts<'a>> {
    let (mut code, mut message, mut has_more) = (None, None, false);
    scanner.expect(b'{')?;
    loop {
        match scanner.name([b"code\"", b"message\""])? {
            0 if code.is_none() => code = Some(scanner.plain_string()?),
            1 if message.is_none() => message = Some(scanner.string()?),
            0 | 1 => return None,
            _ => {
                has_more = true;
                if code.is_some() && message.is_some() { scanner.skip()? } else { scanner.simple()? }
            }
        }
        if scanner.is_last()? {
            break;
        }
    }
    // For a blank message the parser looks for other texts.
    let message =
        message.filter(|message| !message.starts_with(char::is_whitespace) && !message.is_empty())?;
    Some(Parts { code: code?, message, is_all: !has_more })
}
