//! Codes in a spreadsheet as text: CSV and TSV, with any of the usual separators and encodings.

use super::found::Harvest;
use super::grid::{Grid, GridRow, Map};
use super::html::names_columns;
use crate::table::docs::csv_cell;

/// Takes the codes of a sheet, or says why it cannot be read.
pub(super) fn harvest(name: &str, sheet: &str, map: &Map, harvest: &mut Harvest) -> Result<(), String> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator(sheet))
        .has_headers(false)
        .flexible(true)
        .from_reader(sheet.as_bytes());
    let mut grid = Grid { place: name.to_owned(), ..Grid::default() };
    let mut rows = Vec::new();
    for record in reader.records() {
        let record =
            record.map_err(|error| format!("{name}: is not CSV: {error}; save it again as CSV in UTF-8"))?;
        let line = record.position().map_or(0, csv::Position::line);
        let cells: Vec<String> = record.iter().map(|cell| csv_cell(cell).to_owned()).collect();
        if cells.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push(GridRow { place: format!("{name}:{line}"), cells });
        }
    }
    let mapped = |cells: &[String]| {
        map.iter().any(|(_, name)| cells.iter().any(|cell| cell.trim().eq_ignore_ascii_case(name)))
    };
    let mut rows = rows.into_iter();
    // A title may stand above the names of the columns.
    let head: Vec<GridRow> = rows.by_ref().take(5).collect();
    let at = head.iter().position(|row| names_columns(&row.cells) || mapped(&row.cells));
    let mut head = head.into_iter();
    if let Some(at) = at {
        grid.header = head.by_ref().nth(at).map(|row| row.cells).unwrap_or_default();
    }
    grid.rows = head.chain(rows).collect();
    grid.harvest(map, harvest);
    Ok(())
}

/// The separator that the first line has most of.
fn separator(sheet: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    let mut quoted = false;
    for byte in sheet.bytes().take(4096) {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted && counts.iter().any(|(_, count)| *count > 0) => break,
            _ if quoted => {}
            byte => {
                if let Some((_, count)) = counts.iter_mut().find(|(separator, _)| *separator == byte) {
                    *count += 1;
                }
            }
        }
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(separator, _)| separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_that_of_the_first_line() {
        for (sheet, separator_of_it) in [
            ("a,b;c,d", b','),
            ("a;b", b';'),
            ("a\tb,c\td", b'\t'),
            ("\"a,b,c\";d", b';'),
            ("", b','),
            ("a\nb|c", b'|'),
        ] {
            assert_eq!(separator(sheet), separator_of_it, "{sheet}");
        }
    }
}
