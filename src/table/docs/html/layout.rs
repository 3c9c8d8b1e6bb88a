//! Where the errors of a table are.

use crate::table::fingerprint::fingerprint;

/// Whether all of a table is one page.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Layout {
    OnePage,
    PagePerCode,
}

impl Layout {
    /// Where a code is.
    pub(super) fn href(self, code: &str) -> String {
        match self {
            Self::OnePage => format!("#{code}"),
            Self::PagePerCode => file_name(code),
        }
    }

    /// Where a link in a text leads, if it is one that a reader can follow without harm: into the web, to a mailbox, or
    /// to a code.
    pub(super) fn link(self, target: &str) -> Option<String> {
        let has_scheme =
            |scheme: &str| target.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
        if target.contains(|c: char| c.is_whitespace() || crate::shared::text::is_invisible(c)) {
            None
        } else if target.starts_with('#') {
            Some(match self {
                Self::OnePage => target.to_owned(),
                Self::PagePerCode => format!("index.html{target}"),
            })
        } else {
            let is_safe = ["https://", "http://", "mailto:"].into_iter().any(has_scheme);
            is_safe.then(|| target.to_owned())
        }
    }
}

/// The file of a code's own page, made from nothing but the code, so that a link to it stays right when other codes come into
/// the table.
///
/// Some disks take `not_found` for `NOT_FOUND`, and none has a colon and a slash. A code that is more than capitals,
/// digits, `_` and `-` therefore gets a fingerprint. The word in front keeps it apart from `index.html`, and from names such as `CON` that
/// belong to Windows.
pub(super) fn file_name(code: &str) -> String {
    let is_plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || "_-".contains(c);
    let mut name = format!("code-{}", code.replace(['.', ':', '/'], "-"));
    if !code.chars().all(is_plain) {
        name.push('.');
        name.push_str(&fingerprint([Some(code)]));
    }
    name + ".html"
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_code_has_a_file_of_its_own_on_every_disk() {
        let codes = [
            "NOT_FOUND",
            "not_found",
            "Not_Found",
            "INDEX",
            "index",
            "CON",
            "a.b",
            "a:b",
            "a/b",
            "a-b",
            "A-B",
            "A.B",
            "A:B",
            "A/B",
            "20003",
            "code-A",
        ];
        let names: BTreeSet<String> = codes.iter().map(|code| file_name(code).to_ascii_lowercase()).collect();
        assert_eq!(names.len(), codes.len(), "{names:?}");
        for name in &names {
            let (start, end) = (name.strip_prefix("code-"), name.strip_suffix(".html"));
            assert!(start.is_some() && end.is_some(), "{name}");
            assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c)), "{name}");
        }
        assert_eq!(file_name("NOT_FOUND"), "code-NOT_FOUND.html");
    }

    #[test]
    fn only_harmless_links_are_links() {
        for target in ["https://example.org/a?b=<c>", "HTTP://example.org", "mailto:a@example.org"] {
            assert_eq!(Layout::OnePage.link(target).as_deref(), Some(target));
        }
        assert_eq!(Layout::OnePage.link("#NOT_FOUND").as_deref(), Some("#NOT_FOUND"));
        assert_eq!(Layout::PagePerCode.link("#NOT_FOUND").as_deref(), Some("index.html#NOT_FOUND"));
        for target in [
            "",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\nscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "data:text/html,<script>",
            "vbscript:x",
            "file:///etc/passwd",
            "//example.org",
            "guide.html",
            "https://example.org/\u{202e}gpj",
            "https://a b",
        ] {
            assert_eq!(Layout::OnePage.link(target), None, "{target}");
        }
    }
}
