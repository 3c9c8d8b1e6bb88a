//! The client against derived structs, for each layout that servers send.
//!
//! `cargo bench --bench client` prints times and allocations, and instructions if valgrind is installed: then the program
//! starts itself with the name of a side.

#[path = "support/derived.rs"]
mod derived;
#[path = "support/instructions.rs"]
mod instructions;
#[path = "support/layouts.rs"]
mod layouts;
mod support;

use std::env;
use std::error::Error;
use std::hint::black_box;

use error_catalog::{DecodedError, ErrorCode, ReceivedError};
use http::{HeaderMap, StatusCode};
use layouts::layouts;
use support::compare;

type Decode = fn(&[u8]);

/// What decodes a body: this crate, and structs with derived traits.
const SIDES: [(&str, Decode); 4] = [
    ("received", |body| drop(black_box(receive(body)))),
    ("borrowed", borrow),
    ("derived Strings", |body| drop(black_box(derived::strings(body)))),
    ("derived Cows", |body| drop(black_box(derived::cows(body)))),
];

/// Which sides are compared.
const PAIRS: [(usize, usize); 3] = [(0, 2), (0, 3), (1, 3)];

fn main() -> Result<(), Box<dyn Error>> {
    derived::is_the_same_table();
    let arguments: Vec<String> = env::args().collect();
    if let [_, side, layout, calls] = &arguments[..] {
        let (_, decode) = SIDES[side.parse::<usize>()?];
        let body = &layouts()[layout.parse::<usize>()?].1;
        for _ in 0..calls.parse()? {
            decode(black_box(body.as_bytes()));
        }
        return Ok(());
    }
    for (ours, theirs) in PAIRS {
        println!("{} against {}, by clock:", SIDES[ours].0, SIDES[theirs].0);
        for (layout, body) in layouts() {
            let body = body.as_bytes();
            compare(
                &format!("  {layout}"),
                || SIDES[ours].1(black_box(body)),
                || SIDES[theirs].1(black_box(body)),
            );
        }
    }
    let counted = instructions::can_count();
    println!("allocations{}:", if counted { " and instructions" } else { "" });
    for (at, (layout, body)) in layouts().iter().enumerate() {
        println!("  {layout}");
        for (side, (name, decode)) in SIDES.iter().enumerate() {
            let allocations = allocation_counter::measure(|| decode(body.as_bytes())).count_total;
            let instructions =
                if counted { format!("{:>8.0} in.", per_call(side, at)?) } else { String::new() };
            println!("    {name:<20}{allocations:>3}{instructions}");
        }
    }
    Ok(())
}

fn receive(body: &[u8]) -> ReceivedError {
    let error = ReceivedError::from_parts(StatusCode::PAYMENT_REQUIRED, HeaderMap::new(), body);
    assert_eq!(error.code(), Some(ErrorCode::InsufficientCredits));
    error
}

/// Decodes, checks and drops an error, the purpose of the borrowed form.
fn borrow(body: &[u8]) {
    let headers = HeaderMap::new();
    let error: DecodedError = DecodedError::new(StatusCode::PAYMENT_REQUIRED, &headers, body);
    assert_eq!(black_box(error.code()), Some(ErrorCode::InsufficientCredits));
    black_box(error.message());
}

/// The difference between many calls and twice as many, for each call.
fn per_call(side: usize, layout: usize) -> Result<f64, Box<dyn Error>> {
    const CALLS: u32 = 1_000;
    let program = env::current_exe()?;
    let run =
        |calls: u32| instructions::count(&program, [side.to_string(), layout.to_string(), calls.to_string()]);
    Ok((run(2 * CALLS)? - run(CALLS)?) / f64::from(CALLS))
}
