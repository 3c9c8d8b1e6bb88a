//! What was chosen, once it is known to make sense.

use core::error::Error;
use core::fmt;

use proc_macro2::TokenStream;
#[cfg(feature = "codegen")]
use proc_macro2::{Delimiter, TokenTree};

#[cfg(feature = "codegen")]
use super::runtime;
#[cfg(feature = "codegen")]
use crate::shared::text::OneLine;

/// What the templates ask for.
pub(super) struct Options {
    /// The path of the runtime crate, where it is not the one that the templates have.
    pub(super) runtime: Option<TokenStream>,
    pub(super) aliases: bool,
    /// They go before the enum.
    pub(super) attributes: TokenStream,
}

impl Default for Options {
    fn default() -> Self {
        Self { runtime: None, aliases: true, attributes: TokenStream::new() }
    }
}

#[cfg(feature = "codegen")]
impl Options {
    /// Checks what a user has chosen, and finds everything that is wrong with it.
    pub(super) fn check(
        runtime: Option<&str>,
        file: &str,
        aliases: bool,
        attributes: &[String],
    ) -> Result<Self, ConfigError> {
        let mut problems = Vec::new();
        let runtime = runtime.and_then(|path| {
            runtime::parse_path(path).or_else(|| {
                problems.push(format!(
                    "`{}` is not a path to the runtime crate, write it as `::name` or `crate::name`, with `_` for each `-`",
                    OneLine(path)
                ));
                None
            })
        });
        if !is_file_name(file) {
            problems.push(format!(
                "`{}` is not a file name, write it without a folder, as `errors.rs`: the folder is `out_dir`",
                OneLine(file)
            ));
        }
        let mut tokens = TokenStream::new();
        for attribute in attributes {
            match parse_attributes(attribute) {
                Some(attribute) => tokens.extend(attribute),
                None => problems.push(format!(
                    "`{}` is not an attribute, write it as `#[name]`, with every bracket and quote closed",
                    OneLine(attribute)
                )),
            }
        }
        if problems.is_empty() {
            Ok(Self { runtime, aliases, attributes: tokens })
        } else {
            Err(ConfigError(problems))
        }
    }
}

#[cfg(feature = "codegen")]
fn is_file_name(name: &str) -> bool {
    !matches!(name, "" | "." | "..") && !name.contains(|c: char| c.is_control() || "/\\:".contains(c))
}

/// `#[...]`, once or more.
#[cfg(feature = "codegen")]
fn parse_attributes(text: &str) -> Option<TokenStream> {
    let tokens: TokenStream = text.parse().ok()?;
    let mut rest = tokens.clone().into_iter().peekable();
    rest.peek()?;
    while let Some(hash) = rest.next() {
        match (hash, rest.next()) {
            (TokenTree::Punct(hash), Some(TokenTree::Group(group)))
                if hash.as_char() == '#'
                    && group.delimiter() == Delimiter::Bracket
                    && !group.stream().is_empty() => {}
            _ => return None,
        }
    }
    Some(tokens)
}

/// Why an option of a [`Config`](super::Config) cannot be followed: a line for each that is wrong.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ConfigError(Vec<String>);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl Error for ConfigError {}
