//! Measures the two sides of a comparison in turn, in one process.

use std::hint::black_box;
use std::time::{Duration, Instant};

const ROUNDS: usize = 31;

/// Prints the nanoseconds of both sides and their ratio, in the round with the median ratio. Times depend on the
/// machine and its load, so compare the ratios.
pub(crate) fn compare<A, B>(what: &str, mut ours: impl FnMut() -> A, mut theirs: impl FnMut() -> B) {
    let calls = calls_per_round(&mut ours);
    let mut rounds: Vec<(f64, f64)> = (0..ROUNDS)
        .map(|round| {
            // The second side finds warm caches, so the sides take turns.
            if round % 2 == 0 {
                let ours = time(&mut ours, calls);
                (ours, time(&mut theirs, calls))
            } else {
                let theirs = time(&mut theirs, calls);
                (time(&mut ours, calls), theirs)
            }
        })
        .collect();
    rounds.sort_by(|a, b| (a.1 / a.0).total_cmp(&(b.1 / b.0)));
    let (ours, theirs) = rounds[ROUNDS / 2];
    println!("{what:<58} {ours:>8.1} ns  against {theirs:>8.1} ns: {:>5.2}x", theirs / ours);
}

fn calls_per_round<T>(side: &mut impl FnMut() -> T) -> u32 {
    let start = Instant::now();
    let mut calls = 0;
    while start.elapsed() < Duration::from_millis(20) {
        black_box(side());
        calls += 1;
    }
    calls
}

fn time<T>(side: &mut impl FnMut() -> T, calls: u32) -> f64 {
    let start = Instant::now();
    for _ in 0..calls {
        black_box(side());
    }
    start.elapsed().as_secs_f64() * 1e9 / f64::from(calls)
}
