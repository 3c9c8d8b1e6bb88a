//! The columns of the sections: the one list that the parser, its suggestions and its remedies go by.

/// A key that a section or a row may have.
#[derive(Debug)]
#[non_exhaustive]
pub struct Column {
    /// The key.
    pub name: &'static str,
    /// The type of its value.
    pub kind: ColumnKind,
    /// Whether a row without it is a mistake.
    pub required: bool,
    /// A value as one would write it.
    pub example: &'static str,
    /// What it is for, in a sentence.
    pub about: &'static str,
}

/// The type of a column's value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ColumnKind {
    /// A string of one line.
    Line,
    /// A string that may have several lines.
    Text,
    /// A retry advice.
    Retry,
    /// An HTTP error status.
    Status,
    /// An array of HTTP error statuses.
    Statuses,
    /// An array of strings of one line.
    Lines,
    /// The name of a header, or `false` for none.
    Header,
    /// `true` or `false`.
    Flag,
    /// A table of parameters, each with its type.
    Params,
}

impl ColumnKind {
    /// What a diagnostic calls it.
    pub(crate) const fn expected(self) -> &'static str {
        match self {
            Self::Line | Self::Retry | Self::Text => "a string",
            Self::Status => "an integer",
            Self::Statuses => "an array of integers",
            Self::Lines => "an array of strings",
            Self::Header => "a string or `false`",
            Self::Flag => "`true` or `false`",
            Self::Params => "a table",
        }
    }
}

/// The columns of `[catalog]`.
pub const CATALOG_COLUMNS: &[Column] = &[
    required("name", ColumnKind::Line, "\"My API\"", "Which API this is."),
    optional(
        "code_header",
        ColumnKind::Header,
        "\"x-error-code\"",
        "The response header that carries the code: `x-error-code` if nothing is said, `false` for none.",
    ),
    optional(
        "retry_header",
        ColumnKind::Header,
        "\"x-should-retry\"",
        "The response header that carries the retry advice: `x-should-retry` if nothing is said, `false` for none.",
    ),
    optional(
        "send_details",
        ColumnKind::Flag,
        "true",
        "Whether a response carries the parameters of its message, in `error.details`. It does not if nothing is said.",
    ),
];

/// The columns of `[include]`.
pub const INCLUDE_COLUMNS: &[Column] = &[required(
    "tables",
    ColumnKind::Lines,
    "[\"../common/catalog.toml\"]",
    "The tables whose codes are codes of this one, too: paths from the folder of this table, with `/` between folders.",
)];

/// The columns of a row of `[errors]`.
pub const ERROR_COLUMNS: &[Column] = &[
    required("status", ColumnKind::Status, "404", "The HTTP status that it is sent with, 400 to 599."),
    required(
        "retry",
        ColumnKind::Retry,
        "\"never\"",
        "Whether the same request may be sent again: `never` if it cannot succeed, `backoff` if the failed attempt changed \
         nothing, `if-idempotent` if it may have been carried out.",
    ),
    required(
        "cause",
        ColumnKind::Line,
        "\"What typically brings it about\"",
        "What typically brings the error about.",
    ),
    optional(
        "message",
        ColumnKind::Line,
        "\"What the response says\"",
        "What a response says, safe to show to anyone. The cause if nothing is said. A name in braces stands for a parameter.",
    ),
    optional(
        "params",
        ColumnKind::Params,
        "{ needed = \"u64\", balance = { type = \"u64\", safe = true } }",
        "What it is raised with, each with its type: `string`, `u64`, `i64`, `f64` or `bool`. A log shows only what is `safe`.",
    ),
    optional(
        "remedy",
        ColumnKind::Line,
        "\"What the caller does about it\"",
        "What the caller does about it.",
    ),
    optional("details", ColumnKind::Text, "\"More, in Markdown\"", "More, in Markdown."),
    optional(
        "retry_after",
        ColumnKind::Line,
        "\"30s\"",
        "How long to wait before another attempt: `30s`, `5m` or `1h`, a day at most.",
    ),
    optional(
        "default_for",
        ColumnKind::Statuses,
        "[404]",
        "The bare HTTP statuses that this row stands for, where a framework answers by itself.",
    ),
    optional(
        "name",
        ColumnKind::Line,
        "\"NotFound\"",
        "The Rust variant. Made from the code if nothing is said.",
    ),
    optional("since", ColumnKind::Line, "\"1.2.0\"", "The version that brought the code."),
    optional(
        "deprecated",
        ColumnKind::Line,
        "\"Why it should not be used\"",
        "Why the code should no longer be used.",
    ),
    optional("replaced_by", ColumnKind::Line, "\"OTHER_CODE\"", "The code to use instead."),
    optional("allow", ColumnKind::Lines, "[\"EC121\"]", "The lints that do not fit this row."),
    optional(
        "allow_reason",
        ColumnKind::Line,
        "\"Why the rule does not fit this row\"",
        "Why the lints in `allow` do not fit.",
    ),
];

/// The columns of a row of `[retired]`.
pub const RETIRED_COLUMNS: &[Column] = &[
    required("reason", ColumnKind::Line, "\"Why it went\"", "Why the code went."),
    optional("since", ColumnKind::Line, "\"2.0.0\"", "The version that retired it."),
    optional("replaced_by", ColumnKind::Line, "\"OTHER_CODE\"", "The live code to look at instead."),
    optional(
        "name",
        ColumnKind::Line,
        "\"OldName\"",
        "The Rust variant that it had, where the code did not make it.",
    ),
];

const fn required(
    name: &'static str,
    kind: ColumnKind,
    example: &'static str,
    about: &'static str,
) -> Column {
    Column { name, kind, required: true, example, about }
}

const fn optional(
    name: &'static str,
    kind: ColumnKind,
    example: &'static str,
    about: &'static str,
) -> Column {
    Column { name, kind, required: false, example, about }
}
