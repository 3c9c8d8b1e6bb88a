//! Every row as servers send it: whole, without its headers, without its body, and with other advice.

use super::{Subject, Vector, envelope};
use crate::shared::retry::Retry;
use crate::table::catalog::{Entry, Param, ParamKind};

pub(super) fn vectors(table: &Subject<'_>) -> Vec<Vector> {
    let rows = table.catalog.errors().iter();
    rows.flat_map(|entry| {
        [plain(table, entry), aliases(table, entry), overrides(table, entry), params(table, entry)]
    })
    .flatten()
    .collect()
}

fn plain(table: &Subject<'_>, entry: &Entry) -> Vec<Vector> {
    let Entry { code, status, .. } = entry;
    let message = &*entry.public_message();
    let alone = Vector::new(format!("{code}: body alone"), *status, envelope(code, message));
    vec![
        with_headers(table, entry, Vector::new(code, *status, envelope(code, message)))
            .code(code)
            .message(message),
        alone.code(code).message(message),
        headers_alone(table, entry),
    ]
}

/// A server of another version sends another string, in the body or in the header.
fn aliases(table: &Subject<'_>, entry: &Entry) -> Vec<Vector> {
    let Entry { code, status, aliases, .. } = entry;
    let mut vectors = Vec::new();
    for alias in aliases {
        let name = |what: &str| format!("{code}: sent as {alias} in the {what}");
        let body = Vector::new(name("body"), *status, envelope(alias, "gone")).message("gone");
        vectors.push(body.code(code));
        if let Some(header) = &table.catalog.headers().code {
            vectors.push(Vector::new(name("header"), *status, "").header(header, alias).code(code));
        }
    }
    vectors
}

/// The answer to a `HEAD`.
fn headers_alone(table: &Subject<'_>, entry: &Entry) -> Vector {
    let Entry { code, status, .. } = entry;
    let vector = with_headers(table, entry, Vector::new(format!("{code}: headers alone"), *status, ""));
    if table.catalog.headers().code.is_some() { vector.code(code) } else { vector }
}

fn with_headers(table: &Subject<'_>, entry: &Entry, vector: Vector) -> Vector {
    let headers = table.catalog.headers();
    let mut vector = vector.header("content-type", "application/json");
    if let Some(name) = &headers.code {
        vector = vector.header(name, &entry.code);
    }
    if let Some(name) = &headers.retry {
        // Without the advice, `false` is all that a client gets to know of `if-idempotent`.
        let seen = if entry.retry == Retry::Backoff { Retry::Backoff } else { Retry::Never };
        vector = vector.header(name, entry.retry.should_retry(false)).hint(seen);
    }
    if let Some(name) = &headers.advice {
        vector = vector.header(name, entry.retry.as_str()).hint(entry.retry);
    }
    for header in entry.headers.iter().filter(|header| header.is_fixed()) {
        vector = vector.header(&header.name, &*header.value);
    }
    if let Some(link) = table.catalog.help_link(&entry.code) {
        vector = vector.header("link", link);
    }
    match entry.retry_after.map(|wait| wait.as_secs()) {
        Some(seconds) => vector.header("retry-after", seconds.to_string()).wait(seconds),
        None => vector,
    }
}

/// A server may know better than its table.
fn overrides(table: &Subject<'_>, entry: &Entry) -> Vec<Vector> {
    let Entry { code, status, .. } = entry;
    let message = &*entry.public_message();
    let headers = table.catalog.headers();
    let mut vectors = Vec::new();
    for retry in Retry::ALL.into_iter().filter(|retry| *retry != entry.retry) {
        // An older server writes `if-idempotent` into both headers.
        for header in [&headers.retry, &headers.advice].into_iter().flatten() {
            let name = format!("{code}: {retry} by header {header}");
            let word = if Some(header) == headers.advice.as_ref() { retry.as_str() } else { answer(retry) };
            let vector = Vector::new(name, *status, envelope(code, message)).header(header, word);
            vectors.push(vector.code(code).message(message).hint(retry));
        }
    }
    vectors
}

/// The word of a server that answers `true` or `false`, or else tells what it depends on.
pub(super) fn answer(retry: Retry) -> &'static str {
    match retry {
        Retry::Backoff => "true",
        Retry::IfIdempotent => "if-idempotent",
        Retry::Never => "false",
    }
}

/// What a row is raised with, beside the message: as it should be, and not.
fn params(table: &Subject<'_>, entry: &Entry) -> Vec<Vector> {
    let Entry { code, status, params, .. } = entry;
    if params.is_empty() || !table.catalog.sends_details() {
        return Vec::new();
    }
    let with = |what: &str, details: &str| {
        let body = format!(r#"{{"error":{{"code":"{code}","message":"m","details":{details}}}}}"#);
        Vector::new(format!("{code}: details {what}"), *status, body).code(code).message("m").params("null")
    };
    let whole = object(params.iter().map(|param| member(param, right(param.kind))));
    let limits = object(params.iter().map(|param| member(param, limit(param.kind))));
    let more = whole.replacen('{', r#"{"More":[1],"#, 1);
    let mut vectors = vec![
        with("whole", &whole).params(&*whole),
        with("and more", &more).params(&*whole),
        with("at the limits", &limits).params(&*limits),
        with("missing", "null"),
        with("a list", "[]"),
        with("empty", "{}"),
    ];
    for (at, param) in params.iter().enumerate() {
        for value in wrong(param.kind) {
            let members = params
                .iter()
                .enumerate()
                .map(|(other, param)| member(param, if other == at { value } else { right(param.kind) }));
            vectors.push(with(&format!("with {} {value}", param.name), &object(members)));
        }
        if param.kind == ParamKind::F64 {
            // Some languages read it as a whole number, of any size.
            let of =
                |digits: &str| whole.replacen(&member(param, right(param.kind)), &member(param, digits), 1);
            vectors.push(with(&format!("with {} of 400 digits", param.name), &of(&"9".repeat(400))));
            // A reader that takes a short cut reads its neighbour.
            let exact = of("0.9073038322028689");
            vectors.push(with(&format!("with {} of 16 digits", param.name), &exact).params(&*exact));
        }
    }
    vectors
}

fn member(param: &Param, value: &str) -> String {
    format!("\"{}\":{value}", param.name)
}

fn object(members: impl Iterator<Item = String>) -> String {
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

fn right(kind: ParamKind) -> &'static str {
    match kind {
        ParamKind::Bool => "false",
        ParamKind::F64 => "-0.5",
        ParamKind::I64 => "-7",
        ParamKind::String => "\"\"",
        ParamKind::U64 => "7",
    }
}

/// What the type can just hold.
fn limit(kind: ParamKind) -> &'static str {
    match kind {
        ParamKind::Bool => "true",
        ParamKind::F64 => "-1.7976931348623157e308",
        ParamKind::I64 => "-9223372036854775808",
        ParamKind::String => "\"\\u0000\"",
        ParamKind::U64 => "18446744073709551615",
    }
}

fn wrong(kind: ParamKind) -> &'static [&'static str] {
    match kind {
        ParamKind::Bool => &["null", "0", "\"false\""],
        ParamKind::F64 => &["null", "true", "\"1\"", "[1]", "1e999", "NaN"],
        ParamKind::I64 => &["null", "true", "0.5", "\"1\"", "-1e30", "-100000000000000000000"],
        ParamKind::String => &["null", "7", "{}"],
        ParamKind::U64 => &["null", "false", "-1", "0.5", "\"1\"", "1e30", "100000000000000000000"],
    }
}
