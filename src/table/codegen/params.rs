//! From the parameters of a row to a type: a field for each, and how they are written and read.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::tokens::{allow_deprecated, expand_docs, ident};
use crate::table::catalog::{Catalog, Entry, Param, ParamKind, is_keyword, prose_inline};

/// The module `params`, or nothing for a table without parameters.
pub(super) fn expand_params(catalog: &Catalog) -> TokenStream {
    let types: Vec<TokenStream> =
        with_params(catalog).map(|entry| expand_type(entry, catalog.sends_details())).collect();
    if types.is_empty() {
        return TokenStream::new();
    }
    let deprecated = allow_deprecated(catalog);
    quote! {
        /// What codes with parameters are raised with: a type for each, with its name.
        #[allow(
            clippy::doc_markdown,
            clippy::struct_excessive_bools,
            clippy::struct_field_names,
            clippy::upper_case_acronyms,
            non_snake_case,
            rustdoc::bare_urls,
            reason = "names and texts are those of the table"
        )]
        #deprecated
        pub mod params {
            #(#types)*
        }
    }
}

/// `Code::template`, where it has something to say.
pub(super) fn expand_template(catalog: &Catalog) -> TokenStream {
    let arms: Vec<TokenStream> = with_params(catalog)
        .map(|entry| {
            let variant = ident(&entry.variant);
            quote! {
                Self::#variant => ::core::option::Option::Some(params::#variant::TEMPLATE),
            }
        })
        .collect();
    if arms.is_empty() {
        return TokenStream::new();
    }
    let deprecated = allow_deprecated(catalog);
    let rest = (arms.len() < catalog.errors().len()).then(|| quote!(_ => ::core::option::Option::None,));
    quote! {
        #deprecated
        fn template(
            self
        ) -> ::core::option::Option<&'static ::error_catalog::__private::Template> {
            use ::error_catalog::Params;

            match self {
                #(#arms)*
                #rest
            }
        }
    }
}

fn with_params(catalog: &Catalog) -> impl Iterator<Item = &Entry> {
    catalog.errors().iter().filter(|entry| !entry.params.is_empty())
}

fn expand_type(entry: &Entry, is_sent: bool) -> TokenStream {
    let Entry { code, variant: name, cause, message, params, .. } = entry;
    let text = message.as_ref().unwrap_or(cause);
    let docs = expand_docs(&format!("The parameters of `{code}`: {}", prose_inline(text)));
    let variant = ident(name);
    let fields: Vec<Ident> = params.iter().map(field).collect();
    let names = params.iter().map(|param| &param.name);
    let declared = params.iter().zip(&fields).map(|(param, field)| {
        let safety = if param.safe { " Safe to log." } else { " Not safe to log." };
        let kind = kind(param.kind);
        quote!(#[doc = #safety] pub #field: #kind,)
    });
    let template = params.iter().map(|Param { name, kind: _, safe }| {
        let safe = safe.then(|| quote!(.safe()));
        quote!(TemplateParam::new(#name) #safe)
    });
    let sent = is_sent.then(|| quote!(.sent()));
    quote! {
        #docs
        #[derive(::core::clone::Clone, ::core::cmp::PartialEq)]
        pub struct #variant {
            #(#declared)*
        }

        #[automatically_derived]
        impl ::error_catalog::Params for #variant {
            type Code = super::ErrorCode;

            const CODE: super::ErrorCode = super::ErrorCode::#variant;

            const TEMPLATE: &'static ::error_catalog::__private::Template = {
                use ::error_catalog::__private::TemplateParam;
                use ::error_catalog::__private::Template;

                &Template::new(#text, &[#(#template),*]) #sent
            };

            fn values(&self) -> ::std::vec::Vec<::error_catalog::__private::Value<'_>> {
                use ::error_catalog::__private::Field;

                ::std::vec::Vec::from([#(Field::value(&self.#fields)),*])
            }

            fn read(
                details: &::error_catalog::__private::Details
            ) -> ::core::option::Option<Self> {
                ::core::option::Option::Some(Self { #(#fields: details.get(#names)?,)* })
            }
        }

        /// What is not safe to log is not shown.
        #[automatically_derived]
        impl ::core::fmt::Debug for #variant {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::error_catalog::__private::debug_params(#name, self, f)
            }
        }

        #[automatically_derived]
        impl ::core::convert::From<#variant> for ::error_catalog::ApiError<super::ErrorCode> {
            fn from(params: #variant) -> Self {
                ::error_catalog::__private::raise(&params)
            }
        }
    }
}

fn kind(kind: ParamKind) -> TokenStream {
    match kind {
        ParamKind::Bool => quote!(bool),
        ParamKind::F64 => quote!(f64),
        ParamKind::I64 => quote!(i64),
        ParamKind::String => quote!(::std::string::String),
        ParamKind::U64 => quote!(u64),
    }
}

/// A keyword is a field in its raw form.
fn field(param: &Param) -> Ident {
    let make = if is_keyword(&param.name) { Ident::new_raw } else { Ident::new };
    make(&param.name, Span::call_site())
}
