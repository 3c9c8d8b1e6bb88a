//! Forwards errors in a gateway, which is a client of one server and a server for others.

use http::header::{ALLOW, WWW_AUTHENTICATE};

use crate::runtime::any_code::AnyCode;
use crate::runtime::client::ReceivedError;
use crate::runtime::code::Code;
use crate::runtime::server::ApiError;

impl<C: Code> ReceivedError<C> {
    /// Converts the received error into an error of the gateway. The code, the message with its parameters, the
    /// violations, the retry advice and the wait stay the same. Use it if the clients of the gateway may see the errors of the server behind
    /// it.
    ///
    /// - A code that this build knows is sent with the status of its row.
    /// - A code that this build does not know is sent byte for byte, with the received status, or with 500 if that
    ///   status is not an error.
    /// - A response without a code becomes [the error of its status](ApiError::from_status).
    /// - The body is not forwarded.
    /// - Headers are not forwarded, except `WWW-Authenticate`, which a 401 requires, and `Allow`, which a 405 requires.
    ///   The gateway writes the headers of its catalog itself.
    /// - The received error is the [`source`](std::error::Error::source) of the new error, for the log.
    ///
    /// Forwarding is a decision, so it is a method and not a `From`: a 401 means that *the gateway's* key is wrong, and
    /// its client cannot change that.
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
    /// A code that both catalogs include from the same table becomes the gateway's code. Any other code is sent byte
    /// for byte, with the status of its row if `C` has the code, or else with the received status. A response without a
    /// code becomes the error of its status in the gateway's catalog.
    ///
    /// ```
    /// use error_catalog::{ApiError, ErrorCode, ReceivedError};
    ///
    /// let response = http::Response::builder()
    ///     .status(404)
    ///     .body(r#"{"error":{"code":"ORDER_NOT_FOUND","message":"Order 7 does not exist"}}"#)?;
    /// // The codes of the service behind the gateway, and those of the gateway. They are the same here.
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

    /// `own` maps a known code to the gateway's catalog.
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
        let error = error.with_violations(self.violations());
        let error = [WWW_AUTHENTICATE, ALLOW].into_iter().fold(error, |error, name| {
            let values = self.headers().get_all(&name);
            values.iter().fold(error, |error, value| error.with_header(name.clone(), value.clone()))
        });
        error.with_source(self)
    }
}
