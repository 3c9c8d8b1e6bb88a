//! Merges two edited tables: what only one of them changed is taken, and what both changed in different ways is a conflict.

use super::unit::{Unit, units};

/// A merged text.
#[derive(Debug)]
pub(super) struct Merged {
    pub(super) text: String,
    pub(super) conflicts: Vec<Conflict>,
}

/// A value, a row or a line that both changed.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Conflict {
    pub(super) what: String,
    /// `None` where it was removed.
    pub(super) ours: Option<String>,
    pub(super) theirs: Option<String>,
}

/// Merges texts that are TOML.
pub(super) fn merge(base: &str, ours: &str, theirs: &str) -> Merged {
    if base == theirs || ours == theirs {
        return Merged { text: ours.to_owned(), conflicts: Vec::new() };
    }
    if base == ours {
        return Merged { text: theirs.to_owned(), conflicts: Vec::new() };
    }
    let [(base, _), (ours, end), (theirs, _)] = [units(base), units(ours), units(theirs)];
    let mut conflicts = Vec::new();
    let merged = lists(&base, &ours, &theirs, &mut conflicts);
    let mut text = String::new();
    for unit in &merged {
        unit.render(&mut text);
    }
    text.push_str(&end);
    Merged { text, conflicts }
}

fn lists(base: &[Unit], ours: &[Unit], theirs: &[Unit], conflicts: &mut Vec<Conflict>) -> Vec<Unit> {
    let find = |units: &[Unit], key: &[String]| units.iter().position(|unit| unit.key == key);
    let mut out: Vec<Unit> = Vec::new();
    for our in ours {
        let old = find(base, &our.key).map(|at| &base[at]);
        let their = find(theirs, &our.key).map(|at| &theirs[at]);
        match (old, their) {
            (_, Some(their)) => out.push(both(old, our, their, conflicts)),
            (Some(old), None) if our.is_same(old) => {}
            (Some(_), None) => out.push(clash(Some(our), None, conflicts)),
            (None, None) => out.push(our.clone()),
        }
    }
    for (at, their) in theirs.iter().enumerate() {
        if find(ours, &their.key).is_some() {
            continue;
        }
        let old = find(base, &their.key).map(|at| &base[at]);
        let unit = match old {
            Some(old) if their.is_same(old) => continue,
            Some(_) => clash(None, Some(their), conflicts),
            None => their.clone(),
        };
        // Behind what it stands behind on their side, and behind what was new there on ours.
        let before = theirs[..at].iter().rev().find_map(|before| find(&out, &before.key));
        let is_new = |unit: &Unit| find(base, &unit.key).is_none();
        let mut place = before.map_or(0, |before| before + 1);
        while out.get(place).is_some_and(&is_new) {
            place += 1;
        }
        // A header would take the lines that follow.
        while unit.is_header() && out.get(place).is_some_and(|next| !next.is_header()) {
            place += 1;
        }
        out.insert(place, unit);
    }
    out
}

/// A unit that is on both sides.
fn both(old: Option<&Unit>, our: &Unit, their: &Unit, conflicts: &mut Vec<Conflict>) -> Unit {
    let none = Unit::default();
    let old = old.unwrap_or(&none);
    let mut unit = our.clone();
    unit.comments = comments(&old.comments, &our.comments, &their.comments);
    unit.lines = lists(&old.lines, &our.lines, &their.lines, conflicts);
    if our.raw == their.raw || their.raw == old.raw {
        return unit;
    }
    if our.raw == old.raw {
        unit.raw.clone_from(&their.raw);
        return unit;
    }
    // The comment behind a line and its value are changed apart from each other.
    let remark = match (&our.remark, &their.remark) {
        (ours, theirs) if *theirs == old.remark || ours == theirs => ours.clone(),
        (ours, theirs) if *ours == old.remark => theirs.clone(),
        (None, theirs) => theirs.clone(),
        (ours, theirs) => {
            unit.comments.extend(theirs.iter().map(|remark| format!("{remark}\n")));
            ours.clone()
        }
    };
    let line = |body: &str| match &remark {
        Some(remark) => format!("{body} {}\n", remark.trim_end()),
        None => format!("{body}\n"),
    };
    if our.body == their.body || their.body == old.body {
        unit.raw = line(&our.body);
        return unit;
    }
    if our.body == old.body {
        unit.raw = line(&their.body);
        return unit;
    }
    if let (Some(old), Some(ours), Some(theirs)) = (cells(old), &our.cells, &their.cells) {
        let before = conflicts.len();
        let (ours, theirs) = columns(&our.key, &old, ours, theirs, conflicts);
        if conflicts.len() == before {
            unit.raw = line(&row(our, &ours));
        } else {
            unit.raw = marked(&line(&row(our, &ours)), &line(&row(our, &theirs)));
        }
    } else {
        conflicts.push(Conflict {
            what: name(&our.key),
            ours: Some(value(&our.body)),
            theirs: Some(value(&their.body)),
        });
        unit.raw = marked(&our.raw, &their.raw);
    }
    unit
}

/// The columns of a row that there may have been.
fn cells(old: &Unit) -> Option<Vec<(String, String)>> {
    if old.raw.is_empty() { Some(Vec::new()) } else { old.cells.clone() }
}

type Cells = Vec<(String, String)>;

/// The columns of a row that is one line on both sides: ours and theirs, which differ where there is a conflict.
fn columns(
    key: &[String],
    old: &Cells,
    ours: &Cells,
    theirs: &Cells,
    conflicts: &mut Vec<Conflict>,
) -> (Cells, Cells) {
    let get = |cells: &Cells, name: &str| {
        cells.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    };
    let mut names: Vec<&str> = ours.iter().map(|(name, _)| &**name).collect();
    names.extend(theirs.iter().map(|(name, _)| &**name).filter(|name| get(ours, name).is_none()));
    let (mut out_ours, mut out_theirs) = (Vec::new(), Vec::new());
    for name in names {
        let (old, our, their) = (get(old, name), get(ours, name), get(theirs, name));
        let (our, their) = match () {
            () if our == their || their == old => (our.clone(), our),
            () if our == old => (their.clone(), their),
            () => {
                let what = format!("{}.{name}", self::name(key));
                conflicts.push(Conflict { what, ours: our.clone(), theirs: their.clone() });
                (our, their)
            }
        };
        out_ours.extend(our.map(|value| (name.to_owned(), value)));
        out_theirs.extend(their.map(|value| (name.to_owned(), value)));
    }
    (out_ours, out_theirs)
}

/// The line of a row with these columns.
fn row(unit: &Unit, cells: &Cells) -> String {
    let key = unit.body.split_once('=').map_or("", |(key, _)| key.trim_end());
    let cells: Vec<String> = cells.iter().map(|(name, value)| format!("{name} = {value}")).collect();
    format!("{key} = {{ {} }}", cells.join(", "))
}

/// All comments of both, but for those that one of them removed.
fn comments(old: &[String], ours: &[String], theirs: &[String]) -> Vec<String> {
    if ours == theirs || theirs == old {
        return ours.to_vec();
    }
    if ours == old {
        return theirs.to_vec();
    }
    let new = theirs.iter().filter(|comment| !old.contains(comment) && !ours.contains(comment));
    ours.iter().chain(new).cloned().collect()
}

/// A unit that one side removed and the other changed.
fn clash(ours: Option<&Unit>, theirs: Option<&Unit>, conflicts: &mut Vec<Conflict>) -> Unit {
    let shown = |unit: Option<&Unit>| {
        let mut text = String::new();
        if let Some(unit) = unit {
            Unit { lead: String::new(), ..unit.clone() }.render(&mut text);
        }
        text
    };
    let said = |unit: Option<&Unit>| {
        unit.map(|unit| if unit.is_header() { "changed".to_owned() } else { value(&unit.body) })
    };
    let key = ours.or(theirs).map(|unit| unit.key.clone()).unwrap_or_default();
    conflicts.push(Conflict { what: name(&key), ours: said(ours), theirs: said(theirs) });
    let lead = ours.or(theirs).map(|unit| unit.lead.clone()).unwrap_or_default();
    let raw = marked(&shown(ours), &shown(theirs));
    Unit { key, lead, raw, ..Unit::default() }
}

/// Both versions between the marks that git writes and editors know.
fn marked(ours: &str, theirs: &str) -> String {
    format!("<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n")
}

/// What a conflict is about.
fn name(key: &[String]) -> String {
    match key {
        [mark, text, ..] if mark == "#" => text.clone(),
        key => key.join("."),
    }
}

fn value(body: &str) -> String {
    body.split_once('=').map_or(body, |(_, value)| value).trim().to_owned()
}
