//! The wait that a response asks for, from all the places where servers write one.

mod body;
mod clock;
mod date;
mod number;
mod quota;

use core::time::Duration;

use http::StatusCode;
use http::header::HeaderMap;

use self::clock::{Clock, Wait};
use super::fields;

/// The waits of one response.
#[derive(Default)]
pub(super) struct Asked {
    /// The wait of the first source that can be read.
    pub(super) wait: Option<Duration>,
    /// Whether the server names a time, readable or not. Then it expects the request again.
    pub(super) is_named: bool,
    /// Whether a quota ends after some time. Any response can describe its quota, so this is less than a named time.
    pub(super) is_of_quota: bool,
}

/// Reads a response. A reader that has no body passes none.
///
/// The first source that can be read gives the wait. A source that is there and cannot be read still names a time.
pub(super) fn asked(status: StatusCode, headers: &HeaderMap, body: Option<&[u8]>) -> Asked {
    let clock = Clock::new(headers);
    let longest = |name, unit: fn(&Clock, &str) -> Option<Wait>| {
        longest(fields::elements(headers, name).map(|part| unit(&clock, part)))
    };
    let retry_after = longest("retry-after", Clock::seconds_or_date);
    // Headers of OpenAI and of Azure.
    let [ms, x_ms] = ["retry-after-ms", "x-ms-retry-after-ms"].map(|name| longest(name, Clock::milliseconds));
    let quota = quota::wait(status, headers, &clock);
    let in_body = body.map_or(Source::Absent, |body| body::wait(body, &clock));

    let sources = [retry_after, ms, x_ms, in_body];
    let [retry_after, ms, x_ms, in_body] = sources.map(Source::wait);
    let found = retry_after.or(ms).or(x_ms).or(quota).or(in_body);
    Asked {
        wait: found.map(|wait| wait.left.min(MAX_WAIT)),
        is_named: sources.into_iter().any(Source::is_named),
        is_of_quota: quota.is_some_and(|wait| !wait.asked.is_zero()),
    }
}

/// A server that asks for more than a day is broken, or hostile.
const MAX_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

/// What one place says.
#[derive(Clone, Copy)]
enum Source {
    Absent,
    /// Somebody wrote a wait that cannot be read.
    Unreadable,
    Wait(Wait),
}

impl Source {
    fn wait(self) -> Option<Wait> {
        match self {
            Self::Wait(wait) => Some(wait),
            Self::Absent | Self::Unreadable => None,
        }
    }

    /// A wait of zero names no time: the request can be sent at once, or never.
    fn is_named(self) -> bool {
        match self {
            Self::Absent => false,
            Self::Unreadable => true,
            Self::Wait(wait) => !wait.asked.is_zero(),
        }
    }
}

/// The longest of the waits that can be read.
fn longest(waits: impl Iterator<Item = Option<Wait>>) -> Source {
    waits.fold(Source::Absent, |longest, wait| match (longest, wait) {
        (Source::Wait(longest), Some(wait)) => Source::Wait(longest.max(wait)),
        (_, Some(wait)) => Source::Wait(wait),
        (Source::Absent, None) => Source::Unreadable,
        (longest, None) => longest,
    })
}
