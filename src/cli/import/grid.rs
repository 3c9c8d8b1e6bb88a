//! A table of a source: which of its columns is what, and a row for each of its codes.

use super::code;
use super::field::Field;
use super::found::{Harvest, short};
use super::status;
use super::text;

/// Which column of a source fills which field, by the user's own word.
pub(super) type Map = [(Field, String)];

/// A table of a source.
#[derive(Debug, Default)]
pub(super) struct Grid {
    pub(super) place: String,
    /// The headings above it, the outermost first.
    pub(super) headings: Vec<String>,
    /// Empty where it has none.
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<GridRow>,
}

#[derive(Debug, Default)]
pub(super) struct GridRow {
    pub(super) place: String,
    pub(super) cells: Vec<String>,
}

impl GridRow {
    fn heading(&self) -> Option<String> {
        let (first, rest) = self.cells.split_first()?;
        let text = text::line(first);
        (!rest.is_empty() && !text.is_empty() && rest.iter().all(|cell| cell == first)).then_some(text)
    }
}

impl Grid {
    /// Takes the rows of the table, or says why there are none.
    pub(super) fn harvest(&self, map: &Map, harvest: &mut Harvest) {
        if self.rows.is_empty() {
            return;
        }
        let Some(code) = self.code_column(map) else {
            let why = if self.all_statuses() {
                "lists statuses without codes"
            } else {
                "has no column of codes; name it by `--map code=\"Its name\"` if it is a table of codes"
            };
            harvest.note(&self.place, format!("table {}: skipped: it {why}", self.name()));
            return;
        };
        let columns = self.fields(code, map);
        self.describe(code, &columns, harvest);
        // What stands above all rows holds for each, unless the row says it.
        let heading = self.headings.last().map(|heading| text::line(heading)).unwrap_or_default();
        let of_heading = status::spelled(&heading);
        let mut group = self.group();
        for row in &self.rows {
            // One cell across the table is a heading in it.
            if let Some(heading) = row.heading() {
                group = Some(heading);
                continue;
            }
            let Some(cell) = row.cells.get(code).filter(|cell| !text::bare(cell).is_empty()) else {
                continue;
            };
            let mut says: Vec<(Field, String)> = Vec::new();
            for (at, field) in &columns {
                let Some(cell) = row.cells.get(*at) else { continue };
                says.push((field.clone(), cell.clone()));
            }
            let has = |says: &[(Field, String)], field: Field| {
                says.iter().any(|(known, text)| *known == field && !text.trim().is_empty())
            };
            if let (false, Some(status)) = (has(&says, Field::Status), of_heading) {
                says.push((Field::Status, status.to_string()));
            }
            if let (false, Some(group)) = (has(&says, Field::Group), group.clone()) {
                says.push((Field::Heading, group));
            }
            harvest.rows(&row.place, cell, &says);
        }
    }

    /// The heading as a group: one of several, and not the title of a page of errors or a status.
    fn group(&self) -> Option<String> {
        group_of(&self.headings)
    }

    fn name(&self) -> String {
        let header: Vec<String> = self.header.iter().map(|name| short(name)).collect();
        if header.is_empty() { "without a header".to_owned() } else { format!("\"{}\"", header.join(" | ")) }
    }

    fn describe(&self, code: usize, columns: &[(usize, Field)], harvest: &mut Harvest) {
        let name = |at: usize| {
            self.header
                .get(at)
                .map_or_else(|| format!("column {}", at + 1), |name| format!("\"{}\"", short(name)))
        };
        let mut taken = vec![format!("code from {}", name(code))];
        taken.extend(columns.iter().map(|(at, field)| format!("{} from {}", field.column(), name(*at))));
        let width = self.width();
        let rest: Vec<String> = (0..width)
            .filter(|at| *at != code && columns.iter().all(|(known, _)| known != at))
            .map(name)
            .collect();
        let rest = if rest.is_empty() {
            String::new()
        } else {
            format!("; not taken: {}, unless `--map` says what it is", rest.join(", "))
        };
        let rows = self.rows.len();
        harvest.note(&self.place, format!("table of {rows} rows: {}{rest}", taken.join(", ")));
    }

    fn width(&self) -> usize {
        self.rows.iter().map(|row| row.cells.len()).chain([self.header.len()]).max().unwrap_or_default()
    }

    fn cells(&self, at: usize) -> impl Iterator<Item = &str> {
        self.rows
            .iter()
            .filter_map(move |row| row.cells.get(at))
            .map(|cell| &**cell)
            .filter(|cell| !cell.trim().is_empty())
    }

    /// The share of its cells that are so, in percent. Nothing is known of an empty column.
    fn share(&self, at: usize, is: impl Fn(&str) -> bool) -> usize {
        let all = self.cells(at).count();
        (self.cells(at).filter(|cell| is(cell)).count() * 100).checked_div(all).unwrap_or_default()
    }

    fn all_statuses(&self) -> bool {
        (0..self.width()).any(|at| self.share(at, |cell| status::spelled(cell).is_some()) > 60)
    }

    fn mapped(&self, field: &Field, map: &Map) -> Option<usize> {
        let name = map.iter().find(|(known, _)| known == field).map(|(_, name)| name)?;
        self.header.iter().position(|header| text::line(header).eq_ignore_ascii_case(name.trim()))
    }

    fn code_column(&self, map: &Map) -> Option<usize> {
        if let Some(at) = self.mapped(&Field::Code, map) {
            return Some(at);
        }
        if map.iter().any(|(field, _)| *field == Field::Code) {
            return None;
        }
        let is_legal = |cell: &str| {
            code::of(cell).is_ok_and(|codes| !codes.codes.iter().any(|code| code::is_status(code)))
        };
        let is_number = |cell: &str| text::bare(cell).bytes().all(|byte| byte.is_ascii_digit());
        let named = self.header.iter().enumerate().filter_map(|(at, header)| {
            let (_, rank) = Field::all_of(header).into_iter().find(|(field, _)| *field == Field::Code)?;
            // A column of names is a better one than a column of numbers beside it.
            let numbers = usize::from(self.share(at, is_number) > 60);
            (self.share(at, is_legal) >= 50).then_some(((numbers, rank), at))
        });
        let named: Vec<((usize, usize), usize)> = named.collect();
        let best = named.iter().min().copied();
        let surely = |at: &usize| {
            self.share(*at, |cell| {
                code::of(cell).is_ok_and(|codes| codes.codes.iter().all(|code| code::is_surely_code(code)))
            })
        };
        let by_content = || (0..self.width()).filter(|at| surely(at) >= 80).min();
        match best {
            // Numbers, and a column of names that the header does not call a code.
            Some(((1, _), at)) => by_content().or(Some(at)),
            Some((_, at)) => Some(at),
            None => by_content(),
        }
    }

    /// What the other columns are.
    fn fields(&self, code: usize, map: &Map) -> Vec<(usize, Field)> {
        let mut taken: Vec<(usize, Field)> = Vec::new();
        for (field, _) in map.iter().filter(|(field, _)| *field != Field::Code) {
            taken.extend(self.mapped(field, map).map(|at| (at, field.clone())));
        }
        let mut candidates: Vec<(usize, usize, Field)> = Vec::new();
        for (at, header) in self.header.iter().enumerate().filter(|(at, _)| *at != code) {
            candidates.extend(Field::all_of(header).into_iter().map(|(field, rank)| (rank, at, field)));
        }
        candidates.sort();
        for (_, at, field) in candidates {
            let fits = match field {
                Field::Code => false,
                Field::Status => {
                    self.share(at, |cell| !status::all(cell).is_empty() || class(cell).is_some()) >= 50
                        || self.cells(at).next().is_none()
                }
                Field::Number => {
                    self.share(at, |cell| text::bare(cell).parse::<i64>().is_ok()) >= 60
                        && !self.share_is_status(at)
                }
                _ => true,
            };
            if fits && taken.iter().all(|(column, known)| *column != at && *known != field) {
                taken.push((at, field));
            }
        }
        // A column of statuses without a name that says so.
        if taken.iter().all(|(_, field)| *field != Field::Status) {
            let free = |at: &usize| *at != code && taken.iter().all(|(column, _)| column != at);
            taken.extend(
                (0..self.width())
                    .filter(free)
                    .find(|at| self.share_is_status(*at))
                    .map(|at| (at, Field::Status)),
            );
        }
        // Without names, the longest text says what the error is.
        if self.header.is_empty() && taken.iter().all(|(_, field)| *field != Field::Cause) {
            let free = |at: &usize| *at != code && taken.iter().all(|(column, _)| column != at);
            let length = |at: &usize| self.cells(*at).map(str::len).sum::<usize>();
            taken.extend((0..self.width()).filter(free).max_by_key(length).map(|at| (at, Field::Cause)));
        }
        taken.sort();
        taken
    }

    fn share_is_status(&self, at: usize) -> bool {
        self.share(at, |cell| status::spelled(cell).is_some()) >= 80
    }
}

/// `4xx` and `5xx`.
pub(super) fn class(cell: &str) -> Option<u16> {
    match text::bare(cell).to_ascii_lowercase().as_str() {
        "4xx" => Some(400),
        "5xx" => Some(500),
        _ => None,
    }
}

/// The innermost heading, where it names a group: not the title of the page, not a status, not a code.
pub(super) fn group_of(headings: &[String]) -> Option<String> {
    let [_, .., last] = headings else { return None };
    let name = text::line(last);
    let name = name.trim_end_matches(':').trim();
    let words = super::field::words(name);
    // A heading that says no more than that codes of errors follow.
    let is_title = words.split(' ').all(|word| GENERIC.contains(&word));
    (!name.is_empty()
        && name.len() <= 80
        && !is_title
        && status::spelled(name).is_none()
        && !code::is_surely_code(name))
    .then(|| name.to_owned())
}

/// Words of the headings of lists of errors.
const GENERIC: [&str; 26] = [
    "error",
    "errors",
    "code",
    "codes",
    "api",
    "list",
    "of",
    "catalog",
    "reference",
    "table",
    "all",
    "canonical",
    "common",
    "the",
    "http",
    "response",
    "responses",
    "static",
    "standard",
    "and",
    "status",
    "overview",
    "handling",
    "description",
    "summary",
    "messages",
];
