//! The names of the headers that a table chooses.

use core::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

use super::diagnostic::Diagnostic;
use super::format_rule::FormatRule;
use super::row_reader::RowReader;

impl RowReader<'_, '_, '_> {
    /// The name of a header, or `None` where the column says `false`.
    pub(super) fn header(&mut self, column: &str, default: Spanned<String>) -> Option<Spanned<String>> {
        match self.value(column).map(Spanned::get_ref) {
            None => return Some(default),
            Some(DeValue::Boolean(false)) => return None,
            Some(_) => {}
        }
        let name = self.line(column)?;
        let lower = name.get_ref().to_ascii_lowercase();
        let fault = if !lower.bytes().all(is_token) || lower.len() > MAX_HEADER {
            "letters, digits, hyphens and underscores, as in `x-error-code`"
        } else if TAKEN_HEADERS.contains(&&*lower) || lower.starts_with("content-") {
            "HTTP uses this header for another purpose"
        } else {
            return Some(Spanned::new(name.span(), lower));
        };
        self.report.push(
            Diagnostic::at(
                FormatRule::Header,
                name.span(),
                format!("`{}` cannot be the `{column}`", name.get_ref().escape_debug()),
                fault,
            )
            .with_help(format!("choose another name, or leave the header out with `{column} = false`")),
        );
        None
    }

    /// Reports each header whose name a setting before it has too. A default has the place of the section.
    pub(super) fn distinct_headers(
        &mut self,
        section: &Range<usize>,
        headers: &[(&str, Option<&Spanned<String>>)],
    ) {
        let label = |setting: &str, name: &Spanned<String>| {
            if name.span() == *section {
                format!("the default of `{setting}`")
            } else {
                format!("the `{setting}`")
            }
        };
        let named = headers.iter().filter_map(|(setting, name)| Some((setting, (*name)?)));
        for (at, (setting, name)) in named.clone().enumerate() {
            let Some((first, other)) =
                named.clone().take(at).find(|(_, other)| other.get_ref() == name.get_ref())
            else {
                continue;
            };
            self.report.push(
                Diagnostic::at(
                    FormatRule::Header,
                    name.span(),
                    format!("header `{}` is used twice", name.get_ref()),
                    label(setting, name),
                )
                .with_other(other.span(), label(first, other))
                .with_help(format!("give `{first}` and `{setting}` different names")),
            );
        }
    }
}

/// Headers that a response has for other reasons, beside all that start with `content-`.
const TAKEN_HEADERS: [&str; 14] = [
    "allow",
    "cache-control",
    "connection",
    "date",
    "etag",
    "keep-alive",
    "location",
    "retry-after",
    "set-cookie",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "vary",
    "www-authenticate",
];

const MAX_HEADER: usize = 64;

/// A character of a header name (`tchar`, RFC 9110, 5.6.2), without those that are unusual.
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_".contains(&byte)
}
