//! An application on top of the image API. It checks that every answer it gets is the right one, from the server and
//! from the gateway in front of it.

use std::env;
use std::error::Error;
use std::process::ExitCode;

use crate::api::Api;
use crate::tally::Tally;

mod api;
mod application;
mod checks;
mod health;
mod metrics;
mod request;
mod tally;
mod wire;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let addresses: Vec<_> = env::args().skip(1).collect();
    let [server, gateway] = &*addresses else {
        eprintln!("usage: client SERVER GATEWAY");
        return Ok(ExitCode::from(2));
    };
    let start_up = ("a server that is not up yet", checks::start_up(server));
    let sections: Vec<_> = [start_up].into_iter().chain(ask(server, gateway)?).collect();
    for (title, tally) in &sections {
        println!("{title:<40}{tally}");
    }
    let total: Tally = sections.into_iter().map(|(_, tally)| tally).sum();
    println!("{total} answers agree");
    Ok(if total.is_unanimous() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[tokio::main(flavor = "current_thread")]
async fn ask(server: &str, gateway: &str) -> Result<Vec<(&'static str, Tally)>, Box<dyn Error>> {
    let application = Api::with_retries(server, KEY)?;
    let direct = Api::new(server, KEY)?;
    let relayed = Api::new(gateway, KEY)?;
    Ok(vec![
        ("every error of the catalog", checks::every_code(&direct).await?),
        ("keys that open nothing", checks::keys(&application).await?),
        ("errors that a next step gets over", checks::detours(&application).await?),
        ("orders that are paid for once", checks::orders::paid_once(&application).await?),
        ("errors that end a request", checks::refusals(&application).await?),
        ("answers that no handler made", checks::answers_of_the_framework(&application).await?),
        ("answers of the edge", checks::edge::answers(&direct).await?),
        ("errors by label", checks::counts(&direct)),
        ("causes that stay on the server", checks::causes(server, KEY).await?),
        ("every error, through the gateway", checks::every_code(&relayed).await?),
        ("errors that the gateway leaves alone", checks::gateway::errors(&direct, &relayed).await?),
        ("keys that it does not judge", checks::gateway::keys(&direct, &relayed).await?),
        ("errors that it puts in order", checks::gateway::repaired(&relayed).await?),
        ("what it keeps to itself", checks::gateway::secrets(gateway).await?),
    ])
}

const KEY: &str = "pkz_live";
