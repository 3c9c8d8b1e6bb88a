//! One change, and the fingerprint by which it can be accepted.

use core::cmp::Ordering;
use core::fmt::Write as _;

use super::rule::ChangeRule;

/// What is different between two tables, in one place.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Change {
    /// What kind of change it is: how large a version it asks for, whom it breaks, and what to do.
    pub rule: ChangeRule,
    /// The code whose row it is about, or `None` where it is about `[catalog]` or about no row.
    pub code: Option<String>,
    /// What was there.
    pub old: Option<String>,
    /// What is there now.
    pub new: Option<String>,
}

impl Change {
    pub(super) fn new(
        rule: ChangeRule,
        code: Option<&str>,
        old: Option<String>,
        new: Option<String>,
    ) -> Self {
        Self { rule, code: code.map(str::to_owned), old, new }
    }

    /// Twelve hexadecimal digits that stand for this change and no other: the same for the same rule, code, old and new
    /// value, in every build and on every machine.
    ///
    /// It is no protection against somebody who looks for two changes with one fingerprint.
    ///
    /// ```
    /// use error_catalog::catalog::Catalog;
    /// use error_catalog::review::diff::diff;
    ///
    /// let table = |status: u16| {
    ///     let row = format!(r#"POT = {{ status = {status}, retry = "never", cause = "No pot" }}"#);
    ///     Catalog::parse("catalog.toml", &format!("catalog = {{ name = \"Teapots\" }}\n[errors]\n{row}"))
    /// };
    /// let changes = diff(&table(404)?, &table(410)?);
    /// assert_eq!(changes[0].fingerprint(), "3030e5675cf1");
    /// # Ok::<_, error_catalog::catalog::Invalid>(())
    /// ```
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let Self { rule, code, old, new } = self;
        let mut hash = Fnv::new();
        for part in [Some(rule.as_str()), code.as_deref(), old.as_deref(), new.as_deref()] {
            // Neither byte is in any UTF-8, so no two lists of parts are fed as the same bytes.
            match part {
                Some(part) => hash.feed(part.as_bytes()),
                None => hash.feed(&[0xFE]),
            }
            hash.feed(&[0xFF]);
        }
        let mut digits = String::new();
        // Writing to a string does not fail.
        let _ = write!(digits, "{:012x}", hash.folded());
        digits
    }

    /// What it is about, as messages name it.
    pub(super) fn subject(&self) -> String {
        match (&self.code, self.rule) {
            (Some(code), _) => format!("`{code}`"),
            (None, ChangeRule::VersionBumpTooSmall) => "the version".to_owned(),
            (None, ChangeRule::AcceptStale) => "the accepted changes".to_owned(),
            (None, _) => "`[catalog]`".to_owned(),
        }
    }

    /// The gravest first, then by code.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        let key = |change: &Self| (change.rule.is_refused(), change.rule.bump());
        let by_gravity = key(other).cmp(&key(self));
        let by_row = || (&self.code, self.rule).cmp(&(&other.code, other.rule));
        let by_value = || (&self.old, &self.new).cmp(&(&other.old, &other.new));
        by_gravity.then_with(by_row).then_with(by_value)
    }
}

/// FNV-1a of 64 bits, as <https://www.rfc-editor.org/rfc/rfc9923> describes it: stable for good, unlike the hashers of
/// the standard library.
struct Fnv(u64);

impl Fnv {
    const fn new() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }

    fn feed(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }

    /// 48 bits that all the 64 have a part in.
    const fn folded(&self) -> u64 {
        (self.0 >> 48) ^ (self.0 & 0xFFFF_FFFF_FFFF)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_published_one() {
        for (text, hash) in
            [("", 0xCBF2_9CE4_8422_2325), ("a", 0xAF63_DC4C_8601_EC8C), ("foobar", 0x8594_4171_F739_67E8)]
        {
            let mut fnv = Fnv::new();
            fnv.feed(text.as_bytes());
            assert_eq!(fnv.0, hash, "{text}");
        }
    }
}
