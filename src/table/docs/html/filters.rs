//! The form that narrows the errors down. It needs the script, and is hidden without it.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::super::status_line::status_line;
use crate::shared::retry::Retry;
use crate::table::catalog::{Catalog, Entry};

pub(super) fn render(catalog: &Catalog) -> Markup {
    let statuses: BTreeSet<u16> = catalog.errors().iter().flat_map(Entry::statuses).collect();
    let has_states =
        !catalog.retired().is_empty() || catalog.errors().iter().any(|entry| entry.deprecated.is_some());
    html! {
        form role="search" autocomplete="off" hidden {
            label .search {
                span { "Search " kbd { "/" } }
                input type="search" name="q" placeholder="Code, words, or a whole error body"
                    spellcheck="false" autocapitalize="none" aria-keyshortcuts="/";
            }
            label {
                span { "Status" }
                select name="status" {
                    option value="" { "Any" }
                    option value="4xx" { "4xx Client error" }
                    option value="5xx" { "5xx Server error" }
                    @for status in statuses { option value=(status) { (status_line(status)) } }
                }
            }
            label {
                span { "Retry" }
                select name="retry" {
                    option value="" { "Any" }
                    @for retry in Retry::ALL { option value=(retry) { (retry) } }
                }
            }
            @if has_states {
                label {
                    span { "State" }
                    select name="state" {
                        option value="" { "Any" }
                        option value="current" { "Current" }
                        option value="deprecated" { "Deprecated" }
                        option value="retired" { "Retired" }
                    }
                }
            }
            button type="button" name="clear" { "Clear" }
            output name="count" {}
        }
        p .empty role="status" hidden {}
    }
}
