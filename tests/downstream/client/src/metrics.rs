//! How often each error was met. There are never more labels than rows in the catalog, and one.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use error_catalog::DecodedError;
use error_catalog::http::Extensions;
use reqwest::{Request, Response};
use reqwest_middleware::{Middleware, Next, Result};

#[derive(Default)]
pub struct Metrics(Mutex<BTreeMap<&'static str, Counts>>);

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    /// Responses that were this error.
    pub attempts: u32,
    /// Those of them that no later attempt got over.
    pub failures: u32,
}

impl Metrics {
    pub fn of(&self, label: &str) -> Counts {
        // A count cannot be left half done.
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.get(label).copied().unwrap_or_default()
    }

    pub fn count_failure(&self, label: &'static str) {
        self.count(label, |counts| counts.failures += 1);
    }

    fn count_attempt(&self, label: &'static str) {
        self.count(label, |counts| counts.attempts += 1);
    }

    fn count(&self, label: &'static str, change: impl FnOnce(&mut Counts)) {
        change(self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(label).or_default());
    }
}

/// Counts what comes back from the wire, whether it is sent again or not.
pub struct CountAttempts(Arc<Metrics>);

impl CountAttempts {
    pub fn new(metrics: &Arc<Metrics>) -> Self {
        Self(Arc::clone(metrics))
    }
}

#[async_trait::async_trait]
impl Middleware for CountAttempts {
    async fn handle(
        &self,
        request: Request,
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> Result<Response> {
        let response = next.run(request, extensions).await?;
        if response.status().is_client_error() || response.status().is_server_error() {
            // The body is the application's to read. The code is in the head, too.
            let error: DecodedError = DecodedError::new(response.status(), response.headers(), b"");
            self.0.count_attempt(error.label());
        }
        Ok(response)
    }
}

/// The label of an error that is not in the catalog.
pub const UNKNOWN: &str = "_OTHER";
