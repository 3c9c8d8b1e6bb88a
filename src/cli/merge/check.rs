//! The net below a merge: what a merged table has to say, worked out from values alone.

use std::collections::{BTreeMap, BTreeSet};

use toml::de::{DeTable, DeValue};

type Leaves = BTreeMap<Vec<String>, String>;

/// Whether a text that was merged without conflicts says what both sides say together.
pub(super) fn is_right(base: &str, ours: &str, theirs: &str, merged: &str) -> bool {
    let [Some(base), Some(ours), Some(theirs), Some(merged)] = [base, ours, theirs, merged].map(leaves)
    else {
        return false;
    };
    let keys: BTreeSet<&Vec<String>> = base.keys().chain(ours.keys()).chain(theirs.keys()).collect();
    let expected = keys.into_iter().filter_map(|key| {
        let (old, our, their) = (base.get(key), ours.get(key), theirs.get(key));
        let value = if their == old { our } else { their };
        Some((key.clone(), value?.clone()))
    });
    expected.collect::<Leaves>() == merged
}

/// Every value of a table by its path. `None` if the text is not TOML.
pub(super) fn leaves(text: &str) -> Option<Leaves> {
    let root = DeTable::parse(text).ok()?;
    let mut out = Leaves::new();
    table(root.get_ref(), &mut Vec::new(), &mut out);
    Some(out)
}

fn table(values: &DeTable<'_>, path: &mut Vec<String>, out: &mut Leaves) {
    for (key, value) in values {
        path.push(key.get_ref().to_string());
        match value.get_ref() {
            DeValue::Table(inner) if !inner.is_empty() => table(inner, path, out),
            value => {
                out.insert(path.clone(), shown(value));
            }
        }
        path.pop();
    }
}

fn shown(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("{text:?}"),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(time) => time.to_string(),
        DeValue::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| shown(item.get_ref())).collect();
            format!("[{}]", items.join(", "))
        }
        DeValue::Table(_) => "{}".to_owned(),
    }
}
