//! The middleware of actix-web around and below the guard. The last `wrap` is the outermost.

use std::net::SocketAddr;

use actix_cors::Cors;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::ErrorForbidden;
use actix_web::middleware::{Compress, Logger, Next, from_fn};
use actix_web::{App, Error, HttpServer, web};
use error_catalog::actix::{Guard, configure};
use error_catalog::{ApiError, ErrorCode};
use layers::Answer;
use reqwest::{Client, Method};

/// Serves an app, and returns its address.
macro_rules! serve {
    ($app:expr) => {{
        let server = HttpServer::new(move || $app.configure(configure::<ErrorCode>).configure(routes));
        let server = server.workers(1).disable_signals().bind(("127.0.0.1", 0)).expect("a port is free");
        let address = server.addrs()[0];
        actix_web::rt::spawn(server.run());
        address
    }};
}

fn routes(config: &mut web::ServiceConfig) {
    let text =
        || async { actix_web::HttpResponse::Conflict().content_type("text/plain").body("the name is taken") };
    config
        .route("/fine", web::get().to(|| async { "fine" }))
        .route("/own", web::get().to(|| async { Err::<&str, ApiError>(ErrorCode::UploadFailed.into()) }))
        .route("/text", web::get().to(text))
        .route(
            "/panic",
            web::get().to(|| async {
                if true {
                    panic!("the author was wrong")
                }
                ""
            }),
        )
        .service(web::scope("/denied").wrap(from_fn(deny)).route("", web::get().to(|| async { "" })));
}

async fn deny(_: ServiceRequest, _: Next<impl MessageBody>) -> Result<ServiceResponse, Error> {
    Err(ErrorForbidden("no"))
}

async fn send(server: SocketAddr, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
    let client = Client::builder().no_proxy().build().expect("a client without TLS");
    let request = client.request(method, format!("http://{server}{path}"));
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    Answer::read(request.send().await.expect("there is a response")).await
}

const ORIGIN: (&str, &str) = ("origin", "https://app.example");

/// Handlers always make a response, so all middleware sees it. A panic, and an `Err` of middleware, pass the middleware
/// between the guard and the client as an `Err`.
const ERRORS: [(&str, u16, &str, bool); 5] = [
    ("/own", 500, "UPLOAD_FAILED", true),
    ("/text", 409, "CONFLICT", true),
    ("/none", 404, "NOT_FOUND", true),
    ("/panic", 500, "INTERNAL_SERVER_ERROR", false),
    ("/denied", 403, "FORBIDDEN", false),
];

#[actix_web::test]
async fn the_guard_outside_of_cors_shapes_what_cors_refuses() {
    let cors =
        || Cors::default().allowed_origin(ORIGIN.1).allowed_methods(["GET"]).block_on_origin_mismatch(true);
    let server = serve!(App::new().wrap(cors()).wrap(Guard::<ErrorCode>::new()).wrap(Logger::default()));
    let bare = serve!(App::new().wrap(Guard::<ErrorCode>::new()).wrap(cors()));

    let stranger = [("origin", "https://elsewhere.example"), ("access-control-request-method", "GET")];
    for (method, path) in [(Method::OPTIONS, "/fine"), (Method::GET, "/fine")] {
        let refused = send(server, method.clone(), path, &stranger).await;
        assert_eq!(
            (refused.status, refused.code()),
            (400, Some("VALIDATION_ERROR")),
            "{method}: {refused:?}"
        );
        let refused = send(bare, method.clone(), path, &stranger).await;
        assert_eq!((refused.status, refused.code()), (400, None), "{method}: {refused:?}");
    }
    let preflight = [ORIGIN, ("access-control-request-method", "GET")];
    assert_eq!(send(server, Method::OPTIONS, "/fine", &preflight).await.status, 200);
    for (path, status, code, is_response) in ERRORS {
        let answer = send(server, Method::GET, path, &[ORIGIN]).await;
        assert_eq!((answer.status, answer.code()), (status, Some(code)), "{path}: {answer:?}");
        let allowed = answer.header("access-control-allow-origin");
        assert_eq!(allowed, is_response.then_some(ORIGIN.1), "{path}: {answer:?}");
    }
}

#[actix_web::test]
async fn the_guard_outside_of_compression_shapes_what_compression_refuses() {
    let server = serve!(App::new().wrap(Compress::default()).wrap(Guard::<ErrorCode>::new()));
    let refused = send(server, Method::GET, "/fine", &[("accept-encoding", "identity;q=0, x-none")]).await;
    assert_eq!((refused.status, refused.code()), (406, Some("NOT_ACCEPTABLE")), "{refused:?}");

    for (path, status, code, _) in ERRORS {
        let answer = send(server, Method::GET, path, &[("accept-encoding", "gzip")]).await;
        assert_eq!(answer.status, status, "{path}: {answer:?}");
        assert_eq!(answer.header("x-error-code"), Some(code), "{path}: {answer:?}");
        // An error of the catalog is compressed like any other response. What the guard makes is not.
        let encoding = answer.header("content-encoding");
        assert!(encoding.is_none() == (answer.code() == Some(code)), "{path}: {answer:?}");
    }
}
