//! The rules of the format: an entry for each, with what `explain` says about it.

macro_rules! format_rules {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $title:literal, $text:literal;)*) => {
        /// The rule that a table broke. Its code is stable: documents and searches may refer to it.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum FormatRule {
            $($(#[$doc])* $name,)*
        }

        impl FormatRule {
            /// Every rule, in the order of the codes.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }

            /// What is wrong, in a few words.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self {
                    $(Self::$name => $title,)*
                }
            }

            /// Why it matters, and what to do.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

format_rules! {
    /// `EC001`: the text is not TOML.
    Syntax = "EC001", "the text is not TOML",
        "The line cannot be read by any TOML parser: a quote or a bracket is missing, or a value is not valid TOML. All other \
         lines are read all the same, so what else is wrong shows in the same run. TOML is described at \
         https://toml.io/en/v1.0.0.";
    /// `EC002`: a section or a required column is missing.
    Missing = "EC002", "a section or a required column is missing",
        "A table has `[catalog]` with a `name`, and at least one row under `[errors]`. A row has `status`, `retry` and \
         `cause`: without them neither a server nor a client knows what to do with the error.";
    /// `EC003`: a key that the format does not have.
    UnknownKey = "EC003", "a key that the format does not have",
        "Usually a typing mistake: the help suggests the nearest key. A row may have more \
         columns where the table declares them under `[columns]`.";
    /// `EC004`: a code or a column is defined twice, or a code in two tables.
    Duplicate = "EC004", "a code or a column is defined twice, or a code in two tables",
        "Both places are shown. If they are two errors, give one of them another code; if they are one, remove one. A \
         table already contains the codes of the tables that it includes. It cannot define them again.";
    /// `EC005`: a status is not an HTTP error status.
    Status = "EC005", "a status is not an HTTP error status",
        "An error is sent with 400 to 599: a 4xx if the client can mend it, else a 5xx.";
    /// `EC006`: a code cannot go over the wire as it is written.
    Code = "EC006", "a code cannot go over the wire as it is written",
        "A code starts with a letter or a digit, has letters, digits and `_ - . : /`, 128 of them at most, and does not end \
         with `.`, `:` or `/`: it stands in JSON and in a header, and people type it into searches.";
    /// `EC007`: two codes have the same Rust name.
    SameName = "EC007", "two codes have the same Rust name",
        "`NOT_FOUND` and `not-found` would both be `ErrorCode::NotFound`. Give one of them a name of its own with the \
         column `name`; the code on the wire stays as it is. The name of a retired code is taken, too.";
    /// `EC008`: a code or a `name` makes no Rust variant.
    Name = "EC008", "a code or a `name` makes no Rust variant",
        "A variant is written `LikeThis`, and is not a keyword. If the code does not make such a name, add `name = \"LikeThis\"`.";
    /// `EC009`: a retired code, or its Rust name, is live.
    Retired = "EC009", "a retired code, or its Rust name, is live",
        "Clients that were built before it was retired may still give it its old meaning. A code that is gone never comes \
         back: give the error a new one.";
    /// `EC010`: a value has the wrong type.
    Type = "EC010", "a value has the wrong type",
        "A status is a number without quotes, all others are text in quotes, and `default_for` is a list in brackets.";
    /// `EC011`: a word is not one of the words that the column takes.
    Word = "EC011", "a word is not one of the words that the column takes",
        "`retry` is \"never\" if the same request cannot succeed, \"backoff\" if the failed attempt changed nothing, and \
         \"if-idempotent\" if it may have been carried out. `actor` is \"caller\", \"account\", \"operator\" or \"upstream\": who has \
         to act before the request can succeed.";
    /// `EC012`: `replaced_by` names a code that is not live.
    Replacement = "EC012", "`replaced_by` names a code that is not live",
        "It is where readers look next, so it has to be a row of `[errors]`.";
    /// `EC013`: following `replaced_by` leads back to the start.
    Circle = "EC013", "following `replaced_by` leads back to the start",
        "A reader who follows it would never arrive. Let the last code of the chain have no `replaced_by`.";
    /// `EC014`: two rows stand for the same bare status.
    DefaultFor = "EC014", "two rows stand for the same bare status",
        "A framework that answers with a bare status gets the code of one row. Leave the status to the row that fits \
         every such response.";
    /// `EC015`: a wait is not a number of seconds, minutes or hours.
    Wait = "EC015", "a wait is not a number of seconds, minutes or hours",
        "A wait is written \"30s\", \"5m\" or \"1h\", and is a day at most.";
    /// `EC016`: two columns of a row contradict each other.
    Contradiction = "EC016", "two columns of a row contradict each other",
        "For example, a row has `retry = \"never\"` and a `retry_after`, or it has `replaced_by` without `deprecated`, or a row \
         with a 4xx status has a 5xx status in `default_for`. One of the two is a mistake, and the table cannot know which.";
    /// `EC017`: a text has characters that do not show, or a line break where it has to be one line.
    Invisible = "EC017", "a text has characters that do not show, or a line break where it has to be one line",
        "Such characters can change how a text reads, in a terminal or in a review, without a trace. Text of several \
         lines goes into `details`.";
    /// `EC018`: a text is empty.
    Empty = "EC018", "a text is empty",
        "Say it in words, or remove the column if it is optional.";
    /// `EC019`: a name is not an HTTP header name, or has another purpose in HTTP.
    Header = "EC019", "a name is not an HTTP header name, or has another purpose in HTTP",
        "Write a header name that HTTP does not use already, such as `x-error-code`. Write `false` to leave the header out. \
         `code_header`, `retry_header` and `advice_header` must differ. A row cannot set a header that this crate or the server sets.";
    /// `EC020`: the file cannot be read.
    Unreadable = "EC020", "the file cannot be read",
        "It is not there, may not be read, or is not UTF-8. Nothing is known of its text.";
    /// `EC021`: an included table cannot be read.
    Include = "EC021", "an included table cannot be read",
        "A path in `[include]` starts at the folder of the table that it is written in, has `/` between folders, and ends \
         with the name of a file, as in \"../common/catalog.toml\". Absolute paths and backslashes lead nowhere on other \
         machines.";
    /// `EC022`: following `[include]` leads back to the start.
    IncludeCircle = "EC022", "following `[include]` leads back to the start",
        "The tables have no order in which they could be read. Remove one of the entries; what both tables need goes into a third \
         one, which both include.";
    /// `EC023`: two tables have the same name.
    TableName = "EC023", "two tables have the same name",
        "A code keeps the name of its table. With that name, a program can tell apart two equal codes of different services. \
         Give one of the tables another `name`.";
    /// `EC024`: the message and the parameters of a row do not fit.
    Parameter = "EC024", "the message and the parameters of a row do not fit",
        "A name in braces in `message` stands for a parameter, so the row has to declare it in `params`. Otherwise clients \
         would see `{name}` in place of a value. Without `send_details = true`, a parameter that the message does not \
         contain is never used.";
    /// `EC025`: a declaration under `[columns]` is not valid.
    Column = "EC025", "a declaration under `[columns]` is not valid",
        "A row of `[columns]` declares a column by its name, with a `kind` and what it is `about`. The name becomes a method of \
         the enum and an argument of `add`, so it has small letters, digits and `_`, and is neither a column of the format \
         nor a reserved name. `one-of` needs its words in `values`. Tables that include each other have to agree.";
    /// `EC026`: a value is not a link into the web.
    Url = "EC026", "a value is not a link into the web",
        "A column of the kind `url` becomes a link in documents. Write an absolute URL that begins with `https://` or \
         `http://`, without spaces.";
    /// `EC027`: HTTP cannot send the value of a header.
    HeaderValue = "EC027", "HTTP cannot send the value of a header",
        "The value of a header is one line of visible ASCII characters, without blanks at its ends (RFC 9110, 5.5).";
    /// `EC028`: a value is still to be decided.
    Undecided = "EC028", "a value is still to be decided",
        "`error-catalog import` writes \"undecided\" where its source does not say the value, with a proposal in the comment \
         beside it. Nobody but the authors of the API knows the right one, and a wrong one costs: a client may pay twice. \
         `error-catalog import --review` asks for each.";
    /// `EC029`: a group is not one of the table's.
    Group = "EC029", "a group is not one of the table's",
        "`[groups]` has a line for each group, `name = \"Title\"`, in the order of documents. A table that has the section has \
         all groups of its rows there, so that a slip does not become a group of its own. Without the section, a row may name any \
         group.";
}
