//! The enum of the table of this crate, and the trait that every such enum implements.

use core::error::Error;
use core::fmt::{self, Debug, Display};
use core::hash::Hash;
use core::str::FromStr;
use core::time::Duration;

use http::StatusCode;
use serde::de::DeserializeOwned;
use serde::ser::Serialize;

use crate::runtime::params::template::Template;
use crate::runtime::row::Row;
use crate::runtime::row_headers::RowHeaders;
use crate::runtime::settings::Settings;
use crate::shared::actor::Actor;
use crate::shared::retry::Retry;
use crate::shared::text::{MAX_CODE, OneLine, floor_char_boundary};

include!(concat!(env!("OUT_DIR"), "/error_catalog.rs"));

/// The interface of a catalog's enum to server and client. The generator implements it for you.
///
/// Checked-in generated code implements the trait as it was when the code was generated. An item that is added later
/// therefore has a default.
///
/// ```
/// use error_catalog::{Code, ErrorCode};
///
/// fn mine<C: Code>(wire: &str) -> bool {
///     C::parse(wire).is_some_and(|code| code.as_str() == wire)
/// }
///
/// assert!(mine::<ErrorCode>("NOT_FOUND"));
/// assert!(!mine::<ErrorCode>("NOT_FOUND_YET"));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the enum of a catalog",
    label = "not an enum like `ErrorCode`, which the generator makes from a table",
    note = "an error has the codes of one table. For codes of several tables, convert each: `AnyCode::from(code)`"
)]
pub trait Code:
    Copy
    + Debug
    + DeserializeOwned
    + Display
    + FromStr<Err = UnknownCode>
    + Hash
    + Ord
    + Send
    + Serialize
    + Sync
    + 'static
{
    /// Every code, in the order of the wire strings.
    const ALL: &'static [Self];

    /// The code with exactly this wire string. The lookup is one hash and one comparison, for a table of any size.
    #[must_use]
    fn parse(code: &str) -> Option<Self>;

    #[doc(hidden)]
    fn row(self) -> Row;

    /// The code that represents a bare status, such as the 404 of a framework: the row whose `default_for` lists the
    /// status.
    #[must_use]
    fn default_for(status: StatusCode) -> Option<Self>;

    #[doc(hidden)]
    fn settings() -> &'static Settings;

    /// The template of its message, if it has parameters.
    #[doc(hidden)]
    #[must_use]
    fn template(self) -> Option<&'static Template> {
        None
    }

    #[doc(hidden)]
    fn headers(self) -> &'static RowHeaders;

    /// The wire string, such as `NOT_FOUND`.
    #[must_use]
    fn as_str(self) -> &'static str {
        self.row().code()
    }

    /// The name of the table that contains the code: the catalog, or a table that it includes.
    #[must_use]
    fn table(self) -> &'static str {
        let tables = Self::settings().tables;
        tables.get(usize::from(self.row().table())).copied().unwrap_or_default()
    }

    /// The HTTP status of its response.
    #[must_use]
    fn status(self) -> StatusCode {
        self.row().status()
    }

    /// Every HTTP status that it is sent with: [`status`](Self::status), then those of the column `also`.
    fn statuses(self) -> impl Iterator<Item = StatusCode> {
        self.row().statuses()
    }

    /// The retry advice: whether the client may send the same request again.
    #[must_use]
    fn retry(self) -> Retry {
        self.row().retry()
    }

    /// Who has to act before the request can succeed.
    #[must_use]
    fn actor(self) -> Actor {
        self.row().actor()
    }

    /// The wait before the next attempt, if the table has one.
    #[must_use]
    fn retry_after(self) -> Option<Duration> {
        self.row().wait()
    }

    /// The typical cause.
    #[must_use]
    fn cause(self) -> &'static str {
        self.row().cause()
    }

    /// The default message of a response.
    #[must_use]
    fn message(self) -> &'static str {
        self.row().message()
    }

    /// The action that the caller takes.
    #[must_use]
    fn remedy(self) -> Option<&'static str> {
        self.row().remedy()
    }
}

/// The label of a code that is not in the catalog. OpenTelemetry uses it for an unlisted `error.type`.
pub(crate) const OTHER: &str = "_OTHER";

/// A wire string that is not a code of this catalog. It may be a code of a newer table, or of another API.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnknownCode(Box<str>);

impl UnknownCode {
    /// Truncates a text that is longer than any code.
    pub(super) fn new(code: &str) -> Self {
        let end = floor_char_boundary(code, MAX_CODE);
        Self(code[..end].into())
    }
}

impl Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown error code `{}`", OneLine(&self.0))
    }
}

impl Error for UnknownCode {}
