//! From a catalog to tokens: the enum, its accessors, its traits, and the rows that all of them read.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::options::Options;
use super::own_columns::expand_own_columns;
use super::params::{expand_params, expand_template};
use super::tokens::{allow_deprecated, expand_docs, ident};
use super::{perfect, rustdoc, style};
use crate::shared::actor::Actor;
use crate::shared::envelope;
use crate::shared::retry::Retry;
use crate::shared::style::Style;
use crate::table::catalog::{Catalog, Entry, Headers, ResponseHeader, prose_inline};

/// The whole generated file, in the order in which a person reads it.
pub(super) fn expand(catalog: &Catalog, options: &Options) -> TokenStream {
    let declaration = expand_enum(catalog, &options.attributes);
    let aliases = options.aliases.then(expand_aliases);
    let accessors = expand_accessors(catalog);
    let own_columns = expand_own_columns(catalog);
    let code = expand_code(catalog);
    let strings = expand_strings();
    let serde = expand_serde();
    let strum = expand_strum(catalog);
    let rows = expand_rows(catalog);
    let params = expand_params(catalog);
    quote! {
        #declaration
        #aliases
        ::error_catalog::__private::own_table!(ErrorCode);
        #accessors
        #own_columns
        #code
        #strings
        #serde
        #strum
        #rows
        #params
    }
}

fn expand_enum(catalog: &Catalog, attributes: &TokenStream) -> TokenStream {
    let name = prose_inline(catalog.name());
    let docs = expand_docs(&format!(
        "Every error of {name}, from the table `{}`.\n\nOrdered by its wire string; the order of the table does not show.",
        catalog.file_name()
    ));
    let variants = catalog.errors().iter().map(|entry| {
        let docs = expand_docs(&rustdoc::row(entry, catalog));
        let deprecated = entry.deprecation(str::to_owned).map(|note| quote!(#[deprecated(note = #note)]));
        let variant = ident(&entry.variant);
        quote!(#docs #deprecated #variant,)
    });
    quote! {
        #docs
        #[derive(
            ::core::clone::Clone,
            ::core::marker::Copy,
            ::core::cmp::Eq,
            ::core::hash::Hash,
            ::core::cmp::Ord,
            ::core::cmp::PartialEq,
            ::core::cmp::PartialOrd,
        )]
        #[non_exhaustive]
        #[allow(
            clippy::doc_markdown,
            clippy::enum_variant_names,
            clippy::upper_case_acronyms,
            rustdoc::bare_urls,
            rustdoc::broken_intra_doc_links,
            reason = "names and texts are those of the table"
        )]
        #attributes
        pub enum ErrorCode {
            #(#variants)*
        }
    }
}

/// The types of the two halves for these codes, so that their users need not name the codes each time.
fn expand_aliases() -> TokenStream {
    quote! {
        /// What a handler returns: one of these codes, and what there is to say about it.
        #[allow(dead_code, reason = "a program need not send errors")]
        pub type ApiError = ::error_catalog::ApiError<ErrorCode>;

        /// The error that a client receives.
        #[allow(dead_code, reason = "a program need not receive errors")]
        pub type ReceivedError = ::error_catalog::ReceivedError<ErrorCode>;
    }
}

/// `ALL` names the variants by the name of the enum: the compiler looks a name up at once, but `Self::` by going through
/// all of them.
fn expand_accessors(catalog: &Catalog) -> TokenStream {
    let variants = variants(catalog);
    let deprecated = allow_deprecated(catalog);
    quote! {
        #[allow(dead_code, reason = "a program need not ask for everything")]
        impl ErrorCode {
            /// Every code, in the order of the wire strings.
            #deprecated
            pub const ALL: &'static [Self] = &[#(ErrorCode::#variants,)*];

            /// The wire string.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                Self::row(self).code()
            }

            /// The name of the table that it is from.
            #[must_use]
            pub const fn table(self) -> &'static str {
                Self::tables()[Self::row(self).table() as usize]
            }

            /// The HTTP status that it is sent with.
            #[must_use]
            pub const fn status(self) -> ::error_catalog::__private::StatusCode {
                Self::row(self).status()
            }

            /// Whether the same request may be sent again.
            #[must_use]
            pub const fn retry(self) -> ::error_catalog::Retry {
                Self::row(self).retry()
            }

            /// Who has to act before the request can succeed.
            #[must_use]
            pub const fn actor(self) -> ::error_catalog::Actor {
                Self::row(self).actor()
            }

            /// The wait before the next attempt, if the table has one.
            #[must_use]
            pub const fn retry_after(self) -> ::core::option::Option<::core::time::Duration> {
                Self::row(self).wait()
            }

            /// The typical cause.
            #[must_use]
            pub const fn cause(self) -> &'static str {
                Self::row(self).cause()
            }

            /// The default message of a response. It is public, so it must be safe to show to anyone.
            #[must_use]
            pub const fn message(self) -> &'static str {
                Self::row(self).message()
            }

            /// What the caller does about the error.
            #[must_use]
            pub const fn remedy(self) -> ::core::option::Option<&'static str> {
                Self::row(self).remedy()
            }
        }
    }
}

fn expand_code(catalog: &Catalog) -> TokenStream {
    let codes: Vec<&str> = catalog.errors().iter().map(|entry| &*entry.code).collect();
    let perfect::Perfect { salt, seeds, slots } = perfect::search(&codes);
    let salt = Literal::u64_unsuffixed(salt);
    let seeds = seeds.into_iter().map(Literal::u16_unsuffixed);
    let slots = slots.into_iter().map(Literal::usize_unsuffixed);
    let number = match codes.len() {
        0..=0x100 => quote!(u8),
        0x101..=0x1_0000 => quote!(u16),
        _ => quote!(u32),
    };
    let Headers { advice, code, retry } = catalog.headers();
    let advice = advice.as_ref().map(|name| quote!(.advice_header(#name)));
    let code = code.as_ref().map(|name| quote!(.code_header(#name)));
    let retry = retry.as_ref().map(|name| quote!(.retry_header(#name)));
    let docs_url = catalog.docs_url().map(|url| quote!(.docs_url(#url)));
    let style = match style::style(codes.iter().copied()) {
        Style::Screaming => None,
        Style::Snake => Some(quote!(.style(::error_catalog::__private::Style::Snake))),
        Style::Kebab => Some(quote!(.style(::error_catalog::__private::Style::Kebab))),
    };
    let details = catalog.sends_details().then(|| quote!(.sends_details()));
    let default_for = expand_default_for(catalog);
    let found = expand_found(catalog);
    let template = expand_template(catalog);
    let count = Literal::usize_unsuffixed(codes.len());
    quote! {
        #[automatically_derived]
        impl ::error_catalog::Code for ErrorCode {
            const ALL: &'static [Self] = Self::ALL;

            fn parse(code: &str) -> ::core::option::Option<Self> {
                use ::error_catalog::__private::Index;

                static INDEX: Index<#number> = Index::new(#salt, &[#(#seeds),*], &[#(#slots),*]);
                #found
            }

            fn row(self) -> ::error_catalog::__private::Row {
                Self::row(self)
            }

            #default_for

            #template

            fn headers(self) -> &'static ::error_catalog::__private::RowHeaders {
                use ::error_catalog::__private::RowHeaders;

                static HEADERS: [RowHeaders; #count] = RowHeaders::array();
                &HEADERS[self as usize]
            }

            fn settings() -> &'static ::error_catalog::__private::Settings {
                use ::error_catalog::__private::Settings;

                static SETTINGS: Settings = Settings::of(ErrorCode::tables()) #code #retry #advice #docs_url #style #details .build();
                &SETTINGS
            }
        }
    }
}

/// The code with a wire string: its own, or one of its aliases.
fn expand_found(catalog: &Catalog) -> TokenStream {
    let found = quote!(::error_catalog::__private::find(&INDEX, Self::ALL, Self::rows(), code));
    let arms: Vec<TokenStream> = catalog
        .errors()
        .iter()
        .filter(|entry| !entry.aliases.is_empty())
        .map(|entry| {
            let (aliases, variant) = (&entry.aliases, ident(&entry.variant));
            quote!(#(#aliases)|* => ::core::option::Option::Some(Self::#variant),)
        })
        .collect();
    if arms.is_empty() {
        return found;
    }
    quote! {
        match #found {
            ::core::option::Option::None => match code {
                #(#arms)*
                _ => ::core::option::Option::None,
            },
            found => found,
        }
    }
}

fn expand_default_for(catalog: &Catalog) -> TokenStream {
    let status = quote!(::error_catalog::__private::StatusCode);
    let arms: Vec<TokenStream> = catalog
        .errors()
        .iter()
        .filter(|entry| !entry.default_for.is_empty())
        .map(|entry| {
            let statuses = entry.default_for.iter().map(|status| Literal::u16_unsuffixed(*status));
            let variant = ident(&entry.variant);
            quote!(#(#statuses)|* => ::core::option::Option::Some(Self::#variant),)
        })
        .collect();
    if arms.is_empty() {
        return quote! {
            fn default_for(_: #status) -> ::core::option::Option<Self> {
                ::core::option::Option::None
            }
        };
    }
    let deprecated = allow_deprecated(catalog);
    quote! {
        #deprecated
        fn default_for(status: #status) -> ::core::option::Option<Self> {
            match status.as_u16() {
                #(#arms)*
                _ => ::core::option::Option::None,
            }
        }
    }
}

fn expand_strings() -> TokenStream {
    quote! {
        #[automatically_derived]
        impl ::core::fmt::Display for ErrorCode {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(Self::as_str(*self))
            }
        }

        // Not derived: of a large table, the derive takes memory that grows with its square.
        #[automatically_derived]
        impl ::core::fmt::Debug for ErrorCode {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(Self::row(*self).name())
            }
        }

        #[automatically_derived]
        impl ::core::str::FromStr for ErrorCode {
            type Err = ::error_catalog::UnknownCode;

            fn from_str(code: &str) -> ::core::result::Result<Self, ::error_catalog::UnknownCode> {
                ::error_catalog::__private::from_str(code)
            }
        }

        #[automatically_derived]
        impl ::core::convert::AsRef<str> for ErrorCode {
            fn as_ref(&self) -> &str {
                Self::as_str(*self)
            }
        }
    }
}

fn expand_serde() -> TokenStream {
    quote! {
        #[automatically_derived]
        impl ::error_catalog::__private::serde::Serialize for ErrorCode {
            fn serialize<S: ::error_catalog::__private::serde::Serializer>(
                &self,
                serializer: S
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(Self::as_str(*self))
            }
        }

        #[automatically_derived]
        impl<'de> ::error_catalog::__private::serde::Deserialize<'de> for ErrorCode {
            fn deserialize<D: ::error_catalog::__private::serde::Deserializer<'de>>(
                deserializer: D
            ) -> ::core::result::Result<Self, D::Error> {
                ::error_catalog::__private::deserialize(deserializer)
            }
        }
    }
}

/// The traits of `strum`, as its derives would implement them, without the price of a derive.
fn expand_strum(catalog: &Catalog) -> TokenStream {
    let count = Literal::usize_unsuffixed(catalog.errors().len());
    quote! {
        #[automatically_derived]
        impl ::error_catalog::__private::strum::EnumCount for ErrorCode {
            const COUNT: usize = #count;
        }

        #[automatically_derived]
        impl ::error_catalog::__private::strum::IntoEnumIterator for ErrorCode {
            type Iterator = ::core::iter::Copied<::core::slice::Iter<'static, Self>>;

            fn iter() -> ::core::iter::Copied<::core::slice::Iter<'static, Self>> {
                ::core::iter::Iterator::copied(Self::ALL.iter())
            }
        }

        #[automatically_derived]
        impl ::error_catalog::__private::strum::VariantArray for ErrorCode {
            const VARIANTS: &'static [Self] = Self::ALL;
        }

        #[automatically_derived]
        impl ::error_catalog::__private::strum::VariantNames for ErrorCode {
            const VARIANTS: &'static [&'static str] = Self::codes();
        }
    }
}

fn expand_rows(catalog: &Catalog) -> TokenStream {
    let names = catalog.tables();
    let codes = catalog.errors().iter().map(|entry| &entry.code);
    let actors = expand_actors(catalog);
    // A name that is not used would be a warning.
    let use_actor = actors.as_ref().map(|_| {
        quote!(
            use ::error_catalog::Actor;
        )
    });
    let columns = expand_columns(catalog, actors.as_ref());
    quote! {
        impl ErrorCode {
            /// The names of the table and of those that it includes.
            const fn tables() -> &'static [&'static str] {
                &[#(#names),*]
            }

            /// The wire strings, sorted.
            #[allow(clippy::too_many_lines, reason = "a table has as many lines as it has")]
            const fn codes() -> &'static [&'static str] {
                &[#(#codes,)*]
            }

            /// The row of the table. Variants are declared in the order of the rows.
            const fn row(self) -> ::error_catalog::__private::Row {
                Self::rows().row(self as usize)
            }

            /// The rows of the table, column by column.
            #[allow(clippy::too_many_lines, reason = "a table has as many lines as it has")]
            const fn rows() -> &'static ::error_catalog::__private::Rows {
                #use_actor
                use ::error_catalog::Retry;
                use ::error_catalog::__private::Rows;

                static ROWS: Rows = #columns;
                &ROWS
            }
        }
    }
}

/// The columns that every row has, then those that some row has.
fn expand_columns(catalog: &Catalog, actors: Option<&TokenStream>) -> TokenStream {
    let rows = catalog.errors();
    let numbers = |numbers: Vec<u64>| numbers.into_iter().map(Literal::u64_unsuffixed).collect::<Vec<_>>();
    let names = rows.iter().map(|entry| &entry.variant);
    let statuses = numbers(rows.iter().map(|entry| entry.status.into()).collect());
    let retries = rows.iter().map(|entry| match entry.retry {
        Retry::Backoff => quote!(Retry::Backoff),
        Retry::IfIdempotent => quote!(Retry::IfIdempotent),
        Retry::Never => quote!(Retry::Never),
    });
    let causes = rows.iter().map(|entry| &entry.cause);
    let bodies = rows.iter().map(|entry| envelope::body(&entry.code, &entry.public_message(), None));
    let own_message =
        |entry: &Entry| Some(entry.public_message().into_owned()).filter(|text| *text != entry.cause);
    let messages = expand_texts(catalog, "messages", own_message);
    let remedies = expand_texts(catalog, "remedies", |entry| entry.remedy.clone());
    let also = expand_also(catalog);
    let headers = expand_headers(catalog);
    let waits: Vec<u64> =
        rows.iter().map(|entry| entry.retry_after.map_or(0, |wait| wait.as_secs())).collect();
    let waits = waits.iter().any(|wait| *wait > 0).then(|| {
        let waits = numbers(waits);
        quote!(.waits(&[#(#waits,)*]))
    });
    let tables: BTreeMap<&str, u64> = catalog.tables().iter().map(|name| &**name).zip(0..).collect();
    let tables: Vec<u64> = rows.iter().map(|entry| tables.get(&*entry.table).copied().unwrap_or(0)).collect();
    let tables = tables.iter().any(|table| *table > 0).then(|| {
        let tables = numbers(tables);
        quote!(.tables(&[#(#tables,)*]))
    });
    quote! {
        Rows::new(ErrorCode::codes())
            .names(&[#(#names,)*])
            .statuses(&[#(#statuses,)*])
            .retries(&[#(#retries,)*])
            .causes(&[#(#causes,)*])
            #messages
            #remedies
            #actors
            #also
            #headers
            #waits
            #tables
            .bodies(&[#(#bodies,)*])
    }
}

/// The other statuses of the codes, unless each has but one.
fn expand_also(catalog: &Catalog) -> Option<TokenStream> {
    let rows = catalog.errors();
    rows.iter().any(|entry| !entry.also.is_empty()).then(|| {
        let also = rows.iter().map(|entry| {
            let statuses = entry.also.iter().map(|status| Literal::u16_unsuffixed(*status));
            quote!(&[#(#statuses),*])
        });
        quote!(.also(&[#(#also,)*]))
    })
}

/// The headers of responses, unless no row has one.
fn expand_headers(catalog: &Catalog) -> Option<TokenStream> {
    let rows = catalog.errors();
    rows.iter().any(|entry| !entry.headers.is_empty()).then(|| {
        let headers = rows.iter().map(|entry| {
            let pairs = entry.headers.iter().map(|ResponseHeader { name, value }| quote!((#name, #value)));
            quote!(&[#(#pairs),*])
        });
        quote!(.headers(&[#(#headers,)*]))
    })
}

/// Who has to act, unless the statuses decide it in every row.
fn expand_actors(catalog: &Catalog) -> Option<TokenStream> {
    let rows = catalog.errors();
    rows.iter().any(|entry| entry.actor != Actor::of_status(entry.status)).then(|| {
        let actors = rows.iter().map(|entry| match entry.actor {
            Actor::Account => quote!(Actor::Account),
            Actor::Caller => quote!(Actor::Caller),
            Actor::Operator => quote!(Actor::Operator),
            Actor::Upstream => quote!(Actor::Upstream),
        });
        quote!(.actors(&[#(#actors,)*]))
    })
}

/// A column of texts, unless no row has one.
fn expand_texts(
    catalog: &Catalog,
    column: &str,
    text: impl Fn(&Entry) -> Option<String>,
) -> Option<TokenStream> {
    let texts: Vec<Option<String>> = catalog.errors().iter().map(text).collect();
    texts.iter().any(Option::is_some).then(|| {
        let column = ident(column);
        let texts = texts.into_iter().map(Option::unwrap_or_default);
        quote!(.#column(&[#(#texts,)*]))
    })
}

fn variants(catalog: &Catalog) -> impl Iterator<Item = Ident> + '_ {
    catalog.errors().iter().map(|entry| ident(&entry.variant))
}
