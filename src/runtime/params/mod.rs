//! The parameters of a message, as a type for each code.

pub(crate) mod details;
pub(crate) mod template;

use core::fmt::{self, Debug};
use std::borrow::Cow;

use self::details::{Details, Value};
use self::template::Template;
use crate::runtime::code::Code;

/// The parameters of a code's message. The generator implements this trait for one struct for each code that has
/// parameters.
///
/// For example, it turns the row
///
/// ```toml
/// [errors.INSUFFICIENT_CREDITS]
/// status = 402
/// retry = "never"
/// cause = "The balance is too low"
/// message = "need {needed} credits, have {balance}"
/// params = { needed = { type = "u64", safe = true }, balance = "u64" }
/// ```
///
/// into the struct `params::InsufficientCredits`. Only this struct raises the error with values, so a value cannot be
/// missing, have the wrong type, or be in the wrong place. `?` converts it into an [`ApiError`](crate::ApiError):
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/generated/credits.rs"));
/// # fn main() {
/// fn charge(balance: u64, price: u64) -> Result<u64, error_catalog::ApiError<ErrorCode>> {
///     if balance < price {
///         Err(params::InsufficientCredits { needed: price, balance })?;
///     }
///     Ok(balance - price)
/// }
///
/// let error = charge(3, 12).unwrap_err();
/// assert_eq!(error.message(), "need 12 credits, have 3");
/// assert_eq!(error.to_string(), "INSUFFICIENT_CREDITS: need 12 credits, have {balance}");
/// # }
/// ```
///
/// A parameter that is missing, unknown or of another type does not compile:
///
/// ```compile_fail,E0063
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/generated/credits.rs"));
/// # fn main() {
/// let _ = params::InsufficientCredits { needed: 12 };
/// # }
/// ```
///
/// ```compile_fail,E0308
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/generated/credits.rs"));
/// # fn main() {
/// let _ = params::InsufficientCredits { needed: "12", balance: 3 };
/// # }
/// ```
///
/// ```compile_fail,E0560
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/generated/credits.rs"));
/// # fn main() {
/// let _ = params::InsufficientCredits { needed: 12, balance: 3, price: 12 };
/// # }
/// ```
///
/// # Logs
///
/// Logs have more readers than a response. Unless the table declares a value `safe`, only the client receives it. Logs
/// show its placeholder instead: in `Debug` of these types, in `Debug` and `Display` of the errors on server and
/// client, and in the events of `tracing`.
///
/// [`message`](Self::message) and [`ReceivedError::message`](crate::ReceivedError::message) contain every value, for
/// the person who made the request. A client that does not know the code cannot know which values are safe, and logs
/// the whole message.
///
/// # On the wire
///
/// The client receives the rendered message. With `send_details = true` under `[catalog]`, the response also has an
/// object `error.details` with the values. [`ReceivedError::params`](crate::ReceivedError::params) reads them back with
/// their types. JavaScript rounds whole numbers beyond 2^53.
pub trait Params: Clone + Debug + PartialEq + Send + Sync + Sized + 'static {
    /// The catalog's enum.
    type Code: Code;

    /// The code that is raised with these parameters.
    const CODE: Self::Code;

    #[doc(hidden)]
    const TEMPLATE: &'static Template;

    /// In the order of the template's parameters.
    #[doc(hidden)]
    fn values(&self) -> Vec<Value<'_>>;

    #[doc(hidden)]
    fn read(details: &Details) -> Option<Self>;

    /// The message with all values, for the client. Do not log it.
    #[must_use]
    fn message(&self) -> String {
        Self::TEMPLATE.render(&self.values(), |_| true)
    }

    /// The message with the safe values only, for a log.
    #[must_use]
    fn log_message(&self) -> String {
        Self::TEMPLATE.render(&self.values(), |param| param.is_safe)
    }
}

/// The part of a received message that a log may show. If the code is known to have parameters that are not safe, their
/// placeholders replace the values. Otherwise, it is the whole message.
pub(crate) fn log_message<'a, C: Code>(
    code: Option<C>,
    message: Option<&'a str>,
    body: Option<&[u8]>,
) -> Option<Cow<'a, str>> {
    let message = message?;
    let Some(template) = unsafe_template(code).filter(|_| code.is_some_and(|code| code.message() != message))
    else {
        return Some(message.into());
    };
    let details = body.and_then(|body| Details::in_body(body, template.names()));
    Some(template.log_message(details.as_ref()).into())
}

/// The template of a code, if a log must not show the message or the body.
pub(crate) fn unsafe_template<C: Code>(code: Option<C>) -> Option<&'static Template> {
    code?.template().filter(|template| !template.is_safe())
}

/// `Debug` of a generated type.
pub(crate) fn debug<P: Params>(name: &str, params: &P, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut out = f.debug_struct(name);
    for (param, value) in P::TEMPLATE.params.iter().zip(params.values()) {
        match (param.is_safe, value) {
            (false, _) => out.field(param.name, &format_args!("{{{}}}", param.name)),
            (true, Value::String(text)) => out.field(param.name, &text),
            (true, value) => out.field(param.name, &format_args!("{value}")),
        };
    }
    out.finish()
}
