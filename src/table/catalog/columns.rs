//! The columns of the sections: a line for each column of the format.

use super::column::{Column, ColumnKind as Kind};
use super::value::Value;

/// The columns of `[catalog]`.
pub const CATALOG_COLUMNS: &[Column] = &[
    Column::new("name", Kind::Line, "Name", "\"My API\"", "Which API this is.").required(),
    Column::new(
        "code_header",
        Kind::Header,
        "Code header",
        "\"x-error-code\"",
        "The response header that carries the code. `false`: no header. Defaults to `x-error-code`.",
    ),
    Column::new(
        "retry_header",
        Kind::Header,
        "Retry header",
        "\"x-should-retry\"",
        "The response header that says whether the request may be sent again, `true` or `false`, as the SDKs of large AI APIs \
         read it. `false`: no header. Defaults to `x-should-retry`.",
    ),
    Column::new(
        "advice_header",
        Kind::Header,
        "Advice header",
        "\"x-retry-advice\"",
        "The response header that carries the retry advice: `never`, `backoff` or `if-idempotent`. `false`: no header. \
         Defaults to `x-retry-advice`.",
    ),
    Column::new(
        "send_details",
        Kind::Flag,
        "Send details",
        "true",
        "Whether a response carries the parameters of its message, in `error.details`. Defaults to `false`.",
    ),
    Column::new(
        "docs_url",
        Kind::Url,
        "Documentation",
        "\"https://docs.example.com/errors\"",
        "The page that has all codes, each with its anchor. A response links to its code there. No link without it.",
    ),
];

/// The columns of `[include]`.
pub const INCLUDE_COLUMNS: &[Column] = &[Column::new(
    "tables",
    Kind::Paths,
    "Tables",
    "[\"../common/catalog.toml\"]",
    "The tables to include: paths from the folder of this table, with `/` between folders.",
)
.required()];

/// The columns of a row of `[columns]`.
pub const COLUMN_COLUMNS: &[Column] = &[
    Column::new(
        "kind",
        Kind::Line,
        "Kind",
        "\"line\"",
        "The type of the values: `line`, `text`, `url`, `flag`, `integer` or `one-of`.",
    )
    .required(),
    Column::new(
        "values",
        Kind::Lints,
        "Values",
        "[\"low\", \"high\"]",
        "The words that a column of the kind `one-of` takes.",
    ),
    Column::new(
        "unique",
        Kind::Flag,
        "Unique",
        "true",
        "Whether no two rows have the same value, as a number that stands for a code. Defaults to `false`.",
    ),
    Column::new(
        "label",
        Kind::Line,
        "Label",
        "\"Owner\"",
        "What documents call the column. Defaults to its name in words.",
    ),
    Column::new("about", Kind::Line, "About", "\"What the column is for\"", "What the column is for.")
        .required(),
];

/// The columns of a row of `[errors]`.
pub const ERROR_COLUMNS: &[Column] = &[
    Column::new("status", Kind::Status, "Status", "404", "The HTTP status of the response, 400 to 599.")
        .required()
        .field(|entry| Some(Value::Integer(entry.status.into()))),
    Column::new(
        "retry",
        Kind::Retry,
        "Retry",
        "\"never\"",
        "Whether the same request may be sent again: `never` if it cannot succeed, `backoff` if the failed attempt changed \
         nothing, `if-idempotent` if it may have been carried out.",
    )
    .required()
    .field(|entry| Some(Value::Text(entry.retry.as_str()))),
    Column::new(
        "cause",
        Kind::Line,
        "Cause",
        "\"What typically causes the error\"",
        "What typically causes the error.",
    )
    .required()
    .field(|entry| Some(Value::Text(&entry.cause))),
    Column::new(
        "message",
        Kind::Line,
        "Message",
        "\"The text of the response\"",
        "The text of the response. It is public. A name in braces is a placeholder for a parameter. Defaults to the cause.",
    )
    .field(|entry| Some(Value::Text(entry.message_template()))),
    Column::new(
        "params",
        Kind::Params,
        "Parameters",
        "{ needed = \"u64\", balance = { type = \"u64\", safe = true } }",
        "The parameters of the message, each with its type: `string`, `u64`, `i64`, `f64` or `bool`. Logs show only \
         those that are `safe`.",
    )
    .field(|entry| Some(&*entry.params).filter(|params| !params.is_empty()).map(Value::Params)),
    Column::new(
        "headers",
        Kind::Headers,
        "Headers",
        "{ www-authenticate = \"ApiKey\" }",
        "The headers of every response with this code, each name with its value. A name in braces is a placeholder for a \
         parameter.",
    )
    .field(|entry| Some(&*entry.headers).filter(|headers| !headers.is_empty()).map(Value::Headers)),
    Column::new(
        "actor",
        Kind::Actor,
        "Actor",
        "\"caller\"",
        "Who has to act before the request can succeed: `caller`, `account`, `operator` or `upstream`. Defaults to the actor \
         of the status: `account` for 402, `upstream` for 502 and 504, `caller` for any other 4xx, `operator` for any other \
         5xx.",
    )
    .field(|entry| Some(Value::Text(entry.actor.as_str()))),
    Column::new(
        "remedy",
        Kind::Line,
        "What to do",
        "\"What the caller does about it\"",
        "What the caller does about the error.",
    )
    .prose()
    .field(|entry| text(entry.remedy.as_ref())),
    Column::new("details", Kind::Text, "Details", "\"More, in Markdown\"", "More about the error, in Markdown.")
        .prose()
        .field(|entry| text(entry.details.as_ref())),
    Column::new(
        "retry_after",
        Kind::Wait,
        "Wait",
        "\"30s\"",
        "How long to wait before another attempt: `30s`, `5m` or `1h`, a day at most.",
    )
    .field(|entry| entry.retry_after.map(Value::Wait)),
    Column::new(
        "also",
        Kind::Statuses,
        "Also sent with",
        "[409]",
        "The other HTTP statuses that the code is sent with, where the place that raises it chooses one.",
    )
    .field(|entry| Some(&*entry.also).filter(|statuses| !statuses.is_empty()).map(Value::Statuses)),
    Column::new(
        "default_for",
        Kind::Statuses,
        "Default for",
        "[404]",
        "The bare HTTP statuses that get this code, where a framework answers by itself.",
    )
    .field(|entry| Some(&*entry.default_for).filter(|statuses| !statuses.is_empty()).map(Value::Statuses)),
    Column::new("name", Kind::Variant, "Name", "\"NotFound\"", "The Rust variant. Defaults to a name made from the code.")
        .field(|entry| Some(Value::Text(&entry.variant))),
    Column::new("group", Kind::Line, "Group", "\"Billing\"", "The group that the code belongs to, for documents.").fact(),
    Column::new("since", Kind::Line, "Since", "\"1.2.0\"", "The version that added the code.").fact(),
    Column::new(
        "deprecated",
        Kind::Line,
        "Deprecated",
        "\"Why the code should not be used\"",
        "Why the code should no longer be used.",
    )
    .field(|entry| text(entry.deprecated.as_ref())),
    Column::new(
        "aliases",
        Kind::Codes,
        "Also read as",
        "[\"OLD_CODE\"]",
        "Other wire strings that readers take for this code: one that it had before, or one that it will have.",
    )
    .shown()
    .field(|entry| Some(&*entry.aliases).filter(|aliases| !aliases.is_empty()).map(Value::Lines)),
    Column::new("replaced_by", Kind::Code, "Use instead", "\"OTHER_CODE\"", "The code to use instead, or a list of codes.")
        .field(|entry| match &*entry.replaced_by {
            [] => None,
            [code] => Some(Value::Text(code)),
            codes => Some(Value::Lines(codes)),
        }),
    Column::new("allow", Kind::Lints, "Allowed lints", "[\"EC121\"]", "The lints that do not apply to this row.")
        .hidden()
        .field(|entry| Some(&*entry.allow).filter(|lints| !lints.is_empty()).map(Value::Lines)),
    Column::new(
        "allow_reason",
        Kind::Line,
        "Reason",
        "\"Why the lint does not apply to this row\"",
        "Why the lints in `allow` do not apply.",
    )
    .hidden()
    .field(|entry| text(entry.allow_reason.as_ref())),
];

/// The columns of a row of `[retired]`.
pub const RETIRED_COLUMNS: &[Column] = &[
    Column::new("reason", Kind::Line, "Reason", "\"Why the code is retired\"", "Why the code is retired.")
        .required(),
    Column::new("since", Kind::Line, "Since", "\"2.0.0\"", "The version that retired the code."),
    Column::new(
        "replaced_by",
        Kind::Code,
        "Use instead",
        "\"OTHER_CODE\"",
        "The live code to use instead, or a list of codes.",
    ),
    Column::new(
        "name",
        Kind::Variant,
        "Name",
        "\"OldName\"",
        "The Rust variant of the retired code. Defaults to a name made from the code.",
    ),
];

fn text(text: Option<&String>) -> Option<Value<'_>> {
    text.map(|text| Value::Text(text))
}

/// The names that a section or a row may have.
pub(super) fn names(columns: &[Column]) -> Vec<&str> {
    columns.iter().map(|column| &*column.name).collect()
}

#[cfg(test)]
mod tests {
    use super::super::entry::Entry;
    use super::*;

    #[test]
    fn examples_are_toml() {
        for column in
            [CATALOG_COLUMNS, INCLUDE_COLUMNS, COLUMN_COLUMNS, ERROR_COLUMNS, RETIRED_COLUMNS].concat()
        {
            let line = format!("{} = {}", column.name, column.example);
            assert!(toml::de::DeTable::parse(&line).is_ok(), "{line}");
            assert!(column.about.ends_with('.'), "{}", column.about);
        }
    }

    #[test]
    fn a_row_has_a_value_in_every_column() {
        let value =
            |column: &Column, entry: &Entry| column.value(entry).map(|value| value.to_text().into_owned());
        let table = r#"
            catalog = { name = "T" }
            errors.B = { status = 400, retry = "never", cause = "b" }
            [errors.A]
            status = 404
            retry = "backoff"
            cause = "a"
            message = "m {x}"
            params = { x = { type = "u64", safe = true } }
            headers = { www-authenticate = "ApiKey", x-limit = "{x}" }
            actor = "upstream"
            remedy = "r"
            details = "d"
            retry_after = "2m"
            also = [409]
            default_for = [404, 410]
            name = "An"
            group = "g"
            since = "1"
            deprecated = "w"
            aliases = ["AA"]
            replaced_by = "B"
            allow = ["EC101"]
            allow_reason = "why"
        "#;
        let catalog = crate::table::catalog::Catalog::parse("t", table).expect("the table is valid");
        let said: Vec<String> = ERROR_COLUMNS
            .iter()
            .map(|column| value(column, &catalog.errors()[0]).unwrap_or_default())
            .collect();
        assert_eq!(
            said,
            [
                "404",
                "backoff",
                "a",
                "m {x}",
                "x: u64",
                "www-authenticate: ApiKey, x-limit: {x}",
                "upstream",
                "r",
                "d",
                "120 s",
                "409",
                "404, 410",
                "An",
                "g",
                "1",
                "w",
                "AA",
                "B",
                "EC101",
                "why"
            ]
        );
    }
}
