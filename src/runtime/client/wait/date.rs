//! Dates, as servers write them: the three forms of HTTP, and what is nearly one of them.

use super::number;

/// The seconds from 1970 to a date. `None` if the text is not a date, or not one from 1970 to 9999.
///
/// HTTP has one form with two obsolete ones ([RFC 9110, 5.6.7](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7)).
/// Servers also write `UTC`, `+0000`, one digit for a day, the wrong weekday, or the form of ISO 8601. The weekday is not
/// read, and a date without a zone is in UTC.
pub(super) fn parse(text: &str) -> Option<u64> {
    let text = text.trim_ascii();
    // No date of any form is longer. A longer text would only cost time.
    (text.len() <= 64 && text.is_ascii()).then_some(())?;
    iso(text).or_else(|| with_month_name(text))
}

/// `1994-11-06T08:49:37Z`
fn iso(text: &str) -> Option<u64> {
    let (date, time) = text.split_once(['T', 't', ' '])?;
    let mut numbers = date.split('-');
    let mut next = |length| digits(numbers.next()?, length..=length);
    let (year, month, day) = (next(4)?, next(2)?, next(2)?);
    numbers.next().is_none().then_some(())?;
    let end = time.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.').unwrap_or(time.len());
    let (time, zone) = time.split_at(end);
    seconds(day, month, year, time, zone)
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`
fn with_month_name(text: &str) -> Option<u64> {
    let is_zone = |word: &str| word.starts_with(['+', '-']);
    let words = text.split([' ', '\t', ',']).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.flat_map(|word| word.split(move |c| c == '-' && !is_zone(word))).collect();
    let is_weekday =
        |word: &&&str| word.bytes().all(|byte| byte.is_ascii_alphabetic()) && month(word).is_none();
    let words = &words[words.first().filter(is_weekday).iter().len()..];
    let (day, name, year, time, zone) = match *words {
        [day, name, year, time] if month(name).is_some() => (day, name, year, time, ""),
        [day, name, year, time, zone] if month(name).is_some() => (day, name, year, time, zone),
        [name, day, time, year] => (day, name, year, time, ""),
        [name, day, time, zone, year] => (day, name, year, time, zone),
        _ => return None,
    };
    let year = match (year.len(), digits(year, 2..=4)?) {
        (2, year @ ..70) => 2000 + year,
        (2, year) => 1900 + year,
        (4, year) => year,
        _ => return None,
    };
    seconds(digits(day, 1..=2)?, month(name)?, year, time, zone)
}

fn seconds(day: u64, month: u64, year: u64, time: &str, zone: &str) -> Option<u64> {
    let days = days_since_1970(day, month, year)?;
    let seconds = i64::try_from(days * 86_400 + second_of_day(time)?).ok()?;
    u64::try_from(seconds - offset(zone)?).ok()
}

/// `8:49`, `08:49:37` or `08:49:37.5`. A fraction is rounded up, because a client must not come early.
fn second_of_day(time: &str) -> Option<u64> {
    let mut parts = time.splitn(3, ':');
    let hour = digits(parts.next()?, 1..=2)?;
    let minute = digits(parts.next()?, 2..=2)?;
    let second = match parts.next() {
        None => 0,
        Some(second) => {
            digits(second.split('.').next()?, 2..=2).filter(|second| *second <= 60)?;
            number::rounded_up(second)?
        }
    };
    (hour < 24 && minute < 60).then_some(hour * 3600 + minute * 60 + second)
}

/// The seconds by which the clocks of a zone are ahead of UTC. Names of other zones have several meanings.
fn offset(zone: &str) -> Option<i64> {
    if ["", "GMT", "UTC", "UT", "Z"].into_iter().any(|utc| zone.eq_ignore_ascii_case(utc)) {
        return Some(0);
    }
    let (sign, rest) = match zone.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_at_checked(2)?;
    let minutes =
        digits(minutes.strip_prefix(':').unwrap_or(minutes), 2..=2).filter(|minutes| *minutes < 60)?;
    let hours = digits(hours, 2..=2).filter(|hours| *hours < 24)?;
    Some(sign * i64::try_from(hours * 3600 + minutes * 60).ok()?)
}

fn digits(text: &str, length: core::ops::RangeInclusive<usize>) -> Option<u64> {
    number::natural(text).filter(|_| length.contains(&text.len()))
}

/// The number of a month, from its name or the first letters of it.
fn month(name: &str) -> Option<u64> {
    const NAMES: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let start = name.get(..3)?;
    name.bytes().all(|byte| byte.is_ascii_alphabetic()).then_some(())?;
    (1..).zip(NAMES).find_map(|(number, name)| start.eq_ignore_ascii_case(name).then_some(number))
}

/// The days from 1970 to a day of the Gregorian calendar.
fn days_since_1970(day: u64, month: u64, year: u64) -> Option<u64> {
    let is_leap = |year: u64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let lengths = [31, if is_leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let at = usize::try_from(month.checked_sub(1)?).ok()?;
    let exists = (1970..=9999).contains(&year) && (1..=*lengths.get(at)?).contains(&day);
    exists.then_some(())?;
    // The leap days of all years before this one.
    let leap_days = |year: u64| (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400;
    let years = (year - 1970) * 365 + leap_days(year) - leap_days(1970);
    Some(years + lengths.iter().take(at).sum::<u64>() + day - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOV_6_1994: u64 = 784_111_777;

    #[test]
    fn dates_are_read_as_they_are_meant() {
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "Sun Nov 06 08:49:37 UTC 1994",
            "Sun, 6 Nov 1994 08:49:37 UTC",
            "Sun, 06 Nov 1994 08:49:37 +0000",
            "Sun, 06 Nov 1994 10:49:37 +02:00",
            "Sat, 05 Nov 1994 22:49:37 -1000",
            "Mon, 06 Nov 1994 08:49:37 GMT",
            "sun,  06 NOV 1994 8:49:37 gmt",
            "06 November 1994 08:49:37",
            "Sun, 06-Nov-1994 08:49:37 Z",
            "1994-11-06T08:49:37Z",
            "1994-11-06t08:49:36.001z",
            "1994-11-06 10:49:37+02:00",
        ] {
            assert_eq!(parse(text), Some(NOV_6_1994), "{text}");
        }
        for (text, seconds) in [
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
            ("Thu, 29 Feb 1996 00:00:00 GMT", 825_552_000),
            ("Tue, 29 Feb 2000 00:00:00 GMT", 951_782_400),
            ("Wed, 01 Mar 2000 00:00:00 GMT", 951_868_800),
            ("Fri, 31 Dec 9999 23:59:60 GMT", 253_402_300_800),
            ("Sunday, 06-Nov-69 08:49:37 GMT", 3_150_953_377),
        ] {
            assert_eq!(parse(text), Some(seconds), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_date_has_no_time() {
        for text in [
            "",
            "soon",
            "Sun",
            "06 Nov",
            "Wed, 29 Feb 1995 00:00:00 GMT",
            "Sun, 32 Nov 1994 08:49:37 GMT",
            "Sun, 00 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:49:37 GMT",
            "Sun, 06 Nov 1994 08:60:37 GMT",
            "Sun, 06 Nov 1994 08:49:61 GMT",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 06 Nov 1994 08:49:37 +2",
            "Sun, 06 Nov 1994 08:49:37 +2460",
            "Sun, 06 Nov 994 08:49:37 GMT",
            "Wed, 31 Dec 1969 23:59:59 GMT",
            "Thu, 01 Jan 1970 00:00:00 +0100",
            "Fri, 31 Dec 99999 23:59:59 GMT",
            "1994-13-06T08:49:37Z",
            "1994-11-06",
            "1994-11-06T08Z",
            "-- -- --",
            "Sun, 06 Nov 1994 08:49:37 GMT Sun, 06 Nov 1994 08:49:37 GMT Sun, 06 Nov",
            "Sun, 06 Nov 1994 08:49:37 \u{663}",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
