//! Small pieces of generated code, which several emitters need.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::table::catalog::Catalog;

pub(super) fn allow_deprecated(catalog: &Catalog) -> Option<TokenStream> {
    let any = catalog.errors().iter().any(|entry| entry.deprecated.is_some());
    any.then(|| quote!(#[allow(deprecated, reason = "a deprecated code is still a code")]))
}

/// A doc attribute per line, as `///` would make it.
pub(super) fn expand_docs(text: &str) -> TokenStream {
    let lines = text.lines().map(|line| match line {
        "" => String::new(),
        _ => format!(" {line}"),
    });
    quote!(#(#[doc = #lines])*)
}

pub(super) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
