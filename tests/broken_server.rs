//! A server that breaks every rule of HTTP and JSON, and four real clients that read it: the status is never lost, what
//! could be read is there, and nothing panics, hangs, or fills the memory.
//!
//! `cargo test --test broken_server -- --nocapture` prints what each client is told, as a table in Markdown. A case is a
//! row in one of the files beside this one: a name, what the server does, and what has to come of it.

#[path = "broken_server/bodies.rs"]
mod bodies;
#[path = "broken_server/case.rs"]
mod case;
#[path = "broken_server/clients.rs"]
mod clients;
#[path = "broken_server/heads.rs"]
mod heads;
#[path = "broken_server/messages.rs"]
mod messages;
#[path = "broken_server/server.rs"]
mod server;
#[path = "broken_server/told.rs"]
mod told;

use tokio::runtime::Runtime;

use crate::case::{Case, describe};
use crate::clients::{Clients, Outcome, Who};
use crate::server::Server;

/// So many cases at once: most of the time goes to those that wait.
const AT_ONCE: usize = 12;

#[test]
fn whatever_comes_is_told_as_well_as_it_can_be() {
    let clients = Clients::new();
    let runtime = Runtime::new().expect("the test has threads");
    let cases = [messages::cases(), bodies::cases(), heads::cases()].into_iter().flatten();
    let report = runtime.block_on(run_all(&clients, cases.collect()));
    // A client that blocks and hangs would keep the runtime, and so the test, from ending.
    runtime.shutdown_background();

    let clients = Who::ALL.map(|who| format!("{who:?}").to_lowercase());
    println!("\n| case | {} |\n|---|---|---|---|---|\n{}", clients.join(" | "), report.rows.join("\n"));
    assert!(report.failures.is_empty(), "\n{}\n", report.failures.join("\n"));
}

#[derive(Default)]
struct Report {
    rows: Vec<String>,
    failures: Vec<String>,
}

async fn run_all(clients: &Clients, mut cases: Vec<Case>) -> Report {
    let mut report = Report::default();
    while !cases.is_empty() {
        let rest = cases.split_off(cases.len().min(AT_ONCE));
        let tasks = cases.into_iter().map(|case| tokio::spawn(run(clients.clone(), case)));
        for task in tasks.collect::<Vec<_>>() {
            let (row, failures) = task.await.expect("the test itself does not panic");
            report.rows.push(row);
            report.failures.extend(failures);
        }
        cases = rest;
    }
    report
}

/// Shows one server to all four clients: a row of the table, and what is wrong.
async fn run(clients: Clients, case: Case) -> (String, Vec<String>) {
    let server = Server::start(&case.wire).await;
    let ask = |who| clients.ask(who, case.ask(format!("http://{}/", server.address)));
    let [a, b, c, d] = Who::ALL;
    let outcomes = tokio::join!(ask(a), ask(b), ask(c), ask(d));
    let outcomes = [outcomes.0, outcomes.1, outcomes.2, outcomes.3];

    let check = |(who, outcome): (Who, &Result<Outcome, String>)| {
        let checked = outcome.as_ref().map_err(String::clone).and_then(|outcome| case.check(who, outcome));
        checked.err().map(|wrong| format!("{} by {who:?}: {wrong}", case.name))
    };
    let failures = Who::ALL.into_iter().zip(&outcomes).filter_map(check).collect();
    (row(case.name, &outcomes), failures)
}

/// A row of the table, in which `same` stands for what the first client was told.
fn row(name: &str, outcomes: &[Result<Outcome, String>; 4]) -> String {
    let cells = outcomes.each_ref().map(|outcome| outcome.as_ref().map_or_else(Clone::clone, describe));
    let [first, others @ ..] = &cells;
    let others = others.each_ref().map(|cell| if cell == first { "same" } else { cell });
    format!("| {name} | {first} | {} |", others.join(" | "))
}
