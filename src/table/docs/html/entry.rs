//! A code, and all that there is to know of it.

use maud::{Markup, html};
use pulldown_cmark::HeadingLevel;

use super::super::status_line::status_lines;
use super::layout::Layout;
use super::{prose, response};
use crate::table::catalog::{Catalog, Column, ColumnKind, Entry, Param, Retired, Value};

/// A row of `[errors]`.
pub(super) fn live(entry: &Entry, catalog: &Catalog, layout: Layout) -> Markup {
    let Entry {
        code,
        table,
        variant,
        retry,
        cause,
        message,
        actor,
        params,
        remedy,
        details,
        default_for,
        deprecated,
        replaced_by,
        ..
    } = entry;
    let wait = entry.wait_in_words().map(|wait| format!(", {wait}")).unwrap_or_default();
    html! {
        article id=(code) data-state=(state(entry)) data-status=(statuses(entry)) data-retry=(retry) {
            (heading(code, layout))
            div .about {
                p .facts {
                    strong { (status_lines(entry)) }
                    " " (actor.meaning())
                    @if deprecated.is_some() { " " strong .deprecated { "Deprecated" } }
                }
                p .retry { strong class=(retry) { "Retry: " (retry) (wait) } " " (retry.meaning()) }
                p .cause dir="auto" { (prose::line(cause, layout)) }
                @if let Some(remedy) = remedy {
                    p dir="auto" { b { "What to do" } " " (prose::line(remedy, layout)) }
                }
                @if !params.is_empty() { (values(message.as_deref().unwrap_or(cause), params)) }
                @for (column, value) in catalog.facts(entry) { (fact(column, value, layout)) }
            }
            (response(entry, catalog))
            p .rust {
                "In Rust ErrorCode::" (variant)
                @if catalog.tables().len() > 1 { ", from the table of " bdi { (table) } }
                @if let [first, more @ ..] = &default_for[..] {
                    ", stands for a bare " (first)
                    @for status in more { " or " (status) }
                }
            }
            @if let Some(why) = deprecated {
                p .note dir="auto" {
                    b { "Deprecated" } " " (sentence(why, layout)) (instead(replaced_by, layout))
                }
            }
            @if let Some(details) = details {
                div .details dir="auto" { (prose::block(details, layout, below(layout))) }
            }
        }
    }
}

/// A column that is a line with its label.
fn fact(column: &Column, value: Value<'_>, layout: Layout) -> Markup {
    let text = value.to_text();
    html! {
        @match column.kind {
            ColumnKind::Text => {
                p { b { (column.label) } }
                div .details dir="auto" { (prose::block(&text, layout, below(layout))) }
            }
            ColumnKind::Url => {
                p { b { (column.label) } " " a href=(text) rel="noopener noreferrer" { (text) } }
            }
            _ => { p dir="auto" { b { (column.label) } " " (prose::line(&text, layout)) } }
        }
    }
}

/// A row of `[retired]`, which keeps its place.
pub(super) fn retired(row: &Retired, layout: Layout) -> Markup {
    let Retired { code, table: _, variant, reason, since, replaced_by } = row;
    html! {
        article id=(code) data-state="retired" {
            (heading(code, layout))
            div .about {
                p .facts {
                    strong .deprecated { "Retired" @if let Some(since) = since { " since " bdi { (since) } } }
                    " No server sends it any more, and it never comes back."
                }
                p .cause dir="auto" {
                    (sentence(reason, layout)) (instead(replaced_by, layout))
                }
            }
            p .rust { "In Rust it was ErrorCode::" (variant) }
        }
    }
}

/// The statuses of a code, for the filter.
pub(super) fn statuses(entry: &Entry) -> String {
    entry.statuses().map(|status| status.to_string()).collect::<Vec<_>>().join(" ")
}

/// The state of a code, for the filter.
pub(super) fn state(entry: &Entry) -> &'static str {
    if entry.deprecated.is_some() { "deprecated" } else { "current" }
}

/// The code, which is a link to this place.
fn heading(code: &str, layout: Layout) -> Markup {
    let link = html! { a href=(layout.href(code)) { (code) } };
    html! {
        @match layout {
            Layout::OnePage => { h3 { (link) } }
            Layout::PagePerCode => { h1 { (link) } }
        }
    }
}

/// The level of a heading that stands under that of a code.
fn below(layout: Layout) -> HeadingLevel {
    match layout {
        Layout::OnePage => HeadingLevel::H4,
        Layout::PagePerCode => HeadingLevel::H2,
    }
}

/// The response, and with it an example of what the values do to it.
fn response(entry: &Entry, catalog: &Catalog) -> Markup {
    let plain = html! { (response::head(entry, catalog)) "\n" code { (response::body(entry)) } };
    html! {
        @if let Some(body) = response::body_with_values(entry, catalog) {
            div .response {
                pre { (plain) }
                p { "Raised with values, its body is such as" }
                pre { code { (body) } }
            }
        } @else {
            pre .response { (plain) }
        }
    }
}

/// The parameters of the message.
fn values(message: &str, params: &[Param]) -> Markup {
    html! {
        p { b { "Message" } " " code dir="auto" { (message) } }
        dl {
            @for Param { name, kind, safe } in params {
                dt { code { (name) } }
                dd { (kind.as_str()) @if *safe { ", safe to log" } @else { ", not safe to log" } }
            }
        }
    }
}

/// A reason, whether or not the table ends it with a full stop.
fn sentence(text: &str, layout: Layout) -> Markup {
    html! { (prose::line(text.trim_end_matches('.'), layout)) "." }
}

/// The codes to use instead.
fn instead(replaced_by: &[String], layout: Layout) -> Markup {
    html! {
        @for (at, code) in replaced_by.iter().enumerate() {
            (if at == 0 { " Use " } else { " or " }) a .code href=(layout.href(code)) { (code) }
        }
        @if !replaced_by.is_empty() { " instead." }
    }
}
