//! The settings of a whole table, as generated code writes them.

use http::HeaderName;

use crate::shared::style::Style;

/// The settings of a whole table.
#[doc(hidden)]
#[derive(Debug)]
pub struct Settings {
    /// The header that carries the three-valued retry advice, or `None` if the table turns it off.
    pub(crate) advice_header: Option<HeaderName>,
    /// The header that carries the code, or `None` if the table turns it off.
    pub(crate) code_header: Option<HeaderName>,
    /// The header that carries the answer for one request, or `None` if the table turns it off.
    pub(crate) retry_header: Option<HeaderName>,
    /// The page that has all codes, or `None` for a table without one.
    pub(crate) docs_url: Option<&'static str>,
    pub(crate) style: Style,
    /// Whether responses carry `error.details`.
    pub(crate) sends_details: bool,
    /// The names of the catalog and of the tables that it includes.
    pub(crate) tables: &'static [&'static str],
}

impl Settings {
    /// Settings without headers, for codes like `NOT_FOUND`.
    #[must_use]
    pub const fn of(tables: &'static [&'static str]) -> SettingsBuilder {
        SettingsBuilder {
            advice_header: "",
            code_header: "",
            retry_header: "",
            docs_url: None,
            style: Style::Screaming,
            sends_details: false,
            tables,
        }
    }
}

/// Header names stay strings until `build`, because a constant cannot overwrite a value that has a destructor.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct SettingsBuilder {
    advice_header: &'static str,
    code_header: &'static str,
    retry_header: &'static str,
    docs_url: Option<&'static str>,
    style: Style,
    sends_details: bool,
    tables: &'static [&'static str],
}

impl SettingsBuilder {
    #[must_use]
    pub const fn advice_header(mut self, name: &'static str) -> Self {
        self.advice_header = name;
        self
    }

    #[must_use]
    pub const fn code_header(mut self, name: &'static str) -> Self {
        self.code_header = name;
        self
    }

    #[must_use]
    pub const fn retry_header(mut self, name: &'static str) -> Self {
        self.retry_header = name;
        self
    }

    #[must_use]
    pub const fn docs_url(mut self, url: &'static str) -> Self {
        self.docs_url = Some(url);
        self
    }

    /// The style in which words form a code.
    #[must_use]
    pub const fn style(mut self, style: Style) -> Self {
        self.style = style;
        self
    }

    /// Responses carry `error.details`.
    #[must_use]
    pub const fn sends_details(mut self) -> Self {
        self.sends_details = true;
        self
    }

    #[must_use]
    pub const fn build(self) -> Settings {
        const fn header(name: &'static str) -> Option<HeaderName> {
            if name.is_empty() { None } else { Some(HeaderName::from_static(name)) }
        }
        Settings {
            advice_header: header(self.advice_header),
            code_header: header(self.code_header),
            retry_header: header(self.retry_header),
            docs_url: self.docs_url,
            style: self.style,
            sends_details: self.sends_details,
            tables: self.tables,
        }
    }
}
