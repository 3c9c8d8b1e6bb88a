//! Golden vectors: responses, and what a reader in any language must conclude from them.

mod bodies;
mod events;
mod heads;
mod rows;
mod strangers;
mod texts;
mod waits;

use core::fmt::Write as _;
use core::str;

use super::literals::quote;
use crate::shared::retry::Retry;
use crate::table::catalog::{Catalog, Entry};

/// The form of the vectors. It grows when a member changes its meaning; more members may come at any time.
const FORMAT: u64 = 1;

/// Renders the vectors of a table as JSON, one to a line: for every row, for every way to damage a response that a
/// [`ReceivedError`](crate::ReceivedError) reads, and for every step of its retry advice.
///
/// A vector has a `name`; the `status`, `headers` and `body` of a response, the body as a text, or as `{"base64": ...}`
/// if it is not UTF-8; and what to `expect`:
///
/// - `code`: the code as it came, or the code of the table that has it as an alias, or null; `known`: whether the table has it;
/// - `message`: what the server says about it, or null;
/// - `retry`: `never`, `backoff` or `if-idempotent`;
/// - `may_retry_safe`, `may_retry_unsafe`: whether a `GET`, and a `POST` without an idempotency key, may be sent again;
/// - `retry_after`: the wait in seconds, with a fraction if there is one, or null;
/// - `violations`: only where the body has the list: its well-formed entries, each with `pointer` and `message`;
/// - `params`: only where the code has parameters that the response may carry: what is read of them, or null.
///
/// An event has a `name`, a `text` that came in a success, and what to `expect`: null if the text is no error, or the same
/// as for a vector and the `status`.
///
/// What is expected is made from the columns of the table, not by a reader.
///
/// ```
/// use error_catalog::catalog::Catalog;
/// use error_catalog::docs::vectors;
///
/// let catalog = Catalog::parse(
///     "catalog.toml",
///     "catalog = { name = \"Teapots\" }\n[errors]\nPOT = { status = 404, retry = \"never\", cause = \"No pot\" }\n",
/// )?;
/// let vectors: serde_json::Value = serde_json::from_str(&vectors::render(&catalog))?;
/// let first = &vectors["vectors"][0];
/// assert_eq!(first["headers"][1][1], "POT");
/// assert_eq!(first["expect"]["message"], "No pot");
/// assert_eq!(first["expect"]["retry"], "never");
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn render(catalog: &Catalog) -> String {
    let table = Subject::new(catalog);
    let vectors =
        [rows::vectors(&table), heads::vectors(&table), waits::vectors(&table), bodies::vectors(&table)];
    let lines: Vec<String> = vectors.iter().flatten().map(|vector| vector.line(&table)).collect();
    let (name, events) = (quote(catalog.name()), events::lines(&table));
    format!(
        "{{\"format\":{FORMAT},\"name\":{name},\"vectors\":[\n{}\n],\"events\":[\n{}\n]}}\n",
        lines.join(",\n"),
        events.join(",\n"),
    )
}

/// What the vectors are made from.
struct Subject<'c> {
    catalog: &'c Catalog,
    /// A code that no reader of this table knows, nor finds at the end of another.
    newer: String,
}

impl<'c> Subject<'c> {
    fn new(catalog: &'c Catalog) -> Self {
        let codes = catalog.errors().iter().flat_map(|entry| [&entry.code].into_iter().chain(&entry.aliases));
        let codes: Vec<&String> =
            codes.chain(catalog.retired().iter().map(|retired| &retired.code)).collect();
        let mut newer = String::from("NEWER");
        while codes.iter().any(|code| code.ends_with(&newer)) {
            newer.insert(0, 'A');
        }
        Self { catalog, newer }
    }

    fn row(&self, code: &str) -> Option<&'c Entry> {
        self.catalog.errors().iter().find(|entry| entry.code == code)
    }

    /// A row to damage responses of: any will do.
    fn sample(&self) -> Option<&'c Entry> {
        self.catalog.errors().first()
    }
}

/// The envelope, as servers write it.
fn envelope(code: &str, message: &str) -> String {
    format!("{{\"error\":{{\"code\":{},\"message\":{}}}}}", quote(code), quote(message))
}

/// A response, and the facts about it from which the rest follows.
struct Vector {
    name: String,
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    code: Option<String>,
    message: Option<String>,
    /// What the headers of the response say about retries.
    hint: Option<Retry>,
    /// The wait that it asks for, in milliseconds.
    wait: Option<u64>,
    /// Whether it names a time, readable or not.
    is_named: bool,
    /// Whether the wait is that of a quota.
    is_of_quota: bool,
    /// As JSON.
    violations: Option<&'static str>,
    /// As JSON.
    params: Option<String>,
}

impl Vector {
    fn new(name: impl Into<String>, status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            name: name.into(),
            status,
            headers: Vec::new(),
            body: body.into(),
            code: None,
            message: None,
            hint: None,
            wait: None,
            is_named: false,
            is_of_quota: false,
            violations: None,
            params: None,
        }
    }

    fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Whose code is read as this.
    fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    fn message(mut self, message: impl Into<String>) -> Self {
        self.message = Some(message.into());
        self
    }

    fn hint(mut self, retry: Retry) -> Self {
        self.hint = Some(retry);
        self
    }

    /// A wait of zero names no time.
    fn wait(self, seconds: u64) -> Self {
        self.wait_in_milliseconds(seconds * 1000)
    }

    fn wait_in_milliseconds(mut self, milliseconds: u64) -> Self {
        self.wait = Some(milliseconds);
        self.is_named |= milliseconds > 0;
        self
    }

    fn params(mut self, json: impl Into<String>) -> Self {
        self.params = Some(json.into());
        self
    }

    /// The advice: the server's hint on this response, then the row of the code, then the status. A time to come back
    /// at says that the request is expected again. The end of a quota says so of an error that no row explains.
    fn retry(&self, row: Option<&Entry>) -> Retry {
        let by_status = match self.status {
            425 | 429 => Retry::Backoff,
            408 | 420 | 502..=504 | 509 | 520..=525 | 527 | 529 | 530 | 598 | 599 => Retry::IfIdempotent,
            _ => Retry::Never,
        };
        self.hint.unwrap_or_else(|| match row.map_or(by_status, |row| row.retry) {
            Retry::Never if self.is_named || self.is_of_quota && row.is_none() => Retry::IfIdempotent,
            known => known,
        })
    }

    fn line(&self, table: &Subject<'_>) -> String {
        let headers: Vec<String> =
            self.headers.iter().map(|(name, value)| format!("[{},{}]", quote(name), quote(value))).collect();
        let body = match str::from_utf8(&self.body) {
            Ok(text) => quote(text),
            Err(_) => format!("{{\"base64\":\"{}\"}}", base64(&self.body)),
        };
        format!(
            "{{\"name\":{},\"status\":{},\"headers\":[{}],\"body\":{body},\"expect\":{{{}}}}}",
            quote(&self.name),
            self.status,
            headers.join(","),
            self.expected(table),
        )
    }

    /// The members of `expect`.
    fn expected(&self, table: &Subject<'_>) -> String {
        let row = self.code.as_deref().and_then(|code| table.row(code));
        let retry = self.retry(row);
        let of_row = || row?.retry_after.map(|wait| wait.as_secs() * 1000);
        // After `never` there is no next attempt to wait for.
        let wait = self.wait.or_else(of_row).filter(|_| retry != Retry::Never);

        let or_null =
            |text: &Option<String>| text.as_ref().map_or_else(|| "null".to_owned(), |text| quote(text));
        let mut out = format!(
            "\"code\":{},\"known\":{},\"message\":{},\"retry\":\"{retry}\",",
            or_null(&self.code),
            row.is_some(),
            or_null(&self.message),
        );
        // Writing to a string does not fail.
        let _ = write!(
            out,
            "\"may_retry_safe\":{},\"may_retry_unsafe\":{},\"retry_after\":{}",
            retry != Retry::Never,
            retry == Retry::Backoff,
            wait.map_or_else(|| "null".to_owned(), seconds),
        );
        if let Some(violations) = self.violations {
            let _ = write!(out, ",\"violations\":{violations}");
        }
        if let Some(params) = &self.params {
            let _ = write!(out, ",\"params\":{params}");
        }
        out
    }
}

/// Milliseconds as a number of seconds.
fn seconds(milliseconds: u64) -> String {
    let (whole, rest) = (milliseconds / 1000, milliseconds % 1000);
    let all = format!("{whole}.{rest:03}");
    all.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// RFC 4648, 4.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let digit = usize::try_from(bits >> (18 - 6 * at) & 63).ok().and_then(|at| DIGITS.get(at));
            let has_digit = at <= u32::try_from(chunk.len()).unwrap_or(3);
            out.push(digit.filter(|_| has_digit).map_or('=', |digit| char::from(*digit)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_rfc() {
        for (text, expected) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
            ("\u{3ff}", "z78="),
        ] {
            assert_eq!(base64(text.as_bytes()), expected, "{text}");
        }
    }
}
