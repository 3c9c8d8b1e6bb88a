//! How large the page is, how many elements a browser has to lay out, and how long 10,000 codes take.
//!
//! `cargo bench --bench html` prints it. A browser is slow above about 1,500 elements; that is where pages come in.

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
        assert_eq!(pages.len(), codes + 1, "an index, and a page for each code");
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

/// Our rows, over and over, each time under other codes.
fn table(ours: &str, codes: usize) -> Result<String> {
    let (head, rows) = ours.split_once("\n[errors.").ok_or("the table has rows")?;
    let rows: Vec<&str> = rows.split("\n[errors.").collect();
    let mut table = head.to_owned();
    for at in 0..codes {
        let (code, row) = rows[at % rows.len()].split_once(']').ok_or("a row has a head")?;
        let row: Vec<&str> = row.lines().filter(|line| !line.starts_with("default_for")).collect();
        let number = at / rows.len();
        let number = if number == 0 { String::new() } else { format!("_{number}") };
        write!(table, "\n[errors.{code}{number}]{}\n", row.join("\n"))?;
    }
    Ok(table)
}
