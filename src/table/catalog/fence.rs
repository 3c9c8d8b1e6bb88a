//! The fences of code blocks in Markdown ([CommonMark, 4.5](https://spec.commonmark.org/0.31.2/#fenced-code-blocks)).

/// The marks of a line that opens a code block: three or more backticks or tildes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Fence<'t> {
    pub(crate) marks: &'t str,
}

impl<'t> Fence<'t> {
    /// The fence that a line opens, if the line does, without its indentation.
    pub(crate) fn of(line: &'t str) -> Option<Self> {
        let length = |mark: char| line.len() - line.trim_start_matches(mark).len();
        let marks = length('`').max(length('~'));
        // A line with backticks behind its marks is a code span.
        let is_fence = marks >= 3 && !line[marks..].contains('`');
        is_fence.then(|| Self { marks: &line[..marks] })
    }

    /// Whether a line, without blanks around it, ends the code block: it has at least as many of the marks, and nothing else.
    pub(crate) fn is_end(self, line: &str) -> bool {
        line.starts_with(self.marks) && line.chars().all(|mark| self.marks.starts_with(mark))
    }
}
