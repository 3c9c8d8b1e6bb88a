//! How far a version has to move.

use core::fmt;

use semver::Version;

/// The part of a version that has to grow.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Bump {
    /// No program can notice it.
    Patch,
    /// Something is new. What there was is as it was.
    Minor,
    /// A program stops working, or stops compiling.
    Major,
}

impl Bump {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// The smallest release after `from` that moves this far.
    pub(super) fn after(self, from: &Version) -> Version {
        let Version { major, minor, patch, .. } = *from;
        match (self, major, minor) {
            (_, 0, 0) => Version::new(0, 0, patch.saturating_add(1)),
            (Self::Major, 0, _) => Version::new(0, minor.saturating_add(1), 0),
            (Self::Minor | Self::Patch, 0, _) => Version::new(0, minor, patch.saturating_add(1)),
            (Self::Major, ..) => Version::new(major.saturating_add(1), 0, 0),
            (Self::Minor, ..) => Version::new(major, minor.saturating_add(1), 0),
            (Self::Patch, ..) => Version::new(major, minor, patch.saturating_add(1)),
        }
    }
}

impl fmt::Display for Bump {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// How far a version has moved, as cargo reads versions: below 1.0.0 the first number that is not zero counts as the
/// major one. `None` where it has not moved forward.
///
/// Pre-releases and build metadata are passed over, so 2.0.0-rc.1 and 2.0.0 are the same: compare with the last
/// release that promised something.
///
/// ```
/// use error_catalog::review::diff::{Bump, bump_between};
/// use semver::Version;
///
/// let (from, to) = (Version::new(1, 4, 2), Version::new(1, 5, 0));
/// assert_eq!(bump_between(&from, &to), Some(Bump::Minor));
///
/// let (from, to) = (Version::new(0, 4, 2), Version::new(0, 5, 0));
/// assert_eq!(bump_between(&from, &to), Some(Bump::Major));
/// ```
#[must_use]
pub fn bump_between(from: &Version, to: &Version) -> Option<Bump> {
    let from = [from.major, from.minor, from.patch];
    let to = [to.major, to.minor, to.patch];
    if to <= from {
        return None;
    }
    let leading = from.iter().position(|number| *number != 0).unwrap_or(2);
    let moved = from.iter().zip(&to).position(|(from, to)| from != to)?;
    Some(match moved.saturating_sub(leading) {
        0 => Bump::Major,
        1 => Bump::Minor,
        _ => Bump::Patch,
    })
}
