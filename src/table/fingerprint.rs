//! Twelve hexadecimal digits that stand for a text: the same in every build and on every machine.

use core::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// The first 48 bits of the SHA-256 of some parts. They keep accidents apart, not an attacker.
///
/// A part that is missing, and the place between two parts, are bytes that no UTF-8 has: so no two lists of the same length
/// are hashed as the same bytes.
pub(super) fn fingerprint<'t>(parts: impl IntoIterator<Item = Option<&'t str>>) -> String {
    let mut hash = Sha256::new();
    for (at, part) in parts.into_iter().enumerate() {
        if at > 0 {
            hash.update([0xFF]);
        }
        match part {
            Some(part) => hash.update(part),
            None => hash.update([0xFE]),
        }
    }
    let mut digits = String::with_capacity(12);
    for byte in &hash.finalize()[..6] {
        // Writing to a string does not fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_lists_are_the_same() {
        let lists = [
            [None, None],
            [None, Some("")],
            [Some(""), None],
            [Some(""), Some("")],
            [Some("a"), Some("b")],
            [Some("ab"), Some("")],
            [Some(""), Some("ab")],
        ];
        for (at, one) in lists.iter().enumerate() {
            for other in &lists[at + 1..] {
                assert_ne!(
                    fingerprint(one.iter().copied()),
                    fingerprint(other.iter().copied()),
                    "{one:?} {other:?}"
                );
            }
        }
        assert_eq!(fingerprint([Some("NOT_FOUND")]).len(), 12);
    }
}
