//! The parameters of a message, as a type for each code.

pub(crate) mod details;
pub(crate) mod template;

use core::fmt::{self, Debug};
use std::borrow::Cow;

use self::details::{Details, Value};
use self::template::Template;
use crate::runtime::code::Code;

/// The parameters of a code's message, a type for each code that has them. The generator makes those types.
///
/// Of a row
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
/// it makes the struct `params::InsufficientCredits`. A literal of it is the only way to raise the error with values, so
/// none can be missing, of another type, or in another's place. `?` makes an [`ApiError`](crate::ApiError) of it:
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
/// A log is read by more people than the client's: a value that the table does not call `safe` goes to the client alone.
/// `Debug` of these types, `Debug` and `Display` of the errors on both sides, and the events of `tracing` show the
/// placeholder in its place. [`message`](Self::message), and what a client's
/// [`ReceivedError::message`](crate::ReceivedError::message) returns, have every value: they are for the person whose
/// request it was. (A client that does not know the code cannot know either what is safe in its message.)
///
/// # On the wire
///
/// The client gets the rendered message. With `send_details = true` under `[catalog]` the values are beside it, in the
/// object `error.details`, and [`ReceivedError::params`](crate::ReceivedError::params) reads them back, typed.
/// JavaScript reads whole numbers beyond 2^53 as rounded ones.
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

    /// The message with these values, for the client. It is not for a log.
    #[must_use]
    fn message(&self) -> String {
        Self::TEMPLATE.render(&self.values(), |_| true)
    }

    /// The message with the values that are safe, for a log.
    #[must_use]
    fn log_message(&self) -> String {
        Self::TEMPLATE.render(&self.values(), |param| param.is_safe)
    }
}

/// The part of a received message that a log may show: all of it, or what is safe of it if the code is known to have
/// parameters that are not.
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

/// The template of a code whose message, or body, is not for a log.
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
