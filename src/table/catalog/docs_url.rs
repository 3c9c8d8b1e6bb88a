//! The page to which responses link.

use super::diagnostic::Diagnostic;
use super::format_rule::FormatRule;
use super::row_reader::RowReader;

impl RowReader<'_, '_, '_> {
    /// An absolute URL without a fragment: the code of a response becomes the fragment.
    pub(super) fn docs_url(&mut self, column: &str) -> Option<String> {
        let text = self.line(column)?;
        let url = text.get_ref();
        let label = if !is_absolute(url) {
            "expected an absolute URL with `https://` or `http://`"
        } else if url.contains('#') {
            "a response adds `#` and its code"
        } else {
            return Some(text.into_inner());
        };
        self.report.push(
            Diagnostic::at(
                FormatRule::Url,
                text.span(),
                format!("`{}` is not the URL of a page", url.escape_debug()),
                label,
            )
            .with_help(format!("write `{column} = \"https://docs.example.com/errors\"`")),
        );
        None
    }
}

/// Whether it has a host, and only characters that a URL and a header can have (RFC 3986, 2).
fn is_absolute(url: &str) -> bool {
    let rest = ["https://", "http://"].iter().find_map(|scheme| url.strip_prefix(scheme));
    let has_host = rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['/', '?', '#', ':']));
    has_host && url.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\"\\^`{|}".contains(&byte))
}
