//! What is known of each rule, in one place.

use super::bump::Bump;
use super::rule::{ChangeRule, Facts, Weight};

impl ChangeRule {
    #[allow(clippy::too_many_lines, reason = "it is a list, with an item for each rule")]
    pub(super) const fn facts(self) -> Facts {
        match self {
            Self::CodeRemoved => refused(
                "CODE_REMOVED",
                "the code could come back with another meaning, and old clients would act on the old one",
                "add the code to `[retired]` with a `reason`; a rename is a removal too",
            ),
            Self::CodeRevived => refused(
                "CODE_REVIVED",
                "old clients still act on what the code meant before it was retired",
                "put it back into `[retired]`, and give the new error a code of its own",
            ),
            Self::TombstoneRemoved => refused(
                "TOMBSTONE_REMOVED",
                "nothing keeps the code from coming back with another meaning",
                "put the row back into `[retired]`; a retired code stays there for good",
            ),
            Self::TombstoneNameChanged => refused(
                "TOMBSTONE_NAME_CHANGED",
                "the old Rust name is free for another meaning, and programs that use it would compile",
                "give the row in `[retired]` the `name` that the code had",
            ),
            Self::NameReused => refused(
                "NAME_REUSED",
                "programs that use the name compile as before, and mean another error",
                "give the row a `name` that no code had before",
            ),
            Self::VersionBumpTooSmall => outside(
                "VERSION_BUMP_TOO_SMALL",
                "whoever updates by the version expects less than has changed",
                "release as a larger version, or take the changes back that ask for it",
            ),
            Self::AcceptStale => outside(
                "ACCEPT_STALE",
                "an entry that nobody needs would let the same change pass another time, unseen",
                "remove the entry from the file",
            ),
            Self::CodeRetired => major(
                "CODE_RETIRED",
                "programs that name its variant no longer compile, and clients wait for a code that is not sent",
                "release as a major version; a release with `deprecated` before it gives clients time",
            ),
            Self::NameChanged => major(
                "NAME_CHANGED",
                "programs that name the old variant no longer compile",
                "keep the old `name`",
            ),
            Self::StatusChanged => major(
                "STATUS_CHANGED",
                "clients, proxies and monitors that go by the status treat the error as another one",
                "keep the status, or add a code with the new one and deprecate this",
            ),
            Self::FaultChanged => major(
                "FAULT_CHANGED",
                "alerts, circuit breakers and retries that go by 4xx and 5xx take the blame for the other side's",
                "keep the status, or add a code with the new one and deprecate this",
            ),
            Self::RetryWithdrawn => major(
                "RETRY_WITHDRAWN",
                "clients that recovered by another attempt give up; older ones go on in vain where the header is lost",
                "keep the advice, or accept the change if the old one never worked",
            ),
            Self::RetryMadeConditional => major(
                "RETRY_MADE_CONDITIONAL",
                "clients of the old table may send a request again that has been carried out: done twice, paid twice",
                "keep `backoff` and undo the attempt before it fails, or add a code for the new case",
            ),
            Self::RetryMadeUnconditional => major(
                "RETRY_MADE_UNCONDITIONAL",
                "clients send requests again that are not idempotent; where an attempt does have effects, they come twice",
                "be sure that no server, old ones included, fails like this after it did something; then accept the change",
            ),
            Self::DefaultChanged => major(
                "DEFAULT_CHANGED",
                "clients get another code or status for what a framework answers by itself",
                "leave the bare status to what it was sent as",
            ),
            Self::CodeHeaderChanged => major(
                "CODE_HEADER_CHANGED",
                "old clients and layers look for the old header, and find no code where there is no body",
                "keep the old `code_header`",
            ),
            Self::RetryHeaderChanged => major(
                "RETRY_HEADER_CHANGED",
                "old clients and layers look for the old header, and guess from the status for codes that they do not know",
                "keep the old `retry_header`",
            ),
            Self::ParamAdded => major(
                "PARAM_ADDED",
                "servers that raise the error no longer compile, and clients do not find it in what older ones send",
                "leave it out, or add a code that has it",
            ),
            Self::ParamRemoved => major(
                "PARAM_REMOVED",
                "programs that name it no longer compile, and older clients find no parameters at all",
                "keep it, or add a code without it",
            ),
            Self::ParamTypeChanged => major(
                "PARAM_TYPE_CHANGED",
                "programs that name it no longer compile, and older clients find no parameters at all",
                "keep the type, or add a parameter to a new code",
            ),
            Self::SendDetailsRemoved => major(
                "SEND_DETAILS_REMOVED",
                "clients that read the parameters find none",
                "keep `send_details = true`",
            ),
            Self::CodeAdded => minor(
                "CODE_ADDED",
                "older clients keep it as text, and go by the retry header and the status",
                "nothing to do; let clients handle codes that they do not know",
            ),
            Self::CodeDeprecated => minor(
                "CODE_DEPRECATED",
                "programs that name its variant get a warning from the compiler",
                "nothing to do; say with `replaced_by` what to use instead, if anything",
            ),
            Self::RetryAllowed => minor(
                "RETRY_ALLOWED",
                "clients try again where they gave up, which the server has to expect",
                "be sure that a second attempt can succeed; with `backoff`, also that the first one changes nothing",
            ),
            Self::WaitChanged => minor(
                "WAIT_CHANGED",
                "clients come back at another time, or give up where the wait is longer than theirs",
                "nothing to do; see that the server can bear the attempts",
            ),
            Self::DefaultAdded => minor(
                "DEFAULT_ADDED",
                "clients get the message and the advice of a row where they had those of the bare status",
                "nothing to do; see that the row fits every such response",
            ),
            Self::DefaultRemoved => minor(
                "DEFAULT_REMOVED",
                "clients get the message and the advice of the bare status where they had those of a row",
                "leave the status in `default_for`, if the row fits every such response",
            ),
            Self::CodeHeaderAdded => minor(
                "CODE_HEADER_ADDED",
                "older clients pass over it",
                "nothing to do; see that proxies and CORS let the header through",
            ),
            Self::RetryHeaderAdded => minor(
                "RETRY_HEADER_ADDED",
                "clients and layers that know the header follow it from now on",
                "nothing to do; see that proxies and CORS let the header through",
            ),
            Self::ParamFirst => minor(
                "PARAM_FIRST",
                "nothing breaks: the code can still be raised without it",
                "nothing to do; be sure about `safe`, which decides what logs show",
            ),
            Self::SendDetailsAdded => minor(
                "SEND_DETAILS_ADDED",
                "older clients pass over them; who reads responses sees the values, not only the message",
                "nothing to do; see that no parameter is one that the client must not see",
            ),
            Self::CodeUndeprecated => {
                patch("CODE_UNDEPRECATED", "clients that have moved on lose nothing", "nothing to do")
            }
            Self::DeprecationChanged => patch("DEPRECATION_CHANGED", "only people read it", "nothing to do"),
            Self::ReplacementChanged => patch(
                "REPLACEMENT_CHANGED",
                "only people read it, but some have already moved to the old one",
                "let the old replacement be one still, or deprecate it in turn",
            ),
            Self::MessageChanged => patch(
                "MESSAGE_CHANGED",
                "the message is for people; a program that compares it with a text breaks, and was told not to",
                "nothing to do; a code that means something else has to be a new code",
            ),
            Self::ParamSafetyChanged => patch(
                "PARAM_SAFETY_CHANGED",
                "logs show the value from now on, or no longer",
                "be sure that whoever reads the logs may see what is safe",
            ),
            Self::CauseChanged => patch(
                "CAUSE_CHANGED",
                "only people read it",
                "nothing to do; a code that means something else has to be a new code",
            ),
            Self::RemedyChanged => patch("REMEDY_CHANGED", "only people read it", "nothing to do"),
            Self::DetailsChanged => patch("DETAILS_CHANGED", "only people read them", "nothing to do"),
            Self::SinceChanged => patch(
                "SINCE_CHANGED",
                "only people read it, but a code does not begin twice",
                "keep the version that first had the code",
            ),
            Self::TombstoneAdded => {
                patch("TOMBSTONE_ADDED", "nothing breaks: no client of the old table has it", "nothing to do")
            }
            Self::TombstoneChanged => patch("TOMBSTONE_CHANGED", "only people read it", "nothing to do"),
            Self::ApiNameChanged => patch("API_NAME_CHANGED", "only people read it", "nothing to do"),
        }
    }
}

const fn outside(word: &'static str, why: &'static str, remedy: &'static str) -> Facts {
    Facts { word, weight: Weight::Outside, why, remedy }
}

const fn refused(word: &'static str, why: &'static str, remedy: &'static str) -> Facts {
    Facts { word, weight: Weight::Refused, why, remedy }
}

const fn major(word: &'static str, why: &'static str, remedy: &'static str) -> Facts {
    Facts { word, weight: Weight::Asks(Bump::Major), why, remedy }
}

const fn minor(word: &'static str, why: &'static str, remedy: &'static str) -> Facts {
    Facts { word, weight: Weight::Asks(Bump::Minor), why, remedy }
}

const fn patch(word: &'static str, why: &'static str, remedy: &'static str) -> Facts {
    Facts { word, weight: Weight::Asks(Bump::Patch), why, remedy }
}
