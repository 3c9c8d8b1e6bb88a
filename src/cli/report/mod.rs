//! Findings in the forms that people and programs read.

mod github;
mod json;
mod repository;
mod sarif;

use std::io::{self, Write};

use clap::builder::{EnumValueParser, PossibleValue};
use clap::{Arg, ValueEnum};

use crate::table::review::Finding;

/// The form of findings. For people it is what the build would say.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Format {
    Text,
    Json,
    Github,
    Sarif,
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Text, Self::Json, Self::Github, Self::Sarif]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::Text => PossibleValue::new("text").help("for people"),
            Self::Json => PossibleValue::new("json").help("for programs"),
            Self::Github => PossibleValue::new("github").help("annotations of a GitHub workflow"),
            Self::Sarif => PossibleValue::new("sarif").help("SARIF 2.1.0, for code scanning"),
        })
    }
}

impl Format {
    pub(super) fn argument() -> Arg {
        Arg::new("format")
            .long("format")
            .value_name("FORMAT")
            .value_parser(EnumValueParser::<Self>::new())
            .default_value("text")
            .help("The form of the findings")
    }
}

/// Writes findings for a program. For people there is the text that each of them has.
pub(super) fn write(format: Format, findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Text => Ok(()),
        Format::Json => json::write(findings, out),
        Format::Github => github::write(findings, out),
        Format::Sarif => sarif::write(findings, out),
    }
}
