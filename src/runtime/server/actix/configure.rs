//! The responses of actix-web itself: to unreadable requests, and to unknown routes.

use actix_web::web::{self, FormConfig, JsonConfig, PathConfig, QueryConfig, ServiceConfig};
use actix_web::{Error, HttpRequest, HttpResponse, ResponseError};
use http::StatusCode;

use super::response::from_actix;
use crate::runtime::code::Code;
use crate::runtime::server::ApiError;

/// Makes `web::Json`, `web::Query`, `web::Path` and `web::Form` reject with the errors of a catalog, and answers an
/// unknown route with such an error: `App::new().configure(configure::<ErrorCode>)`. It also works for a scope.
///
/// Add a configuration of your own after this call, and use [`reject`] in it to keep the envelope.
///
/// An unreadable path parameter is a 400, like an unreadable query. Without this call, actix-web answers 404.
///
/// The errors of actix-web do not contain the field that is wrong, so the rejections have a message and no
/// [violations](ApiError::violations).
///
/// ```
/// use actix_web::{App, test, web};
/// use error_catalog::ErrorCode;
/// use error_catalog::actix::configure;
///
/// # #[actix_web::main]
/// # async fn main() {
/// let handler = web::get().to(|id: web::Path<u32>| async move { format!("{id}") });
/// let app = App::new().configure(configure::<ErrorCode>).route("/styles/{id}", handler);
/// # let app = test::init_service(app).await;
///
/// let request = test::TestRequest::with_uri("/styles/blue").to_request();
/// let body = test::call_and_read_body(&app, request).await;
/// assert!(body.starts_with(br#"{"error":{"code":"VALIDATION_ERROR","message":"Path deserialize error:"#));
///
/// let request = test::TestRequest::with_uri("/style").to_request();
/// let body = test::call_and_read_body(&app, request).await;
/// assert!(body.starts_with(br#"{"error":{"code":"NOT_FOUND","#));
/// # }
/// ```
pub fn configure<C: Code>(config: &mut ServiceConfig) {
    config
        .app_data(JsonConfig::default().error_handler(reject::<C, _>))
        .app_data(QueryConfig::default().error_handler(reject::<C, _>))
        .app_data(PathConfig::default().error_handler(reject::<C, _>))
        .app_data(FormConfig::default().error_handler(reject::<C, _>))
        .default_service(web::to(no_route::<C>));
}

/// Converts the rejection of an extractor into an error. Use it as the `error_handler` of a configuration. The text of
/// the rejection describes what the client sent, so the client receives it, up to
/// [`MAX_MESSAGE`](crate::MAX_MESSAGE). If the rejection is a 5xx, its text is only logged.
///
/// ```
/// use actix_web::{App, test, web};
/// use error_catalog::ErrorCode;
/// use error_catalog::actix::{configure, reject};
///
/// # #[actix_web::main]
/// # async fn main() {
/// let small = web::JsonConfig::default().limit(4).error_handler(reject::<ErrorCode, _>);
/// let handler = web::post().to(|text: web::Json<String>| async move { text.into_inner() });
/// let app = App::new().configure(configure::<ErrorCode>).app_data(small).route("/", handler);
/// # let app = test::init_service(app).await;
///
/// let request = test::TestRequest::post().set_json("too long").to_request();
/// let response = test::call_service(&app, request).await;
/// assert_eq!(response.status(), 413);
/// assert_eq!(response.headers().get("x-error-code").unwrap(), "PAYLOAD_TOO_LARGE");
/// # }
/// ```
#[expect(clippy::needless_pass_by_value, reason = "actix-web passes the rejection by value")]
pub fn reject<C: Code, E: ResponseError>(rejection: E, _: &HttpRequest) -> Error {
    ApiError::<C>::rejected(from_actix(rejection.status_code()), rejection.to_string()).into()
}

async fn no_route<C: Code>() -> Result<HttpResponse, ApiError<C>> {
    Err(ApiError::from_status(StatusCode::NOT_FOUND))
}
