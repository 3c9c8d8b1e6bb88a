//! Whether two texts are the same table.

use toml::de::{DeTable, DeValue};

/// Whether both are TOML, and say the same.
pub(crate) fn same(one: &str, other: &str) -> bool {
    match (DeTable::parse(one), DeTable::parse(other)) {
        (Ok(one), Ok(other)) => same_tables(one.get_ref(), other.get_ref()),
        _ => false,
    }
}

fn same_tables(one: &DeTable<'_>, other: &DeTable<'_>) -> bool {
    // Both compare by key, so the order of the text does not matter.
    one.len() == other.len()
        && one.iter().zip(other.iter()).all(|((one_key, one), (other_key, other))| {
            one_key.get_ref() == other_key.get_ref() && same_values(one.get_ref(), other.get_ref())
        })
}

/// Whether two values say the same.
pub(crate) fn same_values(one: &DeValue<'_>, other: &DeValue<'_>) -> bool {
    match (one, other) {
        (DeValue::String(one), DeValue::String(other)) => one == other,
        (DeValue::Integer(one), DeValue::Integer(other)) => one.to_string() == other.to_string(),
        (DeValue::Float(one), DeValue::Float(other)) => one.to_string() == other.to_string(),
        (DeValue::Boolean(one), DeValue::Boolean(other)) => one == other,
        (DeValue::Datetime(one), DeValue::Datetime(other)) => one == other,
        (DeValue::Array(one), DeValue::Array(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other.iter())
                    .all(|(one, other)| same_values(one.get_ref(), other.get_ref()))
        }
        (DeValue::Table(one), DeValue::Table(other)) => same_tables(one, other),
        _ => false,
    }
}
