//! The error that a handler returns.

use core::error::Error;
use core::fmt;
use std::borrow::Cow;

use crate::code::{Code, ErrorCode};
use crate::text::OneLine;

/// An error that goes to a client: a code, and what there is to say beyond its row.
///
/// From a code alone it allocates nothing, and its response body is static. Any code becomes one by `?`:
///
/// ```
/// use error_catalog::{ApiError, ErrorCode};
///
/// fn persona(id: &str) -> Result<&'static str, ApiError> {
///     let known = [("7c9e6679", "Ada")];
///     let (_, name) = known.iter().find(|(known, _)| *known == id).ok_or(ErrorCode::NotFound)?;
///     Ok(name)
/// }
///
/// assert_eq!(persona("7c9e6679")?, "Ada");
/// assert_eq!(persona("0").unwrap_err().code(), ErrorCode::NotFound);
/// # Ok::<_, ApiError>(())
/// ```
///
/// # What is public
///
/// The client sees the code, its row, and a message that was made public by name. The internal cause
/// ([`source`](Error::source)) stays on the server: it is in no body and no header, and not in [`Display`].
///
/// [`Display`]: fmt::Display
pub struct ApiError<C = ErrorCode> {
    code: C,
    /// Boxed, so that a `Result` stays small, and absent for the many errors that say no more than their code.
    more: Option<Box<More>>,
}

#[derive(Default)]
struct More {
    message: Option<Cow<'static, str>>,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl<C: Code> ApiError<C> {
    /// An error that says what its row says.
    pub const fn new(code: C) -> Self {
        Self { code, more: None }
    }

    /// Says something more exact than the row, to the client.
    ///
    /// On a 5xx this is kept from the client, which then gets the row's message: what is known about a fault of the
    /// server is for its operators. [`with_public_message`](Self::with_public_message) sends it all the same.
    ///
    /// ```
    /// use error_catalog::{ApiError, ErrorCode};
    ///
    /// let error = ApiError::new(ErrorCode::InvalidAmount).with_message("amount is -3");
    /// assert_eq!(error.message(), "amount is -3");
    ///
    /// let error = ApiError::new(ErrorCode::UploadFailed).with_message("bucket eu-7 is full");
    /// assert_eq!(error.message(), ErrorCode::UploadFailed.message());
    /// ```
    #[must_use]
    pub fn with_message(self, message: impl Into<Cow<'static, str>>) -> Self {
        if self.code.status().is_server_error() {
            return self;
        }
        self.with_public_message(message)
    }

    /// Says something more exact than the row, to the client, whatever the status: for text that is known to hold
    /// nothing internal.
    ///
    /// ```
    /// use error_catalog::{ApiError, ErrorCode};
    ///
    /// let error = ApiError::new(ErrorCode::ServiceUnderMaintenance).with_public_message("back at 14:00 UTC");
    /// assert_eq!(error.message(), "back at 14:00 UTC");
    /// ```
    #[must_use]
    pub fn with_public_message(mut self, message: impl Into<Cow<'static, str>>) -> Self {
        self.more.get_or_insert_default().message = Some(message.into());
        self
    }

    /// Keeps what brought the error about, for the log. No client ever sees it.
    ///
    /// ```
    /// use std::error::Error;
    ///
    /// use error_catalog::{ApiError, ErrorCode};
    ///
    /// let error = ApiError::new(ErrorCode::UploadFailed).with_source("bucket eu-7 is full");
    /// assert_eq!(error.source().unwrap().to_string(), "bucket eu-7 is full");
    /// assert_eq!(error.message(), "Failed to upload generated output to storage");
    /// ```
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.more.get_or_insert_default().source = Some(source.into());
        self
    }

    /// The code.
    #[must_use]
    pub const fn code(&self) -> C {
        self.code
    }

    /// What the client is told.
    #[must_use]
    pub fn message(&self) -> &str {
        self.own_message().unwrap_or(self.code.message())
    }

    /// A message that is not the row's.
    pub(super) fn own_message(&self) -> Option<&str> {
        self.more.as_ref()?.message.as_deref()
    }
}

impl<C: Code> From<C> for ApiError<C> {
    fn from(code: C) -> Self {
        Self::new(code)
    }
}

impl<C: Code> fmt::Debug for ApiError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("code", &self.code)
            .field("message", &self.message())
            .field("source", &self.source())
            .finish_non_exhaustive()
    }
}

/// One line: the code and the public message. The cause is not in it; `source()` has it.
impl<C: Code> fmt::Display for ApiError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, OneLine(self.message()))
    }
}

impl<C: Code> Error for ApiError<C> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        let source = self.more.as_ref()?.source.as_ref()?;
        Some(&**source)
    }
}
