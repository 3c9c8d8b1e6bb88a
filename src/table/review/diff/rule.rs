//! The rules: what can change in a table, and how much each change matters. A rule is one entry of the list below; what
//! finds it is in `compare.rs` and `columns.rs`, and its line of a changelog in `report/markdown.rs`.

use core::fmt;

use super::bump::Bump;

/// What is known of a rule.
struct Facts {
    word: &'static str,
    weight: Weight,
    why: &'static str,
    remedy: &'static str,
}

/// How much a change matters.
#[derive(Clone, Copy)]
enum Weight {
    /// It is not about the table, and has to be mended.
    Outside,
    /// No version is large enough.
    Refused,
    /// It may pass with such a version.
    Asks(Bump),
}

macro_rules! change_rules {
    ($($(#[$doc:meta])* $name:ident = $weight:expr, $word:literal, $why:literal, $remedy:literal;)*) => {
        /// What kind of change it is. Its word is stable: settings, searches and documents may refer to it.
        ///
        /// ```
        /// use error_catalog::review::diff::{Bump, ChangeRule};
        ///
        /// assert_eq!(ChangeRule::StatusChanged.as_str(), "STATUS_CHANGED");
        /// assert_eq!(ChangeRule::StatusChanged.bump(), Some(Bump::Major));
        /// assert!(ChangeRule::CodeRemoved.is_refused());
        /// ```
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum ChangeRule {
            $($(#[$doc])* $name,)*
        }

        impl ChangeRule {
            /// Every rule.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            const fn facts(self) -> Facts {
                match self {
                    $(Self::$name => Facts { word: $word, weight: $weight, why: $why, remedy: $remedy },)*
                }
            }
        }
    };
}

change_rules! {
    /// `CODE_REMOVED`: a row is gone, and nothing in `[retired]` keeps its code.
    CodeRemoved = Weight::Refused, "CODE_REMOVED",
        "the code could come back with another meaning, and old clients would act on the old one",
        "add the code to `[retired]` with a `reason`; a rename is a removal too";
    /// `CODE_REVIVED`: a retired code is live again.
    CodeRevived = Weight::Refused, "CODE_REVIVED",
        "old clients still act on what the code meant before it was retired",
        "put it back into `[retired]`, and give the new error a code of its own";
    /// `TOMBSTONE_REMOVED`: a code is gone from `[retired]`.
    TombstoneRemoved = Weight::Refused, "TOMBSTONE_REMOVED",
        "the code could come back with another meaning",
        "put the row back into `[retired]`; a retired code stays there for good";
    /// `TOMBSTONE_NAME_CHANGED`: the row in `[retired]` has another Rust name than the code had.
    TombstoneNameChanged = Weight::Refused, "TOMBSTONE_NAME_CHANGED",
        "the old Rust name is free for another meaning, and programs that use it would compile",
        "give the row in `[retired]` the `name` that the code had";
    /// `NAME_REUSED`: a Rust name stands for another code than before.
    NameReused = Weight::Refused, "NAME_REUSED",
        "programs that use the name compile as before, and mean another error",
        "give the row a `name` that no code had before";
    /// `VERSION_BUMP_TOO_SMALL`: the version step is smaller than the changes require.
    VersionBumpTooSmall = Weight::Outside, "VERSION_BUMP_TOO_SMALL",
        "users rely on the version step, and expect less than has changed",
        "release a larger version, or revert the changes that require it";
    /// `ACCEPT_STALE`: an accepted change is not there.
    AcceptStale = Weight::Outside, "ACCEPT_STALE",
        "an unused entry would accept the same change another time, unseen",
        "remove the entry from the file";
    /// `CODE_RETIRED`: a row has moved to `[retired]`.
    CodeRetired = Weight::Asks(Bump::Major), "CODE_RETIRED",
        "programs that name its variant no longer compile, and clients wait for a code that is not sent",
        "release as a major version; a release with `deprecated` before it gives clients time";
    /// `CODE_RENAMED`: a code has another wire string, and is still read by the old one.
    CodeRenamed = Weight::Asks(Bump::Major), "CODE_RENAMED",
        "clients of the old table do not know the new string, and go by the header and the status",
        "let servers send the old string until the clients have the new table: `error-catalog rename --send-old`";
    /// `ALIAS_REMOVED`: another wire string is no longer read as the code.
    AliasRemoved = Weight::Asks(Bump::Major), "ALIAS_REMOVED",
        "a server that still sends it is not understood any more",
        "keep it in `aliases`; it costs nothing";
    /// `NAME_CHANGED`: the Rust name of a code is another.
    NameChanged = Weight::Asks(Bump::Major), "NAME_CHANGED",
        "programs that name the old variant no longer compile",
        "keep the old `name`";
    /// `TABLE_CHANGED`: a code is of another table than before.
    TableChanged = Weight::Asks(Bump::Major), "TABLE_CHANGED",
        "a program that asks for the codes of the old table no longer finds it, and `AnyCode` takes it for another code",
        "keep the row in its table, and keep the `name` of an included table";
    /// `STATUS_CHANGED`: the status is another of the same class.
    StatusChanged = Weight::Asks(Bump::Major), "STATUS_CHANGED",
        "clients, proxies and monitors that go by the status treat the error as another one",
        "keep the status, or add a code with the new one and deprecate this";
    /// `FAULT_CHANGED`: the status is of the other class: the fault has moved between client and server.
    FaultChanged = Weight::Asks(Bump::Major), "FAULT_CHANGED",
        "alerts, circuit breakers and retries that go by 4xx and 5xx will blame the wrong side",
        "keep the status, or add a code with the new one and deprecate this";
    /// `STATUS_REMOVED`: a code is no longer sent with one of its other statuses.
    StatusRemoved = Weight::Asks(Bump::Major), "STATUS_REMOVED",
        "what was sent with the status is sent with that of the row",
        "keep the status in `also`";
    /// `RETRY_WITHDRAWN`: the error could be retried, and now never can.
    RetryWithdrawn = Weight::Asks(Bump::Major), "RETRY_WITHDRAWN",
        "clients that recovered by another attempt give up; older ones retry in vain if a proxy removes the header",
        "keep the advice, or accept the change if the old one never worked";
    /// `RETRY_MADE_CONDITIONAL`: `backoff` has become `if-idempotent`.
    RetryMadeConditional = Weight::Asks(Bump::Major), "RETRY_MADE_CONDITIONAL",
        "clients of the old table may repeat a request that has been carried out, and pay twice",
        "keep `backoff` and undo the attempt before it fails, or add a code for the new case";
    /// `RETRY_MADE_UNCONDITIONAL`: `if-idempotent` has become `backoff`.
    RetryMadeUnconditional = Weight::Asks(Bump::Major), "RETRY_MADE_UNCONDITIONAL",
        "clients repeat requests that are not idempotent; an attempt that had an effect has it twice",
        "make sure that no server, old or new, fails like this after an effect; then accept the change";
    /// `DEFAULT_CHANGED`: a bare status is sent as another code, or with another status.
    DefaultChanged = Weight::Asks(Bump::Major), "DEFAULT_CHANGED",
        "clients get another code or status for what a framework answers by itself",
        "keep the old code and status for the bare status";
    /// `CODE_HEADER_CHANGED`: the header of the code has another name, or is gone.
    CodeHeaderChanged = Weight::Asks(Bump::Major), "CODE_HEADER_CHANGED",
        "old clients and layers look for the old header, and find no code in a response without a body",
        "keep the old `code_header`";
    /// `RETRY_HEADER_CHANGED`: the header that says whether this request may be sent again has another name, or is gone.
    RetryHeaderChanged = Weight::Asks(Bump::Major), "RETRY_HEADER_CHANGED",
        "old clients and layers look for the old header, and guess from the status for codes that they do not know",
        "keep the old `retry_header`";
    /// `ADVICE_HEADER_CHANGED`: the header of the retry advice has another name, or is gone.
    AdviceHeaderChanged = Weight::Asks(Bump::Major), "ADVICE_HEADER_CHANGED",
        "old clients and layers look for the old header, and do not retry what is `if-idempotent`",
        "keep the old `advice_header`";
    /// `RESPONSE_HEADER_CHANGED`: a header of a row has another value, or is gone.
    ResponseHeaderChanged = Weight::Asks(Bump::Major), "RESPONSE_HEADER_CHANGED",
        "clients that read the header find another value, or none",
        "keep the header with its value";
    /// `PARAM_ADDED`: a code with parameters has one more.
    ParamAdded = Weight::Asks(Bump::Major), "PARAM_ADDED",
        "servers that raise the error no longer compile, and older servers do not send it",
        "leave it out, or add a code that has it";
    /// `PARAM_REMOVED`: a parameter is gone.
    ParamRemoved = Weight::Asks(Bump::Major), "PARAM_REMOVED",
        "programs that name it no longer compile, and older clients find no parameters at all",
        "keep it, or add a code without it";
    /// `PARAM_TYPE_CHANGED`: the values of a parameter are of another type.
    ParamTypeChanged = Weight::Asks(Bump::Major), "PARAM_TYPE_CHANGED",
        "programs that name it no longer compile, and older clients find no parameters at all",
        "keep the type, or add a parameter to a new code";
    /// `SEND_DETAILS_REMOVED`: responses no longer carry the parameters.
    SendDetailsRemoved = Weight::Asks(Bump::Major), "SEND_DETAILS_REMOVED",
        "clients that read the parameters find none",
        "keep `send_details = true`";
    /// `COLUMN_REMOVED`: a column of the table's own is gone.
    ColumnRemoved = Weight::Asks(Bump::Major), "COLUMN_REMOVED",
        "programs that call its accessor no longer compile",
        "keep the declaration under `[columns]`";
    /// `COLUMN_KIND_CHANGED`: a column of the table's own has another kind.
    ColumnKindChanged = Weight::Asks(Bump::Major), "COLUMN_KIND_CHANGED",
        "programs that call its accessor no longer compile",
        "keep the kind, or declare a column with another name";
    /// `CODE_ADDED`: a code is new.
    CodeAdded = Weight::Asks(Bump::Minor), "CODE_ADDED",
        "older clients keep the code as text, and use the retry header and the status",
        "nothing to do; let clients handle codes that they do not know";
    /// `ALIAS_SENT`: a code has another wire string, by which the old table knows it.
    AliasSent = Weight::Asks(Bump::Minor), "ALIAS_SENT",
        "clients with the table before this one read it; older ones go by the header and the status",
        "nothing to do, if the clients had time to take the table before this one";
    /// `ALIAS_ADDED`: another wire string is read as the code, too.
    AliasAdded = Weight::Asks(Bump::Minor), "ALIAS_ADDED",
        "older clients do not know the string; nothing else changes",
        "nothing to do; let servers send it once the clients have this table";
    /// `STATUS_ADDED`: a code is sent with another status, too.
    StatusAdded = Weight::Asks(Bump::Minor), "STATUS_ADDED",
        "clients that go by the code see no difference; older ones report a mismatch, and go by the code",
        "nothing to do; check the clients and monitors that go by the status";
    /// `CODE_DEPRECATED`: a code should no longer be used.
    CodeDeprecated = Weight::Asks(Bump::Minor), "CODE_DEPRECATED",
        "programs that name its variant get a warning from the compiler",
        "nothing to do; name the replacement in `replaced_by` if there is one";
    /// `RETRY_ALLOWED`: `never` has become `backoff` or `if-idempotent`.
    RetryAllowed = Weight::Asks(Bump::Minor), "RETRY_ALLOWED",
        "clients try again where they gave up, which the server has to expect",
        "make sure that a second attempt can succeed; with `backoff`, also that the first one changes nothing";
    /// `ACTOR_CHANGED`: another one has to act before the request can succeed.
    ActorChanged = Weight::Asks(Bump::Minor), "ACTOR_CHANGED",
        "logs have another level, and programs that ask for the actor tell another person",
        "nothing to do; check the alerts that count errors of the log";
    /// `WAIT_CHANGED`: `retry_after` is another, is new, or is gone.
    WaitChanged = Weight::Asks(Bump::Minor), "WAIT_CHANGED",
        "clients come back at another time, or give up if the wait exceeds their limit",
        "nothing to do; check that the server can serve the attempts";
    /// `DEFAULT_ADDED`: a bare status has a row, of the same code and status as before.
    DefaultAdded = Weight::Asks(Bump::Minor), "DEFAULT_ADDED",
        "clients get the message and the advice of a row where they had those of the bare status",
        "nothing to do; check that the row fits every such response";
    /// `DEFAULT_REMOVED`: a bare status has no row any more, but the same code and status as before.
    DefaultRemoved = Weight::Asks(Bump::Minor), "DEFAULT_REMOVED",
        "clients get the message and the advice of the bare status where they had those of a row",
        "leave the status in `default_for`, if the row fits every such response";
    /// `CODE_HEADER_ADDED`: there is a header for the code.
    CodeHeaderAdded = Weight::Asks(Bump::Minor), "CODE_HEADER_ADDED",
        "older clients ignore it",
        "nothing to do; check that proxies and CORS let the header through";
    /// `RETRY_HEADER_ADDED`: there is a header that says whether this request may be sent again.
    RetryHeaderAdded = Weight::Asks(Bump::Minor), "RETRY_HEADER_ADDED",
        "clients and layers that know the header follow it from now on",
        "nothing to do; check that proxies and CORS let the header through";
    /// `ADVICE_HEADER_ADDED`: there is a header for the retry advice.
    AdviceHeaderAdded = Weight::Asks(Bump::Minor), "ADVICE_HEADER_ADDED",
        "clients and layers that know the header follow it from now on",
        "nothing to do; check that proxies and CORS let the header through";
    /// `RESPONSE_HEADER_ADDED`: the responses of a row have one more header.
    ResponseHeaderAdded = Weight::Asks(Bump::Minor), "RESPONSE_HEADER_ADDED",
        "older clients ignore it, unless HTTP gives it a meaning",
        "nothing to do; check that proxies and CORS let the header through";
    /// `PARAM_FIRST`: a code without parameters has one.
    ParamFirst = Weight::Asks(Bump::Minor), "PARAM_FIRST",
        "nothing breaks: the code can still be raised without it",
        "nothing to do; check `safe`, which decides what logs show";
    /// `SEND_DETAILS_ADDED`: responses carry the parameters.
    SendDetailsAdded = Weight::Asks(Bump::Minor), "SEND_DETAILS_ADDED",
        "older clients ignore them; readers of responses see the values and not only the message",
        "nothing to do; check that the client may see every parameter";
    /// `COLUMN_ADDED`: a column of the table's own is new.
    ColumnAdded = Weight::Asks(Bump::Minor), "COLUMN_ADDED",
        "nothing breaks: the enum has one more accessor",
        "nothing to do";
    /// `CODE_UNDEPRECATED`: a deprecated code may be used again.
    CodeUndeprecated = Weight::Asks(Bump::Patch), "CODE_UNDEPRECATED",
        "clients that have moved on lose nothing",
        "nothing to do";
    /// `DEPRECATION_CHANGED`: why a code should no longer be used is said in other words.
    DeprecationChanged = Weight::Asks(Bump::Patch), "DEPRECATION_CHANGED",
        "only people read it",
        "nothing to do";
    /// `REPLACEMENT_CHANGED`: another code is named to be used instead.
    ReplacementChanged = Weight::Asks(Bump::Patch), "REPLACEMENT_CHANGED",
        "only people read it, but some clients already use the old one",
        "keep the old replacement, or deprecate it too";
    /// `MESSAGE_CHANGED`: a response says something else by default.
    MessageChanged = Weight::Asks(Bump::Patch), "MESSAGE_CHANGED",
        "the message is for people; a program that compares it with a text breaks, and was told not to",
        "nothing to do; a code that means something else has to be a new code";
    /// `PARAM_SAFETY_CHANGED`: a log may show a parameter that it might not, or the other way round.
    ParamSafetyChanged = Weight::Asks(Bump::Patch), "PARAM_SAFETY_CHANGED",
        "logs show the value from now on, or no longer",
        "make sure that the readers of the logs may see the safe values";
    /// `CAUSE_CHANGED`: what brings the error about is said in other words.
    CauseChanged = Weight::Asks(Bump::Patch), "CAUSE_CHANGED",
        "only people read it",
        "nothing to do; a code that means something else has to be a new code";
    /// `REMEDY_CHANGED`: what to do about the error is said in other words.
    RemedyChanged = Weight::Asks(Bump::Patch), "REMEDY_CHANGED",
        "only people read it",
        "nothing to do";
    /// `DETAILS_CHANGED`: the details are other ones.
    DetailsChanged = Weight::Asks(Bump::Patch), "DETAILS_CHANGED",
        "only people read them",
        "nothing to do";
    /// `SINCE_CHANGED`: the version that brought the code is another.
    SinceChanged = Weight::Asks(Bump::Patch), "SINCE_CHANGED",
        "only people read it, but the first version of a code does not change",
        "keep the version that first had the code";
    /// `COLUMN_ABOUT_CHANGED`: a column of the table's own has another description, label or list of words.
    ColumnAboutChanged = Weight::Asks(Bump::Patch), "COLUMN_ABOUT_CHANGED",
        "only people read it",
        "nothing to do";
    /// `VALUE_CHANGED`: a row has another value in a column of the table's own.
    ValueChanged = Weight::Asks(Bump::Patch), "VALUE_CHANGED",
        "responses do not carry the value",
        "nothing to do";
    /// `TOMBSTONE_ADDED`: a code is retired that was not in the old table.
    TombstoneAdded = Weight::Asks(Bump::Patch), "TOMBSTONE_ADDED",
        "nothing breaks: no client of the old table has it",
        "nothing to do";
    /// `TOMBSTONE_CHANGED`: a retired code has another reason, version or replacement.
    TombstoneChanged = Weight::Asks(Bump::Patch), "TOMBSTONE_CHANGED",
        "only people read it",
        "nothing to do";
    /// `DOCS_URL_CHANGED`: responses link to another page, or no longer.
    DocsUrlChanged = Weight::Asks(Bump::Patch), "DOCS_URL_CHANGED",
        "only people follow the link",
        "nothing to do; check that the page has every code";
    /// `API_NAME_CHANGED`: the API has another name.
    ApiNameChanged = Weight::Asks(Bump::Patch), "API_NAME_CHANGED",
        "only people read it",
        "nothing to do";
}

impl ChangeRule {
    /// The stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.facts().word
    }

    /// How large a version it asks for. A refused change asks for that once it is mended. `None` for the two rules that
    /// are not about the table.
    #[must_use]
    pub const fn bump(self) -> Option<Bump> {
        match self.facts().weight {
            Weight::Outside => None,
            Weight::Refused => Some(Bump::Major),
            Weight::Asks(bump) => Some(bump),
        }
    }

    /// Whether no version step allows it, and it cannot be accepted.
    #[must_use]
    pub const fn is_refused(self) -> bool {
        matches!(self.facts().weight, Weight::Outside | Weight::Refused)
    }

    /// Whom it breaks, and why, in one line.
    #[must_use]
    pub const fn why(self) -> &'static str {
        self.facts().why
    }

    /// What to do about it, in one line.
    #[must_use]
    pub const fn remedy(self) -> &'static str {
        self.facts().remedy
    }
}

impl fmt::Display for ChangeRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
