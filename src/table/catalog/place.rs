//! A place in a text: a range of bytes.

use core::ops::Range;

/// A place in a text that starts at this place among others.
pub(super) fn shifted(span: &Range<usize>, base: usize) -> Range<usize> {
    span.start + base..span.end + base
}
