//! What is to be said about a text, and where.

use core::ops::Range;

use super::place::shifted;

/// A part of the source, and what is to be said about it.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    pub(crate) span: Range<usize>,
    pub(crate) text: String,
}

/// A part of the source, and what is to stand in its place.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Edit {
    /// The part, in bytes.
    pub span: Range<usize>,
    /// What is to stand there.
    pub text: String,
}

/// What is to be said about a text, and where.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    pub(crate) message: String,
    pub(crate) place: Option<Label>,
    pub(crate) other: Option<Label>,
    pub(crate) help: Option<String>,
    /// The edits that correct it, if the intention is certain. Apply all of them or none.
    pub(crate) fix: Vec<Edit>,
}

impl Note {
    /// About a place; the label says what was expected there.
    pub(crate) fn at(span: Range<usize>, message: impl Into<String>, label: impl Into<String>) -> Self {
        Self { place: Some(Label { span, text: label.into() }), ..Self::nowhere(message) }
    }

    /// About the text as a whole.
    pub(crate) fn nowhere(message: impl Into<String>) -> Self {
        Self { message: message.into(), place: None, other: None, help: None, fix: Vec::new() }
    }

    /// Points at the second place that it is about.
    pub(crate) fn with_other(mut self, span: Range<usize>, label: impl Into<String>) -> Self {
        self.other = Some(Label { span, text: label.into() });
        self
    }

    /// Says what to do.
    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Mends it.
    pub(crate) fn with_fix(mut self, fix: impl IntoIterator<Item = Edit>) -> Self {
        self.fix.extend(fix);
        self
    }

    /// The same in a text that starts at this place among others.
    pub(super) fn shifted(mut self, base: usize) -> Self {
        let places = self.place.iter_mut().chain(&mut self.other).map(|label| &mut label.span);
        for span in places.chain(self.fix.iter_mut().map(|edit| &mut edit.span)) {
            *span = shifted(span, base);
        }
        self
    }
}
