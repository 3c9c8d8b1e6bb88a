//! The link from a response to the page of its code.

/// The value of the header `Link` ([RFC 8288](https://www.rfc-editor.org/rfc/rfc8288)). A code has no character that a
/// fragment must escape.
pub(crate) fn help_link(docs_url: &str, code: &str) -> String {
    format!("<{docs_url}#{code}>; rel=\"help\"")
}
