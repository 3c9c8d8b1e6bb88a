//! What a column, a member or a label of a source is about, by its name.

/// What the texts of a source are about. Most are columns of a table.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Field {
    Code,
    Status,
    Retry,
    Cause,
    Message,
    Remedy,
    Details,
    Wait,
    Group,
    /// The heading above, which may be the name of a group.
    Heading,
    Number,
    Deprecated,
    /// The reason of a code that is retired.
    Retired,
    /// A column that is written as the table has it.
    Column(String),
}

impl Field {
    /// The column that it fills.
    pub(super) fn column(&self) -> &str {
        match self {
            Self::Code => "code",
            Self::Status => "status",
            Self::Retry => "retry",
            Self::Cause => "cause",
            Self::Message => "message",
            Self::Remedy => "remedy",
            Self::Details => "details",
            Self::Wait => "retry_after",
            Self::Group | Self::Heading => "group",
            Self::Number => "number",
            Self::Deprecated => "deprecated",
            Self::Retired => "retired",
            Self::Column(name) => name,
        }
    }

    /// The field that a user names in `--map`. Other names are columns of the table.
    pub(super) fn named(column: &str) -> Self {
        let known = SYNONYMS.iter().map(|(field, _)| field).find(|field| field.column() == column);
        known.cloned().unwrap_or_else(|| Self::Column(column.to_owned()))
    }

    /// What the name of a column is about, and how sure that is: the smaller, the surer. `None` for any other name.
    pub(super) fn of(header: &str) -> Option<(Self, usize)> {
        if let Some(column) = EXACT.iter().find(|column| **column == header.trim()) {
            return Some((Self::Column((*column).to_owned()), 0));
        }
        of_words(&words(header)).into_iter().min_by_key(|(_, rank)| *rank)
    }

    /// Every field that a name may stand for, the surest with the lowest rank. `Code` is a code on one page and a status on another.
    pub(super) fn all_of(header: &str) -> Vec<(Self, usize)> {
        let name = words(header);
        let found = of_words(&name);
        if !found.is_empty() || Self::of(header).is_some() {
            return found
                .into_iter()
                .chain(Self::of(header).filter(|(field, _)| matches!(field, Self::Column(_))))
                .collect();
        }
        // `Default body code` ends like a name that is known.
        let mut rest = &*name;
        while let Some((_, shorter)) = rest.split_once(' ') {
            rest = shorter;
            let mut found = of_words(rest);
            let is_group = matches!(rest, "section" | "category" | "group");
            found.retain(|(field, _)| is_group || !matches!(field, Self::Group | Self::Number | Self::Wait));
            if !found.is_empty() {
                return found.into_iter().map(|(field, rank)| (field, rank + UNSURE)).collect();
            }
        }
        Vec::new()
    }
}

/// What is added to the rank of a name that only ends like one that is known.
const UNSURE: usize = 100;

/// The fields that have a name in small words.
fn of_words(name: &str) -> Vec<(Field, usize)> {
    let ranks = SYNONYMS.iter().filter_map(|(field, names)| {
        let rank = names.iter().position(|known| *known == name)?;
        Some((field.clone(), rank))
    });
    ranks.collect()
}

/// Columns of a table that no other format has. They are taken by their exact names, as `export csv` writes them.
const EXACT: &[&str] =
    &["params", "headers", "actor", "default_for", "name", "since", "replaced_by", "allow", "allow_reason"];

/// The names of each field, the surest first.
const SYNONYMS: &[(Field, &[&str])] = &[
    (
        Field::Code,
        &[
            "code",
            "error code",
            "errorcode",
            "api code",
            "api error code",
            "machine code",
            "string code",
            "code string",
            "error key",
            "error name",
            "error",
            "key",
            "identifier",
            "slug",
            "symbol",
            "constant",
            "enum",
            "enum value",
            "value",
            "name",
            "error id",
            "error type",
            "type",
            "reason",
            "exception",
            "id",
        ],
    ),
    (
        Field::Status,
        &[
            "status",
            "http status",
            "http status code",
            "status code",
            "http code",
            "httpstatus",
            "statuscode",
            "httpcode",
            "http",
            "http response",
            "http response code",
            "response code",
            "response status",
            "response",
            "http error code",
            "http error",
            "error code",
            "code",
        ],
    ),
    (
        Field::Cause,
        &[
            "cause",
            "typical cause",
            "possible cause",
            "possible causes",
            "causes",
            "description",
            "meaning",
            "explanation",
            "reason",
            "when",
            "when it occurs",
            "trigger",
            "triggered by",
            "condition",
            "conditions",
            "scenario",
            "occurs when",
            "what happened",
            "what it means",
            "desc",
            "summary",
            "definition",
            "text",
            "details",
            "detail",
            "error description",
            "comment",
            "comments",
            "notes",
            "note",
            "info",
            "doc",
            "title",
        ],
    ),
    (
        Field::Message,
        &[
            "message",
            "error message",
            "default message",
            "msg",
            "message text",
            "example message",
            "template",
            "error text",
            "error",
            "title",
            "text",
            "response message",
        ],
    ),
    (
        Field::Remedy,
        &[
            "remedy",
            "what to do",
            "solution",
            "resolution",
            "how to fix",
            "how to fix it",
            "how to handle",
            "recovery",
            "what you can do",
            "client action",
            "fix",
            "action",
            "suggested action",
            "recommended action",
            "action required",
            "recommendation",
            "suggestion",
            "troubleshooting",
            "mitigation",
            "workaround",
            "next steps",
            "how to resolve",
            "suggested fix",
            "possible solution",
            "possible solutions",
            "hint",
            "handling",
            "tip",
        ],
    ),
    (Field::Details, &["details", "more", "long description", "additional information", "notes"]),
    (
        Field::Retry,
        &[
            "retry",
            "retryable",
            "is retryable",
            "retriable",
            "can retry",
            "should retry",
            "safe to retry",
            "transient",
            "is transient",
            "temporary",
            "retry advice",
            "retry policy",
            "retry strategy",
        ],
    ),
    (Field::Wait, &["retry after", "wait", "retry delay", "retry after seconds", "backoff seconds"]),
    (
        Field::Group,
        &[
            "group",
            "category",
            "section",
            "domain",
            "area",
            "module",
            "service",
            "family",
            "component",
            "kind",
        ],
    ),
    (
        Field::Number,
        &[
            "number",
            "error number",
            "numeric code",
            "errno",
            "no",
            "nr",
            "num",
            "error no",
            "code number",
            "numeric",
            "id",
            "error id",
            "internal code",
            "code",
            "value",
            "error code",
        ],
    ),
    (Field::Deprecated, &["deprecated", "obsolete", "is deprecated", "deprecation"]),
    (Field::Retired, &["retired"]),
];

/// A name in small words: `httpStatusCode`, `HTTP_STATUS_CODE` and `HTTP status code (RFC 9110)` are the same.
pub(super) fn words(name: &str) -> String {
    let name = name.split(['(', '[']).next().unwrap_or_default();
    let mut out = String::with_capacity(name.len() + 4);
    let mut before = ' ';
    for character in name.chars() {
        if character.is_alphanumeric() {
            if character.is_uppercase() && before.is_lowercase() {
                out.push(' ');
            }
            out.extend(character.to_lowercase());
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
        before = character;
    }
    out.trim().to_owned()
}
