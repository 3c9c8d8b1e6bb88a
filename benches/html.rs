//! The size of the page, its number of elements, and the time to render it, for 38 to 10,000 codes.
//!
//! Run it with `cargo bench --bench html`. A browser is slow above about 1,500 elements. A larger table needs several
//! pages.

use std::error::Error;
use std::fmt::Write as _;
use std::time::Instant;

use error_catalog::catalog::Catalog;
use error_catalog::docs::html;
use scraper::{Html, Selector};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let ours = include_str!("../catalog.toml");
    println!("codes     bytes  elements  rendered in  index and pages in");
    for codes in [38, 100, 1_000, 10_000] {
        let catalog = Catalog::parse("catalog.toml", &table(ours, codes)?)?;
        let start = Instant::now();
        let page = html::render(&catalog);
        let one = start.elapsed();
        let start = Instant::now();
        let pages = html::pages(&catalog);
        let split = start.elapsed();
        assert_eq!(pages.len(), codes + 1, "expected an index, and a page for each code");
        let (bytes, elements) = (page.len(), elements(&page)?);
        println!("{codes:>5} {bytes:>9} {elements:>9} {one:>12.1?} {split:>19.1?}");
        let (bytes, elements) = (pages[0].1.len(), self::elements(&pages[0].1)?);
        println!("index {bytes:>9} {elements:>9}");
    }
    Ok(())
}

fn elements(page: &str) -> Result<usize> {
    let all = Selector::parse("*").map_err(|error| error.to_string())?;
    Ok(Html::parse_document(page).select(&all).count())
}

/// A table that repeats our rows under other codes.
fn table(ours: &str, codes: usize) -> Result<String> {
    let (head, rows) = ours.split_once("\n[errors.").ok_or("the table does not have rows")?;
    let rows: Vec<&str> = rows.split("\n[errors.").collect();
    let mut table = head.to_owned();
    for at in 0..codes {
        let (code, row) = rows[at % rows.len()].split_once(']').ok_or("a row does not have a header")?;
        let row: Vec<&str> = row.lines().filter(|line| !line.starts_with("default_for")).collect();
        let number = at / rows.len();
        let number = if number == 0 { String::new() } else { format!("_{number}") };
        write!(table, "\n[errors.{code}{number}]{}\n", row.join("\n"))?;
    }
    Ok(table)
}
