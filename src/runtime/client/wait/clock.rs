//! The clock of a response, from which its waits count.

use core::time::Duration;

use http::header::{AGE, DATE, HeaderMap};

use super::super::clock::since_1970;
use super::super::fields;
use super::{date, number};

/// A wait as the server wrote it, and the rest of it.
#[derive(Clone, Copy, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Wait {
    pub(super) asked: Duration,
    /// Less than `asked` if a cache has kept the response for a while.
    pub(super) left: Duration,
}

/// When the server wrote the response, and for how long a cache has kept it ([RFC 9111,
/// 4.2.3](https://www.rfc-editor.org/rfc/rfc9111#section-4.2.3)).
pub(super) struct Clock {
    /// In seconds since 1970, by the server's clock, which its dates refer to.
    date: Option<u64>,
    age: Duration,
}

impl Clock {
    pub(super) fn new(headers: &HeaderMap) -> Self {
        let age = fields::first(headers, &AGE).and_then(number::natural);
        Self {
            date: fields::elements(headers, &DATE).find_map(date::parse),
            age: Duration::from_secs(age.unwrap_or_default()),
        }
    }

    pub(super) fn after(&self, asked: Duration) -> Wait {
        Wait { asked, left: asked.saturating_sub(self.age) }
    }

    /// The wait until a time in milliseconds since 1970. The past gives zero.
    pub(super) fn until(&self, milliseconds: u64) -> Option<Wait> {
        let then = Duration::from_millis(milliseconds);
        if let Some(date) = self.date {
            return Some(self.after(then.saturating_sub(Duration::from_secs(date))));
        }
        let asked = then.saturating_sub(since_1970()?);
        Some(Wait { asked, left: asked })
    }

    /// A wait in seconds, or the date of its end: the forms of `Retry-After` ([RFC 9110,
    /// 10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)).
    pub(super) fn seconds_or_date(&self, text: &str) -> Option<Wait> {
        let seconds = number::seconds(text).map(|wait| self.after(wait));
        seconds.or_else(|| self.until(date::parse(text)?.saturating_mul(1000)))
    }

    pub(super) fn milliseconds(&self, text: &str) -> Option<Wait> {
        Some(self.after(Duration::from_millis(number::rounded_up(text)?)))
    }
}
