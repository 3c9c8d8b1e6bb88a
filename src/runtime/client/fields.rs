//! Reads headers that should be there once, and are repeated or joined with commas by proxies and HTTP clients.

use core::str;

use http::header::{HeaderMap, HeaderName, HeaderValue};

/// The first element of a header that is not empty, if it is visible ASCII.
pub(super) fn first<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut elements = bytes(headers, name).flat_map(|field| field.split(|byte| *byte == b','));
    let element =
        elements.find_map(|element| Some(element.trim_ascii()).filter(|element| !element.is_empty()))?;
    let is_visible = element.iter().all(|byte| *byte == b'\t' || (b' '..=b'~').contains(byte));
    str::from_utf8(element).ok().filter(|_| is_visible)
}

/// The elements of a header that contains times: each alone, and each with the next, because a date contains a comma.
pub(super) fn times<'h>(headers: &'h HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'h str> {
    let is_comma = |byte: &u8| *byte == b',';
    let rests = bytes(headers, name).flat_map(move |field| {
        let starts = field.iter().enumerate().filter(move |(_, byte)| is_comma(byte)).map(|(at, _)| at + 1);
        core::iter::once(0).chain(starts).map(move |start| &field[start..])
    });
    let elements = rests.flat_map(move |rest| {
        let length = rest.iter().position(is_comma).unwrap_or(rest.len());
        let next = rest.get(length + 1..).unwrap_or_default();
        let date = rest.len().min(length + 1 + next.iter().position(is_comma).unwrap_or(next.len()));
        [&rest[..length], &rest[..date]]
    });
    elements.filter_map(|element| str::from_utf8(element.trim_ascii()).ok())
}

fn bytes<'h>(headers: &'h HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'h [u8]> {
    headers.get_all(name).iter().map(HeaderValue::as_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(values: &[&'static str]) -> HeaderMap {
        values.iter().map(|value| (http::header::DATE, HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn the_first_element_is_of_any_field() {
        for (values, expected) in
            [(&["a, b"][..], Some("a")), (&["", " ,\tb c ,d"], Some("b c")), (&["", ","], None), (&[], None)]
        {
            assert_eq!(first(&headers(values), &http::header::DATE), expected, "{values:?}");
        }
    }

    #[test]
    fn a_time_has_one_comma_at_most() {
        let headers = headers(&["5", "Sun, 06, 9,"]);
        let times: Vec<&str> = times(&headers, &http::header::DATE).collect();
        assert_eq!(times, ["5", "5", "Sun", "Sun, 06", "06", "06, 9", "9", "9,", "", ""]);
    }
}
