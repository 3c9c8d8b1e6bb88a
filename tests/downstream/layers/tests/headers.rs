//! Layers that answer by themselves, or that add headers: CORS, compression, authentication, sessions, files.

use std::convert::Infallible;
use std::fs;

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use axum_login::{AuthManagerLayerBuilder, AuthUser, AuthnBackend, UserId, login_required};
use http::header::{CACHE_CONTROL, HeaderValue};
use layers::{Answer, Position, Server, service};
use reqwest::{Client, Method};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::CorsLayer;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::validate_request::ValidateRequestHeaderLayer;
use tower_sessions::{MemoryStore, Session, SessionManagerLayer};

async fn send(server: &Server, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
    let client = Client::builder().no_proxy().build().expect("a client without TLS");
    let request = client.request(method, server.url(path));
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    Answer::read(request.send().await.expect("there is a response")).await
}

const ERRORS: [(&str, u16, &str); 4] = [
    ("/orders/0", 404, "NOT_FOUND"),
    ("/text", 409, "CONFLICT"),
    ("/panic", 500, "INTERNAL_SERVER_ERROR"),
    ("/none", 404, "NOT_FOUND"),
];

#[tokio::test]
async fn cors_is_on_each_response() {
    for position in [Position::Outside, Position::Inside] {
        let cors = CorsLayer::permissive();
        let server = Server::start(position.place(service(), |router| router.layer(cors))).await;
        let origin = [("origin", "https://app.example"), ("access-control-request-method", "GET")];
        let preflight = send(&server, Method::OPTIONS, "/orders/7", &origin).await;
        assert_eq!((preflight.status, preflight.code()), (200, None), "{position:?}");
        assert_eq!(preflight.header("access-control-allow-methods"), Some("*"), "{position:?}");
        for (path, status, code) in ERRORS {
            let answer = send(&server, Method::GET, path, &origin).await;
            assert_eq!((answer.status, answer.code()), (status, Some(code)), "{position:?}, {path}");
            // A panic leaves the layers inside of the guard without a response.
            let is_lost = position == Position::Inside && path == "/panic";
            let allowed = (!is_lost).then_some("*");
            assert_eq!(answer.header("access-control-allow-origin"), allowed, "{position:?}, {path}");
        }
    }
}

#[tokio::test]
async fn a_compressed_body_is_replaced_whole() {
    for position in [Position::Outside, Position::Inside] {
        let gzip = CompressionLayer::new();
        let server = Server::start(position.place(service(), |router| router.layer(gzip))).await;
        for (path, status, code) in ERRORS {
            let answer = send(&server, Method::GET, path, &[("accept-encoding", "gzip")]).await;
            assert_eq!(answer.status, status, "{position:?}, {path}");
            assert_eq!(answer.header("x-error-code"), Some(code), "{position:?}, {path}");
            // An error of the catalog is a response like any other. One that the guard makes is outside of the layer.
            let is_raised = path == "/orders/0";
            let is_encoded = answer.header("content-encoding").is_some();
            if position == Position::Inside && !is_raised {
                assert!(!is_encoded && answer.code() == Some(code), "{path}: {answer:?}");
            }
        }
    }
}

#[expect(clippy::result_large_err, reason = "the layer asks for it")]
fn bearer(request: &mut http::Request<Body>) -> Result<(), http::Response<Body>> {
    if request.headers().get("authorization").is_some_and(|value| value == "Bearer secret") {
        return Ok(());
    }
    let refused = http::Response::builder().status(401).header("www-authenticate", "Bearer");
    Err(refused.body(Body::empty()).expect("the parts are valid"))
}

#[tokio::test]
async fn a_refused_request_keeps_its_challenge() {
    for position in Position::ALL {
        let auth = ValidateRequestHeaderLayer::custom(bearer);
        let server = Server::start(position.place(service(), |router| router.layer(auth))).await;
        let refused = send(&server, Method::GET, "/orders/7", &[]).await;
        assert_eq!(refused.status, 401, "{position:?}");
        assert_eq!(refused.header("www-authenticate"), Some("Bearer"), "{position:?}");
        let expected = (position == Position::Inside).then_some("UNAUTHORIZED");
        assert_eq!(refused.code(), expected, "{position:?}: {refused:?}");
        let served = send(&server, Method::GET, "/orders/7", &[("authorization", "Bearer secret")]).await;
        assert_eq!((served.status, &*served.body), (200, "fine"), "{position:?}");
    }
}

#[derive(Clone, Debug)]
struct Nobody;

impl AuthUser for Nobody {
    type Id = u32;

    fn id(&self) -> u32 {
        1
    }

    fn session_auth_hash(&self) -> &[u8] {
        b"hash"
    }
}

#[derive(Clone)]
struct Backend;

impl AuthnBackend for Backend {
    type User = Nobody;
    type Credentials = ();
    type Error = Infallible;

    async fn authenticate(&self, (): ()) -> Result<Option<Nobody>, Infallible> {
        Ok(None)
    }

    async fn get_user(&self, _: &UserId<Self>) -> Result<Option<Nobody>, Infallible> {
        Ok(None)
    }
}

#[tokio::test]
async fn a_login_is_required_in_words_of_the_catalog() {
    for position in Position::ALL {
        let sessions = || SessionManagerLayer::new(MemoryStore::default());
        let login = |router: Router| {
            router
                .route_layer(login_required!(Backend))
                .layer(AuthManagerLayerBuilder::new(Backend, sessions()).build())
        };
        let server = Server::start(position.place(service(), login)).await;
        let refused = server.get("/orders/7").await;
        assert_eq!(refused.status, 401, "{position:?}");
        let expected = (position == Position::Inside).then_some("UNAUTHORIZED");
        assert_eq!(refused.code(), expected, "{position:?}: {refused:?}");
    }
}

/// The cookie of a session is not part of the body that is replaced.
#[tokio::test]
async fn a_session_lives_through_an_error() {
    async fn second(session: Session) -> Result<&'static str, http::StatusCode> {
        let is_known = session.get::<bool>("known").await.expect("the store works").is_some();
        session.insert("known", true).await.expect("the store works");
        if is_known { Ok("known") } else { Err(http::StatusCode::CONFLICT) }
    }
    for position in Position::ALL {
        let sessions = SessionManagerLayer::new(MemoryStore::default()).with_secure(false);
        let router = Router::new().route("/second", get(second));
        let server = Server::start(position.place(router, |router| router.layer(sessions))).await;
        let first = server.get("/second").await;
        assert_eq!(first.status, 409, "{position:?}");
        let cookie = first.header("set-cookie").expect("the session has a cookie");
        let cookie = cookie.split(';').next().expect("it has a value");
        let second = send(&server, Method::GET, "/second", &[("cookie", cookie)]).await;
        assert_eq!(second.body, "known", "{position:?}");
    }
}

#[tokio::test]
async fn files_are_served_as_before_and_their_errors_are_not_cached() {
    let folder = std::env::temp_dir().join(format!("layers-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("there is room");
    fs::write(folder.join("app.js"), "let a = 1;").expect("there is room");
    const YEAR: &str = "public, max-age=31536000, immutable";
    for position in Position::ALL {
        let year = SetResponseHeaderLayer::overriding(CACHE_CONTROL, HeaderValue::from_static(YEAR));
        let router = Router::new().nest_service("/files", ServeDir::new(&folder));
        let server = Server::start(position.place(router, |router| router.layer(year))).await;
        let is_inside = position == Position::Inside;

        let found = server.get("/files/app.js").await;
        assert_eq!((found.status, &*found.body), (200, "let a = 1;"), "{position:?}");
        assert_eq!(found.header("cache-control"), Some(YEAR), "{position:?}");
        let modified = found.header("last-modified").expect("a file has a date");
        let same = send(&server, Method::GET, "/files/app.js", &[("if-modified-since", modified)]).await;
        assert_eq!((same.status, same.code()), (304, None), "{position:?}");
        let part = send(&server, Method::GET, "/files/app.js", &[("range", "bytes=0-2")]).await;
        assert_eq!((part.status, &*part.body), (206, "let"), "{position:?}");

        for (method, path, range, status, code) in [
            (Method::GET, "/files/none.js", "bytes=0-", 404, "NOT_FOUND"),
            (Method::POST, "/files/app.js", "bytes=0-", 405, "METHOD_NOT_ALLOWED"),
            (Method::GET, "/files/app.js", "bytes=99-", 416, "RANGE_NOT_SATISFIABLE"),
        ] {
            let answer = send(&server, method, path, &[("range", range)]).await;
            assert_eq!(answer.status, status, "{position:?}, {path}");
            if position != Position::Alone {
                assert_eq!(answer.code(), Some(code), "{position:?}, {path}: {answer:?}");
                let cached = (!is_inside).then_some(YEAR);
                assert_eq!(answer.header("cache-control"), cached, "{position:?}, {path}: {answer:?}");
            }
            if status == 416 {
                assert_eq!(answer.header("content-range"), Some("bytes */10"), "{position:?}");
            }
        }
    }
    fs::remove_dir_all(&folder).expect("it is there");
}

/// Another layer that catches panics: its text is replaced, and nothing is caught twice.
#[tokio::test]
async fn a_panic_that_another_layer_catches() {
    for position in Position::ALL {
        let catch = CatchPanicLayer::new();
        let server = Server::start(position.place(service(), |router| router.layer(catch))).await;
        let answer = server.get("/panic").await;
        assert_eq!(answer.status, 500, "{position:?}");
        let expected = (position != Position::Alone).then_some("INTERNAL_SERVER_ERROR");
        assert_eq!(answer.code(), expected, "{position:?}: {answer:?}");
    }
}
