//! What each rule is about, for `error-catalog explain`.

/// A rule that a finding can name.
#[derive(Debug)]
#[non_exhaustive]
pub struct RuleText {
    /// The stable code.
    pub code: &'static str,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// Why it matters, and what to do.
    pub text: &'static str,
}

/// The rules of the format, in the order of their codes. A table that breaks one of them fails the build.
pub const RULES: &[RuleText] = &[
    rule(
        "EC001",
        "the text is not TOML",
        "The line cannot be read by any TOML parser: a quote or a bracket is missing, or a value is no value. All other \
         lines are read all the same, so what else is wrong shows in the same run. TOML is described at \
         https://toml.io/en/v1.0.0.",
    ),
    rule(
        "EC002",
        "a section or a required column is missing",
        "A table has `[catalog]` with a `name`, and at least one row under `[errors]`. A row has `status`, `retry` and \
         `cause`: without them neither a server nor a client knows what to do with the error.",
    ),
    rule(
        "EC003",
        "a key that the format does not have",
        "Most often a slip of the pen: the remedy names the nearest key. A row may have more \
         columns where the table declares them under `[columns]`.",
    ),
    rule(
        "EC004",
        "a code or a column is there twice, or a code in two tables",
        "Both places are shown. If they are two errors, give one of them another code; if they are one, remove one. A \
         table has the codes of those that it includes, and cannot say anything else of them.",
    ),
    rule(
        "EC005",
        "a status is not an HTTP error status",
        "An error is sent with 400 to 599: a 4xx if the client can mend it, else a 5xx.",
    ),
    rule(
        "EC006",
        "a code cannot go over the wire as it is written",
        "A code starts with a letter or a digit, and has letters, digits and `_ - . : /`, 128 of them at most: it stands \
         in JSON and in a header, and people type it into searches.",
    ),
    rule(
        "EC007",
        "two codes have the same Rust name",
        "`NOT_FOUND` and `not-found` would both be `ErrorCode::NotFound`. Give one of them a name of its own with the \
         column `name`; the code on the wire stays as it is. The name of a retired code is taken, too.",
    ),
    rule(
        "EC008",
        "a code or a `name` makes no Rust variant",
        "A variant is written `LikeThis`, and is no keyword. Where the code does not make one, add `name = \"LikeThis\"`.",
    ),
    rule(
        "EC009",
        "a retired code, or its Rust name, is live",
        "Clients that were built before it was retired may still give it its old meaning. A code that is gone never comes \
         back: give the error a new one.",
    ),
    rule(
        "EC010",
        "a value has the wrong type",
        "A status is a number without quotes, all others are text in quotes, and `default_for` is a list in brackets.",
    ),
    rule(
        "EC011",
        "a word is none of the words that the column knows",
        "`retry` is \"never\" if the same request cannot succeed, \"backoff\" if the failed attempt changed nothing, and \
         \"if-idempotent\" if it may have been carried out.",
    ),
    rule(
        "EC012",
        "`replaced_by` names a code that is not live",
        "It is where readers look next, so it has to be a row of `[errors]`.",
    ),
    rule(
        "EC013",
        "following `replaced_by` leads back to the start",
        "A reader who follows it would never arrive. Let the last code of the chain have no `replaced_by`.",
    ),
    rule(
        "EC014",
        "two rows stand for the same bare status",
        "A framework that answers with a bare status gets the code of one row. Leave the status to the row that fits \
         every such response.",
    ),
    rule(
        "EC015",
        "a wait is not a number of seconds, minutes or hours",
        "A wait is written \"30s\", \"5m\" or \"1h\", and is a day at most.",
    ),
    rule(
        "EC016",
        "two columns of a row contradict each other",
        "A wait before an attempt that must never be made, or a replacement for a code that is not deprecated. One of the \
         two is a mistake, and the table cannot know which.",
    ),
    rule(
        "EC017",
        "a text has characters that do not show, or a line break where it has to be one line",
        "Such characters can change how a text reads, in a terminal or in a review, without a trace. Text of several \
         lines goes into `details`.",
    ),
    rule("EC018", "a text is empty", "Say it in words, or remove the column if it is optional."),
    rule(
        "EC019",
        "a name is no HTTP header name, or a header that has another job",
        "`code_header` and `retry_header` are header names of their own, such as `x-error-code`, or `false` for none.",
    ),
    rule(
        "EC020",
        "the file cannot be read",
        "It is not there, may not be read, or is not UTF-8. Nothing is known of its text.",
    ),
    rule(
        "EC021",
        "an included table cannot be read",
        "A path in `[include]` starts at the folder of the table that it is written in, has `/` between folders, and ends \
         with the name of a file, as in \"../common/catalog.toml\". Absolute paths and backslashes lead nowhere on other \
         machines.",
    ),
    rule(
        "EC022",
        "following `[include]` leads back to the start",
        "Nobody could say which of the tables comes first. Remove one of the entries; what both tables need goes into a third \
         one, which both include.",
    ),
    rule(
        "EC023",
        "two tables have the same name",
        "A code keeps the name of the table that it is from, and by that a program tells it from its namesake in another \
         service. Give one of the tables another `name`.",
    ),
    rule(
        "EC024",
        "the message and the parameters of a row do not fit",
        "A name in braces in `message` stands for a parameter, so the row has to declare it in `params`: clients would read \
         the braces otherwise. A parameter that is not in the message, in a table that does not say \
         `send_details = true`, would be asked for and then go nowhere.",
    ),
    rule(
        "EC025",
        "a column of the table's own cannot be as it is declared",
        "A row of `[columns]` declares a column by its name, with a `kind` and what it is `about`. The name becomes a method of \
         the enum and an argument of `add`, so it has small letters, digits and `_`, and is neither a column of the format \
         nor a reserved name. `one-of` needs its words in `values`. Tables that include each other have to agree.",
    ),
    rule(
        "EC026",
        "a value is not a link into the web",
        "A column of the kind `url` becomes a link in documents. Write an absolute URL that begins with `https://` or \
         `http://`, without spaces.",
    ),
];

pub(super) const fn rule(code: &'static str, title: &'static str, text: &'static str) -> RuleText {
    RuleText { code, title, text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::catalog::FormatRule;

    #[test]
    fn every_rule_of_the_format_is_explained_once() {
        let explained: Vec<&str> = RULES.iter().map(|rule| rule.code).collect();
        assert_eq!(explained, FormatRule::ALL.map(FormatRule::code));
    }
}
