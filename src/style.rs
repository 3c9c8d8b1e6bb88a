//! The style in which a table writes its codes.

/// How the words of a code are put together. It decides what a bare status is called that no row stands for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Style {
    /// `NOT_FOUND`
    Screaming,
    /// `not_found`
    Snake,
    /// `not-found`
    Kebab,
}

impl Style {
    /// The style of most codes. Where none is in the majority, the commonest style of all.
    pub(crate) fn of<'a>(codes: impl Iterator<Item = &'a str>) -> Self {
        let (mut snake, mut kebab, mut all) = (0, 0, 0);
        for code in codes {
            let small = !code.contains(|c: char| c.is_ascii_uppercase());
            kebab += usize::from(small && code.contains('-') && !code.contains('_'));
            snake += usize::from(small && !code.contains('-'));
            all += 1;
        }
        match () {
            () if 2 * kebab > all => Self::Kebab,
            () if 2 * (snake + kebab) > all => Self::Snake,
            () => Self::Screaming,
        }
    }

    /// A phrase as a code: `Method Not Allowed` becomes `METHOD_NOT_ALLOWED`.
    pub(crate) fn code(self, phrase: &str) -> String {
        let (separator, upper) = match self {
            Self::Screaming => ('_', true),
            Self::Snake => ('_', false),
            Self::Kebab => ('-', false),
        };
        phrase
            .chars()
            .filter(|c| *c != '\'')
            .map(|c| match c {
                c if !c.is_ascii_alphanumeric() => separator,
                c if upper => c.to_ascii_uppercase(),
                c => c.to_ascii_lowercase(),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_majority_decides() {
        assert_eq!(Style::of(["NOT_FOUND", "GONE", "odd"].into_iter()), Style::Screaming);
        assert_eq!(Style::of(["not_found", "gone", "ODD"].into_iter()), Style::Snake);
        assert_eq!(Style::of(["not-found", "no-way", "gone"].into_iter()), Style::Kebab);
        assert_eq!(Style::of(["rateLimited", "20003x", "A"].into_iter()), Style::Screaming);
        assert_eq!(Style::Screaming.code("I'm a teapot"), "IM_A_TEAPOT");
        assert_eq!(Style::Snake.code("Non-Authoritative"), "non_authoritative");
        assert_eq!(Style::Kebab.code("Not Found"), "not-found");
    }
}
