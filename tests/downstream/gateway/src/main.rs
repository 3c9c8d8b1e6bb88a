//! A gateway in front of the image API: a client of one server, and a server for others. It serves until its standard
//! input ends.

use std::error::Error;
use std::io::{self, Write as _};
use std::{env, process};

use axum::Router;
use error_catalog::ErrorCode;
use error_catalog::axum::guard;
use error_catalog::guard::GuardLayer;
use tokio::net::TcpListener;

use crate::upstream::Upstream;

mod forward;
mod upstream;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let Some(address) = env::args().nth(1) else {
        eprintln!("usage: gateway ADDRESS");
        process::exit(2);
    };
    tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::DEBUG)
        .with_writer(io::stderr)
        .init();
    let routes = Router::new().fallback(forward::forward).with_state(Upstream::new(address)?);
    // In a debug build it panics over an error that contradicts the catalog. One that is passed on does not.
    let router = guard(routes, GuardLayer::<ErrorCode>::new().strict());
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("listening on {}", listener.local_addr()?);
    io::stdout().flush()?;
    axum::serve(listener, router).with_graceful_shutdown(end_of_input()).await?;
    Ok(())
}

/// Whoever started the gateway holds the other end, so it does not outlive them.
async fn end_of_input() {
    // An input that cannot be read has ended too.
    let _ = tokio::io::copy(&mut tokio::io::stdin(), &mut tokio::io::sink()).await;
}
