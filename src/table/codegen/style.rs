//! The style that a table's codes are written in.

use crate::shared::style::Style;

/// The style of most codes. Where none is in the majority, the commonest style of all.
pub(super) fn style<'a>(codes: impl IntoIterator<Item = &'a str>) -> Style {
    let (mut snake, mut kebab, mut all) = (0, 0, 0);
    for code in codes {
        let small = !code.contains(|c: char| c.is_ascii_uppercase());
        kebab += usize::from(small && code.contains('-') && !code.contains('_'));
        snake += usize::from(small && !code.contains('-'));
        all += 1;
    }
    match () {
        () if 2 * kebab > all => Style::Kebab,
        () if 2 * (snake + kebab) > all => Style::Snake,
        () => Style::Screaming,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_majority_decides() {
        assert_eq!(style(["NOT_FOUND", "GONE", "odd"]), Style::Screaming);
        assert_eq!(style(["not_found", "gone", "ODD"]), Style::Snake);
        assert_eq!(style(["not-found", "no-way", "gone"]), Style::Kebab);
        assert_eq!(style(["rateLimited", "20003x", "A"]), Style::Screaming);
    }
}
