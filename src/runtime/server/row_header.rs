//! The response headers that a row declares.

use http::header::{HeaderName, HeaderValue};

use crate::runtime::params::Params;
use crate::runtime::params::template::Template;
use crate::runtime::row::Row;
use crate::shared::template::{Part, parts};

/// The headers of a row whose values need no parameters.
pub(super) fn fixed(row: Row) -> impl Iterator<Item = (HeaderName, HeaderValue)> {
    let headers = row.headers().iter().filter(|(_, value)| !has_placeholder(value));
    headers.filter_map(|(name, value)| header(name, value))
}

/// The headers of a row whose values are made from these parameters. A value that HTTP cannot send is left out: it may be
/// the text of a stranger.
pub(super) fn rendered<P: Params>(code: Row, params: &P) -> Vec<(HeaderName, HeaderValue)> {
    let headers = code.headers().iter().filter(|(_, value)| has_placeholder(value));
    headers
        .filter_map(|(name, text)| {
            let template = Template::new(text, P::TEMPLATE.params);
            header(name, &template.render(&params.values(), |_| true))
        })
        .collect()
}

/// The generator has checked the name. A value must be visible, and must not lose a blank on its way.
fn header(name: &str, value: &str) -> Option<(HeaderName, HeaderValue)> {
    let is_visible = value.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    if value.is_empty() || value.trim() != value || !is_visible {
        return None;
    }
    Some((HeaderName::from_bytes(name.as_bytes()).ok()?, HeaderValue::from_str(value).ok()?))
}

fn has_placeholder(value: &str) -> bool {
    parts(value).any(|part| matches!(part, Part::Placeholder(_)))
}
