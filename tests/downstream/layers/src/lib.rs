//! One service, with other people's layers and the guard in either order, on a real socket.

mod count;
mod report;

use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use error_catalog::{ApiError, ErrorCode};
use reqwest::{Client, Response};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use self::count::count_errors;
pub use self::report::report_errors;

/// Where a layer is, seen from the guard.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Position {
    /// There is no guard.
    Alone,
    Outside,
    Inside,
}

impl Position {
    pub const ALL: [Self; 3] = [Self::Alone, Self::Outside, Self::Inside];

    /// Puts the layer and the guard around a router.
    pub fn place(self, router: Router, layer: impl FnOnce(Router) -> Router) -> Router {
        match self {
            Self::Alone => layer(router),
            Self::Outside => layer(error_catalog::guard(router)),
            Self::Inside => error_catalog::guard(layer(router)),
        }
    }
}

/// A service with a success and each kind of error: of the catalog, bare, JSON of its own, a panic.
pub fn service() -> Router {
    Router::new()
        .route("/orders/{id}", get(order))
        .route("/text", get(async || (axum::http::StatusCode::CONFLICT, "the name is taken")))
        .route(
            "/panic",
            get(async || {
                if true {
                    panic!("the author was wrong")
                }
            }),
        )
}

async fn order(Path(id): Path<u32>) -> Result<&'static str, ApiError> {
    match id {
        0 => Err(ErrorCode::NotFound.into()),
        1 => Err(ApiError::new(ErrorCode::UploadFailed).with_source("bucket eu-7 is full")),
        _ => Ok("fine"),
    }
}

/// A server that stops with the test.
pub struct Server {
    url: String,
    task: JoinHandle<()>,
}

impl Server {
    pub async fn start(router: Router) -> Self {
        Self::serve(|listener| async { axum::serve(listener, router).await.expect("serving never ends") })
            .await
    }

    /// Serves in the way of the caller.
    pub async fn serve<F: Future<Output = ()> + Send + 'static>(
        serve: impl FnOnce(TcpListener) -> F,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let url = format!("http://{}", listener.local_addr().expect("it has an address"));
        Self { url, task: tokio::spawn(serve(listener)) }
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// Sends a GET on a connection of its own.
    pub async fn get(&self, path: &str) -> Answer {
        let client = Client::builder().no_proxy().build().expect("a client without TLS");
        Answer::read(client.get(self.url(path)).send().await.expect("there is a response")).await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A response as a test compares it.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub body: String,
}

impl Answer {
    pub async fn read(response: Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.text().await.expect("the body is complete");
        Self { status, headers, body }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("it is text"))
    }

    /// The code, if the body is the envelope and the header agrees.
    pub fn code(&self) -> Option<&str> {
        let code = self.header("x-error-code")?;
        self.body.starts_with(&format!(r#"{{"error":{{"code":"{code}","message":""#)).then_some(code)
    }
}
