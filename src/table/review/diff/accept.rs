//! Changes that a reviewer has accepted.

use core::fmt;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::shared::text::is_invisible;

/// One change that may pass, and why.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Accept {
    /// Which change: its [fingerprint](super::Change::fingerprint).
    pub fingerprint: String,
    /// Why it may pass.
    pub reason: String,
}

impl Accept {
    /// Reads the text of a file with an `[[accept]]` for each change.
    ///
    /// ```
    /// use error_catalog::review::diff::Accept;
    ///
    /// let accepted = Accept::parse(
    ///     r#"
    ///     [[accept]]
    ///     fingerprint = "8eb92a0f8dc7"
    ///     reason = "the status was never released"
    ///     "#,
    /// )?;
    /// assert_eq!(accepted[0].reason, "the status was never released");
    ///
    /// let error = Accept::parse("[[accept]]\nfingerprint = \"8eb92a0f8dc7\"").unwrap_err();
    /// assert_eq!(error.line(), 1);
    /// # Ok::<_, error_catalog::review::diff::AcceptError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`AcceptError`] names the line: the text is not TOML, or an entry has no fingerprint, no reason, a key
    /// that is neither, or the fingerprint of an entry above it.
    pub fn parse(text: &str) -> Result<Vec<Self>, AcceptError> {
        let reader = AcceptReader { text };
        let root = DeTable::parse(text)
            .map_err(|error| reader.error(error.span().map_or(0, |span| span.start), error.message()))?;
        let mut accepted: Vec<Self> = Vec::new();
        for (key, value) in root.get_ref() {
            let DeValue::Array(entries) = value.get_ref() else {
                return Err(
                    reader.error(key.span().start, "only `[[accept]]` can be here, in double brackets")
                );
            };
            if key.get_ref() != "accept" {
                return Err(reader.error(key.span().start, "only `[[accept]]` can be here"));
            }
            for entry in entries {
                let next = reader.entry(entry)?;
                if accepted.iter().any(|known| known.fingerprint == next.fingerprint) {
                    let message =
                        format!("`{}` is accepted twice, remove one of the entries", next.fingerprint);
                    return Err(reader.error(entry.span().start, &message));
                }
                accepted.push(next);
            }
        }
        Ok(accepted)
    }
}

struct AcceptReader<'t> {
    text: &'t str,
}

impl AcceptReader<'_> {
    fn error(&self, at: usize, message: &str) -> AcceptError {
        let before = self.text.bytes().take(at);
        let line = before.filter(|byte| *byte == b'\n').count() + 1;
        // The parser may take more than one line to say what is wrong.
        let message = message.split_whitespace().collect::<Vec<_>>().join(" ");
        AcceptError { line, message }
    }

    fn entry(&self, entry: &Spanned<DeValue<'_>>) -> Result<Accept, AcceptError> {
        let DeValue::Table(table) = entry.get_ref() else {
            return Err(self.error(entry.span().start, "write `[[accept]]`, and the keys below it"));
        };
        let mut fingerprint = None;
        let mut reason = None;
        for (key, value) in table {
            let at = key.span().start;
            let place = match &**key.get_ref() {
                "fingerprint" => &mut fingerprint,
                "reason" => &mut reason,
                other => {
                    let other = other.escape_debug();
                    let message = format!("unknown key `{other}`, the keys are `fingerprint` and `reason`");
                    return Err(self.error(at, &message));
                }
            };
            let DeValue::String(text) = value.get_ref() else {
                return Err(self.error(at, &format!("`{}` has to be a string", key.get_ref())));
            };
            if text.trim().is_empty() || text.chars().any(is_invisible) {
                return Err(self.error(at, &format!("`{}` has to be one line of text", key.get_ref())));
            }
            *place = Some((at, text.trim().to_owned()));
        }
        let at = entry.span().start;
        let Some((place, fingerprint)) = fingerprint else {
            return Err(self.error(at, "an entry has no `fingerprint`, copy that of the change"));
        };
        let Some((_, reason)) = reason else {
            return Err(self.error(at, "an entry has no `reason`, say why the change may pass"));
        };
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if fingerprint.len() != 12 || !fingerprint.bytes().all(is_digit) {
            return Err(self.error(place, "a `fingerprint` has twelve digits, `0` to `9` and `a` to `f`"));
        }
        Ok(Accept { fingerprint, reason })
    }
}

/// What is wrong with a file of accepted changes, and where.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AcceptError {
    line: usize,
    message: String,
}

impl AcceptError {
    /// The line, from one.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }
}

impl fmt::Display for AcceptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl core::error::Error for AcceptError {}
