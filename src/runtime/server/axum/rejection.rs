//! Converts the rejections of extractors into errors.

use core::any::Any;
use core::convert::Infallible;
use core::pin::pin;
use core::task::{Context, Poll, Waker};

use axum::body::{Body, HttpBody};
use axum::extract::rejection::{
    BytesRejection, ExtensionRejection, FormRejection, InvalidUtf8, JsonRejection, MatchedPathRejection,
    NestedPathRejection, PathRejection, QueryRejection, RawFormRejection, RawPathParamsRejection,
    StringRejection,
};
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, HeaderValue};

use super::invalid_field::InvalidField;
use crate::runtime::code::Code;
use crate::runtime::server::{ApiError, rules};
use crate::runtime::wire::limits::MAX_MESSAGE;

macro_rules! from_rejections {
    ($($rejection:ty),+ $(,)?) => {$(
        impl<C: Code> From<$rejection> for ApiError<C> {
            fn from(rejection: $rejection) -> Self {
                Self::rejected(rejection.status(), rejection.body_text())
            }
        }
    )+};
}

from_rejections!(
    BytesRejection,
    ExtensionRejection,
    InvalidUtf8,
    MatchedPathRejection,
    NestedPathRejection,
    RawFormRejection,
    RawPathParamsRejection,
    StringRejection,
);

macro_rules! from_rejections_of_fields {
    ($($rejection:ty),+ $(,)?) => {$(
        impl<C: Code> From<$rejection> for ApiError<C> {
            fn from(rejection: $rejection) -> Self {
                let error = Self::rejected(rejection.status(), rejection.body_text());
                // The text names the field already.
                let field = if C::settings().sends_details { rejection.invalid_field() } else { None };
                if field.is_some() { error.with_violations(field) } else { error }
            }
        }
    )+};
}

from_rejections_of_fields!(FormRejection, JsonRejection, PathRejection, QueryRejection);

/// An optional extension is never rejected.
impl<C: Code> From<Infallible> for ApiError<C> {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

/// Converts the rejection of any extractor into an error, such as `MultipartError`, `MultipartRejection`,
/// `WebSocketUpgradeRejection` and `TypedHeaderRejection`. The extractor `WithCode` calls this function.
///
/// - The error has the code of the rejection's status. A rejection that is not an error, such as a redirect, becomes a
///   500.
/// - The text of a 4xx describes what the client sent, so it becomes the message, up to
///   [`MAX_MESSAGE`](crate::MAX_MESSAGE). If the rejection is a 5xx, its text is only logged. A body that is not plain
///   text, or not complete yet, is dropped.
/// - The headers stay, except those that describe the dropped body.
/// - An `ApiError` stays as it is.
///
/// ```
/// use axum::extract::OriginalUri;
/// use axum::response::{IntoResponse, Response};
/// use error_catalog::axum::reject;
/// use error_catalog::{ApiError, ErrorCode};
/// use http::StatusCode;
///
/// # /*
/// while let Some(field) = multipart.next_field().await.map_err(reject)? {
///     save(field.bytes().await.map_err(reject)?).await?;
/// }
/// # */
///
/// let rejection = (StatusCode::BAD_REQUEST, [("x-hint", "part 2")], "the second part has no name");
/// let error: ApiError = reject(rejection);
/// assert_eq!(error.code(), Some(ErrorCode::ValidationError));
/// assert_eq!(error.message(), "the second part has no name");
/// assert_eq!(error.into_parts().1["x-hint"], "part 2");
/// ```
#[must_use]
pub fn reject<C: Code, R: IntoResponse + 'static>(rejection: R) -> ApiError<C> {
    let mut rejection = Some(rejection);
    // An option, because a value can be taken out of it without a box.
    let own = (&mut rejection as &mut dyn Any).downcast_mut::<Option<ApiError<C>>>().and_then(Option::take);
    match (own, rejection) {
        (Some(error), _) => error,
        (None, rejection) => from_response(rejection.map(IntoResponse::into_response).unwrap_or_default()),
    }
}

fn from_response<C: Code>(response: Response) -> ApiError<C> {
    let (head, body) = response.into_parts();
    let is_text = rules::is_bare(head.headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes));
    let text = if is_text { complete_text(body) } else { None };
    let error = match text.filter(|text| !text.is_empty()) {
        Some(text) => ApiError::rejected(head.status, text),
        None => ApiError::from_status(head.status),
    };
    let kept = head.headers.iter().filter(|(name, _)| !rules::REPRESENTATION.contains(&name.as_str()));
    kept.fold(error, |error, (name, value)| error.with_header(name.clone(), value.clone()))
}

/// The text of a body that is complete already. It does not wait, because a slow body must not turn a fast rejection into
/// a hang.
fn complete_text(body: Body) -> Option<String> {
    let mut body = pin!(body);
    let mut bytes = Vec::new();
    // More than the message, so that an ellipsis shows that something is missing.
    while bytes.len() <= MAX_MESSAGE {
        match body.as_mut().poll_frame(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Some(Ok(frame))) => bytes.extend_from_slice(&frame.into_data().unwrap_or_default()),
            Poll::Ready(None) => break,
            Poll::Ready(Some(Err(_))) | Poll::Pending => return None,
        }
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
