//! Before anything else: is the server up? Nothing else is to be done meanwhile, so this one blocks.

use std::error::Error;
use std::thread;
use std::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBuilder};
use error_catalog::ReceivedError;
use error_catalog::blocking::ErrorForCode as _;
use error_catalog::http::Request;
use ureq::Agent;

/// Asks until the server says that it is up, and returns how often it said that it is not.
pub fn wait_until_up(address: &str) -> Result<usize, Box<dyn Error>> {
    let agent = Agent::config_builder()
        .proxy(None)
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(10)))
        .build()
        .new_agent();
    let request = Request::get(format!("http://{address}/health")).body(())?;
    let mut waits = ExponentialBuilder::default().with_min_delay(A_MOMENT).with_jitter().build();
    let mut refusals = 0;
    loop {
        let error: ReceivedError = match agent.run(request.clone())?.error_for_code() {
            Ok(_) => return Ok(refusals),
            Err(error) => error,
        };
        refusals += 1;
        match error.next_delay(waits.next()) {
            Some(wait) if error.may_retry(&request) => thread::sleep(wait),
            _ => return Err(error.into()),
        }
    }
}

const A_MOMENT: Duration = Duration::from_millis(50);
