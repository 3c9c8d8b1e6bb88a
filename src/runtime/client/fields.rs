//! Reads headers that should be there once, and are repeated or joined with commas by proxies and HTTP clients.

use core::str;

use http::header::{AsHeaderName, HeaderMap, HeaderValue};

/// The first element of a header that is not empty, if it is visible ASCII.
pub(super) fn first(headers: &HeaderMap, name: impl AsHeaderName) -> Option<&str> {
    let element = raw_elements(headers, name).next()?;
    let is_visible = element.iter().all(|byte| *byte == b'\t' || (b' '..=b'~').contains(byte));
    str::from_utf8(element).ok().filter(|_| is_visible)
}

/// The elements of a header that are not empty. One that is not text is as unreadable as `?`.
pub(super) fn elements(headers: &HeaderMap, name: impl AsHeaderName) -> impl Iterator<Item = &str> {
    raw_elements(headers, name).map(|element| str::from_utf8(element).unwrap_or("?"))
}

fn raw_elements(headers: &HeaderMap, name: impl AsHeaderName) -> impl Iterator<Item = &[u8]> {
    let elements = bytes(headers, name).flat_map(|field| field.split(|byte| *byte == b','));
    elements.map(<[u8]>::trim_ascii).filter(|element| !element.is_empty())
}

fn bytes(headers: &HeaderMap, name: impl AsHeaderName) -> impl Iterator<Item = &[u8]> {
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
}
