//! Regions of a document that are written from a table, between two markers:
//!
//! ```text
//! <!-- error-catalog:begin markdown -->
//! <!-- error-catalog:end -->
//! ```
//!
//! The first may also be `begin markdown columns=code,status`, for columns of one's own choice, or `begin sections`.

use core::fmt;

use super::columns::{Columns, UnknownColumn};
use super::markdown;
use super::sections;
use crate::table::catalog::{Catalog, Fence};

/// Writes every region of a document again, and leaves the rest as it is, line endings too.
///
/// A marker stands alone on its line. One in a fenced code block is an example, and is passed over.
///
/// ```
/// use error_catalog::catalog::Catalog;
/// use error_catalog::docs::region;
///
/// let catalog = Catalog::parse(
///     "catalog.toml",
///     r#"
///     [catalog]
///     name = "Teapots"
///
///     [errors]
///     POT_EMPTY = { status = 409, retry = "never", cause = "The pot is empty" }
///     "#,
/// )?;
/// let readme = "# Errors\n\n<!-- error-catalog:begin markdown -->\nold\n<!-- error-catalog:end -->\n";
/// let readme = region::inject(readme, &catalog)?;
/// assert!(readme.contains("| 409 | `POT_EMPTY` |"));
/// assert_eq!(region::inject(&readme, &catalog)?, readme);
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`RegionError`] says which line is wrong. A document without any region is an error too: a caller that asks for regions
/// to be written expects one.
pub fn inject(document: &str, catalog: &Catalog) -> Result<String, RegionError> {
    let mut out = String::with_capacity(document.len());
    let mut fence: Option<Fence<'_>> = None;
    let mut open: Option<usize> = None;
    let mut regions = 0;
    for (at, line) in document.split_inclusive('\n').enumerate() {
        let number = at + 1;
        let error = |kind| Err(RegionError { line: number, kind });
        let text = line.trim();
        let marker = match fence {
            Some(_) => None,
            None => text.strip_prefix("<!-- error-catalog:").and_then(|rest| rest.strip_suffix("-->")),
        };
        match (marker.map(str::trim), open) {
            (Some("end"), None) => return error(RegionProblem::EndWithoutBegin),
            (Some("end"), Some(_)) => {
                open = None;
                out.push_str(line);
            }
            (Some(_), Some(_)) => return error(RegionProblem::BeginInRegion),
            (Some(marker), None) => {
                let document = match render(marker, catalog) {
                    Ok(document) => document,
                    Err(kind) => return error(kind),
                };
                open = Some(number);
                regions += 1;
                let line_end = if line.ends_with("\r\n") { "\r\n" } else { "\n" };
                out.push_str(line);
                out.push_str(line_end);
                out.push_str(&document.replace('\n', line_end));
                out.push_str(line_end);
            }
            // What was rendered may show a marker, too.
            (None, Some(_)) => fence = next_fence(fence, text),
            (None, None) => {
                fence = next_fence(fence, text);
                out.push_str(line);
            }
        }
    }
    if let Some(line) = open {
        let kind = RegionProblem::BeginWithoutEnd;
        return Err(RegionError { line, kind });
    }
    if regions == 0 {
        let (line, kind) = (1, RegionProblem::NoRegion);
        return Err(RegionError { line, kind });
    }
    Ok(out)
}

/// What a marker asks for: `begin markdown`, `begin markdown columns=code,status`, or `begin sections`.
fn render(marker: &str, catalog: &Catalog) -> Result<String, RegionProblem> {
    match marker.split_whitespace().collect::<Vec<_>>()[..] {
        ["begin", "markdown"] => Ok(markdown::render(catalog)),
        ["begin", "markdown", columns] => {
            let words = columns.strip_prefix("columns=").ok_or(RegionProblem::UnknownMarker)?.split(',');
            let columns = Columns::choose(catalog, words).map_err(RegionProblem::UnknownColumn)?;
            Ok(markdown::render_columns(catalog, &columns))
        }
        ["begin", "sections"] => Ok(sections::render(catalog)),
        _ => Err(RegionProblem::UnknownMarker),
    }
}

/// The fence of the code block that the next line is in.
fn next_fence<'d>(fence: Option<Fence<'d>>, line: &'d str) -> Option<Fence<'d>> {
    match fence {
        None => Fence::of(line),
        Some(open) => Some(open).filter(|open| !open.is_end(line)),
    }
}

/// A document whose regions cannot be told. Nothing was changed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RegionError {
    line: usize,
    kind: RegionProblem,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum RegionProblem {
    BeginInRegion,
    BeginWithoutEnd,
    EndWithoutBegin,
    NoRegion,
    UnknownColumn(UnknownColumn),
    UnknownMarker,
}

impl RegionError {
    /// The line that is wrong, from one.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }
}

impl fmt::Display for RegionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.kind {
            RegionProblem::BeginInRegion => {
                "a region begins within a region, add `<!-- error-catalog:end -->` before it"
            }
            RegionProblem::BeginWithoutEnd => "a region has no end, add `<!-- error-catalog:end -->` after it",
            RegionProblem::EndWithoutBegin => {
                "a region ends that did not begin, remove the marker or add the one before it"
            }
            RegionProblem::NoRegion => {
                "no region, add `<!-- error-catalog:begin markdown -->` and `<!-- error-catalog:end -->`"
            }
            RegionProblem::UnknownColumn(error) => return error.fmt(f),
            RegionProblem::UnknownMarker => {
                "unknown marker, expected `begin markdown`, with `columns=code,status` behind it or not, `begin sections` or `end`"
            }
        })
    }
}

impl core::error::Error for RegionError {}
