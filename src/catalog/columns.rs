//! The columns of the three sections: the one list that the parser, its suggestions and its remedies go by.

/// A key that a section or a row may have.
#[derive(Debug)]
#[non_exhaustive]
pub struct Column {
    /// The key.
    pub name: &'static str,
    /// The type of its value.
    pub kind: Kind,
    /// Whether a row without it is a mistake.
    pub required: bool,
    /// A value as one would write it.
    pub example: &'static str,
}

/// The type of a column's value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Kind {
    /// A string of one line.
    Line,
    /// A string that may have several lines.
    Text,
    /// An HTTP error status.
    Status,
    /// An array of HTTP error statuses.
    Statuses,
    /// An array of strings of one line.
    Lines,
    /// The name of a header, or `false` for none.
    Header,
}

impl Kind {
    /// What a diagnostic calls it.
    pub(crate) const fn expected(self) -> &'static str {
        match self {
            Self::Line | Self::Text => "a string",
            Self::Status => "an integer",
            Self::Statuses => "an array of integers",
            Self::Lines => "an array of strings",
            Self::Header => "a string or `false`",
        }
    }
}

/// The columns of `[catalog]`.
pub const CATALOG_COLUMNS: &[Column] = &[
    required("name", Kind::Line, "\"My API\""),
    optional("code_header", Kind::Header, "\"x-error-code\""),
    optional("retry_header", Kind::Header, "\"x-should-retry\""),
];

/// The columns of a row of `[errors]`.
pub const ERROR_COLUMNS: &[Column] = &[
    required("status", Kind::Status, "404"),
    required("retry", Kind::Line, "\"never\""),
    required("cause", Kind::Line, "\"What typically brings it about\""),
    optional("message", Kind::Line, "\"What the response says\""),
    optional("remedy", Kind::Line, "\"What the caller does about it\""),
    optional("details", Kind::Text, "\"More, in Markdown\""),
    optional("retry_after", Kind::Line, "\"30s\""),
    optional("default_for", Kind::Statuses, "[404]"),
    optional("name", Kind::Line, "\"NotFound\""),
    optional("since", Kind::Line, "\"1.2.0\""),
    optional("deprecated", Kind::Line, "\"Why it should not be used\""),
    optional("replaced_by", Kind::Line, "\"OTHER_CODE\""),
    optional("allow", Kind::Lines, "[\"EC121\"]"),
    optional("allow_reason", Kind::Line, "\"Why the rule does not fit this row\""),
];

/// The columns of a row of `[retired]`.
pub const RETIRED_COLUMNS: &[Column] = &[
    required("reason", Kind::Line, "\"Why it went\""),
    optional("since", Kind::Line, "\"2.0.0\""),
    optional("replaced_by", Kind::Line, "\"OTHER_CODE\""),
    optional("name", Kind::Line, "\"OldName\""),
];

const fn required(name: &'static str, kind: Kind, example: &'static str) -> Column {
    Column { name, kind, required: true, example }
}

const fn optional(name: &'static str, kind: Kind, example: &'static str) -> Column {
    Column { name, kind, required: false, example }
}
