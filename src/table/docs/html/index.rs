//! The page of all codes: with all there is to know of each, or with a line for each.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::super::status_line::status_line;
use super::layout::Layout;
use super::{entry, filters, page, prose};
use crate::table::catalog::{Catalog, Entry, Retired};

pub(super) fn render(catalog: &Catalog, layout: Layout) -> String {
    let mut by_status: BTreeMap<u16, Vec<&Entry>> = BTreeMap::new();
    for entry in catalog.errors() {
        by_status.entry(entry.status).or_default().push(entry);
    }
    let retired = catalog.retired();
    let body = html! {
        header {
            h1 { "Errors of " bdi { (catalog.name()) } }
            p { "Programs go by the code, people by the message. A code that is not here is newer than this page: go by its status." }
        }
        (filters::render(catalog))
        div .columns {
            nav aria-label="Statuses" {
                ul {
                    @for (status, entries) in &by_status {
                        li { a href={ "#_" (status) } { (status_line(*status)) } " (" (entries.len()) ")" }
                    }
                    @if !retired.is_empty() { li { a href="#_retired" { "Retired" } " (" (retired.len()) ")" } }
                }
            }
            main id="_errors" {
                @for (status, entries) in &by_status {
                    section {
                        h2 id={ "_" (status) } { (status_line(*status)) }
                        (live(entries, catalog, layout))
                    }
                }
                @if !retired.is_empty() {
                    section {
                        h2 id="_retired" { "Retired" }
                        (gone(retired, layout))
                    }
                }
            }
        }
    };
    page::render(&page::title(catalog), &body)
}

fn live(entries: &[&Entry], catalog: &Catalog, layout: Layout) -> Markup {
    let line = |entry: &Entry| {
        let Entry { code, status, retry, cause, .. } = entry;
        let state = entry::state(entry);
        html! {
            li id=(code) data-state=(state) data-status=(status) data-retry=(retry) {
                a .code href=(layout.href(code)) { (code) }
                " " strong class=(retry) { "Retry: " (retry) }
                @if entry.deprecated.is_some() { " " strong .deprecated { "Deprecated" } }
                p dir="auto" { (prose::line(cause, layout)) }
            }
        }
    };
    html! {
        @match layout {
            Layout::OnePage => { @for entry in entries { (entry::live(entry, catalog, layout)) } }
            Layout::PagePerCode => { ul .lines { @for entry in entries { (line(entry)) } } }
        }
    }
}

fn gone(retired: &[Retired], layout: Layout) -> Markup {
    let line = |row: &Retired| {
        html! {
            li id=(row.code) data-state="retired" {
                a .code href=(layout.href(&row.code)) { (row.code) }
                p dir="auto" { (prose::line(&row.reason, layout)) }
            }
        }
    };
    html! {
        @match layout {
            Layout::OnePage => { @for row in retired { (entry::retired(row, layout)) } }
            Layout::PagePerCode => { ul .lines { @for row in retired { (line(row)) } } }
        }
    }
}
