//! An image API in small, whose handlers raise the errors of the catalog. It serves until its standard input ends.

use std::io::{self, Write as _};

use tokio::net::TcpListener;

mod account;
mod auth;
mod edge;
mod health;
mod request_id;
mod routes;

#[tokio::main(flavor = "current_thread")]
async fn main() -> io::Result<()> {
    // What no client is told goes to the operator: every error is an event, with its causes.
    tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::DEBUG)
        .with_writer(io::stderr)
        .init();
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("listening on {}", listener.local_addr()?);
    io::stdout().flush()?;
    axum::serve(listener, routes::router()).with_graceful_shutdown(end_of_input()).await
}

/// Whoever started the server holds the other end, so it does not outlive them.
async fn end_of_input() {
    // An input that cannot be read has ended too.
    let _ = tokio::io::copy(&mut tokio::io::stdin(), &mut tokio::io::sink()).await;
}
