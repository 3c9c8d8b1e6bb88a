//! Before anything else: is the server up? Nothing else is to be done meanwhile, so this one blocks.

use std::thread;
use std::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBuilder};
use error_catalog::http::Method;
use error_catalog::receive::CallError;
use error_catalog::receive::blocking::ErrorForCode as _;
use ureq::Agent;

/// Asks until the server says that it is up, and returns how often it was not.
pub fn wait_until_up(address: &str) -> Result<usize, CallError> {
    let agent = Agent::config_builder()
        .proxy(None)
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(10)))
        .build()
        .new_agent();
    let ask =
        || agent.get(format!("http://{address}/health")).call()?.error_for_code().map_err(CallError::from);
    let mut waits = ExponentialBuilder::default().with_min_delay(A_MOMENT).with_jitter().build();
    let mut refusals = 0;
    loop {
        let Err(error) = ask() else { return Ok(refusals) };
        refusals += 1;
        match error.next_delay(waits.next()) {
            Some(wait) if error.may_retry(&Method::GET) => thread::sleep(wait),
            _ => return Err(error),
        }
    }
}

const A_MOMENT: Duration = Duration::from_millis(50);
