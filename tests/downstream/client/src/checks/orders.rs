//! Orders that the server carries out, and charges for, though its answer is a time out.

use error_catalog::ErrorCode;
use reqwest_middleware::Result;

use super::THUMBNAILS;
use crate::api::Api;
use crate::application::{Step, next_step};
use crate::metrics::Counts;
use crate::request::Request;
use crate::tally::Tally;

/// Only an order that can be told from the next one is sent again. None is paid for twice.
pub async fn paid_once(api: &Api<'_>) -> Result<Tally> {
    let order = || Request::post(THUMBNAILS, SLOW);
    let requests = [
        (order().for_order("city-1"), None, Counts { attempts: 1, failures: 0 }),
        (order(), Some(Step::LookForResult), Counts { attempts: 2, failures: 1 }),
    ];
    let mut tally = Tally::default();
    for (request, step, counts) in requests {
        let before = balance(api).await?;
        let answer = api.send(&request).await?;
        let paid = before.zip(balance(api).await?).map(|(before, after)| before - after);
        let met = api.metrics().of(ErrorCode::GenerationTimeout.as_str());
        let agrees = answer.as_ref().err().map(next_step) == step && paid == Some(PRICE) && met == counts;
        tally.count(request, (answer, paid, met), agrees);
    }
    Ok(tally)
}

async fn balance(api: &Api<'_>) -> Result<Option<u32>> {
    Ok(api.send(&Request::get("/v1/credits")).await?.ok().and_then(|balance| balance.parse().ok()))
}

const SLOW: &str = "A city at night";

/// Of a thumbnail, in credits.
const PRICE: u32 = 5;
