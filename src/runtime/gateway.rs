//! Forwards errors in a gateway, which is a client of one server and a server for others.

use http::header::{ALLOW, WWW_AUTHENTICATE};

use crate::runtime::any_code::AnyCode;
use crate::runtime::client::ReceivedError;
use crate::runtime::code::Code;
use crate::runtime::server::ApiError;

impl<C: Code> ReceivedError<C> {
    /// Converts the received error into an error of the gateway, with the code, the retry advice and the wait.
    ///
    /// | Received | Message, parameters and violations |
    /// |---|---|
    /// | a 4xx with a code | sent, for the client can correct the request |
    /// | a 5xx | those of the row, or the words of the status: the text of a server that failed is not for clients |
    /// | a response without a code | the words of the status: it may be from a proxy |
    ///
    /// [`forward_verbatim`](Self::forward_verbatim) sends the text in all three cases.
    ///
    /// - A code that this build knows is sent with the status of its row.
    /// - A code that this build does not know is sent byte for byte, with the received status, or with 500 if that
    ///   status is not an error.
    /// - A response without a code becomes [the error of its status](ApiError::from_status).
    /// - The body is not forwarded.
    /// - Headers are not forwarded, except `WWW-Authenticate`, which a 401 requires, and `Allow`, which a 405 requires.
    ///   The gateway writes the headers of its catalog itself.
    /// - The received error is the [`source`](std::error::Error::source) of the new error, so its text is in the log.
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
        let text = self.text_for_clients();
        self.forward_with(Some, text)
    }

    /// Like [`forward`](Self::forward), but sends the message, the parameters and the violations of every error, also of
    /// a 5xx and of a response without a code. Use it only if the servers behind the gateway send nothing that its
    /// clients must not see.
    ///
    /// ```
    /// use error_catalog::{ApiError, ReceivedError};
    ///
    /// let response = || {
    ///     let body = r#"{"error":{"code":"OUT_OF_PAPER","message":"tray 2 of printer 7 is empty"}}"#;
    ///     http::Response::builder().status(503).body(body)
    /// };
    /// let forwarded = ReceivedError::from_response(response()?).forward();
    /// assert_eq!(forwarded.message(), "Service Unavailable");
    /// let verbatim = ReceivedError::from_response(response()?).forward_verbatim();
    /// assert_eq!(verbatim.message(), "tray 2 of printer 7 is empty");
    /// # let _: [ApiError; 2] = [forwarded, verbatim];
    /// # Ok::<_, http::Error>(())
    /// ```
    #[must_use]
    pub fn forward_verbatim(self) -> ApiError<C> {
        self.forward_with(Some, Text::Sent)
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
        let text = self.text_for_clients();
        self.forward_with(|code| AnyCode::from(code).get(), text)
    }

    /// [`forward_as`](Self::forward_as) and [`forward_verbatim`](Self::forward_verbatim) in one.
    #[must_use]
    pub fn forward_verbatim_as<T: Code>(self) -> ApiError<T> {
        self.forward_with(|code| AnyCode::from(code).get(), Text::Sent)
    }

    /// A server chooses the text of a 4xx with a code for its clients. Any other text can be internal.
    fn text_for_clients(&self) -> Text {
        if self.code_str().is_some() && self.status().is_client_error() { Text::Sent } else { Text::Logged }
    }

    /// `own` maps a known code to the gateway's catalog.
    fn forward_with<T: Code>(self, own: impl FnOnce(C) -> Option<T>, text: Text) -> ApiError<T> {
        let error = match (self.code(), self.code_str()) {
            (Some(code), _) => {
                let status = if self.status_mismatch() { code.status() } else { self.status() };
                own(code).map_or_else(
                    || ApiError::foreign(status, code.as_str()).with_public_message(code.message()),
                    |own| ApiError::new(own).with_status(status),
                )
            }
            (None, Some(code)) => ApiError::foreign(self.status(), code),
            (None, None) => ApiError::from_status(self.status()),
        };
        let error = error.with_retry(self.retry());
        let error = match self.retry_after() {
            Some(wait) => error.with_retry_after(wait),
            None => error,
        };
        let error = match text {
            Text::Sent => self.add_text(error),
            Text::Logged => error,
        };
        let error = [WWW_AUTHENTICATE, ALLOW].into_iter().fold(error, |error, name| {
            let values = self.headers().get_all(&name);
            values.iter().fold(error, |error, value| error.with_header(name.clone(), value.clone()))
        });
        error.with_source(self)
    }

    fn add_text<T: Code>(&self, error: ApiError<T>) -> ApiError<T> {
        let error = match self.message().filter(|message| !message.is_empty()) {
            Some(message) => error.with_public_message(message.to_owned()),
            None => error,
        };
        let error = match self.redacted_message() {
            Some(shown) if self.message() != Some(&*shown) => error.with_log_message(&shown),
            _ => error,
        };
        let error = match self.details() {
            Some(details) => error.with_details(details),
            None => error,
        };
        error.with_violations(self.violations())
    }
}

/// What becomes of the received text.
#[derive(Clone, Copy)]
enum Text {
    Sent,
    Logged,
}
