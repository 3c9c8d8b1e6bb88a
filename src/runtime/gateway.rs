//! Both halves in one program: a gateway, which is a client of one server and a server for others.

use http::header::{ALLOW, WWW_AUTHENTICATE};

use crate::runtime::any_code::AnyCode;
use crate::runtime::client::ReceivedError;
use crate::runtime::code::Code;
use crate::runtime::server::ApiError;

impl<C: Code> ReceivedError<C> {
    /// Makes it an error of one's own, for a gateway whose clients may know what the server behind it has said: code,
    /// message, the parameters of the message, retry advice and wait stay as they are.
    ///
    /// A code that this build does not know is passed on byte for byte, with the status that it came with (a 500 if that is
    /// no error); a known one has the status of its row. An answer without a code becomes [what its status stands for](ApiError::from_status).
    /// Its body stays here, and so does any header but those of the catalog and the two without which a 401 and a 405 are
    /// not whole, `WWW-Authenticate` and `Allow`. The received error is the [`source`](std::error::Error::source) of the
    /// new one, for the log.
    ///
    /// Forwarding is a decision, so it is not a `From`: a 401 says that *the gateway's* key is wrong, which its client can do
    /// nothing about.
    ///
    /// ```
    /// use error_catalog::{ApiError, ReceivedError};
    ///
    /// let response = http::Response::builder()
    ///     .status(429)
    ///     .header("Retry-After", "7")
    ///     .body(r#"{"error":{"code":"QUOTA_EXCEEDED","message":"10 per minute"}}"#)?;
    /// let received: ReceivedError = ReceivedError::from_response(response);
    ///
    /// let error: ApiError = received.forward();
    /// let (status, headers, body) = error.into_parts();
    /// assert_eq!(status, 429);
    /// assert_eq!(headers["x-error-code"], "QUOTA_EXCEEDED");
    /// assert_eq!(headers["x-should-retry"], "true");
    /// assert_eq!(headers["retry-after"], "7");
    /// assert_eq!(&*body, br#"{"error":{"code":"QUOTA_EXCEEDED","message":"10 per minute"}}"#);
    /// # Ok::<_, http::Error>(())
    /// ```
    #[must_use]
    pub fn forward(self) -> ApiError<C> {
        self.forward_with(Some)
    }

    /// Like [`forward`](Self::forward), for a gateway with a catalog of its own.
    ///
    /// A code that both catalogs include from one table becomes the gateway's. Any other is passed on byte for byte, with
    /// the status of its row if it is known to `C`, or else with the one that it came with. An answer without a code
    /// becomes what its status stands for in the gateway's catalog.
    ///
    /// ```
    /// use error_catalog::{ApiError, ErrorCode, ReceivedError};
    ///
    /// let response = http::Response::builder()
    ///     .status(404)
    ///     .body(r#"{"error":{"code":"ORDER_NOT_FOUND","message":"Order 7 does not exist"}}"#)?;
    /// // The codes of the service behind, and those of the gateway: here they are the same.
    /// let received: ReceivedError<ErrorCode> = ReceivedError::from_response(response);
    ///
    /// let error: ApiError<ErrorCode> = received.forward_as();
    /// let (status, _, body) = error.into_parts();
    /// assert_eq!(status, 404);
    /// assert_eq!(&*body, br#"{"error":{"code":"ORDER_NOT_FOUND","message":"Order 7 does not exist"}}"#);
    /// # Ok::<_, http::Error>(())
    /// ```
    #[must_use]
    pub fn forward_as<T: Code>(self) -> ApiError<T> {
        self.forward_with(|code| AnyCode::from(code).get())
    }

    /// `own` is what a known code is in the gateway's catalog.
    fn forward_with<T: Code>(self, own: impl FnOnce(C) -> Option<T>) -> ApiError<T> {
        let error = match (self.code(), self.code_str()) {
            (Some(code), _) => own(code).map_or_else(
                || ApiError::foreign(code.status(), code.as_str()).with_public_message(code.message()),
                ApiError::new,
            ),
            (None, Some(code)) => ApiError::foreign(self.status(), code),
            (None, None) => ApiError::from_status(self.status()),
        };
        let error = error.with_retry(self.retry());
        let error = match self.retry_after() {
            Some(wait) => error.with_retry_after(wait),
            None => error,
        };
        let error = match self.message().filter(|message| !message.is_empty()) {
            Some(message) => error.with_public_message(message.to_owned()),
            None => error,
        };
        let error = match self.log_message() {
            Some(shown) if self.message() != Some(&*shown) => error.with_log_message(&shown),
            _ => error,
        };
        let error = match self.details() {
            Some(details) => error.with_details(details),
            None => error,
        };
        let error = [WWW_AUTHENTICATE, ALLOW].into_iter().fold(error, |error, name| {
            let values = self.headers().get_all(&name);
            values.iter().fold(error, |error, value| error.with_header(name.clone(), value.clone()))
        });
        error.with_source(self)
    }
}
