//! A row to be: what the source said of it as columns, and what is left to its authors.

use core::fmt::Write as _;

use super::field::Field;
use super::found::{Found, Harvest, short};
use super::text::{self, cause_and_details};
use super::{code, grid, status};
use crate::cli::edit::quote;
use crate::shared::retry::Retry;
use crate::table::catalog::{ColumnKind, ERROR_COLUMNS, UNDECIDED};

/// A row of a draft.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) place: String,
    pub(super) code: String,
    /// What the row says, as TOML, in the order of the columns.
    pub(super) columns: Vec<Cell>,
    /// Why the code is retired, where it is.
    pub(super) retired: Option<String>,
    pub(super) guesses: Vec<String>,
    pub(super) refused: Vec<String>,
}

/// A value of a row.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub(super) column: String,
    /// As TOML.
    pub(super) value: String,
    /// What is proposed and why, where its authors have to decide.
    pub(super) open: Option<String>,
}

impl Cell {
    /// The value with its proposal beside it.
    pub(super) fn line(&self) -> String {
        match &self.open {
            Some(proposal) => format!("{} # {proposal}", self.value),
            None => self.value.clone(),
        }
    }
}

/// What a user says for all rows of which the source says nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Defaults {
    pub(super) status: Option<u16>,
    pub(super) retry: Option<Retry>,
}

impl Draft {
    /// Makes a row, or says by its name why it is none.
    pub(super) fn of(found: &Found, defaults: Defaults, harvest: &mut Harvest) -> Option<Self> {
        let mut draft = Self {
            place: found.place.clone(),
            code: found.code.clone(),
            columns: Vec::new(),
            retired: found.text(&Field::Retired).map(text::line),
            guesses: found.guesses.clone(),
            refused: Vec::new(),
        };
        let spelled: Vec<u16> = found.texts(&Field::Status).flat_map(status::all).collect();
        let (errors, others): (Vec<u16>, Vec<u16>) =
            spelled.iter().partition(|status| (400..=599).contains(*status));
        if errors.is_empty() && !others.is_empty() && others.iter().all(|status| *status < 400) {
            harvest
                .note(&found.place, format!("`{}`: not taken: status {} is no error", found.code, others[0]));
            return None;
        }
        for other in others {
            draft.refused.push(format!("status {other}, which is no HTTP error status"));
        }
        if let Some(name) = found.code.strip_prefix("OBSOLETE_").filter(|name| code::is_code(name)) {
            draft.guesses.push(format!("it was `{name}` before it was obsolete"));
            name.clone_into(&mut draft.code);
            draft.retired.get_or_insert_with(|| format!("Obsolete in {}", file(&found.place)));
        }
        let (status, is_said) = draft.status(&errors, found, defaults);
        draft.retry(found, status, is_said, defaults);
        draft.texts(found);
        draft.rest(found);
        let order = |cell: &Cell| {
            ERROR_COLUMNS.iter().position(|column| column.name == cell.column).unwrap_or(usize::MAX)
        };
        draft.columns.sort_by_key(order);
        Some(draft)
    }

    fn put(&mut self, column: &str, value: String) {
        self.columns.push(Cell { column: column.to_owned(), value, open: None });
    }

    fn leave(&mut self, column: &str, proposal: &str, why: &str) {
        let open = text::line(&format!("{proposal}? {why}"));
        self.columns.push(Cell {
            column: column.to_owned(),
            value: quote::string(UNDECIDED),
            open: Some(open),
        });
    }

    /// The status, and whether it is more than a proposal.
    fn status(&mut self, errors: &[u16], found: &Found, defaults: Defaults) -> (u16, bool) {
        let mut all: Vec<u16> = Vec::new();
        for status in errors {
            if !all.contains(status) {
                all.push(*status);
            }
        }
        match (&*all, defaults.status) {
            ([status], _) => {
                self.put("status", status.to_string());
                return (*status, true);
            }
            // One place says all of them, so the code has them all.
            ([first, rest @ ..], _) if found.texts(&Field::Status).any(|text| lists(text, &all)) => {
                self.put("status", first.to_string());
                self.put("also", format!("{rest:?}"));
                self.guesses.push(format!("{first} is sent unless the place that raises it chooses another"));
                return (*first, true);
            }
            ([first, ..], _) => {
                let names: Vec<String> = all.iter().map(u16::to_string).collect();
                self.leave("status", &first.to_string(), &format!("the source has {}", names.join(", ")));
                return (*first, false);
            }
            ([], Some(status)) => {
                self.put("status", status.to_string());
                return (status, true);
            }
            ([], None) => {}
        }
        let class = found.texts(&Field::Status).find_map(grid::class);
        let (proposal, why) = match (class, &found.proposed, by_name(&found.code)) {
            (Some(class), ..) => (class, format!("the source says only {}xx", class / 100)),
            (_, Some((status, why)), _) => (*status, why.clone()),
            (_, _, Some(status)) => (status, "by the name of the code".to_owned()),
            _ => {
                (400, "the source does not say it: a 4xx if the client can correct it, else a 5xx".to_owned())
            }
        };
        self.leave("status", &proposal.to_string(), &why);
        (proposal, false)
    }

    fn retry(&mut self, found: &Found, status: u16, is_said: bool, defaults: Defaults) {
        let said = found.text(&Field::Retry).map(|word| text::bare(word).to_lowercase());
        let said = said.as_deref();
        let named = said.and_then(|word| word.replace([' ', '_'], "-").parse::<Retry>().ok());
        let decided = named
            .or_else(|| said.filter(|word| is_no(word)).map(|_| Retry::Never))
            .or(if said.is_none() { defaults.retry } else { None });
        let wait = found.text(&Field::Wait).and_then(|wait| {
            if let Some(seconds) = seconds(wait) {
                Some(format!("\"{seconds}s\""))
            } else {
                self.refused.push(format!("the wait \"{}\"", short(wait)));
                None
            }
        });
        if let Some(retry) = decided {
            self.put("retry", quote::string(retry.as_str()));
            if retry == Retry::Never {
                if wait.is_some() {
                    self.refused.push("the wait, as it is not to be sent again".to_owned());
                }
                return;
            }
        } else {
            let (proposal, why) = proposal(status);
            let why = match said {
                Some(word) => format!(
                    "the source says \"{}\", and not whether the failed attempt changed anything",
                    short(word)
                ),
                None if is_said => why.to_owned(),
                None => format!("if the status is {status}: {why}"),
            };
            self.leave("retry", proposal.as_str(), &why);
        }
        if let Some(wait) = wait {
            self.put("retry_after", wait);
        }
    }

    fn texts(&mut self, found: &Found) {
        let cause = found.text(&Field::Cause);
        let message = found.text(&Field::Message).filter(|message| !code::is_surely_code(message));
        let mut details: Option<String> = found.text(&Field::Details).map(str::to_owned);
        // A source with parameters of its own is a table's.
        let has_params = found.text(&Field::Column("params".to_owned())).is_some();
        let template_of = |text: &str| text::template(&text::line(text)).filter(|_| !has_params);
        let template = message.or(cause).and_then(template_of);
        if let Some(template) = &template {
            self.put("message", quote::string(&template.message));
            let params: Vec<String> =
                template.params.iter().map(|(name, kind)| format!("{name} = \"{kind}\"")).collect();
            self.put("params", format!("{{ {} }}", params.join(", ")));
            let names: Vec<&str> = template.params.iter().map(|(name, _)| &**name).collect();
            self.guesses.push(format!("parameters {}", names.join(", ")));
        }
        let whole = match (cause, message, &template) {
            (Some(cause), ..) => {
                Some(template_of(cause).map_or_else(|| cause.to_owned(), |template| template.text))
            }
            (None, Some(_), Some(template)) => Some(template.text.clone()),
            (None, message, _) => message.map(str::to_owned),
        };
        if let (Some(cause), Some(message), None) = (cause, message, &template) {
            if text::line(cause) != text::line(message) {
                self.put("message", quote::string(&text::line(message)));
            }
        }
        if let Some(whole) = whole.filter(|text| !text::line(text).is_empty()) {
            let (cause, more) = cause_and_details(&whole);
            self.put("cause", quote::string(&cause));
            if more.is_some() {
                self.guesses
                    .push("the first sentence is the cause, and all of it is in `details`".to_owned());
                details = more.or(details);
            }
        } else {
            let words = super::field::words(&self.code.replace([':', '/'], " "));
            let mut letters = words.chars();
            let sentence: String =
                letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
            self.leave("cause", &quote::string(&sentence), "the source does not say it");
        }
        if let Some(details) = details {
            let visible: String = details
                .chars()
                .filter(|c| matches!(c, '\n' | '\t') || !crate::shared::text::is_invisible(*c))
                .collect();
            self.put("details", quote::text(visible.trim()));
        }
        if let Some(remedy) = found.text(&Field::Remedy).map(text::line).filter(|remedy| !remedy.is_empty()) {
            self.put("remedy", quote::string(&remedy));
        }
    }

    fn rest(&mut self, found: &Found) {
        for (field, said) in &found.says {
            match field {
                Field::Heading if found.text(&Field::Group).is_some() => {}
                Field::Group | Field::Heading => self.put("group", quote::string(&text::line(said))),
                Field::Number => {
                    let number = text::bare(said);
                    let value = number
                        .parse::<i64>()
                        .map_or_else(|_| quote::string(&number), |number| number.to_string());
                    self.put("number", value);
                }
                Field::Deprecated if !is_no(&said.trim().to_lowercase()) => {
                    let why = text::line(said);
                    let is_mark = is_yes(&why.to_lowercase());
                    let why = if is_mark { format!("Deprecated in {}", file(&found.place)) } else { why };
                    self.put("deprecated", quote::string(&why));
                }
                Field::Column(name) => self.column(name, said),
                _ => {}
            }
        }
    }

    /// A column that is written as the table has it. Values of a list or a table are TOML already.
    fn column(&mut self, name: &str, said: &str) {
        let kind = ERROR_COLUMNS.iter().find(|column| column.name == name).map(|column| column.kind);
        let list =
            |items: &mut dyn Iterator<Item = String>| format!("[{}]", items.collect::<Vec<_>>().join(", "));
        let words = || said.split(',').map(str::trim).filter(|word| !word.is_empty());
        let value = match kind {
            Some(ColumnKind::Params | ColumnKind::Headers) => {
                if toml::de::DeTable::parse(&format!("x = {said}")).is_err() {
                    self.refused.push(format!("{name} \"{}\", which is not TOML", short(said)));
                    return;
                }
                text::line(said)
            }
            Some(ColumnKind::Statuses) => {
                list(&mut words().filter(|word| word.parse::<u16>().is_ok()).map(str::to_owned))
            }
            Some(ColumnKind::Codes | ColumnKind::Lints | ColumnKind::Paths) => {
                list(&mut words().map(quote::string))
            }
            Some(ColumnKind::Code) => quote::codes(&words().map(str::to_owned).collect::<Vec<_>>()),
            // A column of the table's own may be a number or a flag.
            None if said.parse::<i64>().is_ok() || matches!(said, "true" | "false") => said.to_owned(),
            _ => quote::string(&text::line(said)),
        };
        self.put(name, value);
    }

    /// What was made of the row, in a line.
    pub(super) fn report(&self) -> String {
        let names = |open: bool| {
            self.columns
                .iter()
                .filter(|cell| cell.open.is_some() == open)
                .map(|cell| &*cell.column)
                .collect::<Vec<_>>()
                .join(", ")
        };
        let said = if names(false).is_empty() { "nothing but the code".to_owned() } else { names(false) };
        let mut out = format!("{}: `{}`: taken: {said}", text::line(&self.place), self.code);
        // Writing to a string does not fail.
        if self.retired.is_some() {
            out = format!("{}: `{}`: taken as retired", text::line(&self.place), self.code);
        } else if !names(true).is_empty() {
            let _ = write!(out, "; undecided: {}", names(true));
        }
        if !self.guesses.is_empty() {
            let _ = write!(out, "; guessed: {}", self.guesses.join(", "));
        }
        if !self.refused.is_empty() {
            let _ = write!(out, "; refused: {}", self.refused.join(", "));
        }
        out
    }
}

/// The file of a place.
fn file(place: &str) -> String {
    let name = place.split(": ").next().unwrap_or_default();
    let name = name
        .rsplit_once(':')
        .filter(|(_, line)| line.bytes().all(|byte| byte.is_ascii_digit()))
        .map_or(name, |(name, _)| name);
    text::line(name.rsplit(['/', '\\']).next().unwrap_or(name))
}

/// Whether a text has all of these statuses.
fn lists(text: &str, statuses: &[u16]) -> bool {
    let listed: Vec<u16> = status::all(text).into_iter().collect();
    statuses.iter().all(|status| listed.contains(status))
}

/// The status that a code is named after: `USER_NOT_FOUND` after 404.
fn by_name(code: &str) -> Option<u16> {
    let words = super::field::words(code);
    let known = [
        ("not found", 404),
        ("unauthorized", 401),
        ("unauthenticated", 401),
        ("forbidden", 403),
        ("permission denied", 403),
        ("access denied", 403),
        ("rate limit", 429),
        ("too many requests", 429),
        ("already exists", 409),
        ("conflict", 409),
        ("too large", 413),
        ("unsupported media type", 415),
        ("method not allowed", 405),
        ("internal", 500),
        ("unavailable", 503),
        ("gateway timeout", 504),
        ("not implemented", 501),
        ("payment required", 402),
        ("invalid", 400),
        ("missing", 400),
        ("malformed", 400),
    ];
    known.iter().find(|(name, _)| words.contains(name)).map(|(_, status)| *status)
}

/// What the status suggests. It does not know what a failed attempt has done.
fn proposal(status: u16) -> (Retry, &'static str) {
    match status {
        429 => (Retry::Backoff, "it is sent before anything is done"),
        503 => (Retry::Backoff, "if the request was refused before anything was done"),
        425 => (Retry::Backoff, "it asks for the same request once more"),
        408 => (Retry::IfIdempotent, "the request may have arrived all the same"),
        501 | 505 => (Retry::Never, "the server does not know how"),
        409 | 423 => (Retry::Never, "a conflict does not go away by itself; or does it here?"),
        500.. => (Retry::IfIdempotent, "the failed attempt may have been carried out"),
        _ => (Retry::Never, "the same request fails again, unless something else changes"),
    }
}

fn is_no(word: &str) -> bool {
    matches!(
        word,
        "no" | "false"
            | "never"
            | "n"
            | "0"
            | "✗"
            | "✘"
            | "❌"
            | "x"
            | "not retryable"
            | "non-retryable"
            | "none"
            | "no retry"
    )
}

fn is_yes(word: &str) -> bool {
    matches!(
        word,
        "yes" | "true" | "y" | "1" | "✓" | "✔" | "✅" | "x" | "deprecated" | "obsolete" | "" | "note"
    )
}

/// A wait in seconds, a day at most: `30`, `30s`, `5 minutes`, `1 h`.
pub(super) fn seconds(wait: &str) -> Option<u64> {
    let wait = text::bare(wait).to_lowercase();
    let digits = wait.len() - wait.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number: u64 = wait.get(..digits)?.parse().ok()?;
    let unit = match wait.get(digits..)?.trim().trim_end_matches('.') {
        "" | "s" | "sec" | "secs" | "second" | "seconds" => 1,
        "m" | "min" | "mins" | "minute" | "minutes" => 60,
        "h" | "hour" | "hours" => 60 * 60,
        _ => return None,
    };
    number.checked_mul(unit).filter(|seconds| (1..=24 * 60 * 60).contains(seconds))
}
