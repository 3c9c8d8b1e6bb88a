//! Both directions of a lookup, against `phf` and the derived enum, in one process.
//!
//! Without arguments, it measures times. With a side, a size, a question and a number of passes, it runs these lookups
//! and prints nothing, for a tool that counts instructions.

#[allow(dead_code, reason = "the build script uses the rest")]
#[path = "../../support/codes.rs"]
mod codes;
#[path = "../../support/mod.rs"]
mod support;
#[allow(clippy::all, clippy::pedantic, dead_code, reason = "`phf` and `strum` generate this code")]
mod tables {
    include!(concat!(env!("OUT_DIR"), "/tables.rs"));
}

use std::env;
use std::hint::black_box;

use error_catalog::Code;
use strum::{IntoEnumIterator, VariantNames};
use support::compare;
use tables::{table_38, table_1000, table_10000, table_100000};

/// More queries than a branch predictor can remember.
const QUERIES: usize = 1 << 16;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [side, size, question, passes] = &arguments[..] {
        let passes = passes.parse().unwrap_or(1);
        let question = if question == "hits" { Question::Hits } else { Question::Misses };
        let found = match (&**side, &**size) {
            ("strum", "38") => ask(question, 38, passes, |code| code.parse::<table_38::Derived>().ok()),
            ("strum", "1000") => {
                ask(question, 1_000, passes, |code| code.parse::<table_1000::Derived>().ok())
            }
            ("phf", "38") => ask(question, 38, passes, |code| table_38::PHF.get(code)),
            ("phf", "1000") => ask(question, 1_000, passes, |code| table_1000::PHF.get(code)),
            ("phf", "10000") => ask(question, 10_000, passes, |code| table_10000::PHF.get(code)),
            ("phf", _) => ask(question, 100_000, passes, |code| table_100000::PHF.get(code)),
            (_, "38") => ask(question, 38, passes, table_38::ErrorCode::parse),
            (_, "1000") => ask(question, 1_000, passes, table_1000::ErrorCode::parse),
            (_, "10000") => ask(question, 10_000, passes, table_10000::ErrorCode::parse),
            _ => ask(question, 100_000, passes, table_100000::ErrorCode::parse),
        };
        assert_eq!(found, if matches!(question, Question::Hits) { passes * QUERIES } else { 0 });
        return;
    }
    derived_codes();
    mapped_codes::<table_1000::ErrorCode>(&table_1000::PHF);
    mapped_codes::<table_10000::ErrorCode>(&table_10000::PHF);
    mapped_codes::<table_100000::ErrorCode>(&table_100000::PHF);
}

fn derived_codes() {
    for question in [Question::Hits, Question::Misses] {
        both(
            &format!("38 codes, {}, against strum", question.name()),
            &queries(question, 38),
            table_38::ErrorCode::parse,
            |code| code.parse::<table_38::Derived>().ok(),
        );
        both(
            &format!("1000 codes, {}, against strum", question.name()),
            &queries(question, 1_000),
            table_1000::ErrorCode::parse,
            |code| code.parse::<table_1000::Derived>().ok(),
        );
    }
    let derived: Vec<_> = table_38::Derived::iter().collect();
    back(38, table_38::ErrorCode::ALL, "strum", |at| derived[at].into());
    let derived: Vec<_> = table_1000::Derived::iter().collect();
    back(1_000, table_1000::ErrorCode::ALL, "strum", |at| derived[at].into());
    mapped_codes::<table_38::ErrorCode>(&table_38::PHF);
}

fn mapped_codes<C: Code + VariantNames>(map: &phf::Map<&'static str, C>) {
    let count = C::ALL.len();
    for question in [Question::Hits, Question::Misses] {
        let what = format!("{count} codes, {}, against phf", question.name());
        both(&what, &queries(question, count), C::parse, |code| map.get(code).copied());
    }
    back(count, C::ALL, "an array", |at| C::VARIANTS[at]);
}

fn both<A, B>(what: &str, queries: &[&str], ours: impl Fn(&str) -> A, theirs: impl Fn(&str) -> B) {
    let (mut own, mut other) = (0, 0);
    compare(
        what,
        || {
            own = (own + 1) % QUERIES;
            ours(queries[own])
        },
        || {
            other = (other + 1) % QUERIES;
            theirs(queries[other])
        },
    );
}

/// From a code to its wire string.
fn back<C: Code>(count: usize, all: &[C], side: &str, theirs: impl Fn(usize) -> &'static str) {
    let picks: Vec<usize> = picks(count).collect();
    let (mut own, mut other) = (0, 0);
    compare(
        &format!("{count} codes, to the string, against {side}"),
        || {
            own = (own + 1) % QUERIES;
            all[picks[own]].as_str()
        },
        || {
            other = (other + 1) % QUERIES;
            theirs(picks[other])
        },
    );
}

/// The number of queries that find a code.
fn ask<T>(question: Question, count: usize, passes: usize, find: impl Fn(&str) -> Option<T>) -> usize {
    let queries = queries(question, count);
    (0..passes).map(|_| queries.iter().filter(|query| black_box(find(query)).is_some()).count()).sum()
}

#[derive(Clone, Copy)]
enum Question {
    Hits,
    /// Codes of a newer version of the API.
    Misses,
}

impl Question {
    fn name(self) -> &'static str {
        match self {
            Self::Hits => "known",
            Self::Misses => "unknown",
        }
    }
}

/// Strings one after the other in memory, as in a body. None of them is a literal of a table.
fn queries(question: Question, count: usize) -> Vec<&'static str> {
    let codes: Vec<String> = match question {
        Question::Hits => codes::codes(0..count).collect(),
        Question::Misses => codes::codes(count..codes::ALL.min(2 * count)).collect(),
    };
    let mut text = String::new();
    let mut ends = Vec::with_capacity(QUERIES);
    for pick in picks(codes.len()) {
        text += &codes[pick];
        ends.push(text.len());
    }
    let mut rest: &'static str = text.leak();
    let mut start = 0;
    ends.into_iter()
        .map(|end| {
            let (query, after) = rest.split_at(end - start);
            (rest, start) = (after, end);
            query
        })
        .collect()
}

/// Numbers below `count`, without order, the same in every run.
fn picks(count: usize) -> impl Iterator<Item = usize> {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    (0..QUERIES).map(move |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap_or_default() % count
    })
}
