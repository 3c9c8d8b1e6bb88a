//! An application on top of the image API. It checks that every answer it gets is the right one.

use std::env;
use std::error::Error;
use std::process::ExitCode;

use crate::api::Api;
use crate::tally::Tally;

mod api;
mod application;
mod checks;
mod tally;
mod wire;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let Some(address) = env::args().nth(1) else {
        eprintln!("usage: client ADDRESS");
        return Ok(ExitCode::from(2));
    };
    let api = Api::new(&address, KEY)?;
    let sections = [
        ("every error of the catalog", checks::every_code(&api).await?),
        ("keys that open nothing", checks::keys(&api).await?),
        ("errors that a next step gets over", checks::detours(&api).await?),
        ("errors that end a request", checks::refusals(&api).await?),
        ("answers that no handler made", checks::answers_of_the_framework(&api).await?),
        ("causes that stay on the server", checks::causes(&address, KEY).await?),
    ];
    for (title, tally) in &sections {
        println!("{title:<36}{tally}");
    }
    let total: Tally = sections.into_iter().map(|(_, tally)| tally).sum();
    println!("{total} answers agree");
    Ok(if total.is_unanimous() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

const KEY: &str = "pkz_live";
