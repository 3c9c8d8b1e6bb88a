//! utoipa: the error codes of an operation, in its OpenAPI document.
//!
//! OpenAPI has one response for each status, but a status can have many codes. So all codes of a status share one
//! response, which has a named example for each code.
//!
//! ```
//! use error_catalog::ErrorCode;
//! use error_catalog::utoipa::responses;
//! use utoipa::OpenApi;
//!
//! responses! {
//!     /// The errors of a request without a valid key.
//!     pub struct KeyErrors: ErrorCode = [MissingApiKey, InvalidApiKey];
//!
//!     /// The errors of a purchase of credits.
//!     pub struct BuyErrors: ErrorCode = [InvalidAmount, InsufficientCredits, ..KeyErrors];
//! }
//!
//! #[utoipa::path(post, path = "/credits", responses((status = 200, body = u32), BuyErrors))]
//! async fn buy() {}
//!
//! #[derive(OpenApi)]
//! #[openapi(paths(buy))]
//! struct Document;
//!
//! let document = serde_json::to_value(Document::openapi())?;
//! let responses = &document["paths"]["/credits"]["post"]["responses"];
//! let statuses: Vec<&String> = responses.as_object().unwrap().keys().collect();
//! assert_eq!(statuses, ["200", "400", "401", "402"]);
//!
//! let examples = &responses["401"]["content"]["application/json"]["examples"];
//! assert_eq!(examples["MISSING_API_KEY"]["value"]["error"]["message"], "Missing X-Api-Key header");
//! assert_eq!(examples["INVALID_API_KEY"]["value"]["error"]["message"], "API key is unknown");
//! # Ok::<_, serde_json::Error>(())
//! ```
//!
//! Each response contains the schema of its body, with its codes, so there is nothing to register. For a schema with all
//! codes, list [`ErrorEnvelope`] under `components(schemas(..))`.
//!
//! If an operation lists a status twice, utoipa keeps the last response. That happens with a tuple of its own and such
//! a list, or with two lists. `..` joins lists without a loss.

use core::marker::PhantomData;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use ::utoipa::openapi::content::ContentBuilder;
use ::utoipa::openapi::example::{Example, ExampleBuilder};
use ::utoipa::openapi::schema::{AnyOfBuilder, ArrayBuilder, Schema};
use ::utoipa::openapi::{
    Header, HeaderBuilder, Object, ObjectBuilder, RefOr, Response, ResponseBuilder, Responses, Type,
};
use ::utoipa::{PartialSchema, ToSchema};
use http::header::RETRY_AFTER;
use serde_json::Value;

use crate::runtime::code::{Code, ErrorCode};
use crate::runtime::wire::envelope::Envelope;
use crate::shared::retry::{ADVICE_HEADER, RETRY_HEADER, Retry};

#[doc(hidden)]
pub use ::utoipa as __utoipa;

pub use crate::utoipa_responses as responses;

/// Makes types for the error responses of operations, for `responses(..)` of `#[utoipa::path]`.
///
/// Each type lists the enum of its catalog, and codes of that enum. `..` adds the codes of another such type. The
/// function `codes` returns all codes.
///
/// ```
/// use error_catalog::ErrorCode;
///
/// error_catalog::utoipa::responses! {
///     /// The errors of a request without a valid key.
///     pub struct KeyErrors: ErrorCode = [MissingApiKey, InvalidApiKey];
///
///     struct BuyErrors: ErrorCode = [InvalidAmount, ..KeyErrors];
/// }
///
/// assert_eq!(BuyErrors::codes(), [
///     ErrorCode::InvalidAmount,
///     ErrorCode::MissingApiKey,
///     ErrorCode::InvalidApiKey,
/// ]);
/// let statuses: Vec<String> = <BuyErrors as utoipa::IntoResponses>::responses().into_keys().collect();
/// assert_eq!(statuses, ["400", "401"]);
/// ```
#[macro_export]
macro_rules! utoipa_responses {
    () => {};
    (
        $(#[$meta:meta])*
        $visibility:vis struct $name:ident: $codes:ty = [$($code:ident),+ $(, ..$list:ty)* $(,)?];
        $($rest:tt)*
    ) => {
        $crate::__utoipa_responses!($(#[$meta])* $visibility $name, $codes, [$($code)+], [$($list,)*]);
        $crate::utoipa_responses!($($rest)*);
    };
    (
        $(#[$meta:meta])*
        $visibility:vis struct $name:ident: $codes:ty = [$(..$list:ty),+ $(,)?];
        $($rest:tt)*
    ) => {
        $crate::__utoipa_responses!($(#[$meta])* $visibility $name, $codes, [], [$($list,)+]);
        $crate::utoipa_responses!($($rest)*);
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __utoipa_responses {
    (
        $(#[$meta:meta])*
        $visibility:vis $name:ident, $codes:ty, [$($code:ident)*], [$($list:ty,)*]
    ) => {
        $(#[$meta])*
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
        $visibility struct $name;

        impl $name {
            /// The codes.
            #[must_use]
            $visibility fn codes() -> ::std::vec::Vec<$codes> {
                let own: &[$codes] = &[$(<$codes>::$code),*];
                let lists: &[::std::vec::Vec<$codes>] = &[own.to_vec(), $(<$list>::codes()),*];
                lists.concat()
            }
        }

        impl $crate::utoipa::__utoipa::IntoResponses for $name {
            fn responses() -> ::std::collections::BTreeMap<
                ::std::string::String,
                $crate::utoipa::__utoipa::openapi::RefOr<$crate::utoipa::__utoipa::openapi::Response>,
            > {
                ::core::convert::Into::into($crate::utoipa::responses(Self::codes()))
            }
        }
    };
}

/// The responses for these codes: one for each status, with a named example for each code. Use it for a document that
/// you build by hand.
///
/// ```
/// use error_catalog::{ErrorCode, utoipa::responses};
/// use utoipa::openapi::path::OperationBuilder;
///
/// let responses = responses([ErrorCode::NotFound, ErrorCode::ApiUserNotFound, ErrorCode::NameReserved]);
/// assert!(responses.responses.keys().eq(["404", "409"]));
///
/// let operation = OperationBuilder::new().responses(responses).build();
/// let operation = serde_json::to_value(operation)?;
/// let examples = &operation["responses"]["404"]["content"]["application/json"]["examples"];
/// assert_eq!(examples["NOT_FOUND"]["value"]["error"]["code"], "NOT_FOUND");
/// assert_eq!(examples.as_object().unwrap().len(), 2);
/// # Ok::<_, serde_json::Error>(())
/// ```
pub fn responses<C: Code>(codes: impl IntoIterator<Item = C>) -> Responses {
    let mut by_status: BTreeMap<u16, BTreeSet<C>> = BTreeMap::new();
    for code in codes {
        for status in code.statuses() {
            by_status.entry(status.as_u16()).or_default().insert(code);
        }
    }
    by_status.into_iter().map(|(status, codes)| (status.to_string(), response(&codes))).collect()
}

/// The response of the status that all these codes have.
fn response<C: Code>(codes: &BTreeSet<C>) -> Response {
    let causes: Vec<String> = codes.iter().map(|code| format!("- `{code}`: {}", code.cause())).collect();
    let content = ContentBuilder::new()
        // Not a reference: it would lead nowhere in a document that does not register the schema.
        .schema(Some(envelope(codes.iter().copied())))
        .examples_from_iter(codes.iter().map(|code| (code.as_str(), example(*code))))
        .build();
    let mut response =
        ResponseBuilder::new().description(causes.join("\n")).content("application/json", content);
    if let Some(name) = &C::settings().code_header {
        response = response.header(name.as_str(), code_header());
    }
    if let Some(name) = &C::settings().retry_header {
        response = response.header(name.as_str(), retry_header(codes));
    }
    if let Some(name) = &C::settings().advice_header {
        response = response.header(name.as_str(), advice_header(codes));
    }
    if codes.iter().any(|code| code.retry_after().is_some()) {
        response = response.header(RETRY_AFTER.as_str(), wait_header(codes));
    }
    let names: BTreeSet<&str> =
        codes.iter().flat_map(|code| code.row().headers()).map(|(name, _)| *name).collect();
    for name in names {
        response = response.header(name, row_header(name, codes));
    }
    response.build()
}

/// The default response of the code, with its cause and its remedy.
fn example<C: Code>(code: C) -> ExampleBuilder {
    let texts: Vec<&str> = [Some(code.cause()), code.remedy()].into_iter().flatten().collect();
    // An envelope is always valid JSON, so this does not fail.
    let body = serde_json::to_value(Envelope::from(code)).ok();
    ExampleBuilder::new().description(texts.join("\n\n")).value(body)
}

fn code_header() -> Header {
    HeaderBuilder::new()
        .description(Some("The code, as in the body."))
        .schema(Some(Object::with_type(Type::String)))
        .build()
}

fn retry_header<C: Code>(codes: &BTreeSet<C>) -> Header {
    word_header(RETRY_HEADER, ["true", "false"], codes, |retry| retry.should_retry(false))
}

fn advice_header<C: Code>(codes: &BTreeSet<C>) -> Header {
    word_header(ADVICE_HEADER, Retry::ALL.map(Retry::as_str), codes, Retry::as_str)
}

/// A header with one of a few words, which follows from the advice.
fn word_header<C: Code, const N: usize>(
    description: &str,
    words: [&str; N],
    codes: &BTreeSet<C>,
    word: impl Fn(Retry) -> &'static str,
) -> Header {
    HeaderBuilder::new()
        .description(Some(description))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words))))
        .examples_from_iter(codes.iter().map(|code| (code.as_str(), value(word(code.retry())))))
        .build()
}

fn wait_header<C: Code>(codes: &BTreeSet<C>) -> Header {
    let waits = codes.iter().filter_map(|code| Some((code.as_str(), code.retry_after()?.as_secs())));
    HeaderBuilder::new()
        .description(Some("How long to wait before the next attempt, in seconds."))
        .schema(Some(Object::with_type(Type::Integer)))
        .examples_from_iter(waits.map(|(code, seconds)| (code, value(seconds))))
        .build()
}

/// A header that some of the rows declare.
fn row_header<C: Code>(name: &str, codes: &BTreeSet<C>) -> Header {
    let declared =
        codes.iter().flat_map(|code| code.row().headers().iter().map(|header| (code.as_str(), header)));
    let values = declared.filter(|(_, (declared, _))| *declared == name);
    HeaderBuilder::new()
        .schema(Some(Object::with_type(Type::String)))
        .examples_from_iter(values.map(|(code, (_, text))| (code, value(*text))))
        .build()
}

fn value(value: impl Into<Value>) -> Example {
    ExampleBuilder::new().value(Some(value.into())).build()
}

/// The schema of every error response, [`Envelope`](crate::Envelope). List it in `components(schemas(..))` of
/// `#[derive(OpenApi)]`.
///
/// The schema lists the codes of the catalog, and also allows any other string, because codes are added over time.
///
/// For another catalog, make an alias with its enum, because utoipa needs a name without parameters.
///
/// ```
/// use utoipa::OpenApi;
///
/// # use error_catalog as my;
/// type ErrorEnvelope = error_catalog::utoipa::ErrorEnvelope<my::ErrorCode>;
///
/// #[derive(OpenApi)]
/// #[openapi(components(schemas(ErrorEnvelope)))]
/// struct Document;
///
/// let document = serde_json::to_value(Document::openapi())?;
/// let schema = &document["components"]["schemas"]["ErrorEnvelope"];
/// let code = &schema["properties"]["error"]["properties"]["code"];
/// assert_eq!(code["anyOf"][0]["enum"][0], my::ErrorCode::ALL[0].as_str());
/// assert_eq!(code["anyOf"][1]["type"], "string");
/// # Ok::<_, serde_json::Error>(())
/// ```
pub struct ErrorEnvelope<C = ErrorCode>(PhantomData<fn() -> C>);

impl<C: Code> ToSchema for ErrorEnvelope<C> {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("ErrorEnvelope")
    }
}

impl<C: Code> PartialSchema for ErrorEnvelope<C> {
    fn schema() -> RefOr<Schema> {
        envelope(C::ALL.iter().copied()).into()
    }
}

/// The schema of an error response with one of these codes, or one that is added later.
fn envelope<C: Code>(codes: impl Iterator<Item = C>) -> Object {
    let known = codes.map(Code::as_str);
    let code = AnyOfBuilder::new()
        .description(Some("For programs. Codes are added over time, so expect other strings, too."))
        .item(ObjectBuilder::new().schema_type(Type::String).enum_values(Some(known)))
        .item(Object::with_type(Type::String));
    let message =
        ObjectBuilder::new().schema_type(Type::String).description(Some("Technical detail, for people."));
    let error = ObjectBuilder::new()
        .property("code", code)
        .required("code")
        .property("message", message)
        .required("message");
    let error = if C::settings().sends_details { error.property("details", details()) } else { error };
    ObjectBuilder::new()
        .description(Some("The body of every error response."))
        .property("error", error)
        .required("error")
        .build()
}

/// The member `error.details`. The parameters of a message depend on the code, so they are not listed.
fn details() -> Object {
    let text = |about| ObjectBuilder::new().schema_type(Type::String).description(Some(about));
    let violation = ObjectBuilder::new()
        .description(Some("What is wrong with one field of the request."))
        .property("pointer", text("The JSON pointer of the field (RFC 6901)."))
        .required("pointer")
        .property("message", text("What is wrong, for people."))
        .required("message");
    ObjectBuilder::new()
        .description(Some("The values in the message, and what is wrong with which field, for programs."))
        .property("violations", ArrayBuilder::new().items(violation))
        .build()
}
