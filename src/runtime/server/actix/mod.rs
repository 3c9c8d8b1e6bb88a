//! actix-web: errors that handlers return, extractors that reject with them, and the guard around an app.
//!
//! ```
//! use actix_web::{App, test, web};
//! use error_catalog::actix::{Guard, configure};
//! use error_catalog::{ApiError, ErrorCode};
//!
//! async fn buy(amount: web::Json<u32>) -> Result<String, ApiError> {
//!     if *amount == 0 {
//!         return Err(ErrorCode::InvalidAmount.into());
//!     }
//!     Ok(format!("bought {amount}"))
//! }
//!
//! # #[actix_web::main]
//! # async fn main() {
//! let app = App::new()
//!     .configure(configure::<ErrorCode>)
//!     .service(web::resource("/credits").route(web::post().to(buy)))
//!     .wrap(Guard::<ErrorCode>::new());
//!
//! # let app = test::init_service(app).await;
//! // The errors of the handler, of an extractor, and of the framework for a wrong method:
//! for (request, code) in [
//!     (test::TestRequest::post().set_json(0), "INVALID_AMOUNT"),
//!     (test::TestRequest::post().set_json("all"), "VALIDATION_ERROR"),
//!     (test::TestRequest::get(), "METHOD_NOT_ALLOWED"),
//! ] {
//!     let response = test::call_service(&app, request.uri("/credits").to_request()).await;
//!     assert_eq!(response.headers().get("x-error-code").unwrap(), code);
//! }
//! # }
//! ```

mod configure;
mod future;
mod guard;
mod response;
mod shape;

pub use self::configure::{configure, reject};
pub use self::future::GuardFuture;
pub use self::guard::{Guard, GuardMiddleware};
pub use super::rules::{PassThrough, Shaped};
