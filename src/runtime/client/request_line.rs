//! The request that failed, for people.

use core::fmt;

use http::Method;

/// The method and the URL of a request, as far as the client knows them.
#[derive(Clone, Debug)]
pub(crate) struct RequestLine {
    pub(crate) method: Option<Method>,
    url: Box<str>,
}

impl RequestLine {
    /// Leaves out what can be secret: credentials, the query and the fragment.
    pub(crate) fn new(method: Option<Method>, url: &str) -> Self {
        let end = url.find(['?', '#']).unwrap_or(url.len());
        let url = &url[..end];
        let start = url.find("//").map_or(0, |at| at + 2);
        let (scheme, rest) = url.split_at(start);
        let end = rest.find(['/', '\\']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let host = if start == 0 { authority } else { authority.rsplit('@').next().unwrap_or_default() };
        Self { method, url: [scheme, host, path].concat().into() }
    }

    /// The last URL, with the method of the first, unless a redirect is between them.
    #[cfg(all(feature = "reqwest", not(all(target_arch = "wasm32", target_os = "unknown"))))]
    pub(crate) fn of_reqwest(extensions: &http::Extensions, url: &reqwest::Url) -> Self {
        let mut last = Self::new(None, url.as_str());
        let first = extensions.get::<Self>().filter(|first| first.url == last.url);
        last.method = first.and_then(|first| first.method.clone());
        last
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl fmt::Display for RequestLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(method) = &self.method {
            write!(f, "{method} ")?;
        }
        write!(f, "{}", crate::shared::text::OneLine(&self.url))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_secret_is_left_out() {
        for (url, shown) in [
            ("https://u:p@example.com:8443/a/b?key=s#f", "https://example.com:8443/a/b"),
            ("https://u:p@h@example.com", "https://example.com"),
            ("https://u:p@example.com?x@y", "https://example.com"),
            ("https://example.com#u:p@", "https://example.com"),
            ("https://example.com/~a@b", "https://example.com/~a@b"),
            ("http://[::1]:80/", "http://[::1]:80/"),
            ("//u@example.com/", "//example.com/"),
            ("/v1/a@b?q", "/v1/a@b"),
            ("?q", ""),
            ("", ""),
        ] {
            assert_eq!(RequestLine::new(None, url).url(), shown, "{url}");
        }
    }
}
