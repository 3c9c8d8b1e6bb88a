//! The style in which a table writes its codes.

/// The style in which words form a code. It decides what a bare status is called that no row stands for.
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
    fn a_phrase_becomes_a_code_of_the_style() {
        assert_eq!(Style::Screaming.code("I'm a teapot"), "IM_A_TEAPOT");
        assert_eq!(Style::Snake.code("Non-Authoritative"), "non_authoritative");
        assert_eq!(Style::Kebab.code("Not Found"), "not-found");
    }
}
