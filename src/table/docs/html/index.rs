//! The page of all codes: with all there is to know of each, or with a line for each.

use maud::{Markup, html};

use super::super::groups::{self, Section};
use super::super::status_line::status_line;
use super::layout::Layout;
use super::{entry, filters, page, prose};
use crate::table::catalog::{Catalog, Entry, Retired};

pub(super) fn render(catalog: &Catalog, layout: Layout) -> String {
    let parts = parts(catalog);
    let has_groups = groups::sections(catalog).iter().any(|section| section.title.is_some());
    let retired = catalog.retired();
    let body = html! {
        header {
            h1 { "Errors of " bdi { (catalog.name()) } }
            p { "Programs go by the code, people by the message. A code that is not here is newer than this page: go by its status." }
        }
        (filters::render(catalog))
        div .columns {
            nav aria-label=(if has_groups { "Groups" } else { "Statuses" }) {
                ul {
                    @for Part { id, title, entries } in &parts {
                        li { a href={ "#" (id) } dir="auto" { (title) } " (" (entries.len()) ")" }
                    }
                    @if !retired.is_empty() { li { a href="#_retired" { "Retired" } " (" (retired.len()) ")" } }
                }
            }
            main id="_errors" {
                @for Part { id, title, entries } in &parts {
                    section {
                        h2 id=(id) dir="auto" { (title) }
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

/// A part of the page, with a heading that the navigation leads to.
struct Part<'c> {
    /// No code starts with a `_`.
    id: String,
    title: String,
    entries: Vec<&'c Entry>,
}

/// The groups of the table, or else a part for each status.
fn parts(catalog: &Catalog) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    for Section { title, entries } in groups::sections(catalog) {
        if let Some(title) = title {
            let words = title.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
            let id = format!("_group-{}", words.collect::<Vec<_>>().join("-").to_lowercase());
            // Titles that differ in signs only.
            let is_taken = parts.iter().any(|part| part.id == id);
            let id = if is_taken { format!("{id}.{}", parts.len()) } else { id };
            parts.push(Part { id, title: title.to_owned(), entries });
        } else {
            for entries in entries.chunk_by(|a, b| a.status == b.status) {
                let Some(Entry { status, .. }) = entries.first() else { continue };
                let (id, title) = (format!("_{status}"), status_line(*status));
                parts.push(Part { id, title, entries: entries.to_vec() });
            }
        }
    }
    parts
}

fn live(entries: &[&Entry], catalog: &Catalog, layout: Layout) -> Markup {
    let line = |entry: &Entry| {
        let Entry { code, retry, cause, .. } = entry;
        let state = entry::state(entry);
        html! {
            li id=(code) data-state=(state) data-status=(entry::statuses(entry)) data-retry=(retry) {
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
