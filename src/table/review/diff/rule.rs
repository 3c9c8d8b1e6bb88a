//! The rules: what can change in a table, and how much each change matters.

use core::fmt;

use super::bump::Bump;

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
    /// `CODE_REMOVED`: a row is gone, and nothing in `[retired]` keeps its code.
    CodeRemoved,
    /// `CODE_REVIVED`: a retired code is live again.
    CodeRevived,
    /// `TOMBSTONE_REMOVED`: a code is gone from `[retired]`.
    TombstoneRemoved,
    /// `TOMBSTONE_NAME_CHANGED`: the row in `[retired]` has another Rust name than the code had.
    TombstoneNameChanged,
    /// `NAME_REUSED`: a Rust name stands for another code than before.
    NameReused,
    /// `VERSION_BUMP_TOO_SMALL`: the version does not move as far as the changes ask for.
    VersionBumpTooSmall,
    /// `ACCEPT_STALE`: an accepted change is not there.
    AcceptStale,
    /// `CODE_RETIRED`: a row has moved to `[retired]`.
    CodeRetired,
    /// `NAME_CHANGED`: the Rust name of a code is another.
    NameChanged,
    /// `STATUS_CHANGED`: the status is another of the same class.
    StatusChanged,
    /// `FAULT_CHANGED`: the status is of the other class: the fault has moved between client and server.
    FaultChanged,
    /// `RETRY_WITHDRAWN`: the error could be retried, and now never can.
    RetryWithdrawn,
    /// `RETRY_MADE_CONDITIONAL`: `backoff` has become `if-idempotent`.
    RetryMadeConditional,
    /// `RETRY_MADE_UNCONDITIONAL`: `if-idempotent` has become `backoff`.
    RetryMadeUnconditional,
    /// `DEFAULT_CHANGED`: a bare status is sent as another code, or with another status.
    DefaultChanged,
    /// `CODE_HEADER_CHANGED`: the header of the code has another name, or is gone.
    CodeHeaderChanged,
    /// `RETRY_HEADER_CHANGED`: the header of the retry advice has another name, or is gone.
    RetryHeaderChanged,
    /// `PARAM_ADDED`: a code with parameters has one more.
    ParamAdded,
    /// `PARAM_REMOVED`: a parameter is gone.
    ParamRemoved,
    /// `PARAM_TYPE_CHANGED`: the values of a parameter are of another type.
    ParamTypeChanged,
    /// `SEND_DETAILS_REMOVED`: responses no longer carry the parameters.
    SendDetailsRemoved,
    /// `CODE_ADDED`: a code is new.
    CodeAdded,
    /// `CODE_DEPRECATED`: a code should no longer be used.
    CodeDeprecated,
    /// `RETRY_ALLOWED`: `never` has become `backoff` or `if-idempotent`.
    RetryAllowed,
    /// `WAIT_CHANGED`: `retry_after` is another, is new, or is gone.
    WaitChanged,
    /// `DEFAULT_ADDED`: a bare status has a row, of the same code and status as before.
    DefaultAdded,
    /// `DEFAULT_REMOVED`: a bare status has no row any more, but the same code and status as before.
    DefaultRemoved,
    /// `CODE_HEADER_ADDED`: there is a header for the code.
    CodeHeaderAdded,
    /// `RETRY_HEADER_ADDED`: there is a header for the retry advice.
    RetryHeaderAdded,
    /// `PARAM_FIRST`: a code without parameters has one.
    ParamFirst,
    /// `SEND_DETAILS_ADDED`: responses carry the parameters.
    SendDetailsAdded,
    /// `CODE_UNDEPRECATED`: a deprecated code may be used again.
    CodeUndeprecated,
    /// `DEPRECATION_CHANGED`: why a code should no longer be used is said in other words.
    DeprecationChanged,
    /// `REPLACEMENT_CHANGED`: another code is named to be used instead.
    ReplacementChanged,
    /// `MESSAGE_CHANGED`: a response says something else by default.
    MessageChanged,
    /// `PARAM_SAFETY_CHANGED`: a log may show a parameter that it might not, or the other way round.
    ParamSafetyChanged,
    /// `CAUSE_CHANGED`: what brings the error about is said in other words.
    CauseChanged,
    /// `REMEDY_CHANGED`: what to do about the error is said in other words.
    RemedyChanged,
    /// `DETAILS_CHANGED`: the details are other ones.
    DetailsChanged,
    /// `SINCE_CHANGED`: the version that brought the code is another.
    SinceChanged,
    /// `TOMBSTONE_ADDED`: a code is retired that was not in the old table.
    TombstoneAdded,
    /// `TOMBSTONE_CHANGED`: a retired code has another reason, version or replacement.
    TombstoneChanged,
    /// `API_NAME_CHANGED`: the API has another name.
    ApiNameChanged,
}

impl ChangeRule {
    /// Every rule.
    pub const ALL: &'static [Self] = &[
        Self::CodeRemoved,
        Self::CodeRevived,
        Self::TombstoneRemoved,
        Self::TombstoneNameChanged,
        Self::NameReused,
        Self::VersionBumpTooSmall,
        Self::AcceptStale,
        Self::CodeRetired,
        Self::NameChanged,
        Self::StatusChanged,
        Self::FaultChanged,
        Self::RetryWithdrawn,
        Self::RetryMadeConditional,
        Self::RetryMadeUnconditional,
        Self::DefaultChanged,
        Self::CodeHeaderChanged,
        Self::RetryHeaderChanged,
        Self::ParamAdded,
        Self::ParamRemoved,
        Self::ParamTypeChanged,
        Self::SendDetailsRemoved,
        Self::CodeAdded,
        Self::CodeDeprecated,
        Self::RetryAllowed,
        Self::WaitChanged,
        Self::DefaultAdded,
        Self::DefaultRemoved,
        Self::CodeHeaderAdded,
        Self::RetryHeaderAdded,
        Self::ParamFirst,
        Self::SendDetailsAdded,
        Self::CodeUndeprecated,
        Self::DeprecationChanged,
        Self::ReplacementChanged,
        Self::MessageChanged,
        Self::ParamSafetyChanged,
        Self::CauseChanged,
        Self::RemedyChanged,
        Self::DetailsChanged,
        Self::SinceChanged,
        Self::TombstoneAdded,
        Self::TombstoneChanged,
        Self::ApiNameChanged,
    ];

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

    /// Whether no version is large enough, and nobody can accept it.
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

/// What is known of a rule.
pub(super) struct Facts {
    pub(super) word: &'static str,
    pub(super) weight: Weight,
    pub(super) why: &'static str,
    pub(super) remedy: &'static str,
}

/// How much a change matters.
#[derive(Clone, Copy)]
pub(super) enum Weight {
    /// It is not about the table, and has to be mended.
    Outside,
    /// No version is large enough.
    Refused,
    /// It may pass with such a version.
    Asks(Bump),
}
