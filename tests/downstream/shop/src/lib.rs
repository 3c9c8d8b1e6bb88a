//! A gateway over two services, each with a table of its own.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use error_catalog::{AnyCode, Code, ErrorForCode as _};
use reqwest::Client;

error_catalog::include_catalog!();

/// Where the services are.
#[derive(Clone, Debug)]
pub struct Services {
    client: Client,
    orders: String,
    shipping: String,
}

/// What came of a request to one of them.
type Answer = Result<String, Failure>;

/// An error of any service, in one type: its code, and what the shop's client is told.
#[derive(Debug)]
pub struct Failure {
    /// Whose it is is part of it: `LOCKED` of the orders is not `LOCKED` of the shipping.
    pub code: Option<AnyCode>,
    /// The error that goes on.
    pub error: ApiError,
}

impl Services {
    /// The services at these URLs.
    ///
    /// # Errors
    ///
    /// Where there can be no HTTP client.
    pub fn new(orders: String, shipping: String) -> reqwest::Result<Self> {
        Ok(Self { client: Client::builder().no_proxy().build()?, orders, shipping })
    }

    /// Asks the orders.
    ///
    /// # Errors
    ///
    /// What the orders answer, or that they do not.
    pub async fn orders(&self, path: &str) -> Answer {
        self.ask::<orders::ErrorCode>(&self.orders, path).await
    }

    /// Asks the shipping.
    ///
    /// # Errors
    ///
    /// What the shipping answers, or that it does not.
    pub async fn shipping(&self, path: &str) -> Answer {
        self.ask::<shipping::ErrorCode>(&self.shipping, path).await
    }

    async fn ask<C: Code>(&self, service: &str, path: &str) -> Answer {
        let unreachable = |error: reqwest::Error| Failure {
            code: None,
            error: ApiError::new(ErrorCode::ServiceUnreachable).with_source(error),
        };
        let response = self.client.get(format!("{service}/{path}")).send().await.map_err(unreachable)?;
        let response = response.error_for_code::<C>().await.map_err(|received| Failure {
            code: received.code().map(AnyCode::from),
            error: received.forward_as(),
        })?;
        response.text().await.map_err(unreachable)
    }
}

/// `/orders/..` and `/shipping/..` go to the services.
pub fn router(services: Services) -> Router {
    let routes = Router::new()
        .route("/orders/{*path}", get(to_orders))
        .route("/shipping/{*path}", get(to_shipping))
        .with_state(services);
    guard(routes)
}

async fn to_orders(State(services): State<Services>, Path(path): Path<String>) -> Result<String, ApiError> {
    services.orders(&path).await.map_err(|failure| failure.error)
}

async fn to_shipping(State(services): State<Services>, Path(path): Path<String>) -> Result<String, ApiError> {
    services.shipping(&path).await.map_err(|failure| failure.error)
}
