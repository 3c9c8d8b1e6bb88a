//! A verdict in words, for people and for programs. The same verdict gives the same bytes, always.

mod github;
mod json;
mod markdown;
mod text;

pub use self::github::render as github;
pub use self::json::render as json;
#[cfg(feature = "cli")]
pub(crate) use self::markdown::in_words;
pub use self::markdown::render as markdown;
pub use self::text::render as text;

/// What the tables are called.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// The old table, as it was asked for.
    pub old: &'a str,
    /// The new table, as it was asked for.
    pub new: &'a str,
    /// The file that has the new table, where it is one.
    pub file: Option<&'a str>,
}

/// A value within a line. The one column that may have several lines is `details`.
fn one_line(value: &str) -> String {
    const MOST: usize = 160;
    let escaped = value.replace('\r', "\\r").replace('\n', "\\n").replace('\t', "\\t");
    match escaped.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}...", &escaped[..end]),
        None => escaped,
    }
}

/// The old value and the new one.
fn step(old: Option<&str>, new: Option<&str>) -> String {
    let show = |value: Option<&str>| value.map_or_else(|| "(none)".to_owned(), one_line);
    format!("{} -> {}", show(old), show(new))
}
