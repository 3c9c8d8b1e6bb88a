//! Strict mode: fails a test when an error response is not one of the table.

use http::Response;
use http::header::{CONTENT_TYPE, HeaderValue};

use super::asked::Asked;
use super::shape::is_marked;
use crate::runtime::code::Code;
use crate::runtime::server::{RaisedError, rules};

/// Checks a response against the table. Called in debug builds only.
///
/// # Panics
///
/// If the response is an error that is not from the table, or that contradicts the table.
pub(super) fn check<B, C: Code>(response: &Response<B>, asked: &Asked) {
    if is_marked(response) {
        return;
    }
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let name = C::settings().code_header.as_ref();
    let header = name.and_then(|name| response.headers().get(name)).map(text);
    let content_type = response.headers().get(CONTENT_TYPE).map(text);
    let raised = response.extensions().get::<RaisedError>();
    let complaint =
        rules::complaint::<C>(response.status(), raised, header.as_deref(), content_type.as_deref());
    if let Some(complaint) = complaint {
        panic!("{}: {complaint}", asked.route.as_deref().unwrap_or_default());
    }
}
