//! A router in `axum::guard` against the same router with a layer that does nothing, tower's `Identity`.
//!
//! axum needs about 900 instructions and two allocations for any layer around a router, so the bare router is not the
//! measure of a layer. `cargo bench --bench guard` prints times and allocations, and instructions if valgrind is
//! installed: then the program starts itself with the name of a side.

#[path = "support/instructions.rs"]
mod instructions;
mod support;

use std::env;
use std::error::Error;
use std::future::Future;
use std::hint::black_box;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use allocation_counter::measure;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::routing::get;
use error_catalog::axum::guard;
use error_catalog::guard::GuardLayer;
use error_catalog::{ApiError, ErrorCode};
use support::compare;
use tower::Service;
use tower::layer::util::Identity;

const PATHS: [&str; 3] = ["/fine", "/own", "/bare"];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().collect();
    if let [_, side, path, calls] = &arguments[..] {
        let mut router = if side == "guarded" { guarded() } else { layered() };
        for _ in 0..calls.parse()? {
            black_box(call(&mut router, known(path)?));
        }
        return Ok(());
    }
    for path in PATHS {
        let (mut ours, mut theirs) = (guarded(), layered());
        let what = format!("{path} in a guard, against a layer that does nothing");
        compare(&what, || call(&mut ours, path), || call(&mut theirs, path));
        let allocations = |router: &mut Router| {
            let info = measure(|| {
                call(router, path);
            });
            info.count_total
        };
        let (ours, theirs) = (allocations(&mut ours), allocations(&mut theirs));
        println!("{:<58} {ours:>8}     against {theirs:>8}", "  its allocations");
    }
    if !instructions::can_count() {
        return Ok(());
    }
    for path in PATHS {
        let (ours, theirs) = (per_call("guarded", path)?, per_call("layered", path)?);
        println!("{:<58} {ours:>8.0} in. against {theirs:>8.0} in: {:>4.2}x", path, theirs / ours);
    }
    Ok(())
}

/// The path as a constant.
fn known(path: &str) -> Result<&'static str, Box<dyn Error>> {
    Ok(PATHS.into_iter().find(|known| *known == path).ok_or("an unknown path")?)
}

/// The difference between many calls and twice as many, for each call.
fn per_call(side: &str, path: &str) -> Result<f64, Box<dyn Error>> {
    const CALLS: u32 = 1_000;
    let program = env::current_exe()?;
    let run = |calls: u32| instructions::count(&program, [side, path, &calls.to_string()]);
    Ok((run(2 * CALLS)? - run(CALLS)?) / f64::from(CALLS))
}

fn routes() -> Router {
    Router::new()
        .route("/fine", get(|| async { "fine" }))
        .route("/own", get(|| async { ApiError::from(ErrorCode::NotFound) }))
        .route("/bare", get(|| async { StatusCode::CONFLICT }))
}

fn guarded() -> Router {
    guard(routes(), GuardLayer::<ErrorCode>::new())
}

fn layered() -> Router {
    routes().with_state(()).layer(Identity::new())
}

/// The status of a response that is ready at once.
fn call(router: &mut Router, path: &'static str) -> Option<StatusCode> {
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = http::Uri::from_static(path);
    let response = pin!(Service::call(router, request)).poll(&mut Context::from_waker(Waker::noop()));
    match response {
        Poll::Ready(Ok(response)) => Some(response.status()),
        Poll::Ready(Err(never)) => match never {},
        Poll::Pending => None,
    }
}
