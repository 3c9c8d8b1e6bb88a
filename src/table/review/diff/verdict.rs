//! What of the changes may pass.

use semver::Version;

use super::accept::Accept;
use super::bump::{Bump, bump_between};
use super::change::Change;
use super::rule::ChangeRule;

/// A change, and whether it may pass.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Judged {
    /// The change.
    pub change: Change,
    /// The reason why it is accepted. `None` for a change that cannot be accepted.
    pub accepted: Option<String>,
    /// Whether it must not pass.
    pub fails: bool,
}

/// What of the changes may pass, and what else is wrong.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Verdict {
    /// The changes, as [`diff`](super::diff) gave them.
    pub changes: Vec<Judged>,
    /// What is wrong beyond the table: [`VersionBumpTooSmall`](ChangeRule::VersionBumpTooSmall) and
    /// [`AcceptStale`](ChangeRule::AcceptStale).
    pub findings: Vec<Change>,
    /// What the changes ask for together. One that is accepted asks for a patch: the table is another all the same.
    pub required: Option<Bump>,
    /// The versions that were given, from and to.
    pub versions: Option<(Version, Version)>,
}

impl Verdict {
    /// Whether everything may pass.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty() && !self.changes.iter().any(|judged| judged.fails)
    }
}

/// Decides which changes may pass.
///
/// With versions, from and to, a change passes if the version step is as large as the change requires. Without versions,
/// every breaking change fails. A [refused](ChangeRule::is_refused) change always fails, and an accepted one always
/// passes. An accepted change that is not in the table is a finding.
///
/// ```
/// use error_catalog::catalog::Catalog;
/// use error_catalog::review::diff::{diff, judge};
/// use semver::Version;
///
/// let table = |status: u16| {
///     let row = format!(r#"POT = {{ status = {status}, retry = "never", cause = "No pot" }}"#);
///     Catalog::parse("catalog.toml", &format!("catalog = {{ name = \"Teapots\" }}\n[errors]\n{row}"))
/// };
/// let changes = diff(&table(404)?, &table(410)?);
/// assert!(!judge(changes.clone(), &[], None).is_clean());
///
/// let versions = (Version::new(1, 4, 2), Version::new(2, 0, 0));
/// assert!(judge(changes, &[], Some(versions)).is_clean());
/// # Ok::<_, error_catalog::catalog::Invalid>(())
/// ```
#[must_use]
pub fn judge(changes: Vec<Change>, accepted: &[Accept], versions: Option<(Version, Version)>) -> Verdict {
    let allowed = match &versions {
        Some((from, to)) => bump_between(from, to),
        None => Some(Bump::Minor),
    };
    let mut met = vec![false; accepted.len()];
    let mut required = None;
    let judge = |change: Change| {
        let fingerprint = change.fingerprint();
        let mut reason = None;
        for (accept, met) in accepted.iter().zip(&mut met) {
            if accept.fingerprint == fingerprint {
                *met = true;
                reason = Some(accept.reason.clone());
            }
        }
        let accepted = reason.filter(|_| !change.rule.is_refused());
        let asks = if accepted.is_some() { Some(Bump::Patch) } else { change.rule.bump() };
        required = required.max(asks);
        let fails = change.rule.is_refused() || (accepted.is_none() && asks > allowed);
        Judged { change, accepted, fails }
    };
    let changes: Vec<Judged> = changes.into_iter().map(judge).collect();

    let mut findings = Vec::new();
    if let Some((from, to)) = versions.as_ref().filter(|_| required > allowed) {
        let (from, to) = (Some(from.to_string()), Some(to.to_string()));
        findings.push(Change::new(ChangeRule::VersionBumpTooSmall, None, from, to));
    }
    let stale = accepted.iter().zip(&met).filter(|(_, met)| !**met);
    findings.extend(
        stale.map(|(stale, _)| {
            Change::new(ChangeRule::AcceptStale, None, Some(stale.fingerprint.clone()), None)
        }),
    );
    Verdict { changes, findings, required, versions }
}

/// What the changes ask for together, or `None` where nothing has changed.
///
/// A [refused](super::ChangeRule::is_refused) change counts with what it asks for once it is mended.
///
/// ```
/// use error_catalog::review::diff::required_bump;
///
/// assert_eq!(required_bump(&[]), None);
/// ```
#[must_use]
pub fn required_bump(changes: &[Change]) -> Option<Bump> {
    changes.iter().filter_map(|change| change.rule.bump()).max()
}

/// Whether the step from one version to the other is large enough for the changes. No step is, for a refused one.
///
/// ```
/// use error_catalog::review::diff::is_allowed;
/// use semver::Version;
///
/// let version = Version::new(1, 0, 0);
/// assert!(is_allowed(&version, &version, &[]), "nothing has changed");
/// ```
#[must_use]
pub fn is_allowed(from: &Version, to: &Version, changes: &[Change]) -> bool {
    let is_refused = changes.iter().any(|change| change.rule.is_refused());
    !is_refused && required_bump(changes) <= bump_between(from, to)
}
