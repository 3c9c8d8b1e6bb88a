//! From the columns that a table declares to methods of the enum.

use std::collections::BTreeMap;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::tokens::{allow_deprecated, expand_docs, ident};
use crate::table::catalog::{Catalog, Column, ColumnKind, Entry, Value, prose_inline};

/// A method for each column, or nothing for a table that declares none.
pub(super) fn expand_own_columns(catalog: &Catalog) -> TokenStream {
    if catalog.own_columns().is_empty() {
        return TokenStream::new();
    }
    let methods = catalog.own_columns().iter().map(|column| expand_method(column, catalog));
    quote! {
        #[allow(
            clippy::doc_markdown,
            clippy::too_many_lines,
            clippy::unreadable_literal,
            clippy::unused_self,
            dead_code,
            rustdoc::bare_urls,
            reason = "names and values are those of the table"
        )]
        impl ErrorCode {
            #(#methods)*
        }
    }
}

fn expand_method(column: &Column, catalog: &Catalog) -> TokenStream {
    let docs = expand_docs(&prose_inline(&column.about));
    let deprecated = allow_deprecated(catalog);
    let name = ident(&column.name);
    let rows = catalog.errors().iter().filter_map(|entry| Some((entry, column.value(entry)?)));
    let (result, body) = match column.kind {
        ColumnKind::Flag => (quote!(bool), expand_flag(rows.map(|(entry, _)| entry))),
        ColumnKind::Integer => (quote!(::core::option::Option<i64>), expand_match(rows, catalog)),
        _ => (quote!(::core::option::Option<&'static str>), expand_match(rows, catalog)),
    };
    quote! {
        #docs
        #deprecated
        #[must_use]
        pub const fn #name(self) -> #result {
            #body
        }
    }
}

fn expand_flag<'c>(rows: impl Iterator<Item = &'c Entry>) -> TokenStream {
    let variants: Vec<_> = rows.map(|entry| ident(&entry.variant)).collect();
    if variants.is_empty() {
        quote!(false)
    } else {
        quote!(::core::matches!(self, #(ErrorCode::#variants)|*))
    }
}

/// An arm for each value. The enum is named by its name, which the compiler looks up at once: see `expand_accessors`.
fn expand_match<'c>(rows: impl Iterator<Item = (&'c Entry, Value<'c>)>, catalog: &Catalog) -> TokenStream {
    let mut by_value: BTreeMap<String, (TokenStream, Vec<_>)> = BTreeMap::new();
    for (entry, value) in rows {
        let (_, variants) =
            by_value.entry(value.to_text().into_owned()).or_insert_with(|| (expand_value(value), Vec::new()));
        variants.push(ident(&entry.variant));
    }
    let count: usize = by_value.values().map(|(_, variants)| variants.len()).sum();
    let rest = (count < catalog.errors().len()).then(|| quote!(_ => ::core::option::Option::None,));
    let arms = by_value
        .values()
        .map(|(value, variants)| quote!(#(ErrorCode::#variants)|* => ::core::option::Option::Some(#value),));
    quote! {
        match self {
            #(#arms)*
            #rest
        }
    }
}

fn expand_value(value: Value<'_>) -> TokenStream {
    match value {
        Value::Integer(number) => {
            let sign = (number < 0).then(|| quote!(-));
            let digits = Literal::u64_unsuffixed(number.unsigned_abs());
            quote!(#sign #digits)
        }
        value => {
            let text = value.to_text();
            quote!(#text)
        }
    }
}
