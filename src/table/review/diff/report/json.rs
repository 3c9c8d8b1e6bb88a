//! The verdict for programs.

use serde::ser::{Serialize, SerializeMap as _, Serializer};

use super::super::bump::{Bump, bump_between};
use super::super::change::Change;
use super::super::verdict::{Judged, Verdict};
use super::Names;

/// The format version that readers check. It increases when a member is renamed, is removed or changes its meaning; new members and new
/// rules may come at any time.
const FORMAT: u32 = 1;

/// Renders the verdict as JSON. Values that the text form truncates are complete here.
///
/// ```
/// use error_catalog::review::diff::{Names, json, judge};
///
/// let names = Names { old: "git:v1", new: "catalog.toml", file: Some("catalog.toml") };
/// let json = json(&judge(Vec::new(), &[], None), &names)?;
/// assert!(json.starts_with("{\n  \"format\": 1,\n  \"clean\": true,\n"));
/// # Ok::<_, serde_json::Error>(())
/// ```
///
/// # Errors
///
/// None that is known: there is nothing in a verdict that JSON cannot say.
pub fn render(verdict: &Verdict, names: &Names<'_>) -> serde_json::Result<String> {
    let mut json = serde_json::to_string_pretty(&Whole { verdict, names })?;
    json.push('\n');
    Ok(json)
}

// By hand and not by a `serde_json::Value`, whose order of members is for other crates of the build to decide.
struct Whole<'a> {
    verdict: &'a Verdict,
    names: &'a Names<'a>,
}

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Verdict { changes, findings, required, versions } = self.verdict;
        let (from, to) = versions.as_ref().map(|(from, to)| (from.to_string(), to.to_string())).unzip();
        let step = versions.as_ref().and_then(|(from, to)| bump_between(from, to));
        let changes: Vec<Shown<'_>> = changes.iter().map(Shown::from).collect();
        let findings: Vec<Shown<'_>> =
            findings.iter().map(|change| Shown { change, accepted: None, fails: true }).collect();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("format", &FORMAT)?;
        map.serialize_entry("clean", &self.verdict.is_clean())?;
        map.serialize_entry("old", self.names.old)?;
        map.serialize_entry("new", self.names.new)?;
        map.serialize_entry("from", &from)?;
        map.serialize_entry("to", &to)?;
        map.serialize_entry("version_bump", &step.map(Bump::as_str))?;
        map.serialize_entry("required_bump", &required.map(Bump::as_str))?;
        map.serialize_entry("changes", &changes)?;
        map.serialize_entry("findings", &findings)?;
        map.end()
    }
}

struct Shown<'a> {
    change: &'a Change,
    accepted: Option<&'a str>,
    fails: bool,
}

impl<'a> From<&'a Judged> for Shown<'a> {
    fn from(judged: &'a Judged) -> Self {
        let Judged { change, accepted, fails } = judged;
        Self { change, accepted: accepted.as_deref(), fails: *fails }
    }
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Change { rule, code, old, new } = self.change;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("rule", rule.as_str())?;
        map.serialize_entry("code", code)?;
        map.serialize_entry("old", old)?;
        map.serialize_entry("new", new)?;
        map.serialize_entry("bump", &rule.bump().map(Bump::as_str))?;
        map.serialize_entry("refused", &rule.is_refused())?;
        map.serialize_entry("accepted", &self.accepted)?;
        map.serialize_entry("fails", &self.fails)?;
        map.serialize_entry("why", rule.why())?;
        map.serialize_entry("remedy", rule.remedy())?;
        map.serialize_entry("fingerprint", &self.change.fingerprint())?;
        map.end()
    }
}
